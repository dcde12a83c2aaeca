"""The rules, sentence by sentence: a plan, commands on their days, and the facts, or the refusal, of the last one.

`story` says how facts read and what is left out: a fact about bob, who is the adv and does everything, does not name
him. Without commands, a case tells what production triggers. An action is open "from" its trigger when the two differ.
"""

from __future__ import annotations

from typing import Any

import pytest

from brt.engine import close, stop
from brt.engine import shift as shifts
from brt.records import status
from tests.engine.build import (
    CLIENT,
    FRI,
    MON,
    MON2,
    MON3,
    SAT,
    SUN,
    THU,
    TUE,
    VIP,
    WED,
    WED2,
    action,
    asks,
    chain,
    one,
    phase,
    plan,
    refs,
)
from tests.engine.story import (
    Case,
    Story,
    block,
    cases,
    check,
    done,
    name,
    set_,
    shift,
    skip,
    unblock,
)

# --- dates (Thursday 3 December is a holiday, Friday 4 December a day off) --------------------------------


@pytest.mark.parametrize(
    ("day", "due", "port_date", "expected"),
    [
        (FRI, [1, "business day"], None, "mon2"),
        (MON, [3, "business day"], None, "thu"),
        (WED2, [1, "business day"], None, "mon3"),
        (MON, [0, "business day"], None, "mon"),
        (SAT, [0, "business day"], None, "mon2"),
        (MON, [1, "business day", "before", "port_date"], MON2, "fri"),
        (MON, [2, "business day", "before", "port_date"], MON3, "tue2"),
        (MON, [0, "business day", "before", "port_date"], SUN, "fri"),
        (MON, [0, "business day", "after", "port_date"], SUN, "mon2"),
        (MON, [1, "business day", "after", "port_date"], SAT, "mon2"),
        (FRI, [1, "working day"], None, "sat"),
        (SAT, [1, "working day"], None, "mon2"),
        (WED2, [1, "working day"], None, "fri2"),
        (MON, [5, "day"], None, "sat"),
        (SUN, [1, "week"], None, "sun2"),
        (MON, [1, "week", "before", "port_date"], SUN, "mon"),  # the 22nd, but it is not available before Monday
        (MON, [1, "day", "after", "port_date"], FRI, "sat"),
        (MON, ["on", "port_date"], SUN, "sun"),
        (TUE, ["on", "port_date"], MON, "tue"),
        (MON, None, None, "mon"),
    ],
)
def test_a_due_date(day: str, due: Any, port_date: str | None, expected: str):
    rule = {"due": due} if due else {}
    story = Story(one(**rule), day=day, **({"port_date": port_date} if port_date else {}))
    source = " (field)" if port_date else ""
    assert story.said()[-1] == f"a open {name(day)}, due {expected}{source}"


@cases(
    Case(
        "wait counts from the trigger, due from the trigger plus the wait",
        one(wait=[2, "business day"], due=[3, "business day"]),
        [],
        "p1 opens thu; a open mon2 from thu, due mon3",
        {"day": THU},
    ),
    Case(
        "a due date before the day the action becomes available is that day instead",
        one(wait=[1, "week"], due=["on", "port_date"]),
        [],
        "p1 opens mon; a open mon2 from mon, due mon2 (field)",
        {"port_date": TUE},
    ),
    Case(
        "due on an unset field: open, without a date",
        one(due=["on", "port_date"]),
        [],
        "p1 opens mon; a open mon, due ?",
    ),
    Case(
        "wait on an unset field: scheduled, without a date",
        one(wait=["on", "port_date"]),
        [],
        "p1 opens mon; a open ? from mon, due ?",
    ),
    Case(
        "a wait on a field is never over before the trigger",
        one(wait=[1, "day", "before", "port_date"]),
        [],
        "p1 opens wed; a open wed, due wed (field)",
        {"port_date": TUE, "day": WED},
    ),
)
def test_dates(case: Case):
    check(case)


# --- 1. trigger -------------------------------------------------------------------------------------------

