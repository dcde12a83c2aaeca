"""Delays: the grammar, its messages, its pattern, and the day they lead to."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brt import delay
from brt.calendar import Calendar
from brt.delay import UNITS, Delay

FIELDS = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
COUNTS = st.integers(0, delay.LIMIT)
DELAYS = (
    st.builds(Delay, COUNTS, st.sampled_from(sorted(UNITS)), st.just("from"), st.none())
    | st.builds(Delay, COUNTS, st.sampled_from(sorted(UNITS)), st.sampled_from(["before", "after"]), FIELDS)
    | st.builds(Delay, st.just(0), st.none(), st.just("on"), FIELDS)
)


@pytest.mark.parametrize(
    ("source", "expected", "plain"),
    [
        ("1 business day", Delay(1, "business day", "from", None), [1, "business day"]),
        ("3 business days", Delay(3, "business day", "from", None), [3, "business day"]),
        ("3  working   day", Delay(3, "working day", "from", None), [3, "working day"]),
        ("0 days", Delay(0, "day", "from", None), [0, "day"]),
        ("1000 weeks", Delay(1000, "week", "from", None), [1000, "week"]),
        ("on port_date", Delay(0, None, "on", "port_date"), ["on", "port_date"]),
        (
            "2 business days before port_date",
            Delay(2, "business day", "before", "port_date"),
            [2, "business day", "before", "port_date"],
        ),
        ("1 week after d2", Delay(1, "week", "after", "d2"), [1, "week", "after", "d2"]),
    ],
)
def test_parse(source: str, expected: Delay, plain: list[object]) -> None:
    found = delay.parse(source)
    assert found == expected
    assert delay.to_json(found) == plain
    assert delay.from_json(plain) == found


@given(DELAYS)
def test_round_trips(value: Delay) -> None:
    source = delay.text(value)
    assert delay.parse(source) == value
    assert delay.from_json(delay.to_json(value)) == value
    assert re.search(delay.pattern(), source)


@given(
    st.lists(
        st.sampled_from(["0", "3", "1000", "1001", "12345", "-1", "1.5", "day", "days", "business", "working", "weeks"])
        | st.sampled_from(["on", "before", "after", "port_date", "2x", "Days", "_x"]),
        max_size=6,
    ).map(" ".join)
    | DELAYS.map(delay.text)
)
def test_the_pattern_is_the_grammar(source: str) -> None:
    try:
        delay.parse(source)
    except delay.Wrong as wrong:
        wrong.says.format(**wrong.data)  # every placeholder has its value
        accepted = False
    else:
        accepted = True
    assert bool(re.search(delay.pattern(), source)) is accepted


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("", "the delay is empty"),
        ("days", "days is not a delay: expected such as 3 business days"),
        ("2d", "2d is not a delay"),
        ("-1 days", "-1 days is not a delay"),
        ("1.5 days", "1.5 days is not a delay"),
        ("un jour", "un jour is not a delay"),
        ("1001 days", "1001 is too many: at most 1000"),
        ("3", "the unit is missing: expected days, weeks, business days, working days"),
        ("3 before port_date", "the unit is missing"),
        ("2 busines days", "Did you mean business days?"),
        ("2 Days", "Did you mean days?"),
        ("3 jo", "jo is not a unit: expected days, weeks, business days, working days. Did you mean business days?"),
        ("3 jours ouvrables before port_date", "Did you mean working days?"),
        ("2 semaines", "Did you mean weeks?"),
        ("2 months", "months is not a unit: expected days, weeks, business days, working days"),
        ("2 business days port_date", "expected before FIELD, after FIELD or nothing, found port_date"),
        ("2 days befor port_date", "found befor port_date"),
        ("2 days before", "before is followed by the name of one date field"),
        ("2 days after a b", "after is followed by the name of one date field"),
        ("on", "on is followed by the name of one date field, such as on port_date"),
        ("on 3 days", "on is followed by the name of one date field"),
        ("on Port-Date", "on is followed by the name of one date field"),
    ],
)
def test_wrong(source: str, says: str) -> None:
    with pytest.raises(delay.Wrong, match=re.escape(says)):
        delay.parse(source)


@pytest.mark.parametrize(
    ("source", "day"),
    [  # from Friday 4 December 2026
        ("0 days", "2026-12-04"),
        ("3 days", "2026-12-07"),
        ("1 week", "2026-12-11"),
        ("1 business day", "2026-12-07"),
        ("1 working day", "2026-12-05"),
        ("0 business days", "2026-12-04"),
        ("on f", "2026-12-04"),
        ("2 business days before f", "2026-12-02"),
        ("5 working days before f", "2026-11-28"),
        ("2 business days after f", "2026-12-08"),
        ("1 week before f", "2026-11-27"),
        ("4 days before f", "2026-11-30"),
    ],
)
def test_apply(source: str, day: str) -> None:
    assert delay.apply(delay.parse(source), "2026-12-04", Calendar()) == day


@pytest.mark.parametrize(
    ("source", "day"),
    [  # from Saturday 5 December 2026
        ("0 business days", "2026-12-07"),
        ("0 business days after f", "2026-12-07"),
        ("0 business days before f", "2026-12-04"),
        ("0 days before f", "2026-12-05"),
        ("on f", "2026-12-05"),
    ],
)
def test_apply_nothing_to_a_day_off(source: str, day: str) -> None:
    assert delay.apply(delay.parse(source), "2026-12-05", Calendar()) == day
