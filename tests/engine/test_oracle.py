"""The oracle itself, on cases written by hand from the sentences of the contract."""

from __future__ import annotations

import copy
from typing import Any

import numpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.build import CLIENT, FRI, MON, MON2, THU, TUE, TUE2, VIP, WED, action, phase, plan, refs
from tests.engine.oracle import Days, No, Oracle
from tests.engine.strategies import Closed, Scenario, calendars, concrete, day, later, scenarios


def produce(*phases: dict[str, Any], day: str = MON, kind: str = "prospect", **more: Any) -> Oracle:
    """An installation produced on `day`."""
    values, people = more.pop("values", None), more.pop("people", {"adv": "bob"})
    rules = plan(*phases, **more)
    return Oracle(rules, day, people, {"adv": "commercial"}, kind, {5, 6}, set(), set(), values=values)


def status(oracle: Oracle, key: str, today: str = MON) -> str:
    return str(oracle.view(today)["actions"][key]["status"])


def dates(oracle: Oracle, key: str, today: str = MON) -> tuple[str | None, str | None, str]:
    seen = oracle.view(today)["actions"][key]
    return seen["available_on"], seen["due"], seen["due_source"]


def refused(oracle: Oracle, code: str, method: str, *args: Any, **kwargs: Any) -> None:
    """The command is refused for that reason, and nothing at all has changed."""
    before = copy.deepcopy(oracle.s)
    with pytest.raises(No) as caught:
        getattr(oracle, method)(*args, **kwargs)
    assert caught.value.code == code
    assert oracle.s == before


# --- triggers ---------------------------------------------------------------------------------------------


def test_default_after_is_the_phase_before_and_the_start_of_the_own_phase():
    o = produce(phase("p1", action("a"), action("b")), phase("p2", action("c")))
    assert [status(o, k) for k in "abc"] == ["available", "available", "waiting"]
    o.done("a", TUE)
    assert status(o, "c", TUE) == "waiting"
    o.done("b", WED, on=MON)  # a closed on Tuesday: the latest counts
    view = o.view(WED)
    assert view["phases"]["p1"] == {
        "status": "complete",
        "opens_on": MON,
        "completed_on": TUE,
        "applies": True,
    }
    assert view["actions"]["c"]["triggered_on"] == TUE
    assert view["actions"]["c"]["available_on"] == WED


def test_explicit_after_opens_an_action_before_its_phase_and_empty_is_production():
    o = produce(phase("p1", action("a")), phase("p2", action("b", after={"all": []}), action("c")))
    assert [status(o, k) for k in "abc"] == ["available", "available", "waiting"]
    assert o.view(MON)["phases"]["p2"]["status"] == "waiting"


def test_any_takes_the_first_recorded_that_is_applicable():
    o = produce(
        phase(
            "p1", action("na", when=VIP), action("a"), action("b"), action("c", after=refs("na", "a", "b", how="any"))
        )
    )
    assert status(o, "c") == "waiting"  # one that is not applicable does not count
    o.done("b", WED)
    o.done("a", WED, on=MON)  # earlier, but recorded later: ignored
    assert o.view(WED)["actions"]["c"]["triggered_on"] == WED


def test_any_counts_what_is_not_applicable_when_all_are():
    o = produce(phase("p1", action("a", when=VIP), action("c", after=refs("a", how="any"))))
    assert status(o, "c") == "available"


def test_false_when_passes_the_baton_at_its_trigger_ignoring_its_wait():
    o = produce(
        phase("p1", action("a"), action("b", after=refs("a"), when=VIP, wait=[9, "week"]), action("c", after=refs("b")))
    )
    o.done("a", WED, on=TUE)
    assert status(o, "b", WED) == "not_applicable"
    assert o.view(WED)["actions"]["c"]["triggered_on"] == TUE


def test_when_is_judged_with_the_values_of_the_trigger_and_holds():
    o = produce(phase("p1", action("a"), action("b", after=refs("a"), when=VIP)))
    o.set({"vip": True}, MON)
    o.done("a", MON)
    o.set({"vip": False}, MON)
    assert status(o, "b") == "available"


def test_customer_kind_in_a_condition_is_what_it_was_before_production():
    phases = phase("p1", action("a", when=CLIENT))
    assert status(produce(phases), "a") == "not_applicable"
    assert status(produce(phases, kind="client"), "a") == "available"


