"""Slot: from one time of a day to a later one, kept as HH:MM-HH:MM."""

import re

from brt.kinds.base import Bad, Kind, plain
from brt.kinds.time import clock
from brt.say import N_

_BETWEEN = re.compile(r"[-–—]|à|\bto\b")


def parse(text: str) -> str:
    """Return HH:MM-HH:MM of `9h-12h`, `9-12h`, `de 9h à 12h` or `09:00-12:00`."""
    ends = _BETWEEN.split(text.casefold().removeprefix("de ").removeprefix("from "))
    times = [_time(end.strip()) for end in ends]
    if len(times) != 2 or None in times:
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
