"""The calendars of a workspace, over the holidays that the store keeps."""

from collections.abc import Callable

from brt.calendar import Calendar
from brt.settings import CalendarSettings
from brt.store import cache
from brt.store.database import Database

AHEAD = 2
"""Writers keep the holidays of the years around today, so that readers find them."""


class Holidays:
    """Public holidays by region and year: the store's, or worked out when it lacks a year."""

    def __init__(self, settings: CalendarSettings) -> None:
        """Count as `settings` say."""
        self._settings = settings
        self._calendars: dict[str | None, Calendar] = {}
        self._known: dict[str, dict[int, frozenset[str]]] = {}
        self.found: dict[str, dict[int, frozenset[str]]] = {}  # worked out here, not kept yet

    def calendar(self, db: Database, subdivision: str | None) -> Calendar:
        """Return the calendar of a subdivision; None: the company's own."""
        subdivision = subdivision or self._settings.subdivision
        if subdivision not in self._calendars:
            region = "/".join(part for part in (self._settings.country, subdivision) if part)
            self._known[region] = cache.holidays(db, region)
            self._calendars[subdivision] = Calendar(
                self._settings.weekend, self._settings.closed, self._days(region, subdivision)
            )
        return self._calendars[subdivision]

    def _days(self, region: str, subdivision: str | None) -> Callable[[int], frozenset[str]]:
        def days(year: int) -> frozenset[str]:
            known = self._known[region].get(year)
            if known is None:
                from brt.holidays_of import region_days

                known = region_days(self._settings.country, subdivision, year)
                self._known[region][year] = known
                self.found.setdefault(region, {})[year] = known
            return known

        return days

    def fill(self, year: int) -> None:
        """Make sure that the years around `year` are known for every region in use."""
        for subdivision in self._calendars:
            region = "/".join(part for part in (self._settings.country, subdivision) if part)
            for near in range(year - 1, year + AHEAD + 1):
                self._days(region, subdivision)(near)


def company_calendar(settings: CalendarSettings) -> Calendar:
    """Return the company's own calendar, without a database: every year is worked out.

    Asking it for a day raises Surroundings when the country is not known.
    """

    def days(year: int) -> frozenset[str]:
        from brt.holidays_of import region_days

        return region_days(settings.country, settings.subdivision, year)

    return Calendar(settings.weekend, settings.closed, days)
