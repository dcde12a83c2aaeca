"""Date: a civil day, kept as ISO text: 2026-12-15.

The short forms of the command line (15/12, fri, +3bd) depend on the day: `brt.typed` reads them.
"""

import re

from brt.kinds.base import Bad, Kind, plain
from brt.say import N_, _

FIRST, LAST = 1900, 2199
"""Years outside of these are slips of the finger."""

MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FRENCH = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")


def parse(text: str) -> str:
    """Return the ISO date of `2026-12-15`, `15/12/2026` or `15/12/26`. Bad also when there is no such day."""
    if found := _ISO.fullmatch(text):
        return day(text, int(found[1]), int(found[2]), int(found[3]))
    if found := _FRENCH.fullmatch(text):
        year = int(found[4]) + (2000 if len(found[4]) == 2 else 0)
        return day(text, year, int(found[3]), int(found[1]))
    raise Bad(N_("{value} is not a date, such as 2026-12-15 or 15/12/2026"), value=text)


def day(text: str, year: int, month: int, number: int) -> str:
    """Return the ISO date of a day; Bad, quoting `text`, when it does not exist."""
    if not FIRST <= year <= LAST:
        raise Bad(N_("{value}: is the year {year} meant?"), value=text, year=year)
    if not 1 <= month <= 12:
        raise Bad(N_("{value} does not exist: there is no month {month}"), value=text, month=month)
    days = length(year, month)
    if not 1 <= number <= days:
        raise Bad(
            N_("{value} does not exist: {month} {year} has {days} days"),
            value=text,
            month=_(MONTHS[month - 1]),
            year=year,
            days=days,
        )
    return f"{year:04}-{month:02}-{number:02}"


def length(year: int, month: int) -> int:
    """Return the number of days of a month (Gregorian calendar)."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


KIND = Kind(
    "date",
    parse=parse,
    example="2026-12-15",
    schema={"type": "string", "pattern": "^[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{2,4}$"},
    order=plain,
)
