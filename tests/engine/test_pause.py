"""Holding, resuming and calling off, sentence by sentence. Thursday 3 December is a holiday, Friday 4 a day off."""

from __future__ import annotations

import pytest

from brt.engine import close, forecast, pause
from tests.engine.build import (
    CANCELLED,
    FRI,
    MON,
    MON2,
    SAT,
    THU,
    TUE,
    VIP,
    WED,
    action,
    chain,
    one,
    phase,
    plan,
    refs,
    sends,
)
from tests.engine.story import (
    Case,
    Story,
    bill,
    block,
    cancel,
    cases,
    check,
    done,
    hold,
    reject,
    reopen,
    resume,
    set_,
    shift,
    skip,
)

# --- 11. hold and resume ----------------------------------------------------------------------------------


@cases(
    Case("hold", one(), [hold(MON)], "held mon: travaux"),
    Case("held twice: nothing happens", one(), [hold(MON), hold(TUE)], ""),
    Case(
        "computed dates move by the business days from the day after the hold through the day of the resume",
        one(due=[1, "business day"]),
        [hold(MON), resume(THU)],
        "resumed thu; a moves to mon, due fri",
    ),
    Case(
        "a weekend does not count",
        one(due=[1, "business day"]),
        [hold(FRI), resume(MON2)],
        "resumed mon2; a moves to fri, due tue2",
        {"day": FRI},
    ),
    Case(
        "what was late is as late as before",
        one(due=[1, "business day"]),
        [hold(THU), resume(MON2)],
        "resumed mon2; a moves to mon, due thu",
    ),
    Case("resumed on the day of the hold, nothing moves", one(), [hold(MON), resume(MON)], "resumed mon"),
    Case("nor over a weekend", one(), [hold(FRI), resume(SAT)], "resumed sat"),
    Case(
        "what becomes available later does so later still",
        one(wait=[2, "business day"]),
        [hold(TUE), resume(WED)],
        "resumed wed; a moves to thu from mon, due thu",
    ),
    Case(
        "so does a phase",
        plan(phase("p1", action("a"), wait=[2, "business day"])),
        [hold(TUE), resume(WED)],
        "resumed wed; p1 moves to thu; a moves to thu from wed, due thu",
    ),
    Case(
        "dates of a field stay",
        one(due=[1, "business day", "before", "port_date"]),
        [hold(MON), resume(THU)],
        "resumed thu",
        {"port_date": MON2},
    ),
    Case("manual dates stay", one(), [shift(MON, "a", FRI), hold(MON), resume(TUE)], "resumed tue"),
    Case(
        "closed ones never change",
        chain("a", "b"),
        [done(MON, "a"), hold(MON), resume(TUE)],
        "resumed tue; b moves to mon, due tue",
    ),
    Case("what does not rest cannot be resumed", one(), [resume(MON)], pause.NotHeld),
    Case("what is complete cannot be held", one(), [done(MON, "a"), hold(MON)], pause.NotRunning),
)
def test_hold_and_resume(case: Case):
    check(case)


@pytest.mark.parametrize(
    "step",
    [done(TUE, "a"), skip(TUE, "a"), shift(TUE, "a", FRI), reopen(TUE, "a"), reject(TUE, "a"), bill(TUE)],
    ids=["done", "skip", "shift", "reopen", "reject", "bill"],
)
def test_nothing_of_it_can_be_done(step):
    assert type(Story(one(), hold(MON)).refusal(step)) is pause.OnHold


def test_values_and_blocks_can_still_be_noted():
    story = Story(one(due=["on", "port_date"]), hold(MON), set_(TUE, port_date=FRI), block(TUE, "a"))
    assert story.action("a").due == FRI
    assert story.action("a").blocked


def test_the_emails_of_the_whole():
    rules = one() | {"emails": sends("held", "resumed", "cancelled")}
    story = Story(rules)
    assert [story.emails(step) for step in (hold(MON), resume(TUE), cancel(TUE))] == [
        ["held"],
        ["resumed"],
        ["cancelled"],
    ]


# --- 11. cancel -------------------------------------------------------------------------------------------


