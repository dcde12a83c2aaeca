"""The engine and the oracle live the same random installations, and must agree after every command."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.engine.oracle import No, Oracle
from tests.engine.strategies import Scenario, concrete, later, scenarios
from tests.engine.twin import Twin

SAME = settings(
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def oracle_of(s: Scenario) -> Oracle:
    return Oracle(s.plan, s.produced_on, s.people, s.fallbacks, s.customer_kind, *s.closed, values=s.values)


def ask(oracle: Oracle, method: str, arguments: dict[str, Any]) -> str | None:
    """Run a command; return why it was refused, if it was."""
    try:
        getattr(oracle, method)(**arguments)
    except No as no:
        return no.code
    return None


def compare(oracle: Oracle, twin: Twin, today: str) -> None:
    ours, theirs = twin.view(today), oracle.view(today)
    for key, phase in theirs["phases"].items():
        if twin.plan.phases[key].when is None:
            phase["applies"] = None  # nothing was asked
    theirs["health"] = health(theirs)
    for name, part in ours.items():
        assert part == theirs[name], name


def health(view: dict[str, Any]) -> str:
    """The first that applies, read off the oracle's view."""
    states = [action["status"] for action in view["actions"].values()]
    marked = any(action["blocked"] for action in view["actions"].values())
    words = {"stalled": view["stalled"], "blocked": marked, "late": view["late"], "at_risk": view["at_risk"]}
    assert ("blocked" in states) == marked
    return next((word for word, applies in words.items() if applies), "on_track")


def emails(oracle: Oracle, command: int) -> Counter[tuple[str, str, str | None]]:
    return Counter(email[1:] for email in oracle.s.emails if email[0] == command)


@settings(SAME, max_examples=150)
@given(scenarios())
def test_the_engine_does_what_the_oracle_does(scenario: Scenario):
    oracle, twin = oracle_of(scenario), Twin(scenario)
    today = scenario.produced_on
    compare(oracle, twin, today)
    assert twin.emails(today) == emails(oracle, 0)
    for step in scenario.steps:
        today = later(today, step.days)
        method, arguments = concrete(step, scenario.plan, oracle.statuses(today), today)
        refused = ask(oracle, method, arguments)
        assert twin.run(method, arguments) == refused, (method, arguments)
        compare(oracle, twin, today)
        if refused is None:
            assert twin.emails(today) == emails(oracle, oracle.s.commands)


@settings(SAME, max_examples=25)
@given(scenarios(max_steps=15), scenarios(max_steps=15))
def test_two_installations_of_a_dossier_share_its_people_and_nothing_else(one: Scenario, other: Scenario):
    other = other._replace(produced_on=one.produced_on, people=one.people, fallbacks=one.fallbacks, closed=one.closed)
    oracles = [oracle_of(one), oracle_of(other)]
    first = Twin(one)
    twins = [first, Twin(other, first.desk)]
    today = one.produced_on
    for turn, step in enumerate(step for pair in zip(one.steps, other.steps, strict=False) for step in pair):
        today, mine = later(today, step.days), turn % 2
        method, arguments = concrete(step, (one, other)[mine].plan, oracles[mine].statuses(today), today)
        asked = oracles if method == "person" else [oracles[mine]]
        refused = [ask(oracle, method, arguments) for oracle in asked]
        assert [twins[mine].run(method, arguments)] * len(asked) == refused, (method, arguments)
        for oracle, twin in zip(oracles, twins, strict=True):
            compare(oracle, twin, today)