ANY = phase("p1", action("a"), action("b"), action("c", after=refs("a", "b", how="any")))
ANY_OF_NONE = phase("p1", action("a"), *(action(k, when=VIP, after=refs("a")) for k in "bc"))


@cases(
    Case(
        "default: the start of its own phase, and the phase before",
        plan(phase("p1", action("a")), phase("p2", action("b"))),
        [done(TUE, "a")],
        "a done tue; p1 complete tue; p2 opens tue; b open tue, due tue",
    ),
    Case(
        "an explicit after replaces the default, [] is production",
        plan(phase("p1", action("a")), phase("p2", action("b", after={"all": []}), action("c", after=refs("a")))),
        [],
        "p1 opens mon; b open mon, due mon; a open mon, due mon",
    ),
    Case(
        "with all, nothing happens before the last",
        plan(phase("p1", action("a"), action("b"), action("c", after=refs("a", "b")))),
        [done(MON, "a")],
        "a done mon",
    ),
    Case(
        "with all, the delay counts from the latest effective closing",
        plan(phase("p1", action("a"), action("b"), action("c", after=refs("a", "b"), wait=[1, "day"]))),
        [done(TUE, "a"), done(WED, "b", on=MON)],
        "b done mon; c open wed from tue, due wed",
    ),
    Case(
        "with any, from the first recorded",
        plan(ANY),
        [done(WED, "b")],
        "b done wed; c open wed, due wed",
    ),
    Case(
        "later triggers are logged as ignored, even earlier ones",
        plan(ANY),
        [done(WED, "b"), done(WED, "a", on=MON)],
        "a done mon; c ignores action a",
    ),
    Case(
        "of any, one that is not applicable does not count",
        plan(phase("p1", action("a", when=VIP), action("b"), action("c", after=refs("a", "b", how="any")))),
        [],
        "p1 opens mon; a not applicable mon; b open mon, due mon",
    ),
    Case(
        "nor does its day",
        plan(
            phase("p1", action("a", when=VIP), wait=[3, "day"]),
            phase("p2", action("b"), action("c", after=refs("a", "b", how="any")), after={"all": []}),
        ),
        [done(TUE, "b")],
        "b done tue; c open tue, due tue",
    ),
    Case(
        "nor does it fire what another, recorded but not yet followed, will fire",
        plan(
            phase("p1", action("a", when=VIP), wait=[3, "day"]),
            phase("p2", action("b", optional=True), after={"all": []}),
            phase("p3", action("c", after=refs("a", "p2", how="any")), after={"all": []}),
        ),
        [],
        (
            "p1 opens thu from mon; p2 opens mon; p3 opens mon; a not applicable thu; p1 complete thu; "
            "b open mon, due mon; p2 complete mon; c open mon, due mon"
        ),
    ),
    Case(
        "of any, they count when all are not applicable",
        plan(ANY_OF_NONE, phase("p2", action("d", after=refs("b", "c", how="any")))),
        [done(TUE, "a")],
        (
            "a done tue; b not applicable tue; c not applicable tue; p1 complete tue; d open tue, due tue; "
            "d ignores action c; p2 opens tue"
        ),
    ),
    Case(
        "a phase that does not apply does not count for any either",
        plan(
            phase("p1", action("a"), when=VIP),
            phase("p2", action("b"), after={"all": []}),
            phase("p3", action("c"), after=refs("p1", "p2", how="any")),
        ),
        [],
        ("p1 does not apply; p1 opens mon; p2 opens mon; a not applicable mon; p1 complete mon; b open mon, due mon"),
    ),
    Case(
        "the trigger of what was closed early is ignored",
        chain("a", "b", "c"),
        [done(MON, "b", early="urgent"), done(TUE, "a")],
        "a done tue; b ignores action a",
    ),
)
def test_trigger(case: Case):
    check(case)


# --- 2. phase complete ------------------------------------------------------------------------------------


