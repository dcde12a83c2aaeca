"""Time: an hour of the day, kept as HH:MM."""

import re

from brt.kinds.base import Bad, Kind, plain, tight
from brt.say import N_

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])(?:h|h([0-5][0-9])|:([0-5][0-9]))", re.IGNORECASE)


def parse(text: str) -> str:
    """Return HH:MM of `9h`, `9h30`, `9 h 30` or `09:30`."""
    found = clock(text)
    if found is None:
        raise Bad(N_("{value} is not a time, such as 9h30 or 09:30"), value=text)
    return found


def clock(text: str) -> str | None:
    """Return HH:MM, or None when `text` is no time of day."""
    found = _CLOCK.fullmatch(tight(text))
    return found and found[1].zfill(2) + ":" + (found[2] or found[3] or "00")


KIND = Kind(
    "time",
    parse=parse,
    example="09:30",
    schema={"type": "string", "pattern": "^[0-9]{1,2} ?[hH:]"},
    order=plain,
)
