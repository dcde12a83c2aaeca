"""What is true of every installation, whatever its type and whatever is done to it."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import reduce
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings

from brt import coding, facts, records
from brt.engine import commands, forecast
from brt.engine.course import Day
from brt.engine.decide import Decision, decide
from brt.engine.effects import effects
from brt.engine.evolve import evolve, replay
from brt.engine.state import State, empty
from brt.errors import Refused
from brt.facts import Fact
from brt.plan import After, Plan
from brt.store.seal import seal, unseal
from tests.engine.strategies import FILLED, NEVER, Scenario, concrete, later, reached, scenarios
from tests.engine.twin import Twin

MANY = settings(
    max_examples=40,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class Moment(NamedTuple):
    """What one command came to: a decision, or none when it was refused."""

    twin: Twin
    day: Day
    command: commands.Command | None  # None: the production
    before: State
    decision: Decision | None


def play(scenario: Scenario) -> Iterator[Moment]:
    """Live the scenario; every moment is seen before the next one comes."""
    twin, today = Twin(scenario), scenario.produced_on
    yield Moment(twin, twin.desk.day(today), None, empty(1), twin.desk.last)
    for step in scenario.steps:
        today = later(today, step.days)
        statuses = {key: records.status(action, today) for key, action in twin.actions().items()}
        method, arguments = concrete(step, scenario.plan, statuses, today)
        before = twin.desk.state
        accepted = twin.run(method, arguments) is None
        day, command = twin.desk.day(today, arguments.get("actor", "x")), twin.command(method, arguments)
        yield Moment(twin, day, command, before, twin.desk.last if accepted else None)


# --- triggers ---------------------------------------------------------------------------------------------


def triggered(plan: Plan, fact: Fact, state: State) -> After | None:
    """The trigger that the fact claims to have come, if it does, in `state` before it."""
    match fact:
        case facts.Opened() | facts.NotApplicable():
            return plan.actions[state.actions[fact.number].key].after
        case facts.Closed() if not fact.early and state.actions[fact.number].status == records.WAITING:
            return plan.actions[state.actions[fact.number].key].after
        case facts.PhaseOpened():
            return plan.phases[fact.phase].after
    return None


def has_come(state: State, after: After) -> bool:
    """Whether all that the trigger names has happened; of `any`, one that is applicable, or all."""
    actions = state.actions_of(1)
    happened, applicable = [], []
    for kind, name in after.refs:
        if kind == "action":
            happened.append(actions[name].status in records.CLOSED)
            applicable.append(actions[name].status in ("done", "skipped"))
            continue
        row = state.phases[1, name]
        happened.append(row.triggered if kind == "start" else row.completed_on is not None)
        applicable.append(happened[-1] and row.applies is not False)
    return all(happened) or (after.any and any(applicable))


@MANY
@given(scenarios())
def test_nothing_opens_before_its_trigger(scenario: Scenario):
    for moment in play(scenario):
        state = moment.before
        for fact in moment.decision.facts if moment.decision else ():
            after = triggered(moment.twin.plan, fact, state)
            assert after is None or has_come(state, after), fact
            if isinstance(fact, facts.Opened | facts.Moved) and fact.available_on is not None:
                assert fact.available_on >= (fact.triggered_on or scenario.produced_on)
                assert fact.due is None or fact.due >= fact.available_on or fact.due_source == "manual"
            if isinstance(fact, facts.Opened):
                assert fact.available_on is None or fact.available_on >= moment.day.today
            state = evolve(state, fact)


ONCE: dict[type[Fact], Any] = {
    facts.Opened: lambda fact: ("triggered", fact.number, fact.generation),
    facts.NotApplicable: lambda fact: ("triggered", fact.number, fact.generation),
    facts.Closed: lambda fact: ("closed", fact.number, fact.generation),
    facts.PhaseApplies: lambda fact: ("asked", fact.phase),
    facts.PhaseOpened: lambda fact: ("opened", fact.phase, fact.generation),
    facts.PhaseCompleted: lambda fact: ("completed", fact.phase),
    facts.Completed: lambda fact: "completed",
    facts.Billed: lambda fact: "billed",
}


@MANY
@given(scenarios())
def test_nothing_opens_closes_or_completes_twice_in_a_generation(scenario: Scenario):
    *_, last = play(scenario)
    log = last.twin.desk.log
    seen = Counter(ONCE[type(fact)](fact) for fact in log if type(fact) in ONCE)
    assert not [what for what, times in seen.items() if times > 1]
    opened = {fact.number for fact in log if isinstance(fact, facts.Opened)}
    assert not opened & {fact.number for fact in log if isinstance(fact, facts.NotApplicable)}


# --- nobody forgets an installation -----------------------------------------------------------------------


@MANY
@given(scenarios())
def test_what_is_not_finished_has_something_open_or_scheduled_or_says_that_it_is_stalled(scenario: Scenario):
    for moment in play(scenario):
        view = moment.twin.view(moment.day.today)
        statuses = {action["status"] for action in view["actions"].values()}
        going = statuses & {"scheduled", "available", "blocked"}
        assert (view["health"] == "stalled") == (view["status"] == "running" and not going)
        assert (view["next_action"] is None) == (not going)
        assert view["status"] == "running" or view["progress"]["total"] >= view["progress"]["closed"]


@MANY
@given(scenarios())
def test_a_forecast_says_the_same_until_the_day_that_it_names(scenario: Scenario):
    *_, last = play(scenario)
    state, day = last.twin.desk.state, last.day
    first = forecast.forecast(state, 1, day)
    for today in (later(day.today, days) for days in (1, 2, 3, 5, 8, 13)):
        if today <= first.until:
            again = forecast.forecast(state, 1, day._replace(today=today))
            assert (again.expected_end, again.at_risk) == (first.expected_end, first.at_risk), today


# --- a decision is a function, all or nothing -------------------------------------------------------------


@MANY
@given(scenarios())
def test_a_refused_command_changes_nothing_and_takes_the_others_with_it(scenario: Scenario):
    for moment in play(scenario):
        if moment.command is None:
            continue
        state = copy.deepcopy(moment.before)
        note = commands.Note(0, "vu")
        try:
            decision = decide(moment.before, [note, moment.command, note], moment.day)
        except Refused:
            assert moment.decision is None
            assert moment.twin.desk.state == state
        else:
            assert moment.decision is not None
            assert decision.facts[:1] == decision.facts[-1:] == (facts.Noted(0, "vu"),)
            assert decision.after == moment.decision.after
        assert moment.before == state  # whatever came of it, what was looked at is as it was


# --- the log is the state ---------------------------------------------------------------------------------


@MANY
@given(scenarios())
def test_the_log_replayed_is_the_state(scenario: Scenario):
    state = empty(1)
    for moment in play(scenario):
        log = moment.decision.facts if moment.decision else ()
        plain = json.loads(json.dumps([coding.encode(fact) for fact in log]))
        row, words = seal(log)
        unsealed = unseal(row, {said.key: said.body for said in words})
        assert [coding.decode(data) for data in plain] == unsealed == list(log)
        state = reduce(evolve, unsealed, state)
        assert state == moment.twin.desk.state
    assert replay(1, moment.twin.desk.log) == state


REPLAY = """
import json, sys

