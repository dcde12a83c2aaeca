"""Civil days: numpy's `busday_offset`, with the dates of `holidays`, is the oracle."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brt import holidays_of, regions
from brt.calendar import UNITS, Calendar
from brt.errors import NotFound, Surroundings
from brt.holidays_of import region_days

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31)).map(date.isoformat)
Region = Callable[[int], frozenset[str]]
YEARS = range(2010, 2043)  # 1000 days of a three-day week away from any of DAYS


@cache
def french(year: int) -> frozenset[str]:
    return region_days("FR", None, year)


@cache
def alsatian(year: int) -> frozenset[str]:
    return region_days("FR", "Alsace-Moselle", year)


def none(year: int) -> frozenset[str]:
    return frozenset()


REGIONS = st.sampled_from([french, alsatian, none])
WEEKENDS = st.sampled_from([frozenset(days) for days in ((5, 6), (6,), (4, 5), (), (0, 2, 5, 6))])
CLOSED = st.frozensets(DAYS, max_size=5)
COUNTS = st.integers(0, 250) | st.sampled_from([0, 1, 2, 1000])


def offset(day: str, count: int, before: bool, weekend: Iterable[int], off: Iterable[str]) -> str:
    """Say where numpy lands: rolling back to a counted day first makes the count strictly after, and the reverse."""
    roll: Literal["forward", "backward"] = "forward" if before is (count > 0) else "backward"
    mask = [number not in weekend for number in range(7)]
    return str(np.busday_offset(day, -count if before else count, roll=roll, weekmask=mask, holidays=sorted(off)))


@settings(max_examples=80, deadline=None)
@given(DAYS, COUNTS, st.booleans(), WEEKENDS, CLOSED, REGIONS)
def test_business_days(
    day: str, count: int, before: bool, weekend: frozenset[int], closed: frozenset[str], region: Region
) -> None:
    calendar = Calendar(weekend, closed, region)
    off = closed.union(*map(region, YEARS))
    assert calendar.add(day, count, "business day", before=before) == offset(day, count, before, weekend, off)


@settings(max_examples=80, deadline=None)
@given(DAYS, COUNTS, st.booleans(), WEEKENDS, CLOSED, REGIONS)
def test_working_days_know_only_sundays_and_holidays(
    day: str, count: int, before: bool, weekend: frozenset[int], closed: frozenset[str], region: Region
) -> None:
    calendar = Calendar(weekend, closed, region)
    off = frozenset().union(*map(region, YEARS))
    assert calendar.add(day, count, "working day", before=before) == offset(day, count, before, (6,), off)


@settings(max_examples=80, deadline=None)
@given(DAYS, st.integers(-400, 400), WEEKENDS, CLOSED, REGIONS)
def test_late(day: str, apart: int, weekend: frozenset[int], closed: frozenset[str], region: Region) -> None:
    calendar = Calendar(weekend, closed, region)
    today = calendar.add(day, apart, "day")
    first, last = np.datetime64(day) + 1, np.datetime64(today) + 1
    mask = [number not in weekend for number in range(7)]
    off = sorted(closed.union(*map(region, YEARS)))
    expected = np.busday_count(first, last, weekmask=mask, holidays=off) if today > day else 0
    assert calendar.late(day, today) == expected


@given(DAYS, st.sampled_from(sorted(UNITS)), st.integers(1, 40))
def test_a_negative_count_is_before(day: str, unit: str, count: int) -> None:
    calendar = Calendar(holidays=french)
    assert calendar.add(day, -count, unit) == calendar.add(day, count, unit, before=True)


@pytest.mark.parametrize(
    ("day", "count", "unit", "result"),
    [
        ("2026-12-24", 1, "business day", "2026-12-28"),
        ("2026-12-24", 1, "working day", "2026-12-26"),
        ("2026-12-24", 1, "day", "2026-12-25"),
        ("2026-12-24", 1, "week", "2026-12-31"),
        ("2026-12-25", 0, "business day", "2026-12-28"),
        ("2026-12-25", 0, "working day", "2026-12-26"),
        ("2026-12-25", 0, "day", "2026-12-25"),
        ("2027-01-04", -1, "business day", "2026-12-31"),
        ("2024-02-29", 52, "week", "2025-02-27"),
        ("2026-05-13", 1, "business day", "2026-05-15"),
    ],
)
def test_known_days(day: str, count: int, unit: str, result: str) -> None:
    assert Calendar(holidays=french).add(day, count, unit) == result


def test_kinds_of_days() -> None:
    calendar = Calendar(closed=frozenset(["2026-12-24"]), holidays=french)
    days = {day: (calendar.is_business(day), calendar.is_working(day), calendar.is_holiday(day)) for day in WEEK}
    assert days == {
        "2026-12-23": (True, True, False),
        "2026-12-24": (False, True, False),
        "2026-12-25": (False, False, True),
        "2026-12-26": (False, True, False),
        "2026-12-27": (False, False, False),
    }


WEEK = ("2026-12-23", "2026-12-24", "2026-12-25", "2026-12-26", "2026-12-27")


def test_holidays_of_a_year_are_asked_for_once_and_only_when_needed() -> None:
    asked: list[int] = []

    def holidays(year: int) -> frozenset[str]:
        asked.append(year)
        return frozenset()

    calendar = Calendar(holidays=holidays)
    assert not calendar.is_business("2026-12-05")
    assert calendar.add("2026-12-05", 3, "week") == "2026-12-26"
    assert asked == []
    assert calendar.is_business("2026-12-07")
    assert calendar.add("2026-12-07", 30, "business day") == "2027-01-18"
    assert calendar.late("2026-12-07", "2027-01-18") == 30
    assert asked == [2026, 2027]


def test_a_week_of_weekend_is_refused() -> None:
    with pytest.raises(Surroundings, match="no business day is left"):
        Calendar(weekend=frozenset(range(7)))


# Public holidays

MAINLAND = {
    *("2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25", "2026-07-14"),
    *("2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25"),
}


@pytest.mark.parametrize(
    ("country", "subdivision", "more"),
    [
        ("FR", None, set()),
        ("FR", "", set()),
        ("fr", None, set()),
        ("France", None, set()),
        ("FR", "Alsace-Moselle", {"2026-04-03", "2026-12-26"}),
        ("FR", "alsace-moselle", {"2026-04-03", "2026-12-26"}),
        ("FR", "Moselle", {"2026-04-03", "2026-12-26"}),
        ("FR", "67", {"2026-04-03", "2026-12-26"}),
        ("FR", "La Reunion", {"2026-12-20"}),
        ("FR", "974", {"2026-12-20"}),
    ],
)
def test_region_days(country: str, subdivision: str | None, more: set[str]) -> None:
    assert region_days(country, subdivision, 2026) == MAINLAND | more


@pytest.mark.parametrize(
    ("country", "subdivision", "near"),
    [
        ("Frnce", None, "France"),
        ("FX", None, None),
        ("LU", "Esch", None),
        ("FR", "Alsace-Mosele", "Alsace-Moselle"),
        ("FR", "Martinque", "Martinique"),
        ("FR", "Bretagne", None),
    ],
)
def test_unknown_regions(country: str, subdivision: str | None, near: str | None) -> None:
    with pytest.raises(NotFound) as caught:
        region_days(country, subdivision, 2026)
    assert (subdivision or country) in str(caught.value)
    assert caught.value.data["near"] == near


def test_every_country_and_part_that_is_listed_is_known_to_the_library() -> None:
    """A newer library may know more: `make regions` writes the list again."""
    shipped = _names(Path(regions.FILE).read_text(encoding="utf-8"))
    assert ("FR", "57", "Alsace-Moselle") in shipped
    assert shipped - _names(holidays_of.listed()) == set()


def _names(text: str) -> set[tuple[str, str, str]]:
    """Return each name with what it names: the code of the country, and of the part."""
    found = set()
    for line in text.splitlines():
        country, *parts = (names.split("|") for names in line.split("\t"))
        found |= {(country[0], "", name) for name in country}
        found |= {(country[0], names[0], name) for names in parts for name in names}
    return found