@cases(
    Case("cancel", one(), [cancel(TUE)], "cancelled tue: renoncement"),
    Case("twice: nothing happens", one(), [cancel(TUE), cancel(WED)], ""),
    Case("what rests can be called off", one(), [hold(MON), cancel(TUE)], "cancelled tue: renoncement"),
    Case("what is complete cannot", one(), [done(MON, "a"), cancel(TUE)], pause.NotRunning),
    Case("nothing of it can be done", one(), [cancel(TUE), done(WED, "a")], close.Ended),
    Case("nor reopened", chain("a", "b"), [done(MON, "a"), cancel(TUE), reopen(WED, "a")], pause.IsCalledOff),
    Case(
        "after a point of no return only by force",
        chain("a", "b"),
        [done(MON, "a"), cancel(TUE)],
        "cancelled tue: renoncement",
    ),
    Case(
        "which is an action that was done",
        plan(phase("p1", action("a", point_of_no_return=True), action("b", after=refs("a")))),
        [done(MON, "a"), cancel(TUE)],
        pause.NoWayBack,
    ),
    Case(
        "by force it can",
        plan(phase("p1", action("a", point_of_no_return=True), action("b", after=refs("a")))),
        [done(MON, "a"), cancel(TUE, force=True)],
        "cancelled tue: renoncement",
    ),
    Case(
        "and before it, without",
        plan(phase("p1", action("a", point_of_no_return=True), action("b", after=refs("a")))),
        [cancel(TUE)],
        "cancelled tue: renoncement",
    ),
    Case(
        "what was billed is beyond it",
        plan(phase("p1", action("a", bills=True), action("b", after=refs("a")))),
        [done(MON, "a"), cancel(TUE)],
        pause.NoWayBack,
    ),
)
def test_cancel(case: Case):
    check(case)


def test_what_was_not_closed_is_cancelled_and_the_rest_stays():
    story = Story(chain("a", "b", "c"), done(MON, "a"), cancel(TUE))
    assert [story.action(key).status for key in "abc"] == ["done", "cancelled", "cancelled"]
    assert story.state.installations[1].ended_on == TUE
    assert story.state.status() == "lost"


# --- with `on_cancel` -------------------------------------------------------------------------------------


def undo(*actions, **rule):
    """A plan of one action, with these to be done once it is called off."""
    return plan(phase("p1", action("a"), action("b", after=refs("a"))), on_cancel=phase("pc", *actions, **rule))


BACK = undo(action("x"), action("y", after=refs("x")))


@cases(
    Case(
        "calling off opens the phase for it",
        BACK,
        [cancel(TUE)],
        "cancelling tue: renoncement; pc opens tue; x open tue, due tue",
    ),
    Case(
        "which begins a chain like any other",
        BACK,
        [cancel(TUE), done(WED, "x")],
        "x done wed; y open wed, due wed",
    ),
    Case(
        "it is over once that phase is complete",
        BACK,
        [cancel(TUE), done(WED, "x"), done(THU, "y")],
        "y done thu; pc complete thu; wound up thu",
    ),
    Case("without being called off none of it is there", BACK, [done(MON, "a")], "a done mon; b open mon, due mon"),
    Case("twice: nothing happens", BACK, [cancel(TUE), cancel(WED)], ""),
    Case("nor once it is over", undo(action("x")), [cancel(TUE), done(WED, "x"), cancel(THU)], ""),
    Case(
        "what rests can be called off",
        BACK,
        [hold(MON), cancel(TUE)],
        "cancelling tue: renoncement; pc opens tue; x open tue, due tue",
    ),
    Case("what is being called off cannot rest", BACK, [cancel(TUE), hold(WED)], pause.IsCalledOff),
    Case("nor go on", BACK, [cancel(TUE), resume(WED)], pause.IsCalledOff),
    Case("nor be billed", BACK, [cancel(TUE), bill(WED)], pause.IsCalledOff),
    Case("what was to be done is over", BACK, [cancel(TUE), done(WED, "a")], close.Ended),
    Case("what was done before stays done", BACK, [done(MON, "a"), cancel(TUE), reopen(WED, "a")], pause.IsCalledOff),
    Case(
        "`[]` in it is the cancellation itself",
        undo(action("x"), action("y", after=CANCELLED)),
        [cancel(TUE)],
        "cancelling tue: renoncement; pc opens tue; y open tue, due tue; x open tue, due tue",
    ),
    Case(
        "it may open later",
        undo(action("x"), wait=[1, "business day"]),
        [cancel(TUE)],
        "cancelling tue: renoncement; pc opens wed from tue; x open wed, due wed",
    ),
    Case(
        "with a condition that is false it is over at once",
        undo(action("x"), when=VIP),
        [cancel(TUE)],
        "cancelling tue: renoncement; pc does not apply; pc opens tue; x not applicable tue; "
        "pc complete tue; wound up tue",
    ),
    Case(
        "what is optional in it holds nothing back, and goes with the rest",
        undo(action("x"), action("y", optional=True)),
        [cancel(TUE), done(WED, "x")],
        "x done wed; pc complete wed; wound up wed",
    ),
    Case(
        "its actions can be skipped",
        undo(action("x")),
        [cancel(TUE), skip(WED, "x")],
        "x skipped wed; pc complete wed; wound up wed",
    ),
    Case(
        "one that is done can be done again: it is being called off again",
        undo(action("x")),
        [cancel(TUE), done(WED, "x"), reopen(THU, "x")],
        "x reopened; pc not complete; continues",
    ),
    Case(
        "until it is done",
        undo(action("x")),
        [cancel(TUE), done(WED, "x"), reopen(THU, "x"), done(FRI, "x")],
        "x done fri; pc complete fri; wound up fri",
    ),
    Case(
        "dates in it follow a field",
        undo(action("x", due=["on", "site_date"])),
        [cancel(TUE), set_(WED, site_date=FRI)],
        "site_date = fri; x moves to tue, due fri (field)",
    ),
    Case(
        "and phases that are over do not",
        plan(
            phase("p1", action("a"), action("c")),
            phase("p2", action("b", optional=True), after=refs("a"), wait=["on", "port_date"]),
            on_cancel=phase("pc", action("x")),
        ),
        [done(MON, "a"), cancel(TUE), set_(WED, port_date=FRI)],
        "port_date = fri",
    ),
    Case(
        "a point of no return is one",
        plan(
            phase("p1", action("a", point_of_no_return=True), action("b", after=refs("a"))),
            on_cancel=phase("pc", action("x")),
        ),
        [done(MON, "a"), cancel(TUE)],
        pause.NoWayBack,
    ),
)
def test_what_is_to_be_done_because_of_it(case: Case):
    check(case)


