"""Delays, as types write them: `3 business days`, `2 business days before port_date`, `on port_date`.

The grammar, its JSON Schema pattern and its messages are built from the one table of units.
"""

import re
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from brt.calendar import UNITS, Calendar
from brt.errors import Invalid
from brt.kinds.base import near
from brt.say import N_

__all__ = ["LIMIT", "UNITS", "Delay", "Wrong", "apply", "from_json", "is_day", "parse", "pattern", "text", "to_json"]

LIMIT = 1000
"""The largest count."""

_NAMES = {name: unit for unit, row in UNITS.items() for name in (unit, row.plural)}
_OTHERS = {other: unit for unit, row in UNITS.items() for other in row.others}
_FIELD = "[a-z][a-z0-9_]*"
_COUNT = re.compile("[0-9]{1,9}")


class Wrong(Invalid):
    """A text that is no delay."""


class Delay(NamedTuple):
    """A distance between two days, or the very day of a field."""

    count: int  # type: ignore[assignment]  # 0 to LIMIT
    unit: str | None  # a key of UNITS; None with "on"
    relation: Literal["from", "on", "before", "after"]  # "from": counted from what triggers
    field: str | None  # the date field it hangs on; None with "from"


@lru_cache(4096)
def parse(source: str) -> Delay:
    """Return the delay that `source` says. Raises Wrong with what was expected."""
    words = source.split()
    if not words:
        raise Wrong(N_("the delay is empty: a number and a unit, such as 2 business days"))
    if words[0] == "on":
        return Delay(0, None, "on", _field("on", words[1:]))
    count = _count(words[0], source)
    for relation in ("before", "after"):
        if relation in words:
            place = words.index(relation)
            unit = _unit(words[1:place])
            return Delay(count, unit, relation, _field(relation, words[place + 1 :]))
    return Delay(count, _unit(words[1:]), "from", None)


def is_day(text: str) -> bool:
    """Tell whether `text` is written like the day of an email, such as `2 business days before port_date`."""
    return text[:1].isdigit() or text.split()[:1] == ["on"]


def _count(word: str, source: str) -> int:
    if not _COUNT.fullmatch(word):
        raise Wrong(
            N_("{value} is not a delay: expected such as 3 business days, 1 week before FIELD, on FIELD"),
            value=source[:60],
        )
    if int(word) > LIMIT:
        raise Wrong(N_("{count} is too many: at most {limit}"), count=word, limit=LIMIT)
    return int(word)


def _unit(words: list[str]) -> str:
    name = " ".join(words)
    if name in _NAMES:
        return _NAMES[name]
    units = ", ".join(row.plural for row in UNITS.values())
    if not name:
        raise Wrong(N_("the unit is missing: expected {units}"), units=units)
    _check_end(words)
    closest = UNITS[_OTHERS[name]].plural if name in _OTHERS else near(name, _NAMES)
    if closest is None:
        raise Wrong(N_("{unit} is not a unit: expected {units}"), unit=name[:60], units=units)
    raise Wrong(
        N_("{unit} is not a unit: expected {units}. Did you mean {near}?"),
        unit=name[:60],
        units=units,
        near=closest,
    )


def _check_end(words: list[str]) -> None:
    """Raise Wrong when a unit is there, but something follows it."""
    for count in (2, 1):
        if len(words) > count and " ".join(words[:count]) in _NAMES:
            rest = " ".join(words[count:])
            raise Wrong(N_("expected before FIELD, after FIELD or nothing, found {rest}"), rest=rest[:60])


def _field(relation: str, words: list[str]) -> str:
    if len(words) != 1 or not re.fullmatch(_FIELD, words[0]):
        raise Wrong(
            N_("{relation} is followed by the name of one date field, such as {relation} port_date"),
            relation=relation,
        )
    return words[0]


def pattern(*, dated: bool = False) -> str:
    """Return the JSON Schema pattern (draft 7) of what `parse` accepts; `dated`: only what hangs on a field."""
    units = "|".join(sorted(_NAMES, key=len, reverse=True))
    count = "0*([0-9]{1,3}|1000)"
    words = f"on {_FIELD}|{count} ({units})( (before|after) {_FIELD}){'' if dated else '?'}".replace(" ", r"\s+")
    return rf"^\s*({words})\s*$"


def text(delay: Delay) -> str:
    """Return the delay as a type writes it."""
    if delay.unit is None:
        return f"on {delay.field}"
    unit = delay.unit if delay.count == 1 else UNITS[delay.unit].plural
    end = "" if delay.relation == "from" else f" {delay.relation} {delay.field}"
    return f"{delay.count} {unit}{end}"


def to_json(delay: Delay) -> list[Any]:
    """Return [N, UNIT], [N, UNIT, "before" or "after", FIELD] or ["on", FIELD]."""
    if delay.relation == "on":
        return ["on", delay.field]
    if delay.relation == "from":
        return [delay.count, delay.unit]
    return [delay.count, delay.unit, delay.relation, delay.field]


def from_json(value: list[Any]) -> Delay:
    """Return the delay that `to_json` wrote."""
    if value[0] == "on":
        return Delay(0, None, "on", value[1])
    if len(value) == 2:
        return Delay(value[0], value[1], "from", None)
    return Delay(value[0], value[1], value[2], value[3])


def apply(delay: Delay, base: str, calendar: Calendar) -> str:
    """Return the day at `delay` from `base`: the day of the trigger for "from", the field's date otherwise."""
    if delay.unit is None:
        return base
    return calendar.add(base, delay.count, delay.unit, before=delay.relation == "before")