@cases(
    Case(
        "in the command that closes its last required action; an optional one does not hold it back",
        plan(phase("p1", action("a"), action("b", optional=True)), phase("p2", action("c"))),
        [done(MON, "a")],
        "a done mon; p1 complete mon; p2 opens mon; c open mon, due mon",
    ),
    Case(
        "dated the latest of those closings",
        plan(phase("p1", action("a"), action("b")), phase("p2", action("c"))),
        [done(TUE, "a"), done(WED, "b", on=MON)],
        "b done mon; p1 complete tue; p2 opens tue; c open wed from tue, due wed",
    ),
    Case(
        "or of its opening day, even ahead",
        plan(phase("p1", action("a"), wait=[3, "day"]), phase("p2", action("b"))),
        [done(TUE, "a", early="urgent")],
        "a done tue early: urgent; p1 complete thu; p2 opens thu; b open thu, due thu",
    ),
    Case(
        "none required: that triggers the phase completes it",
        plan(phase("p1", action("a", optional=True), wait=[1, "day"]), phase("p2", action("b"))),
        [],
        "p1 opens tue from mon; a open tue, due tue; p1 complete tue; p2 opens tue; b open tue, due tue",
    ),
    Case(
        "not before its opening day is known",
        plan(phase("p1", action("a", optional=True), wait=["on", "port_date"]), phase("p2", action("b"))),
        [],
        "p1 opens ? from mon; a open ?, due ?",
    ),
    Case(
        "and then as soon as it is",
        plan(phase("p1", action("a", optional=True), wait=["on", "port_date"]), phase("p2", action("b"))),
        [set_(MON, port_date=FRI)],
        (
            "port_date = fri; p1 moves to fri; a moves to fri, due fri; p1 complete fri; p2 opens fri; "
            "b open fri, due fri"
        ),
    ),
    Case(
        "it fires once: what closes later changes nothing",
        plan(phase("p1", action("a"), action("b", optional=True)), phase("p2", action("c"))),
        [done(MON, "a"), done(TUE, "b")],
        "b done tue",
    ),
    Case(
        "what is not applicable counts as closed",
        plan(phase("p1", action("a"), action("b", after=refs("a"), when=VIP)), phase("p2", action("c"))),
        [done(MON, "a")],
        "a done mon; b not applicable mon; p1 complete mon; p2 opens mon; c open mon, due mon",
    ),
    Case(
        "the last one completes the installation",
        plan(phase("p1", action("a"), action("b", optional=True))),
        [done(MON, "a")],
        "a done mon; p1 complete mon; complete mon",
    ),
)
def test_phase_complete(case: Case):
    check(case)


# --- 3. done ----------------------------------------------------------------------------------------------

ASKS = one(asks=[asks("vip"), asks("go", must="go"), asks("motif", optional=True)])


