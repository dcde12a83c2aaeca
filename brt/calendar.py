"""Civil days, as ISO texts: which are business days, and the day that comes so many days or weeks after another.

*Business days* (jours ouvrés): not in the weekend, not a public holiday, not one of the company's days off.
*Working days* (jours ouvrables, as regulation counts): all but Sundays and public holidays.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from brt.errors import Surroundings
from brt.say import N_, ngettext

SATURDAY, SUNDAY = 5, 6


class Calendar:
    """The days on which a company works. Holidays of a year are asked for once, and only when needed."""

    def __init__(
        self,
        weekend: frozenset[int] = frozenset((SATURDAY, SUNDAY)),
        closed: frozenset[str] = frozenset(),
        holidays: Callable[[int], frozenset[str]] = lambda year: frozenset(),
    ) -> None:
        """Take the days of the weekend (Monday is 0), the days off, and the public holidays of any year.

        Raises Surroundings when the weekend leaves no day to work on.
        """
        if weekend.issuperset(range(7)):
            raise Surroundings(N_("the weekend takes all seven days: no business day is left"))
        self.weekend = weekend
        self.closed = closed
        self._holidays = holidays
        self._years: dict[int, frozenset[str]] = {}

    def is_holiday(self, day: str) -> bool:
        """Tell whether `day` is a public holiday."""
        year = int(day[:4])
        if year not in self._years:
            self._years[year] = self._holidays(year)
        return day in self._years[year]

    def is_business(self, day: str) -> bool:
        """Tell whether the company works on `day`."""
        return self._business(date.fromisoformat(day))

    def is_working(self, day: str) -> bool:
        """Tell whether regulation counts `day`."""
        return self._working(date.fromisoformat(day))

    def add(self, day: str, count: int, unit: str, *, before: bool = False) -> str:
        """Return the day `count` units after `day`; before it when `before`, or when `count` is negative.

        Of business and working days: the count-th strictly after or before. 0 is `day` itself, or else the next one
        (the one before, when `before`). Days and weeks are calendar days. `unit` is a key of UNITS.
        """
        forward = not before and count >= 0
        return UNITS[unit].add(self, date.fromisoformat(day), abs(count), 1 if forward else -1).isoformat()

    def late(self, due: str, today: str) -> int:
        """Return how many business days lie after `due`, up to and including `today`; 0 when `due` is not past."""
        first, last = date.fromisoformat(due).toordinal() + 1, date.fromisoformat(today).toordinal()
        return sum(self._business(date.fromordinal(ordinal)) for ordinal in range(first, last + 1))

    def _business(self, day: date) -> bool:
        if day.weekday() in self.weekend:
            return False
        text = day.isoformat()
        return text not in self.closed and not self.is_holiday(text)

    def _working(self, day: date) -> bool:
        return day.weekday() != SUNDAY and not self.is_holiday(day.isoformat())

    def _nth_business(self, day: date, count: int, step: int) -> date:
        return _nth(self._business, day, count, step)

    def _nth_working(self, day: date, count: int, step: int) -> date:
        return _nth(self._working, day, count, step)


def _nth(counts: Callable[[date], bool], day: date, count: int, step: int) -> date:
    one = timedelta(days=step)
    if count == 0:
        while not counts(day):
            day += one
    while count:
        day += one
        count -= counts(day)
    return day


class Unit(NamedTuple):
    """A unit in which delays are counted; everything that knows units is built from UNITS."""

    add: Callable[[Calendar, date, int, int], date]  # calendar, day, count, +1 or -1
    plural: str  # in a delay; the key of UNITS is the singular
    says: Callable[[int], str]  # the sentence with {count}, translated
    typed: tuple[str, ...]  # after +3, on the command line
    others: tuple[str, ...]  # what people write instead


UNITS = {
    "day": Unit(
        add=lambda calendar, day, count, step: day + timedelta(days=step * count),
        plural="days",
        says=lambda count: ngettext("{count} day", "{count} days", count),
        typed=("d", "j"),
        others=("d", "j", "jour", "jours", "calendar day", "calendar days"),
    ),
    "week": Unit(
        add=lambda calendar, day, count, step: day + timedelta(weeks=step * count),
        plural="weeks",
        says=lambda count: ngettext("{count} week", "{count} weeks", count),
        typed=("w", "s"),
        others=("w", "s", "semaine", "semaines"),
    ),
    "business day": Unit(
        add=Calendar._nth_business,
        plural="business days",
        says=lambda count: ngettext("{count} business day", "{count} business days", count),
        typed=("bd", "jo"),
        others=("bd", "jo", "jour ouvré", "jours ouvrés", "weekday", "weekdays"),
    ),
    "working day": Unit(
        add=Calendar._nth_working,
        plural="working days",
        says=lambda count: ngettext("{count} working day", "{count} working days", count),
        typed=(),
        others=("wd", "jour ouvrable", "jours ouvrables"),
    ),
}
