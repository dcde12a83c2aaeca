"""Called off at random: whatever had been done, what is to be done then can be brought to its end, and nothing else."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brt import records
from brt.engine import commands, forecast, pause
from brt.engine.decide import Decision
from brt.engine.evolve import replay
from brt.engine.state import State
from brt.records import CLOSED, OPEN, WAITING
from brt.store.seal import seal, unseal
from tests.engine.build import CANCELLED
from tests.engine.strategies import Scenario, concrete, later, maybe, plan_actions, scenarios
from tests.engine.test_again_properties import bodies, do
from tests.engine.test_properties import MANY
from tests.engine.twin import Twin

FIRST = 901
"""The number of the first action that calling off creates."""


class Ending(NamedTuple):
    """A phase for what is called off, and how much of it is done before someone looks."""

    phase: dict[str, Any]
    actions: list[dict[str, Any]]
    much: int


@st.composite
def endings(draw: st.DrawFn) -> Ending:
    """Some of its actions follow one another, some may be done at once."""
    phase: dict[str, Any] = {"id": "pc", "name": "Annulation", "after": CANCELLED}
    maybe(draw, phase, "wait", st.sampled_from([[2, "day"], [1, "business day"]]), 4)
    actions = [draw(plan_actions("pc", f"c{n}")) for n in range(draw(st.integers(1, 4)))]
    for before, action in pairwise(actions):
        maybe(draw, action, "after", st.sampled_from([{"all": [["action", before["id"]]]}, CANCELLED]), 2)
    return Ending(phase, actions, draw(st.integers(0, 3)))


def called_off(scenario: Scenario, ending: Ending) -> tuple[Twin, str, Decision | None]:
    """Live the scenario, and call the installation off unless it is complete."""
    plan = scenario.plan | {
        "phases": [*scenario.plan["phases"], ending.phase],
        "actions": [*scenario.plan["actions"], *ending.actions],
        "on_cancel": "pc",
    }
    twin, today = Twin(scenario._replace(plan=plan)), scenario.produced_on
    for step in scenario.steps:
        today = later(today, step.days)
        statuses = {key: records.status(action, today) for key, action in twin.actions().items()}
        twin.run(*concrete(step, scenario.plan, statuses, today))
    if twin.desk.state.installations[1].status == "complete":
        return twin, today, None
    return twin, today, twin.desk.give(today, commands.Cancel(1, "renoncement", True, FIRST))


def is_replayed(twin: Twin) -> bool:
    log = [fact for text, words in [seal(tuple(twin.desk.log))] for fact in unseal(text, bodies(words))]
    return replay(1, log) == twin.desk.state


@MANY
@given(scenarios(max_steps=12), endings())
def test_it_is_over_when_what_is_to_be_done_then_is_done(scenario: Scenario, ending: Ending):
    twin, today, decision = called_off(scenario, ending)
    if decision is None:
        assert not [key for key in twin.actions() if key.startswith("c")]
        return
    before = twin.desk.state
    for much in (ending.much, 100):
        do(twin, today, much)
        check(before, twin)
    row = twin.desk.state.installations[1]
    assert (row.status, twin.desk.state.status()) == ("cancelled", "lost")
    assert row.ended_on is not None
    assert not [one.key for one in twin.actions().values() if one.status in (OPEN, WAITING)]
    assert is_replayed(twin)


def check(before: State, twin: Twin) -> None:
    """What was there before does not change any more, and the numbers agree."""
    own = {key for key, kind in twin.plan.actions.items() if kind.phase == "pc"}
    for key, action in twin.actions().items():
        assert key in own or action == before.actions[action.number]
        assert key in own or action.status in (*CLOSED, "cancelled")
    assert [one.position for one in twin.actions().values()] == [*range(len(twin.plan.actions))]
    wheel = forecast.progress(twin.desk.state, 1, {key: kind.phase for key, kind in twin.plan.actions.items()})
    assert wheel.closed <= wheel.total
    over = twin.desk.state.installations[1].status == "cancelled"
    assert over == bool(twin.desk.state.phases[1, "pc"].completed_on)


@MANY
@given(scenarios(max_steps=12), endings(), st.integers(0, 9))
def test_what_was_done_then_can_be_done_again(scenario: Scenario, ending: Ending, aim: int):
    twin, today, decision = called_off(scenario, ending)
    if decision is None:
        return
    do(twin, today, 100)
    done = [one for one in twin.actions().values() if one.number >= FIRST and one.status in ("done", "skipped")]
    if not done:
        return
    action = done[aim % len(done)]
    reopen = commands.Reopen(action.number, True)
    if twin.plan.actions[action.key].optional:
        with pytest.raises(pause.NotRunning):
            twin.desk.give(today, reopen)
        return
    twin.desk.give(today, reopen)
    assert twin.desk.state.installations[1].status == "cancelling"
    do(twin, today, 100)
    assert twin.desk.state.installations[1].status == "cancelled"
    assert is_replayed(twin)