@cases(
    Case("done closes", one(), [done(MON, "a")], "a done mon; p1 complete mon; complete mon"),
    Case("on what waits it is refused", chain("a", "b", "c"), [done(MON, "c")], (close.NotAvailable, "b")),
    Case(
        "through a phase, it says which actions are waited for",
        plan(phase("p1", action("a"), action("b"), action("o", optional=True)), phase("p2", action("c"))),
        [done(MON, "c")],
        (close.NotAvailable, "a b"),
    ),
    Case("before its day it is refused", one(wait=[1, "day"]), [done(MON, "a")], close.NotYet),
    Case("without a day it is refused", one(wait=["on", "port_date"]), [done(MON, "a")], close.Undated),
    Case("on its day it is not", one(wait=[1, "day"]), [done(TUE, "a")], "a done tue; p1 complete tue; complete tue"),
    Case(
        "early forces it and is marked",
        chain("a", "b", "c"),
        [done(MON, "b", early="urgent")],
        "b done mon early: urgent; c open mon, due mon",
    ),
    Case(
        "early on what is scheduled, too",
        plan(phase("p1", action("a", wait=[1, "day"]), action("b"))),
        [done(MON, "a", early="urgent")],
        "a done mon early: urgent",
    ),
    Case(
        "early on what is available marks nothing",
        plan(phase("p1", action("a"), action("b"))),
        [done(MON, "a", early="urgent")],
        "a done mon",
    ),
    Case(
        "done twice: nothing happens, nothing is saved", one(), [done(MON, "a"), done(TUE, "a", by="cyd", vip=True)], ""
    ),
    Case("on skipped: refused", one(), [skip(MON, "a"), done(MON, "a")], close.Ended),
    Case("on not applicable: refused", one(when=VIP), [done(MON, "a")], close.Ended),
    Case(
        "on blocked it unblocks",
        plan(phase("p1", action("a"), action("b"))),
        [block(MON, "a"), done(WED, "a")],
        "a unblocked wed; a done wed",
    ),
    Case(
        "anyone may close anyone's action",
        plan(phase("p1", action("a"), action("b"))),
        [done(MON, "a", by="cyd")],
        "a done mon by cyd",
    ),
    Case(
        "back-dated: delays count from that day, nothing becomes available before today",
        chain("a", "b", wait=[1, "day"], due=[3, "day"]),
        [done(WED, "a", on=MON)],
        "a done mon; b open wed from mon, due fri",
    ),
    Case(
        "before its own trigger: refused",
        chain("a", "b"),
        [done(WED, "a"), done(THU, "b", on=TUE)],
        close.BeforeTrigger,
    ),
    Case(
        "on the day of its trigger: accepted",
        chain("a", "b", "c"),
        [done(WED, "a"), done(THU, "b", on=WED)],
        "b done wed; c open thu from wed, due thu",
    ),
    Case(
        "waiting and forced: not before production",
        chain("a", "b"),
        [done(WED, "b", early="x", on="2026-11-22")],
        close.BeforeTrigger,
    ),
    Case("in the future: refused", one(), [done(MON, "a", on=TUE)], close.InTheFuture),
    Case("what it asks for must be given", ASKS, [done(MON, "a", go="go")], close.Missing),
    Case(
        "any other answer than the one that must be is refused",
        ASKS,
        [done(MON, "a", vip=True, go="no-go")],
        close.Must,
    ),
    Case("and so it is when it was set before", ASKS, [set_(MON, go="no-go"), done(MON, "a", vip=True)], close.Must),
    Case(
        "what is already set counts; what is given is saved before it closes",
        ASKS,
        [set_(MON, vip=False), done(TUE, "a", go="go", motif="RAS")],
        "go = go; motif = RAS; a done tue; p1 complete tue; complete tue",
    ),
    Case(
        "what is given may open another before it closes",
        plan(phase("p1", action("a", asks=[asks("port_date")]), action("b", wait=["on", "port_date"]))),
        [done(MON, "a", port_date=TUE)],
        "port_date = tue; b moves to tue from mon, due tue (field); a done mon",
    ),
)
def test_done(case: Case):
    check(case)


def test_who_closes_and_whose_it_was_are_both_recorded():
    story = Story(one(), done(MON, "a", by="cyd"))
    assert (story.action("a").assignee, story.action("a").closed_by) == ("bob", "cyd")


def test_a_refusal_to_close_says_what_is_missing():
    refusal = Story(ASKS).refusal(done(MON, "a"))
    assert [field.name for field in refusal.data["fields"]] == ["vip", "go"]
    refusal = Story(one(wait=["on", "port_date"])).refusal(done(MON, "a"))
    assert refusal.data["name"] == "port_date"


# --- 4. skip ----------------------------------------------------------------------------------------------


