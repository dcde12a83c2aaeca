"""Dates as a person types them."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brt import kinds, typed
from brt.calendar import Calendar

CALENDAR = Calendar(holidays=lambda year: frozenset([f"{year}-12-25"]))
MONDAY = "2026-11-30"
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31)).map(date.isoformat)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-15", "2026-12-15"),
        ("15/12/2027", "2027-12-15"),
        ("15/12/27", "2027-12-15"),
        ("15/12", "2026-12-15"),
        ("15.12", "2026-12-15"),
        (" 5/1 ", "2027-01-05"),
        ("30/11", "2026-11-30"),
        ("29/11", "2027-11-29"),
        ("29/02", "2028-02-29"),
        ("15 décembre", "2026-12-15"),
        ("15 Déc.", "2026-12-15"),
        ("le 15 dec 2027", "2027-12-15"),
        ("1er janvier", "2027-01-01"),
        ("5 aug", "2027-08-05"),
        ("15 mar", "2027-03-15"),
        ("mar. 15/12", "2026-12-15"),
        ("mardi 15 décembre 2026", "2026-12-15"),
        ("Fri 4 Dec", "2026-12-04"),
        ("mar. 15/12/2026", "2026-12-15"),
        ("today", MONDAY),
        ("aujourd'hui", MONDAY),
        ("Aujourd’hui", MONDAY),
        ("demain", "2026-12-01"),
        ("tomorrow", "2026-12-01"),
        ("après-demain", "2026-12-02"),
        ("hier", "2026-11-29"),
        ("yesterday", "2026-11-29"),
        ("lundi", "2026-12-07"),
        ("mon", "2026-12-07"),
        ("mar", "2026-12-01"),
        ("ven", "2026-12-04"),
        ("Ven.", "2026-12-04"),
        ("vendredi", "2026-12-04"),
        ("FRI", "2026-12-04"),
        ("dim", "2026-12-06"),
        ("+3bd", "2026-12-03"),
        ("+3jo", "2026-12-03"),
        ("+3 JO", "2026-12-03"),
        ("+20bd", "2026-12-29"),
        ("+2w", "2026-12-14"),
        ("+2s", "2026-12-14"),
        ("+5d", "2026-12-05"),
        ("+5j", "2026-12-05"),
        ("+0d", MONDAY),
        ("-3bd", "2026-11-25"),
        ("-3jo", "2026-11-25"),
        ("−1 j", "2026-11-29"),
        ("-1s", "2026-11-23"),
    ],
)
def test_day(text: str, day: str) -> None:
    assert typed.day(text, MONDAY, CALENDAR) == day


@pytest.mark.parametrize(
    ("base", "day"),
    [(None, "2026-12-03"), ("2026-11-20", "2026-12-03"), ("2026-12-04", "2026-12-09")],
)
def test_plus_counts_from_the_later_of_the_due_date_and_today(base: str | None, day: str) -> None:
    assert typed.day("+3jo", MONDAY, CALENDAR, base) == day


@pytest.mark.parametrize(("base", "day"), [("2026-11-20", "2026-11-29"), ("2026-12-04", "2026-12-03")])
def test_minus_counts_from_the_later_of_the_due_date_and_today(base: str, day: str) -> None:
    assert typed.day("-1j", MONDAY, CALENDAR, base) == day


@pytest.mark.parametrize(
    ("text", "ahead", "past", "near"),
    [
        ("29/11", "2027-11-29", "2026-11-29", "2026-11-29"),
        ("01/09", "2027-09-01", "2026-09-01", "2026-09-01"),
        ("31/08", "2027-08-31", "2026-08-31", "2027-08-31"),
        ("30/11", "2026-11-30", "2026-11-30", "2026-11-30"),
        ("15/12", "2026-12-15", "2025-12-15", "2026-12-15"),
        ("29/02", "2028-02-29", "2024-02-29", "2028-02-29"),
        ("ven", "2026-12-04", "2026-11-27", "2026-12-04"),
        ("-1j", "2026-11-29", "2026-11-29", "2026-11-29"),
    ],
)
def test_a_day_is_of_what_comes_of_what_happened_or_of_either(text: str, ahead: str, past: str, near: str) -> None:
    senses: list[typed.Sense] = ["ahead", "past", "near"]
    assert [typed.day(text, MONDAY, CALENDAR, sense=sense) for sense in senses] == [ahead, past, near]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("29/11", ["Port: 29/11 is past, understood as 2027-11-29"]),
        (" 1.9 ", ["Port: 1.9 is past, understood as 2027-09-01"]),
        ("31/08", []),
        ("29/11/2027", []),
        ("hier", ["Port: 2026-11-29 is past"]),
        ("27/11/2026", ["Port: 2026-11-27 is past"]),
        ("today", []),
        ("sam", ["Port: 2026-12-05 is a day off"]),
        ("25/12", ["Port: 2026-12-25 is a day off"]),
        ("04/12", []),
    ],
)
def test_what_is_told_of_a_date_to_come(text: str, told: list[str]) -> None:
    one = typed.Typed("Port", "port", text, typed.day(text, MONDAY, CALENDAR), "ahead")
    found = list(typed.doubts(one, MONDAY, CALENDAR))
    assert [doubt.says.format_map(doubt.data) for doubt in found] == told
    assert not list(typed.doubts(one._replace(sense="near"), MONDAY, CALENDAR))


def test_other_forms_do_not_look_at_the_due_date() -> None:
    assert typed.day("ven", MONDAY, CALENDAR, "2027-01-01") == "2026-12-04"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the value is empty"),
        ("bientôt", "bientôt is not a date: type 2026-12-15, 15/12/2026, 15/12, today, tomorrow, fri, +3bd"),
        ("lun. 15/12", "lun. 15/12 is another day of the week"),
        ("30 février", "does not exist"),
        ("15 brumaire", "15 brumaire is not a date: type 2026-12-15, 15/12/2026, 15/12, today"),
        ("lun 15 brumaire", "is not a date: type"),
        ("le 17", "le 17 is not a date: type"),
        ("3bd", "3bd is not a date: type"),
        ("+3", "+3 is not a date: type"),
        ("+3 mois", "+3 mois is not a date: type"),
        ("+1001d", "+1001d is not a date: type"),
        ("-3", "-3 is not a date: type"),
        ("-1001d", "-1001d is not a date: type"),
        ("15/13", "15/13 does not exist: there is no month 13"),
        ("31/02", "31/02 does not exist"),
        ("30/02/2027", "30/02/2027 does not exist"),
        ("2026-02-30", "2026-02-30 does not exist"),
        ("\x07ven", "is invisible"),
    ],
)
def test_bad(text: str, says: str) -> None:
    with pytest.raises(kinds.Bad, match=re.escape(says)):
        typed.day(text, MONDAY, CALENDAR)


@given(DAYS, DAYS)
def test_a_day_and_a_month_are_the_next_ones_today_included(day: str, today: str) -> None:
    found = typed.day(f"{day[8:]}/{day[5:7]}", today, CALENDAR)
    assert found >= today
    assert found[5:] == day[5:]
    assert not any(f"{year}{day[4:]}" >= today for year in range(int(today[:4]), int(found[:4])) if exists(year, day))


def exists(year: int, day: str) -> bool:
    return day[5:] != "02-29" or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


@given(DAYS, st.sampled_from(["lun", "mar", "mer", "jeu", "ven", "sam", "dim"]))
def test_a_weekday_is_the_next_one_today_excluded(today: str, word: str) -> None:
    found = date.fromisoformat(typed.day(word, today, CALENDAR))
    assert timedelta(0) < found - date.fromisoformat(today) <= timedelta(7)
    assert ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")[found.weekday()] == word
