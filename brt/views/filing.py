"""What files and editors make of dossiers: which are created, which are updated, and what changes in those."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from brt import kinds
from brt.say import N_, _, ngettext
from brt.views.output import Column, cell, cut

MOST = 20
"""Dossiers at most that are shown one by one; JSON has all of them."""

LONGEST = 60
"""Columns at most for a value."""

COLUMNS = (Column("dossier", N_("Dossier")), Column("change", N_("Change")), Column("keys", N_("What")))


def as_data(changes: Iterable[Any]) -> dict[str, Any]:
    """Return the references by what becomes of them, and what changes in those that are updated."""
    found = list(changes)
    return {
        **{what: [one.sheet.ref for one in found if one.what == what] for what in ("created", "updated", "unchanged")},
        "changes": {one.sheet.ref: [each._asdict() for each in one.differences] for one in found if one.differences},
    }


def rows(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a row a dossier; its `keys` are those that change."""
    return [
        {"dossier": ref, "change": what, "keys": [one["key"] for one in data["changes"].get(ref, ())]}
        for what in ("created", "updated", "unchanged")
        for ref in data[what]
    ]


def lines(changes: Iterable[Any]) -> Iterator[str]:
    """Yield what is created and what changes; of many, the first."""
    touched = [one for one in changes if one.what != "unchanged"]
    for one in touched[:MOST]:
        yield f"{'~' if one.key else '+'} {one.sheet.ref}  {one.sheet.customer}"
        yield from (f"    {difference(each)}" for each in one.differences)
    left = len(touched) - MOST
    if left > 0:
        sentence = ngettext("and {count} more (--format json)", "and {count} more (--format json)", left)
        yield f"  {sentence.format(count=left)}"


def summary(data: Mapping[str, Sequence[str]], ahead: bool = False) -> str:
    """Return how many dossiers are created, updated and left unchanged; `ahead`: will be."""
    sentence = _("{created} created, {updated} updated, {unchanged} unchanged")
    if ahead:
        sentence = _("{created} to create, {updated} to update, {unchanged} unchanged")
    return sentence.format(**{what: len(data[what]) for what in ("created", "updated", "unchanged")})


def difference(one: Any) -> str:
    """Return what changes, in a line: what was there, and what comes instead."""
    return f"{one.key}: {_value(one.key, one.before)} → {_value(one.key, one.after)}"


def _value(key: str, value: Any) -> str:
    if isinstance(value, dict):
        parts = (_value(name, one) for name, one in value.items() if not (one is None or one is True or one == []))
        return ", ".join(parts)  # an address and a number are never cut
    if value and key.endswith("phone"):
        return kinds.show("phone", value)
    return cut(cell(value), LONGEST) or "–"