class Without:
    def find_spec(self, name, path=None, target=None):
        if name in ("brt.calendar", "brt.settings", "brt.plan", "brt.delay", "brt.expr"):
            raise ImportError(name)

sys.meta_path.insert(0, Without())
from brt import coding
from brt.engine.evolve import replay

for line in sys.stdin:
    print(ascii(replay(1, [coding.decode(data) for data in json.loads(line)])))
"""


def test_replaying_needs_neither_calendar_settings_plan_delays_nor_conditions():
    logs: list[tuple[list[Fact], State]] = []

    @settings(MANY, max_examples=25)
    @given(scenarios())
    def keep(scenario: Scenario) -> None:
        *_, last = play(scenario)
        logs.append((last.twin.desk.log, last.twin.desk.state))

    keep()
    root = Path(__file__).parents[2]
    said = subprocess.run(
        [sys.executable, "-c", REPLAY],
        input="\n".join(json.dumps([coding.encode(fact) for fact in log]) for log, _ in logs),
        capture_output=True,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert said.returncode == 0, said.stderr
    assert said.stdout.splitlines() == [ascii(state) for _, state in logs]


# --- order ------------------------------------------------------------------------------------------------


def followers(plan: Plan, key: str) -> set[Any]:
    """Everything that may come of closing the action, the completion of its phase included."""
    graph: dict[Any, list[Any]] = {}
    for kind, rules in (("start", plan.phases), ("action", plan.actions)):
        for name, rule in rules.items():
            for ref in rule.after.refs:
                graph.setdefault(ref, []).append((kind, name))
    for name, action in plan.actions.items():
        if not action.optional:
            graph.setdefault(("action", name), []).append(("phase", action.phase))
    for name in plan.phases:
        graph.setdefault(("start", name), []).append(("phase", name))
    return reached(graph, ("action", key))


def independent(moment: Moment) -> Iterator[tuple[str, str]]:
    """Pairs of actions that could be done today, and have no successor in common."""
    twin, today = moment.twin, moment.day.today
    ready = [
        key
        for key, action in twin.actions().items()
        if records.available(action, today) and not twin.plan.actions[key].bills
    ]
    for one, other in combinations(ready, 2):
        if not followers(twin.plan, one) & followers(twin.plan, other):
            yield one, other


def outcome(moment: Moment, keys: tuple[str, str]) -> tuple[State, Counter[str]] | None:
    """The state after both, one command each, and the emails; None: one was refused."""
    state, sent = moment.twin.desk.state, Counter[str]()
    for key in keys:
        try:
            decision = decide(state, [commands.Done(moment.twin.number(key))], moment.day)
        except Refused:
            return None
        state = decision.after
        sent.update(str(effect) for effect in effects(decision, moment.day))
    return state, sent


@MANY
@given(scenarios(max_steps=12))
def test_completions_without_a_common_successor_commute(scenario: Scenario):
    known = {name: value for name, value in FILLED.items() if name != NEVER}
    for moment in play(scenario._replace(values=known)):
        for one, other in independent(moment):
            there = outcome(moment, (one, other))
            back = outcome(moment, (other, one))
            assert there == back, (one, other)
