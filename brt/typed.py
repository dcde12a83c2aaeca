"""Dates as a person types them: 15/12, ven, demain, +3jo. What was understood is for the caller to echo."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from brt.calendar import UNITS, Calendar
from brt.delay import LIMIT
from brt.errors import Usage
from brt.kinds.base import Bad, clean, fold
from brt.kinds.date import day as day_of
from brt.kinds.date import length
from brt.kinds.date import parse as parse_date
from brt.say import N_

# Folded: without case, accents and apostrophes.
_WORDS = {
    **dict.fromkeys(("today", "aujourdhui", "auj"), 0),
    **dict.fromkeys(("tomorrow", "demain"), 1),
    **dict.fromkeys(("yesterday", "hier"), -1),
    **dict.fromkeys(("apres-demain", "apres demain"), 2),
}
_WEEKDAYS = (
    ("monday", "mon", "lundi", "lun"),
    ("tuesday", "tue", "tues", "mardi", "mar"),
    ("wednesday", "wed", "mercredi", "mer"),
    ("thursday", "thu", "thur", "thurs", "jeudi", "jeu"),
    ("friday", "fri", "vendredi", "ven"),
    ("saturday", "sat", "samedi", "sam"),
    ("sunday", "sun", "dimanche", "dim"),
)
_NUMBERS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}
_MONTHS = (
    ("january", "jan", "janvier", "janv"),
    ("february", "feb", "fevrier", "fevr", "fev"),
    ("march", "mar", "mars"),
    ("april", "apr", "avril", "avr"),
    ("may", "mai"),
    ("june", "jun", "juin"),
    ("july", "jul", "juillet", "juil"),
    ("august", "aug", "aout"),
    ("september", "sept", "sep", "septembre"),
    ("october", "oct", "octobre"),
    ("november", "nov", "novembre"),
    ("december", "dec", "decembre"),
)
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_UNITS = {typed: unit for unit, row in UNITS.items() for typed in row.typed}

_SHORT = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})")
_OF_WEEKDAY = re.compile(r"([a-z]+)\.? (?:le )?(?=[0-9])(.+)")
_OF_MONTH = re.compile(r"(?:le )?([0-9]{1,2})(?:er|st|nd|rd|th)? ([a-z]+)\.?(?: ([0-9]{4}))?")
_COUNT = re.compile(r"([+-]) ?([0-9]{1,4}) ?([a-z]+)")

Sense = Literal["ahead", "past", "near"]
"""What is dated: something to come, something that happened, or the one or the other."""

RECENT = 90
"""A day and month that passed at most so many days ago may be meant, and not that of next year."""


class Typed(NamedTuple):
    """A date that a person typed, and what was understood."""

    of: str  # what it is the date of: the label of a field, the name of an action, an option
    field: str  # the name of that field; "" for anything else
    text: str
    day: str
    sense: Sense


class Doubt(NamedTuple):
    """What is told about a date that may well be a slip; its sentence, a msgid, and its data."""

    says: str
    data: dict[str, Any]


def day(text: str, today: str, calendar: Calendar, base: str | None = None, sense: Sense = "ahead") -> str:
    """Return the ISO date that `text` means on the day `today`.

    `15/12`, or `15 déc`, is the next one, today included; the last one of something past, and the last one of something
    near when that is RECENT. A weekday before it must be its own, as in `mar. 15/12`. `ven` alone is the next Friday,
    today excluded; the last one of something past. `+3bd` and `-3bd` count from the later of `base` (a due date, when
    there is one) and today. Full dates are read as the kind `date` reads them. Raises Bad with the forms that are
    accepted, or when there is no such day.
    """
    word = fold(clean(text)).replace("'", "").replace("’", "").removesuffix(".")
    if (found := _OF_WEEKDAY.fullmatch(word)) and found[1] in _NUMBERS:
        said = day(found[2], today, calendar, base, sense)
        if date.fromisoformat(said).weekday() != _NUMBERS[found[1]]:
            raise Bad(N_("{value} is another day of the week: type the weekday, or the date"), value=text.strip())
        return said
    typed = _in_figures(text)
    if word in _WORDS:
        return _after(today, _WORDS[word])
    if word in _NUMBERS:
        ahead = (_NUMBERS[word] - date.fromisoformat(today).weekday() - 1) % 7 + 1
        return _after(today, (ahead - 7 or -7) if sense == "past" else ahead)
    if found := _SHORT.fullmatch(typed):
        back = sense == "past" or (sense == "near" and _recent(typed, today))
        return (_last if back else _next)(typed, int(found[2]), int(found[1]), today)
    if (found := _COUNT.fullmatch(word.replace("−", "-"))) and found[3] in _UNITS and int(found[2]) <= LIMIT:
        return calendar.add(max(base or today, today), int(found[1] + found[2]), _UNITS[found[3]])
    return _full(typed)


def doubts(one: Typed, today: str, calendar: Calendar) -> Iterator[Doubt]:
    """Yield what there is to tell about the date of something to come: it has passed, or nobody works that day."""
    if one.sense != "ahead":
        return
    rolled = next_year(one.of, one.text, one.day, today)
    if rolled is not None:
        yield rolled
    elif one.day < today:
        yield Doubt(N_("{label}: {day} is past"), {"label": one.of, "day": one.day})
    elif not calendar.is_business(one.day):
        yield Doubt(N_("{label}: {day} is a day off"), {"label": one.of, "day": one.day})


def _in_figures(text: str) -> str:
    """Return a date that names its month, `le 15 déc. 2026`, as 15/12/2026; any other text as it is, cleaned."""
    found = _OF_MONTH.fullmatch(fold(clean(text)))
    if found is None or found[2] not in _MONTH_NUMBERS:
        return clean(text)
    return f"{found[1]}/{_MONTH_NUMBERS[found[2]]}" + (f"/{found[3]}" if found[3] else "")


def next_year(of: str, text: str, day: str, today: str) -> Doubt | None:
    """Return what to tell when `text`, a day and month that passed not long ago, was understood as a `day` to come."""
    if day <= today or not _recent(_in_figures(text), today):
        return None
    data = {"label": of, "text": text.strip(), "day": day}
    return Doubt(N_("{label}: {text} is past, understood as {day}"), data)


def _recent(text: str, today: str) -> bool:
    """Say whether `text` is a day and month that passed not long ago."""
    found = _SHORT.fullmatch(text)
    if found is None:
        return False
    return _after(today, -RECENT) <= _last(text, int(found[2]), int(found[1]), today) < today


class BadDate(Usage):
    """An option or an argument that is a date is none."""

    says = N_("{option}: {problem}")


def option(
    name: str, text: str, today: str, calendar: Calendar, base: str | None = None, sense: Sense = "ahead"
) -> str:
    """Return what `day` does for the date given as `name` on a command line. Raises BadDate."""
    try:
        return day(text, today, calendar, base, sense)
    except Bad as problem:
        raise BadDate(option=name, problem=problem) from problem


def _after(today: str, days: int) -> str:
    return (date.fromisoformat(today) + timedelta(days=days)).isoformat()


def _next(typed: str, month: int, number: int, today: str) -> str:
    """Return the first such day from `today` on: 29/02 may be eight years away."""
    year = int(today[:4])
    if (month, number) == (2, 29):
        while length(year, 2) < 29 or f"{year:04}-02-29" < today:
            year += 1
    found = day_of(typed, year, month, number)
    return found if found >= today else day_of(typed, year + 1, month, number)


def _last(typed: str, month: int, number: int, today: str) -> str:
    """Return the last such day up to `today`."""
    year = int(today[:4])
    if (month, number) == (2, 29):
        while length(year, 2) < 29 or f"{year:04}-02-29" > today:
            year -= 1
    found = day_of(typed, year, month, number)
    return found if found <= today else day_of(typed, year - 1, month, number)


def _full(typed: str) -> str:
    if len(typed) > 5 and set(typed) <= set("0123456789/.-"):
        return parse_date(typed)
    raise Bad(
        N_("{value} is not a date: type 2026-12-15, 15/12/2026, 15/12, today, tomorrow, fri, +3bd, +2w or -5d"),
        value=typed,
    )
