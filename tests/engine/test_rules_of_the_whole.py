"""The rules of the whole: emails, people, what the manager sees, production and billing; told as in `test_rules`."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from brt.engine import close, commands, forecast, produce
from brt.records import OPEN
from tests.engine.build import (
    FRI,
    MON,
    THU,
    TUE,
    VIP,
    WED,
    action,
    asks,
    chain,
    one,
    phase,
    plan,
    refs,
    sends,
)
from tests.engine.story import (
    Case,
    Step,
    Story,
    assign,
    bill,
    block,
    cases,
    check,
    done,
    person,
    set_,
    shift,
    skip,
)

# --- emails -----------------------------------------------------------------------------------------------

LOUD = plan(
    phase(
        "p1",
        action("a", due=["on", "port_date"], emails=sends("available", "done", "skipped", "blocked", "shifted")),
        action("b", after=refs("a"), wait=[2, "day"], emails=sends("available", "done", "skipped")),
    ),
    emails=sends("produced", "completed", "billed"),
    fields={"port_date": {"kind": "date", "emails": [{"send": "report", "to": [["role", "adv"]]}]}},
)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([done(MON, "a")], ["done a", "available b"]),
        ([done(MON, "a"), done(MON, "a")], []),
        ([skip(MON, "a")], ["skipped a", "available b"]),
        ([skip(MON, "b")], []),
        ([skip(MON, "b"), done(MON, "a")], ["done a", "skipped b", "completed"]),
        ([block(MON, "a")], ["blocked a"]),
        ([block(MON, "a"), block(TUE, "a")], []),
        ([shift(MON, "a", FRI, only=True)], ["shifted a"]),
        ([set_(MON, port_date=FRI)], ["port_date"]),  # to those, if any, who were told another date before
        ([set_(MON, port_date=FRI), set_(MON, port_date=FRI)], []),
        ([set_(MON, port_date=FRI), set_(MON, port_date=THU)], ["port_date"]),
        ([set_(MON, port_date=FRI), set_(MON, port_date=None)], []),
        ([set_(MON, port_date=FRI), set_(MON, port_date=None), set_(MON, port_date=THU)], ["port_date"]),
        ([set_(MON, port_date=FRI), shift(MON, "a", THU)], ["shifted a", "port_date"]),
        ([done(MON, "a"), done(WED, "b")], ["done b", "completed"]),
        ([done(MON, "a"), done(WED, "b"), bill(WED)], ["billed"]),
    ],
)
def test_emails(steps: list[Step], expected: list[str]):
    story = Story(LOUD, *steps[:-1])
    assert story.emails(steps[-1]) == expected


def test_production_says_so_and_an_available_email_leaves_on_its_day():
    from brt.engine.effects import effects

    story = Story(LOUD)
    first = effects(story.last, story.day(done(MON, "a")))
    assert [(one.send.at, one.not_before) for one in first] == [("produced", MON), ("available", MON)]
    decision = story.step(done(MON, "a"))
    assert [(one.send.at, one.not_before) for one in effects(decision, story.day(done(MON, "a")))] == [
        ("done", MON),
        ("available", WED),
    ]


# --- 12. roles --------------------------------------------------------------------------------------------

CHEF = plan(phase("p1", action("a", role="chef-projet"), action("b")))
NOBODY: dict[str, Any] = {"people": {}}


@cases(
    Case(
        "roles bind at the trigger",
        chain("a", "b"),
        [person(MON, "adv", "cyd"), done(MON, "a")],
        "a done mon; b open mon, due mon for cyd",
    ),
    Case("an empty role falls back", CHEF, [], "p1 opens mon; a open mon, due mon; b open mon, due mon"),
    Case("else the action waits in the pool", one(), [], "p1 opens mon; a open mon, due mon for None", NOBODY),
    Case("and goes to whoever gets the role", one(), [person(MON, "adv", "cyd")], "adv: cyd; a to cyd", NOBODY),
    Case("through the fallback as well", CHEF, [person(MON, "adv", "cyd")], "adv: cyd; a to cyd; b to cyd", NOBODY),
    Case(
        "the holder of the role goes before who stands in",
        CHEF,
        [person(MON, "chef-projet", "ana")],
        "chef-projet: ana; a to ana",
    ),
    Case("changing the holder moves what is open", chain("a", "b"), [person(MON, "adv", "cyd")], "adv: cyd; a to cyd"),
    Case("what is scheduled too", one(wait=[1, "day"]), [person(MON, "adv", "cyd")], "adv: cyd; a to cyd"),
    Case("taken or hand-assigned ones stay", one(), [assign(MON, "a", "ana"), person(MON, "adv", "cyd")], "adv: cyd"),
    Case(
        "closed ones never change",
        plan(phase("p1", action("a"), action("b"))),
        [done(MON, "a"), person(MON, "adv", "cyd")],
        "adv: cyd; b to cyd",
    ),
    Case("the same holder: nothing happens", one(), [person(MON, "adv", "bob")], ""),
    Case("by hand", one(), [assign(MON, "a", "ana")], "a to ana by hand"),
    Case("by hand to the same member: nothing happens", one(), [assign(MON, "a", "ana"), assign(TUE, "a", "ana")], ""),
    Case(
        "by hand while it waits: it stays with that member",
        chain("a", "b"),
        [assign(MON, "b", "ana"), done(MON, "a")],
        "a done mon; b open mon, due mon for ana",
    ),
    Case("closed ones are not assigned", one(), [done(MON, "a"), assign(MON, "a", "ana")], close.Ended),
)
def test_roles(case: Case):
    check(case)


# --- 13. progress, next action, health, forecast ----------------------------------------------------------


class Seen(NamedTuple):
    """What the manager sees."""

    progress: str
    next: str | None
    health: str
    end: str | None


def seen(story: Story, today: str) -> Seen:
    actions = list(story.state.actions.values())
    day = story.day(Step(today, None))
    progress = forecast.progress(story.state, 1, {key: kind.phase for key, kind in story.plan.actions.items()})
    following = forecast.next_action(actions, today)
    ahead = forecast.forecast(story.state, 1, day)
    opened = [row for row in actions if row.status == OPEN]
    health = forecast.health(opened, story.state.installations[1].status, ahead.at_risk, today)
    key = story.keys[following.number] if following else None
    return Seen(f"{progress.closed}/{progress.total} {progress.percent}%", key, health, ahead.expected_end)


PORT = plan(
    phase("p1", action("a", due=[3, "business day"]), action("b", after=refs("a"), due=["on", "port_date"])),
    deadline="port_date",
)


@pytest.mark.parametrize(
    ("plan", "steps", "today", "expected"),
    [
        pytest.param(
            chain("a", "b", "c"), [done(MON, "a")], MON, Seen("1/3 33%", "b", "on_track", MON), id="rounded down"
        ),
        pytest.param(
            chain("a", "b", "c"),
            [done(MON, "a"), skip(MON, "b")],
            MON,
            Seen("2/3 66%", "c", "on_track", MON),
            id="skipped",
        ),
        pytest.param(
            chain("a", "b", "c", when=VIP),
            [done(MON, "a")],
            MON,
            Seen("1/3 33%", "b", "on_track", MON),
            id="not known yet",
        ),
        pytest.param(
            plan(phase("p1", action("a"), action("b", when=VIP))),
            [],
            MON,
            Seen("0/1 0%", "a", "on_track", MON),
            id="NA",
        ),
        pytest.param(one(when=VIP), [], MON, Seen("0/0 100%", None, "on_track", None), id="nothing to do"),
        pytest.param(
            plan(phase("p1", action("a", due=[2, "day"]), action("b", due=[1, "day"]), action("c", due=[1, "day"]))),
            [],
            MON,
            Seen("0/3 0%", "b", "on_track", WED),
            id="next: earliest due, then file order",
        ),
        pytest.param(
            plan(phase("p1", action("a", due=["on", "port_date"]), action("b"))),
            [],
            MON,
            Seen("0/2 0%", "b", "on_track", None),
            id="next: without a date last; the end is unknown",
        ),
        pytest.param(one(wait=[1, "day"]), [], MON, Seen("0/1 0%", "a", "on_track", TUE), id="next: scheduled"),
        pytest.param(
            plan(phase("p1", action("a", when=VIP), wait=["on", "port_date"]), phase("p2", action("b"))),
            [],
            MON,
            Seen("0/1 0%", None, "stalled", None),
            id="stalled",
        ),
        pytest.param(one(), [block(MON, "a")], WED, Seen("0/1 0%", "a", "blocked", WED), id="blocked before late"),
        pytest.param(one(), [], TUE, Seen("0/1 0%", "a", "late", TUE), id="late"),
        pytest.param(
            PORT, [set_(MON, port_date=FRI)], MON, Seen("0/2 0%", "a", "on_track", FRI), id="in time for its date"
        ),
        pytest.param(
            PORT, [set_(MON, port_date=WED)], MON, Seen("0/2 0%", "a", "at_risk", THU), id="would miss its date"
        ),
        pytest.param(
            one(wait=[3, "day"], due=[2, "day", "before", "port_date"]),
            [set_(MON, port_date=FRI)],
            MON,
            Seen("0/1 0%", "a", "on_track", THU),
            id="later than wished, but in time for its date",
        ),
        pytest.param(
            one(wait=[3, "day"], due=[2, "day", "after", "port_date"]),
            [set_(MON, port_date=MON)],
            MON,
            Seen("0/1 0%", "a", "at_risk", THU),
            id="later than its date allows",
        ),
        pytest.param(
            plan(phase("p1", action("a", due=[3, "day"])), deadline="port_date"),
            [set_(MON, port_date=TUE)],
            MON,
            Seen("0/1 0%", "a", "at_risk", THU),
            id="would miss the deadline",
        ),
        pytest.param(
            chain("a", "b", due=[2, "day"]), [], WED, Seen("0/2 0%", "a", "late", FRI), id="worked on from today"
        ),
        pytest.param(
            plan(phase("p1", action("a", due=[9, "day"]), action("b", wait=[2, "day"], optional=True))),
            [done(MON, "a")],
            MON,
            Seen("1/2 50%", "b", "on_track", MON),
            id="an optional one moves no end",
        ),
        pytest.param(
            plan(
                phase(
                    "p1",
                    action("a", due=[3, "day"]),
                    action("b", after=refs("a"), wait=["on", "site_date"], optional=True),
                    action("c", after=refs("b"), due=[1, "day"]),
                )
            ),
            [],
            MON,
            Seen("0/3 0%", "a", "on_track", FRI),
            id="what has no date is done on the day that triggers it",
        ),
    ],
)
def test_what_the_manager_sees(plan: dict[str, Any], steps: list[Step], today: str, expected: Seen):
    assert seen(Story(plan, *steps), today) == expected


# --- 14. produce ------------------------------------------------------------------------------------------


def again(label: str = "", again: bool = False, plan: int = 1, number: int = 2) -> Step:
    return Step(MON, commands.Produce(number, plan, label, "client", None, 101, again=again))


def test_the_same_type_running_is_refused_unless_again_with_a_label():
    story = Story(one())
    assert isinstance(story.refusal(again()), produce.AlreadyRunning)
    assert isinstance(story.refusal(again(again=True)), produce.SameLabel)
    story.step(again("Lot 2", again=True))
    assert [(row.label, row.customer_kind) for row in story.state.installations.values()] == [
        ("", "prospect"),
        ("Lot 2", "client"),
    ]
    assert isinstance(story.refusal(again("Lot 2", again=True, number=3)), produce.SameLabel)


def test_a_production_records_the_type_and_how_the_customer_was():
    row = Story(one(), kind="client").state.installations[1]
    assert (row.type, row.plan_id, row.produced_on, row.customer_kind, row.revision) == (
        "essai",
        1,
        MON,
        "client",
        "f00d",
    )
    assert row.status == "running"


def test_everything_is_created_at_once_and_values_are_known_to_what_triggers():
    story = Story(chain("a", "b", when=VIP), vip=True)
    assert [story.action(key).status for key in "ab"] == ["open", "waiting"]
    assert story.state.status() == "production"
    assert Story(one(when=VIP), vip=True).action("a").status == "open"


def test_a_type_without_anything_required_is_complete_at_once():
    story = Story(
        plan(phase("p1", action("b"), after=refs("a")), phase("p2", action("a", after={"all": []}, optional=True)))
    )
    assert story.state.installations[1].status == "running"
    nothing = plan(phase("p1", action("a", optional=True, after={"all": []}), after=refs("a")))
    assert Story(nothing).said() == ["a open mon, due mon", "complete mon"]


# --- 15. bill ---------------------------------------------------------------------------------------------

BILLS = plan(
    phase("p1", action("a"), action("o", optional=True), action("f", bills=True, asks=[asks("go")])),
    phase("p2", action("z", after=refs("f"))),
)


@cases(
    Case("refused while a required action is not closed", BILLS, [bill(MON, go="go")], (close.NotBillable, "a")),
    Case("and so is done on it", BILLS, [done(MON, "f", go="go")], (close.NotBillable, "a")),
    Case("early never passes", BILLS, [done(MON, "f", early="urgent", go="go")], (close.NotBillable, "a")),
    Case("asked fields included", BILLS, [done(MON, "a"), bill(MON)], close.Missing),
    Case(
        "what comes after it holds nothing back, nor does what is optional",
        BILLS,
        [done(MON, "a"), bill(MON, go="go")],
        "go = go; f done mon; billed mon; z open mon, due mon; p1 complete mon; p2 opens mon",
    ),
    Case(
        "done on it is the same",
        BILLS,
        [done(MON, "a"), done(TUE, "f", go="go", on=MON)],
        "go = go; f done mon; billed mon; z open tue from mon, due tue; p1 complete mon; p2 opens mon",
    ),
    Case("once billed it changes nothing", BILLS, [done(MON, "a"), bill(MON, go="go"), bill(TUE, go="no-go")], ""),
    Case("nor does done", BILLS, [done(MON, "a"), bill(MON, go="go"), done(TUE, "f", go="no-go")], ""),
    Case(
        "refused while it is not available, whatever else is closed",
        plan(phase("p1", action("o", optional=True), action("f", bills=True, after=refs("o")))),
        [bill(MON)],
        (close.NotAvailable, "o"),
    ),
    Case(
        "or scheduled, early or not",
        one(bills=True, wait=[1, "day"]),
        [done(MON, "a", early="urgent")],
        close.NotYet,
    ),
    Case(
        "a type without it: refused while something required is not closed",
        one(),
        [bill(MON)],
        (close.NotBillable, "a"),
    ),
    Case(
        "and billed when all is",
        plan(phase("p1", action("a"), action("o", optional=True))),
        [done(MON, "a"), bill(TUE)],
        "billed tue",
    ),
)
def test_bill(case: Case):
    check(case)


def test_the_dossier_is_at_billing_when_none_of_its_installations_holds_it_back():
    story = Story(one(), done(MON, "a"))
    story.step(again("Lot 2", again=True))
    story.step(bill(MON))
    assert story.state.status() == "production"
    story.step(Step(MON, commands.Done(101)))
    story.step(Step(MON, commands.Bill(2)))
    assert story.state.status() == "billing"