def test_the_dossier_is_lost_when_that_is_done():
    story = Story(BACK, done(MON, "a"), cancel(TUE))
    assert [story.action(key).status for key in "abxy"] == ["done", "cancelled", "open", "waiting"]
    assert (story.state.installations[1].status, story.state.status()) == ("cancelling", "production")
    assert story.state.installations[1].ended_on is None
    for step in (done(WED, "x"), done(THU, "y")):
        story.step(step)
    assert (story.state.installations[1].status, story.state.status()) == ("cancelled", "lost")
    assert story.state.installations[1].ended_on == THU


def test_what_was_optional_is_cancelled_with_it():
    story = Story(undo(action("x"), action("y", optional=True)), cancel(TUE), done(WED, "x"))
    assert story.action("y").status == "cancelled"


def test_an_email_says_once_that_it_is_called_off():
    rules = undo(action("x", emails=sends("done"))) | {"emails": sends("cancelled", "completed")}
    story = Story(rules)
    assert [story.emails(step) for step in (cancel(TUE), done(WED, "x"))] == [["cancelled"], ["done x"]]


def test_emails_for_a_day_do_not_leave_for_what_is_called_off():
    day = {"send": "rappel", "at": "1 day before port_date", "day": [1, "day", "before", "port_date"]}
    send = [day | {"to": [["assignee"]]}]
    rules = undo(action("x", emails=send)) | {"emails": send}
    story = Story(rules, cancel(TUE))
    assert story.emails(set_(TUE, port_date=FRI)) == ["1 day before port_date x"]


def test_how_it_is_doing():
    story = Story(BACK, cancel(TUE))
    going = [story.action("x")]
    assert forecast.health(going, "cancelling", False, TUE) == "on_track"
    assert forecast.health(going, "cancelling", False, WED) == "late"
    assert forecast.health([], "cancelling", False, WED) == "stalled"


def test_it_is_as_far_as_what_is_left_of_it():
    story = Story(BACK, done(MON, "a"), cancel(TUE))
    phases = {key: kind.phase for key, kind in story.plan.actions.items()}
    assert forecast.progress(story.state, 1, phases) == (1, 3)
    ahead = forecast.forecast(story.state, 1, story.day(done(WED, "x")))
    assert (ahead.expected_end, ahead.at_risk) == (WED, False)


def test_the_deadline_counts_no_more():
    story = Story(BACK | {"deadline": "port_date"}, cancel(TUE), port_date=MON)
    assert not forecast.forecast(story.state, 1, story.day(done(WED, "x"))).at_risk
