"""What is otherwise in another installation type, as people read it: + there now, - gone, ~ otherwise."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from brt.say import N_, _, ngettext
from brt.views import words
from brt.views.layout import Block, Line, Text
from brt.views.output import Column, cell

COLUMNS = (
    Column("change", "Change"),
    Column("kind", "Kind"),
    Column("id", "Id"),
    Column("name", "Name"),
    Column("key", "Key"),
    Column("before", "Before"),
    Column("after", "After"),
)

KINDS = {
    "type": N_("type"),
    "phase": N_("phase"),
    "action": N_("action"),
    "field": N_("field"),
}
STATUSES = {
    "waiting": N_("waiting"),
    "scheduled": N_("scheduled"),
    "available": N_("available"),
    "blocked": N_("blocked"),
    "open": N_("open"),
}
LISTS = ("asks", "emails", "checks", "choices")
"""Of these, `before` holds what is there no longer and `after` what is there now."""
_SIGNS = {"added": "+", "removed": "-", "changed": "~", "moved": "~"}


def page(changes: Iterable[Mapping[str, Any]], indent: int = 0) -> Iterator[Block]:
    """Yield a line a thing that is otherwise, and under it what changed within it."""
    before = None
    for change in changes:
        here = (change["kind"], change["id"])
        if here != before:
            name = "" if change["kind"] == "type" else change["name"]
            where = f"({_(STATUSES[change['status']])})" if change.get("status") else ""
            said = f"{_SIGNS[change['change']]} {_(KINDS[change['kind']])} {change['id']}"
            yield Line([said, name, where], between="  ", indent=indent)
        before = here
        if change["change"] == "moved":
            yield Line([_("stands elsewhere in the order")], indent=indent + 4)
        elif change["change"] == "changed":
            first, *more = what(change)
            yield Line([f"{change['key']}: {first}", *more], between="  ", indent=indent + 4)


def what(change: Mapping[str, Any]) -> list[str]:
    """Return what something was and is; of what is asked and sent, what went and what came."""
    before, after = change["before"], change["after"]
    if change["key"] in LISTS:
        return [*(f"- {cell(each)}" for each in before), *(f"+ {cell(each)}" for each in after)]
    if change["key"] == "help" and before and after:
        return [words_between(before, after)]
    return [f"{_shown(before)} → {_shown(after)}"]


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return _("the first of {names}").format(names=", ".join(value["any"]))
    return _("production") if value == [] else cell(value) if value is not None else "–"


NEAR = 2
"""So many words are shown around those of a long text that are otherwise."""


def words_between(before: str, after: str) -> str:
    """Return what is otherwise in a long text, with a few words around it, in place of the whole twice."""
    old, new = before.split(), after.split()
    groups = [
        (_part(old, group[0][1], group[-1][2]), _part(new, group[0][3], group[-1][4]))
        for group in SequenceMatcher(None, old, new, False).get_grouped_opcodes(NEAR)
    ]
    return " ; ".join(f"{one} → {other}" for one, other in groups)


def _part(said: list[str], start: int, end: int) -> str:
    return " ".join(["…"] * (start > 0) + said[start:end] + ["…"] * (end < len(said)))


# ── what it means for what runs ───────────────────────────────────────────────────────────────────

TOUCHED = (
    Column("dossier", "Dossier"),
    Column("customer", "Customer"),
    Column("installation_type", "Type"),
    Column("change", "Change"),
    Column("kind", "Kind"),
    Column("id", "Id"),
    Column("status", "Status"),
    Column("key", "Key"),
    Column("before", "Before"),
    Column("after", "After"),
)
"""A line a change of an installation; an email type is a kind of its own."""


def touched(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the changes of every installation as the rows of a list."""
    for row in data["installations"]:
        yield from ({**row, **change} for change in row["changes"])
        yield from ({**row, "change": "changed", "kind": "email_type", "id": name} for name in row["emails"])


def not_looked_at(data: Mapping[str, Any]) -> str:
    """Return what is to be said of the installations whose type is not known, a line each."""
    says = _("{dossier} runs {type}, which is no installation type here, nor at {revision}: not looked at.")
    return "\n".join(
        says.format(dossier=one["dossier"], type=one["installation_type"], revision=data["against"])
        for one in data["unknown"]
    )


def impact(data: Mapping[str, Any]) -> Iterator[Block]:
    """Yield each installation that is touched with what touches it, and at last how many are."""
    for row in data["installations"]:
        name = words.dossier(row["dossier"], row["customer"])
        kind = words.installation(row["installation_type"], row["label"])
        yield Line([Text(name, "title"), kind, _("produced on {day}").format(day=words.day(row["produced_on"]))])
        yield from page(row["changes"], indent=2)
        yield from (Line([f"✉ {email}"], indent=2) for email in row["emails"])
        yield ""
    count = len(data["installations"])
    said = ngettext(
        "{count} of {running} running installations would be touched.",
        "{count} of {running} running installations would be touched.",
        count,
    )
    yield said.format(count=count, running=data["running"])
    if count:
        yield _("Their types stay as they were; a changed email counts from the next one.")
    if not data["pinned"]:
        said = _("An export holds no types: which emails may still leave follows from those at {revision}.")
        yield said.format(revision=data["against"])