def test_phase_that_does_not_apply_passes_on_and_its_waiting_actions_do_not_count():
    late = action("b", after=refs("c"))
    o = produce(phase("p1", action("a"), late, when=VIP, wait=[3, "day"]), phase("p2", action("c"), action("d")))
    view = o.view(MON)
    assert [view["actions"][k]["status"] for k in "abc"] == ["not_applicable", "waiting", "available"]
    assert view["phases"]["p1"]["completed_on"] == MON
    assert view["progress"] == {"closed": 0, "total": 2, "percent": 0}
    o.done("c", MON)
    assert status(o, "b") == "not_applicable"


def test_phase_without_required_actions_completes_at_its_trigger_dated_its_opening_even_ahead():
    o = produce(phase("p1", action("a", optional=True), wait=[2, "business day"]), phase("p2", action("b")))
    assert o.view(MON)["phases"]["p1"]["completed_on"] == WED
    assert dates(o, "b") == (WED, WED, "computed")
    assert o.view(MON)["status"] == "running"
    assert status(o, "a") == "scheduled"


# --- dates ------------------------------------------------------------------------------------------------


def test_wait_counts_from_the_trigger_and_due_from_the_trigger_plus_the_wait():
    o = produce(phase("p1", action("a", wait=[2, "business day"], due=[3, "business day"])), day=THU)
    assert dates(o, "a", THU) == (MON2, "2026-12-03", "computed")
    assert [status(o, "a", d) for d in (THU, MON2)] == ["scheduled", "available"]


def test_no_due_is_the_day_it_becomes_available_and_a_due_before_that_is_that_day():
    o = produce(
        phase("p1", action("a"), action("b", wait=[1, "week"], due=["on", "port_date"])), values={"port_date": TUE}
    )
    assert dates(o, "a") == (MON, MON, "computed")
    assert dates(o, "b") == (MON2, MON2, "field")


def test_unset_field_leaves_a_due_open_and_a_wait_scheduled_without_a_date():
    o = produce(phase("p1", action("a", due=["on", "port_date"]), action("b", wait=["on", "port_date"])))
    assert (status(o, "a"), dates(o, "a")) == ("available", (MON, None, "none"))
    assert (status(o, "b"), dates(o, "b")) == ("scheduled", (None, None, "none"))
    o.set({"port_date": WED}, MON)
    assert dates(o, "a") == (MON, WED, "field")
    assert dates(o, "b") == (WED, WED, "field")


def test_field_moves_open_computed_dates_but_neither_done_nor_manual_ones():
    due = [1, "business day", "before", "port_date"]
    o = produce(phase("p1", *(action(k, due=due) for k in "abc")), values={"port_date": FRI})
    o.done("a", MON)
    o.shift("b", WED, MON)
    o.set({"port_date": TUE2}, TUE)
    assert [dates(o, k)[1:] for k in "abc"] == [(THU, "field"), (WED, "manual"), (MON2, "field")]
    o.set({"port_date": "2026-11-20"}, TUE)  # before it became available: that day instead
    assert dates(o, "c")[1] == MON


def test_opening_of_a_phase_that_hangs_on_a_field_takes_its_scheduled_actions_along():
    o = produce(phase("p1", action("a"), action("b", wait=[1, "day"]), wait=["on", "port_date"]))
    assert [dates(o, k)[0] for k in "ab"] == [None, None]
    o.set({"port_date": WED}, MON)
    assert [dates(o, k)[0] for k in "ab"] == [WED, THU]
    o.set({"port_date": THU}, MON)
    assert [dates(o, k)[0] for k in "ab"] == [THU, FRI]
    o.set({"port_date": TUE}, FRI)  # it has begun
    assert [dates(o, k)[0] for k in "ab"] == [THU, FRI]


def test_what_closes_by_its_trigger_before_the_day_of_its_phase_is_known_is_dated_today():
    actions = [action("na", when=VIP), action("b", after=refs("na"), wait=[1, "day"])]
    o = produce(phase("p1", *actions, wait=["on", "port_date"]))
    assert o.view(MON)["actions"]["na"]["closed_on"] == MON
    o.set({"port_date": THU}, MON)
    assert dates(o, "b")[0] == TUE


def test_back_dating_counts_from_that_day_but_opens_nothing_before_today():
    o = produce(phase("p1", action("a"), action("b", after=refs("a"), due=[4, "business day"])))
    refused(o, "future", "done", "a", WED, on=THU)
    refused(o, "before-trigger", "done", "a", WED, on="2026-11-22")
    o.done("a", WED, on=MON)
    assert dates(o, "b", WED) == (WED, FRI, "computed")
    refused(o, "before-trigger", "done", "b", FRI, on="2026-11-22")
    o.done("b", FRI, on=MON)


