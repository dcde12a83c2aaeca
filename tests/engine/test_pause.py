"""Holding, resuming and calling off, sentence by sentence. Thursday 3 December is a holiday, Friday 4 a day off."""

from __future__ import annotations

import pytest

from brt.engine import close, pause
from tests.engine.build import FRI, MON, MON2, SAT, THU, TUE, WED, action, chain, one, phase, plan, refs, sends
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
    Case("nor reopened", chain("a", "b"), [done(MON, "a"), cancel(TUE), reopen(WED, "a")], pause.NotRunning),
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