@cases(
    Case(
        "it passes the baton",
        chain("a", "b"),
        [skip(TUE, "a")],
        "a skipped tue; b open tue, due tue",
    ),
    Case(
        "on what is scheduled it closes at once",
        plan(phase("p1", action("a", wait=[1, "week"]), action("b"))),
        [skip(TUE, "a")],
        "a skipped tue",
    ),
    Case(
        "on what is blocked it unblocks",
        plan(phase("p1", action("a"), action("b"))),
        [block(MON, "a"), skip(TUE, "a")],
        "a unblocked tue; a skipped tue",
    ),
    Case("a waiting action stays waiting, marked", chain("a", "b"), [skip(MON, "b")], "b to skip: inutile"),
    Case("marked twice: nothing happens", chain("a", "b"), [skip(MON, "b"), skip(MON, "b")], ""),
    Case(
        "and closes when its trigger comes, dated its trigger",
        chain("a", "b", "c"),
        [skip(MON, "b"), done(WED, "a", on=TUE)],
        "a done tue; b skipped tue; c open wed from tue, due wed",
    ),
    Case(
        "a false when wins",
        chain("a", "b", when=VIP),
        [skip(MON, "b"), done(TUE, "a")],
        "a done tue; b not applicable tue; p1 complete tue; complete tue",
    ),
    Case("skipped twice: nothing happens", one(), [skip(MON, "a"), skip(TUE, "a")], ""),
    Case("on done: refused", one(), [done(MON, "a"), skip(MON, "a")], close.Ended),
    Case("on not applicable: refused", one(when=VIP), [skip(MON, "a")], close.Ended),
    Case("the action that bills is never skipped", one(bills=True), [skip(MON, "a")], close.NeverSkipped),
    Case("not even while it waits", chain("a", "b", bills=True), [skip(MON, "b")], close.NeverSkipped),
)
def test_skip(case: Case):
    check(case)


# --- 5. when ----------------------------------------------------------------------------------------------

NOT_VIP = plan(
    phase("p1", action("a")), phase("p2", action("b"), action("c", after=refs("b")), when=VIP, wait=[1, "week"])
)


@cases(
    Case(
        "evaluated with the values of the command that triggers, those it gives included",
        chain("a", "b", when=VIP),
        [done(MON, "a", vip=True)],
        "vip = True; a done mon; b open mon, due mon",
    ),
    Case(
        "it holds for that generation",
        chain("a", "b", when=VIP),
        [done(MON, "a", vip=True), set_(MON, vip=False)],
        "vip = False",
    ),
    Case(
        "false passes the baton at the trigger, its own wait ignored",
        plan(
            phase(
                "p1",
                action("a"),
                action("b", after=refs("a"), when=VIP, wait=[9, "week"]),
                action("c", after=refs("b")),
            )
        ),
        [done(WED, "a", on=TUE)],
        "a done tue; b not applicable tue; c open wed from tue, due wed",
    ),
    Case(
        "closed by its trigger before the day of its phase is known: dated today",
        plan(
            phase("p1", action("a")),
            phase("p2", action("b", when=VIP), action("c", after=refs("b")), wait=["on", "port_date"]),
        ),
        [done(TUE, "a", on=MON)],
        "a done mon; p1 complete mon; p2 opens ? from mon; b not applicable tue; c open tue, due tue",
    ),
    Case(
        "the customer is what it was before",
        one(when=CLIENT),
        [],
        "p1 opens mon; a open mon, due mon",
        {"kind": "client"},
    ),
    Case(
        "of a phase: recorded, and its own wait ignored",
        NOT_VIP,
        [done(MON, "a")],
        (
            "a done mon; p1 complete mon; p2 does not apply; p2 opens mon; b not applicable mon; "
            "p2 complete mon; c not applicable mon; complete mon"
        ),
    ),
    Case(
        "of a phase: evaluated at the first trigger of any action in it, and holds for all of them",
        plan(phase("p1", action("a")), phase("p2", action("b", after={"all": []}), action("c"), when=VIP)),
        [set_(MON, vip=True), done(MON, "a")],
        "a done mon; p1 complete mon; p2 opens mon; c not applicable mon; p2 complete mon; complete mon",
    ),
    Case(
        "what still waits in a phase that does not apply holds nothing back",
        plan(phase("p1", action("a", after=refs("b")), when=VIP), phase("p2", action("b"), action("c"))),
        [done(MON, "c"), done(MON, "b")],
        "b done mon; a not applicable mon; p2 complete mon; complete mon",
    ),
)
def test_when(case: Case):
    check(case)