@settings(max_examples=100, deadline=None)
@given(calendars(), st.integers(0, 90), st.integers(0, 9), st.booleans())
def test_the_nth_business_day_is_numpys(closed: Closed, offset: int, n: int, before: bool):
    mask = [weekday not in closed.weekend for weekday in range(7)]
    expected = numpy.busday_offset(
        day(offset),
        -n if before else n,
        roll="forward" if before == (n > 0) else "backward",
        weekmask=mask,
        holidays=sorted(closed.off | closed.holidays),
    )
    assert Days(*closed).add(day(offset), n, "business day", before) == str(expected)


def test_working_days_are_all_but_sundays_and_public_holidays():
    days = Days({5, 6}, {FRI}, {MON2})
    assert days.add(THU, 3, "working day") == TUE2  # Friday, Saturday, Tuesday
    assert days.add(THU, 1, "business day") == TUE2
    assert days.late(THU, TUE2) == 1


# --- done, skip, block, shift -----------------------------------------------------------------------------


def test_done_is_refused_on_what_is_not_available_unless_early_and_twice_does_nothing():
    o = produce(phase("p1", action("a"), action("b", after=refs("a"), asks=[{"field": "vip", "at": "done"}])))
    refused(o, "not-available", "done", "b", MON, values={"vip": True})
    o.done("b", MON, values={"vip": True}, early=True)
    o.done("b", TUE, values={"vip": False})
    seen = o.view(TUE)
    assert (seen["actions"]["b"]["closed_on"], seen["actions"]["b"]["early"]) == (MON, True)
    assert seen["values"] == {"vip": True}
    o.done("a", TUE)  # the trigger of b comes: ignored
    assert status(o, "b", TUE) == "done"
    assert o.view(TUE)["status"] == "complete"


def test_asked_fields_must_be_given_or_set_and_must_is_the_only_answer():
    asks = [{"field": "vip", "at": "done"}, {"field": "go", "at": "done", "must": "go"}]
    o = produce(phase("p1", action("a", asks=asks)))
    refused(o, "missing", "done", "a", MON, values={"go": "go"})
    refused(o, "must", "done", "a", MON, values={"go": "no-go", "vip": True})
    refused(o, "unknown", "done", "a", MON, values={"go": "go", "vip": True, "nothing": 1})
    o.set({"vip": False}, MON)
    o.done("a", MON, values={"go": "go"})
    assert o.view(MON)["values"] == {"vip": False, "go": "go"}


def test_skip_of_a_waiting_action_is_remembered_and_a_false_when_wins():
    o = produce(
        phase("p1", action("a"), *(action(k, after=refs("a"), **r) for k, r in (("b", {}), ("c", {"when": VIP}))))
    )
    o.skip("b", MON)
    o.skip("c", MON)
    assert (status(o, "b"), o.view(MON)["actions"]["b"]["skip_asked"]) == ("waiting", True)
    o.done("a", TUE)
    assert [status(o, k, TUE) for k in "bc"] == ["skipped", "not_applicable"]
    assert o.view(TUE)["actions"]["b"]["closed_on"] == TUE
    refused(o, "ended", "done", "b", TUE)
    refused(o, "ended", "skip", "a", TUE)


def test_block_marks_what_is_available_and_done_unblocks_it():
    o = produce(phase("p1", action("a"), action("b", wait=[1, "day"])))
    refused(o, "not-available", "block", "b", MON, "RIO", "carrier")
    refused(o, "past", "block", "a", MON, "RIO", "carrier", until=MON)
    refused(o, "not-blocked", "unblock", "a", MON)
    o.block("a", MON, "RIO", "carrier", until=TUE)
    assert status(o, "a", FRI) == "blocked"
    assert o.view(MON)["next_action"] == "a"
    o.done("a", TUE)
    assert status(o, "a", TUE) == "done"


def test_shift_moves_the_field_or_only_the_action():
    o = produce(
        phase(
            "p1",
            action("a", due=["on", "port_date"]),
            action("b", due=["on", "port_date"]),
            action("c", after=refs("a")),
        )
    )
    o.shift("a", THU, MON)
    assert o.view(MON)["values"] == {"port_date": THU}
    assert dates(o, "b") == (MON, THU, "field")
    o.shift("b", FRI, MON, only=True)
    assert o.view(MON)["values"] == {"port_date": THU}
    assert dates(o, "b") == (MON, FRI, "manual")
    o.shift("b", FRI, MON)
    assert (dates(o, "a"), dates(o, "b")) == ((MON, FRI, "field"), (MON, FRI, "field"))
    refused(o, "waiting", "shift", "c", FRI, MON)
    refused(o, "past", "shift", "a", MON, TUE)


# --- people, billing, the whole ---------------------------------------------------------------------------


