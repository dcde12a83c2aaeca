"""Slot: from one time of a day to a later one, kept as HH:MM-HH:MM."""

import re

from brt.kinds.base import Bad, Kind, plain
from brt.kinds.time import clock
from brt.say import N_

_BETWEEN = re.compile(r"->|[-–—/→]|à|\b(?:a|et|to|and)\b")
_BEFORE = re.compile(r"^(?:de|entre|from|between) ")


def parse(text: str) -> str:
    """Return HH:MM-HH:MM of `9h-12h`, `9-12h`, `9h/12h`, `de 9h à 12h`, `entre 9h et 12h` or `09:00-12:00`."""
    ends = _BETWEEN.split(_BEFORE.sub("", text.casefold()))
    times = [_time(end.strip()) for end in ends]
    if len(times) != 2 or None in times:
        if not any(char.isdigit() for char in text):
            raise Bad(N_("{value} says no hours: type from when to when, such as 9h-12h"), value=text)
        raise Bad(N_("{value} is not a slot, such as 9h-12h or 09:00-12:00"), value=text)
    start, end = map(str, times)
    if end <= start:
        raise Bad(N_("{value} ends before it starts"), value=text)
    return start + "-" + end


def _time(text: str) -> str | None:
    return clock(text + "h" if text.isdigit() else text)


KIND = Kind(
    "slot",
    parse=parse,
    example="09:00-12:00",
    schema={"type": "string", "pattern": "[0-9].*[0-9hH]$"},
    order=plain,
)
