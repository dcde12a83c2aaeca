"""A dossier is lost while nothing runs on it and nothing was billed; producing it takes that back."""

import pytest

from brt import facts
from brt.engine import lose
from brt.engine.commands import ChangeDossier, Lose
from brt.engine.decide import decide
from brt.engine.evolve import replay
from brt.engine.state import empty
from tests.engine.build import MON, TUE, action, phase, plan
from tests.engine.story import Step, Story, bill, done

PLAN = plan(phase("p1", action("a")))
LOSE = Step(TUE, Lose("parti ailleurs"))


def test_a_quote_is_lost_once():
    day = Story(PLAN).day(LOSE)
    lost = decide(empty(1), [LOSE.command], day)
    assert lost.facts == (facts.DossierChanged("lost"), facts.Noted(0, "parti ailleurs"))
    assert (lost.before.status(), lost.after.status()) == ("quote", "lost")
    assert replay(1, lost.facts) == lost.after
    assert decide(lost.after, [Lose("x")], day).facts == ()
    assert decide(lost.after, [ChangeDossier("edited")], day).after.status() == "lost"


def test_production_takes_it_back():
    story = Story(PLAN)
    lost = replay(1, [facts.DossierChanged("lost"), *story.last.facts])
    assert (lost, lost.status()) == (story.state, "production")


@pytest.mark.parametrize(
    ("before", "refusal"),
    [([], lose.AtWork), ([done(MON, "a")], lose.AtWork), ([done(MON, "a"), bill(MON)], lose.Bought)],
)
def test_what_runs_or_was_billed_is_not_lost(before, refusal):
    story = Story(PLAN)
    for step in before:
        story.step(step)
    error = story.refusal(LOSE)
    assert isinstance(error, refusal)
    assert [row.type for row in error.data["installations"]] == [story.state.installations[1].type]