def test_roles_bind_at_the_trigger_and_a_new_holder_takes_what_is_open_and_not_by_hand():
    o = produce(phase("p1", *(action(k) for k in "abc"), action("d", after=refs("a"))), people={"commercial": "ana"})
    o.assign("b", "cyd", MON)
    o.done("c", MON)
    o.person("adv", "bob", MON)
    assert [o.view(MON)["actions"][k]["assignee"] for k in "abcd"] == ["bob", "cyd", "ana", None]
    o.done("a", MON)
    assert o.view(MON)["actions"]["d"]["assignee"] == "bob"


def test_bill_is_refused_while_something_required_before_it_is_open_and_early_never_passes():
    o = produce(
        phase("p1", action("a"), action("opt", optional=True), action("bill", after={"all": []}, bills=True)),
        phase("p2", action("after", after=refs("bill"))),
    )
    refused(o, "bills", "skip", "bill", MON)
    refused(o, "not-billable", "done", "bill", MON)
    refused(o, "not-billable", "done", "bill", MON, early=True)
    o.done("a", MON)
    o.bill(TUE)
    assert (o.view(TUE)["billed_on"], o.view(TUE)["status"]) == (TUE, "running")
    o.bill(WED)
    assert o.view(WED)["billed_on"] == TUE


def test_type_without_a_bills_action_is_billed_when_all_required_ones_are_closed():
    o = produce(phase("p1", action("a"), action("opt", optional=True)))
    refused(o, "not-billable", "bill", MON)
    o.done("a", MON)
    assert o.view(MON)["status"] == "complete"
    o.bill(MON)
    assert o.view(MON)["billed_on"] == MON
    o.done("opt", TUE)  # an optional one may still be done


def test_forecast_does_each_action_on_its_due_date_and_measures_it_against_the_fields():
    actions = [
        action("a", due=[3, "business day"]),
        action("b", after=refs("a"), due=[2, "day", "before", "port_date"]),
    ]
    o = produce(phase("p1", *actions), values={"port_date": MON2}, deadline="port_date")
    assert o.forecast(MON) == ("2026-11-28", False)
    assert o.forecast(MON2) == (MON2, False)
    assert o.forecast(TUE2) == (TUE2, True)
    view = o.view(TUE2)
    assert (view["late"], view["late_days"], view["next_action"]) == (["a"], {"a": 3}, "a")
    assert produce(phase("p1", *actions)).forecast(MON) == (None, False)


def test_nothing_open_nothing_scheduled_not_finished_is_stalled():
    o = produce(phase("p1", action("a", when=VIP), wait=["on", "port_date"]), phase("p2", action("b")))
    assert o.view(MON)["stalled"]
    o.set({"port_date": TUE}, MON)
    assert (status(o, "b"), dates(o, "b")[0], o.view(MON)["stalled"]) == ("scheduled", TUE, False)


def test_emails_leave_in_the_order_of_what_caused_them():
    sends = [{"send": at, "at": at, "to": []} for at in ("available", "done", "skipped", "blocked", "shifted")]
    whole = [{"send": at, "at": at, "to": []} for at in ("produced", "completed", "billed")]
    o = produce(phase("p1", action("a", emails=sends), action("b", after=refs("a"), emails=sends)), emails=whole)
    o.block("a", MON, "RIO", "carrier")
    o.shift("a", TUE, MON)
    o.done("a", TUE)
    o.skip("b", TUE)
    assert [(cause, at, of) for cause, _, at, of in o.view(TUE)["emails"]] == [
        (0, "produced", None),
        (0, "available", "a"),
        (1, "blocked", "a"),
        (2, "shifted", "a"),
        (3, "done", "a"),
        (3, "available", "b"),
        (4, "skipped", "b"),
        (4, "completed", None),
    ]


# --- random installations ---------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(scenarios())
def test_refusals_change_nothing_and_dates_settle(scenario: Scenario):
    s = scenario
    o = Oracle(s.plan, s.produced_on, s.people, s.fallbacks, s.customer_kind, *s.closed, values=s.values)
    today = s.produced_on
    for step in s.steps:
        today = later(today, step.days)
        method, arguments = concrete(step, s.plan, o.statuses(today), today)
        before = copy.deepcopy(o.s)
        try:
            getattr(o, method)(**arguments)
        except No:
            assert o.s == before
        assert not o.moved(today)
        assert o.s.followed == len(o.s.log) == len(set(o.s.log))
        view = o.view(today)
        assert 0 <= view["progress"]["closed"] <= view["progress"]["total"]
        assert view["status"] == "running" or o.all_required_closed()
