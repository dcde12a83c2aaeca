"""Reopening and rejecting at random: the work can always be brought to its end again."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from brt.engine import commands, forecast
from brt.engine.decide import Decision
from brt.engine.evolve import replay
from brt.engine.state import State
from brt.errors import Refused
from brt.records import CLOSED, OPEN, WAITING, Action, available
from brt.store.seal import seal, unseal
from tests.engine.strategies import FILLED, Scenario, scenarios
from tests.engine.test_properties import MANY, play
from tests.engine.twin import Twin


class Again(NamedTuple):
    """Do some of it, then change one's mind about an action."""

    much: int
    aim: int
    how: str


AGAIN = st.lists(
    st.builds(
        Again,
        st.integers(0, 6),
        st.integers(0, 30),
        st.sampled_from(["keep", "redo", "stop", "reject", "reject-keep"]),
    ),
    min_size=1,
    max_size=8,
)


def send_back(scenario: Scenario) -> Scenario:
    """Let every action send back to each that comes before it."""
    plan = Twin(scenario).plan
    for rule in scenario.plan["actions"]:
        before = [key for key in plan.actions if rule["id"] in plan.beyond(key)]
        if before:
            rule["sends_back"] = before
    return scenario


def do(twin: Twin, today: str, much: int) -> None:
    """Close as many of the open actions, with all that they ask for; what cannot be billed yet comes later."""
    for _ in range(much):
        ready = [one for one in twin.desk.state.actions.values() if one.status == OPEN]
        if not any(closes(twin, one, today) for one in ready):
            return


def closes(twin: Twin, action: Action, today: str) -> bool:
    kind = twin.plan.actions[action.key]
    given = tuple((ask.field, ask.must if ask.must is not None else FILLED[ask.field]) for ask in asks_once(kind.asks))
    early = not available(action, today)
    try:
        twin.desk.give(today, commands.Done(action.number, given, None, early, "vite" if early else None))
    except Refused:
        if kind.bills:
            return False
        twin.desk.give(today, commands.Skip(action.number, "inutile"))
    return True


def asks_once(asked: Any) -> list[Any]:
    return list({ask.field: ask for ask in asked if ask.at == "done"}.values())


def change_mind(twin: Twin, today: str, again: Again) -> Decision | None:
    rows = list(twin.desk.state.actions.values())
    row = rows[again.aim % len(rows)]
    modes = {"keep": False, "redo": True, "stop": None}
    try:
        if again.how in modes:
            return twin.desk.give(today, commands.Reopen(row.number, modes[again.how]))
        back = twin.plan.actions[row.key].sends_back
        to = back[again.aim % len(back)] if back else None
        return twin.desk.give(today, commands.Reject(row.number, "RIO", "carrier", to, (), again.how == "reject-keep"))
    except Refused:
        return None


def finished(state: State) -> bool:
    return all(row.status in CLOSED for row in state.actions.values())


@MANY
@given(scenarios(max_steps=12), AGAIN)
def test_whatever_is_done_again_can_be_brought_to_its_end(scenario: Scenario, plans: list[Again]):
    *_, last = play(send_back(scenario))
    *_, other = play(scenario)
    twin, today = last.twin, last.day.today
    do(other.twin, today, 400)
    ends = finished(other.twin.desk.state)
    for again in plans:
        do(twin, today, again.much)
        before = twin.desk.state
        decision = change_mind(twin, today, again)
        if decision:
            check(twin, before, decision, again)
    do(twin, today, 400)
    going = [row.key for row in twin.desk.state.actions.values() if row.status in (OPEN, WAITING)]
    assert not ends or not going


def check(twin: Twin, before: State, decision: Decision, again: Again) -> None:
    after = decision.after
    for number, row in after.actions.items():
        former = before.actions[number]
        assert row.generation in (former.generation, former.generation + 1)
        assert former.status not in CLOSED or row.status in CLOSED or row.again or row.generation > former.generation
        if again.how == "keep" and former.status == "done" and row.status != "done":
            assert number == decision.facts[0].number
    wheel = forecast.progress(after, 1, {key: kind.phase for key, kind in twin.plan.actions.items()})
    assert wheel.closed <= wheel.total
    log = [fact for text, words in [seal(tuple(twin.desk.log))] for fact in unseal(text, bodies(words))]
    assert replay(1, log) == after


def bodies(words: Any) -> dict[str, str | None]:
    assert json.dumps([word.key for word in words])
    return {word.key: word.body for word in words}