# --- 6. block and unblock ---------------------------------------------------------------------------------


@cases(
    Case(
        "reason, party, and optionally until a date",
        one(),
        [block(MON, "a", until=FRI)],
        "a blocked mon until fri by carrier: RIO",
    ),
    Case("the same again: nothing happens", one(), [block(MON, "a"), block(TUE, "a")], ""),
    Case(
        "other words replace the former, the time goes on counting",
        one(),
        [block(MON, "a"), block(WED, "a", "us")],
        "a blocked mon by us: RIO",
    ),
    Case(
        "other words until the same day, even past",
        one(),
        [block(MON, "a", until=TUE), block(WED, "a", "us", until=TUE)],
        "a blocked mon until tue by us: RIO",
    ),
    Case("unblock", one(), [block(MON, "a"), unblock(WED, "a")], "a unblocked wed"),
    Case("what is not blocked is not unblocked", one(), [unblock(MON, "a")], stop.NotBlocked),
    Case("only what is available is blocked", one(wait=[1, "day"]), [block(MON, "a")], stop.OnlyAvailable),
    Case("until a day to come", one(), [block(MON, "a", until=MON)], stop.PastUntil),
    Case("what is closed is not blocked", one(), [done(MON, "a"), block(MON, "a")], close.Ended),
    Case(
        "what is asked for at a block must be given",
        one(asks=[asks("motif", at="blocked")]),
        [block(MON, "a")],
        close.Missing,
    ),
    Case(
        "and is saved",
        one(asks=[asks("motif", at="blocked")]),
        [block(MON, "a", motif="RIO faux")],
        "motif = RIO faux; a blocked mon by carrier: RIO",
    ),
)
def test_block(case: Case):
    check(case)


def test_a_blocked_action_stays_available_marked():
    story = Story(one(), block(MON, "a"))
    assert [status(story.action("a"), day) for day in (MON, FRI)] == ["blocked", "blocked"]


# --- 7. shift ---------------------------------------------------------------------------------------------

ON_DATE = plan(phase("p1", *(action(key, due=["on", "port_date"]) for key in "ab")))
HANGING = [1, "business day", "before", "port_date"]


@cases(
    Case(
        "due on a field: it moves the field",
        ON_DATE,
        [shift(MON, "a", THU)],
        "a shifted thu; port_date = thu; a moves to mon, due thu (field); b moves to mon, due thu (field)",
    ),
    Case(
        "only: this action alone",
        ON_DATE,
        [shift(MON, "a", THU, only=True)],
        "a shifted thu; a moves to mon, due thu (manual)",
    ),
    Case(
        "one that was shifted alone comes back to the field",
        ON_DATE,
        [shift(MON, "a", THU, only=True), shift(MON, "a", WED)],
        "a shifted wed; port_date = wed; b moves to mon, due wed (field); a moves to mon, due wed (field)",
    ),
    Case(
        "even when the field has that date already",
        ON_DATE,
        [shift(MON, "a", THU, only=True), shift(MON, "a", WED)],
        "a shifted wed; a moves to mon, due wed (field)",
        {"port_date": WED},
    ),
    Case(
        "and what comes back follows the field from then on",
        ON_DATE,
        [shift(MON, "a", THU, only=True), shift(MON, "a", WED), set_(MON, port_date=FRI)],
        "port_date = fri; a moves to mon, due fri (field); b moves to mon, due fri (field)",
    ),
    Case(
        "any other moves its own date, marked manual",
        one(due=HANGING),
        [shift(MON, "a", THU)],
        "a shifted thu; a moves to mon, due thu (manual)",
    ),
    Case(
        "nothing automatic moves it again",
        one(due=HANGING),
        [shift(MON, "a", THU), set_(MON, port_date=FRI)],
        "port_date = fri",
    ),
    Case("the same date again: nothing happens", one(), [shift(MON, "a", THU), shift(MON, "a", THU)], ""),
    Case("a waiting action has no date", chain("a", "b"), [shift(MON, "b", THU)], shifts.NoDate),
    Case("the past is refused", one(), [shift(TUE, "a", MON)], shifts.InThePast),
    Case("before it is available is refused", one(wait=[1, "week"]), [shift(MON, "a", FRI)], shifts.TooSoon),
    Case("a day off is accepted", one(), [shift(MON, "a", SUN)], "a shifted sun; a moves to mon, due sun (manual)"),
    Case("what is closed has no date to shift", one(), [done(MON, "a"), shift(MON, "a", THU)], close.Ended),
    Case(
        "what becomes available on the same field moves with it",
        one(wait=["on", "port_date"], due=["on", "port_date"]),
        [shift(MON, "a", WED)],
        "a shifted wed; port_date = wed; a moves to wed from mon, due wed (field)",
        {"port_date": FRI},
    ),
)
def test_shift(case: Case):
    check(case)


