"""What the values that are given warn of: said when they make it so, and never in the way."""

from __future__ import annotations

import pytest

from brt.engine.checks import warnings
from tests.engine.build import FRI, MON, THU, TUE, WED, action, chain, phase, plan
from tests.engine.oracle import CONDITIONS
from tests.engine.story import Story, cancel, done, note, person, set_, shift

LATE = {"when": {"text": "site_date > port_date"}, "say": "La pose suit la portabilité."}
OURS = {"when": {"text": 'people.adv == "ana"'}, "say": "Ana est absente."}
CONDITIONS["site_date > port_date"] = (">", ("name", "site_date"), ("name", "port_date"))
CONDITIONS['people.adv == "ana"'] = ("==", ("name", "people.adv"), ("value", "ana"))
RULES = chain("a", "b") | {"checks": [LATE, OURS]}


def said(story: Story) -> list[str]:
    return [one.says for one in warnings(story.last, story.day(note(TUE, "")))]


def test_as_soon_as_a_value_makes_it_true():
    story = Story(RULES)
    for step, warned in [
        (set_(MON, port_date=WED), []),
        (set_(MON, site_date=TUE), []),
        (set_(MON, site_date=FRI), [LATE["say"]]),
        (set_(TUE, site_date=FRI), []),  # the same value: nothing has changed
        (set_(TUE, motif="RIO"), []),  # it is true still, but that was said
        (set_(TUE, port_date=THU), [LATE["say"]]),
        (set_(TUE, port_date=FRI), []),
    ]:
        story.step(step)
        assert said(story) == warned


def test_values_come_with_a_production_and_with_what_is_done():
    story = Story(RULES, port_date=WED, site_date=FRI)
    assert said(story) == [LATE["say"]]
    story.step(done(MON, "a"))
    assert said(story) == []
    story.step(done(MON, "b", site_date=THU))
    assert story.action("b").status == "done"
    assert said(story) == [LATE["say"]]


def test_a_shift_gives_a_value():
    rules = plan(phase("p1", action("a", due=["on", "site_date"]))) | {"checks": [LATE]}
    story = Story(rules, port_date=WED, site_date=TUE)
    story.step(shift(MON, "a", FRI))
    assert said(story) == [LATE["say"]]


def test_people_are_values_too():
    story = Story(RULES)
    story.step(person(MON, "adv", "ana"))
    assert said(story) == [OURS["say"]]


@pytest.mark.parametrize("step", [note(TUE, "rien"), cancel(TUE)], ids=["note", "cancel"])
def test_what_gives_no_value_says_nothing(step):
    story = Story(RULES, port_date=WED, site_date=FRI)
    story.step(step)
    assert said(story) == []