# --- 8. a field changes -----------------------------------------------------------------------------------


@cases(
    Case(
        "open dates that hang on it move",
        one(due=HANGING),
        [set_(MON, port_date=MON2)],
        "port_date = mon2; a moves to mon, due fri (field)",
        {"port_date": FRI},
    ),
    Case(
        "never before the day it became available",
        one(due=HANGING),
        [set_(WED, port_date=SUN)],
        "port_date = sun; a moves to tue, due fri (field)",
        {"day": TUE},
    ),
    Case(
        "even when that day is past",
        one(due=HANGING),
        [set_(WED, port_date=TUE)],
        "port_date = tue; a moves to mon, due mon (field)",
    ),
    Case(
        "done ones never",
        plan(phase("p1", action("a", due=HANGING), action("b"))),
        [done(MON, "a"), set_(MON, port_date=FRI)],
        "port_date = fri",
    ),
    Case("the same value: nothing happens", one(due=HANGING), [set_(MON, port_date=FRI)], "", {"port_date": FRI}),
    Case(
        "another field: nothing moves",
        one(due=HANGING),
        [set_(MON, site_date=FRI)],
        "site_date = fri",
        {"port_date": FRI},
    ),
    Case(
        "taken back: the date is open again",
        one(due=HANGING),
        [set_(MON, port_date=None)],
        "port_date = None; a moves to mon, due ?",
        {"port_date": FRI},
    ),
    Case(
        "why, and because of whom",
        one(),
        [set_(MON, port_date=FRI, reason="grève", party="carrier")],
        "port_date = fri; because of carrier: grève",
    ),
    Case(
        "no change, no reason",
        one(),
        [set_(MON, port_date=FRI, reason="grève", party="carrier")],
        "",
        {"port_date": FRI},
    ),
    Case(
        "what is scheduled moves too, but not before today",
        one(wait=HANGING, due=[1, "day"]),
        [set_(TUE, port_date=TUE)],
        "port_date = tue; a moves to tue from mon, due tue (field)",
        {"port_date": FRI},
    ),
    Case(
        "what is available stays available",
        one(wait=HANGING),
        [set_(FRI, port_date=MON3)],
        "port_date = mon3",
        {"port_date": FRI},
    ),
    Case(
        "a phase that has not begun moves, with its scheduled actions",
        plan(phase("p1", action("a", wait=[1, "day"]), wait=["on", "port_date"])),
        [set_(MON, port_date=THU)],
        "port_date = thu; p1 moves to thu; a moves to fri from thu, due fri",
        {"port_date": TUE},
    ),
    Case(
        "one that has begun stays",
        plan(phase("p1", action("a"), wait=["on", "port_date"])),
        [set_(WED, port_date=THU)],
        "port_date = thu",
        {"port_date": TUE},
    ),
    Case(
        "a date by hand stays, though its day moves",
        one(wait=["on", "port_date"], due=[2, "day"]),
        [shift(MON, "a", MON2), set_(MON, port_date=THU)],
        "port_date = thu; a moves to thu from mon, due mon2 (manual)",
        {"port_date": TUE},
    ),
)
def test_a_field_changes(case: Case):
    check(case)
