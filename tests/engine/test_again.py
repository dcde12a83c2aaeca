"""Reopening and rejecting, sentence by sentence."""

from __future__ import annotations

from brt.engine import again, close
from tests.engine.build import (
    FRI,
    MON,
    MON2,
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
    Story,
    assign,
    bill,
    block,
    cases,
    check,
    done,
    person,
    reject,
    reopen,
    set_,
    shift,
    skip,
)

TWO_PHASES = plan(phase("p1", action("a"), action("b")), phase("p2", action("c"), action("d", after=refs("c"))))


# --- 9. reopen --------------------------------------------------------------------------------------------


@cases(
    Case(
        "what the action had opened and nobody touched goes back to waiting",
        chain("a", "b"),
        [done(TUE, "a"), reopen(WED, "a")],
        "a reopened; b waits",
    ),
    Case(
        "a skipped one too",
        chain("a", "b"),
        [skip(TUE, "a"), reopen(WED, "a")],
        "a reopened; b waits",
    ),
    Case(
        "closing it again opens them again, on the new day",
        chain("a", "b", due=[1, "day"]),
        [done(TUE, "a"), reopen(WED, "a"), done(THU, "a")],
        "a done thu; b open thu, due fri",
    ),
    Case(
        "so does the phase that its closing had completed, and the one that had opened",
        TWO_PHASES,
        [done(TUE, "a"), done(TUE, "b"), reopen(WED, "b")],
        "b reopened; p2 waits; p1 not complete; c waits",
    ),
    Case(
        "and they complete and open again",
        TWO_PHASES,
        [done(TUE, "a"), done(TUE, "b"), reopen(WED, "b"), done(THU, "b")],
        "b done thu; p1 complete thu; p2 opens thu; c open thu, due thu",
    ),
    Case(
        "what is not applicable is judged anew",
        plan(phase("p1", action("a"), action("b", after=refs("a"), when=VIP), action("c", after=refs("b")))),
        [done(TUE, "a"), reopen(WED, "a"), set_(WED, vip=True), done(THU, "a")],
        "a done thu; b open thu, due thu",
    ),
    Case(
        "what another had opened as well stays open",
        plan(phase("p1", action("a"), action("b"), action("c", after=refs("a", "b", how="any")))),
        [done(TUE, "a"), done(WED, "b"), reopen(WED, "a")],
        "a reopened",
    ),
    Case(
        "a skip asked in advance holds",
        chain("a", "b", "c"),
        [skip(MON, "b"), done(TUE, "a"), reopen(WED, "a"), done(THU, "a")],
        "a done thu; b skipped thu; c open thu, due thu",
    ),
    Case(
        "an action done early is left alone",
        chain("a", "b"),
        [done(MON, "b", early="pressé"), done(TUE, "a"), reopen(WED, "a")],
        "a reopened; p1 not complete; continues",
    ),
    Case(
        "one done early waits again",
        chain("a", "b"),
        [done(MON, "b", early="pressé"), reopen(WED, "b")],
        "b reopened; b waits",
    ),
    Case(
        "and opens when its trigger came meanwhile",
        chain("a", "b"),
        [done(MON, "b", early="pressé"), done(TUE, "a"), reopen(WED, "b")],
        "b reopened; p1 not complete; b waits; b open wed from tue, due wed; continues",
    ),
    Case(
        "if any of it is closed, the command stops and shows it",
        chain("a", "b", "c"),
        [done(TUE, "a"), done(TUE, "b"), reopen(WED, "a")],
        again.Followed,
    ),
    Case(
        "or blocked, shifted, given by hand",
        chain("a", "b"),
        [done(TUE, "a"), block(TUE, "b"), reopen(WED, "a")],
        again.Followed,
    ),
    Case(
        "keep leaves it as it is, and what it had opened itself",
        chain("a", "b", "c"),
        [done(TUE, "a"), done(TUE, "b"), reopen(WED, "a", redo=False)],
        "a reopened",
    ),
    Case(
        "closing it again is then ignored by what was kept",
        chain("a", "b", "c"),
        [done(TUE, "a"), done(TUE, "b"), reopen(WED, "a", redo=False), done(THU, "a")],
        "a done thu; b ignores action a",
    ),
    Case(
        "redo begins a new generation of it",
        chain("a", "b", "c"),
        [done(TUE, "a"), done(TUE, "b"), reopen(WED, "a", redo=True)],
        "a reopened; b waits #2; c waits",
    ),
    Case(
        "a phase in which something is kept stays open; what nobody touched in it waits for the action itself",
        plan(phase("p1", action("a")), phase("p2", action("b"), action("c"))),
        [done(TUE, "a"), done(TUE, "b"), reopen(WED, "a", redo=False)],
        "a reopened; p1 not complete; c waits for a",
    ),
    Case(
        "and opens with it",
        plan(phase("p1", action("a")), phase("p2", action("b"), action("c"))),
        [done(TUE, "a"), done(TUE, "b"), reopen(WED, "a", redo=False), done(THU, "a")],
        "a done thu; c open thu, due thu; p1 complete thu",
    ),
    Case(
        "with redo the phase waits",
        plan(phase("p1", action("a")), phase("p2", action("b"), action("c"))),
        [done(TUE, "a"), done(TUE, "b"), reopen(WED, "a", redo=True)],
        "a reopened; p2 waits; p1 not complete; b waits #2; c waits",
    ),
    Case(
        "a complete installation is at work again",
        one(),
        [done(TUE, "a"), reopen(WED, "a")],
        "a reopened; p1 not complete; continues",
    ),
    Case(
        "but for an optional action",
        plan(phase("p1", action("a"), action("b", optional=True))),
        [done(TUE, "a"), done(TUE, "b"), reopen(WED, "b")],
        "b reopened",
    ),
    Case(
        "its date follows the field that moved meanwhile",
        one(due=["on", "port_date"]),
        [done(MON, "a"), set_(MON, port_date=FRI), reopen(TUE, "a")],
        "a reopened; p1 not complete; a moves to mon, due fri (field); continues",
        {"port_date": THU},
    ),
    Case(
        "it goes to who holds the role now",
        one(),
        [done(TUE, "a"), person(TUE, "adv", "amy"), reopen(WED, "a")],
        "a reopened for amy; p1 not complete; continues",
    ),
    Case("what is open cannot be reopened", one(), [reopen(MON, "a")], again.NotClosed),
    Case("nor what is not applicable", one(when=VIP), [reopen(MON, "a")], close.Ended),
    Case("a skip asked in advance is taken back", chain("a", "b"), [skip(MON, "b"), reopen(MON, "b")], "b reopened"),
    Case(
        "and the action then opens",
        chain("a", "b"),
        [skip(MON, "b"), reopen(MON, "b"), done(TUE, "a")],
        "a done tue; b open tue, due tue",
    ),
    Case(
        "what the billing stood on is not",
        plan(phase("p1", action("a"), action("b", bills=True, after=refs("a")), action("c", after=refs("b")))),
        [done(TUE, "a"), done(TUE, "b"), reopen(WED, "a", redo=True)],
        again.WasBilled,
    ),
    Case(
        "what comes after the billing is",
        plan(phase("p1", action("a"), action("b", bills=True, after=refs("a")), action("c", after=refs("b")))),
        [done(TUE, "a"), done(TUE, "b"), done(TUE, "c"), reopen(WED, "c")],
        "c reopened; p1 not complete; continues",
    ),
)
def test_reopen(case: Case):
    check(case)


def test_the_message_of_a_stop_names_all_that_was_worked_on():
    story = Story(chain("a", "b", "c", "d"), done(TUE, "a"), done(TUE, "b"), done(TUE, "c"), assign(TUE, "d", "amy"))
    refusal = story.refusal(reopen(WED, "a"))
    assert [one.action.key for one in refusal.data["actions"]] == ["b", "c", "d"]


def test_a_shifted_action_counts_as_worked_on():
    story = Story(chain("a", "b"), done(TUE, "a"), shift(TUE, "b", FRI))
    assert [one.action.key for one in story.refusal(reopen(WED, "a")).data["actions"]] == ["b"]


def test_two_reopenings_in_a_row_lose_nothing():
    story = Story(chain("a", "b", "c"), done(TUE, "a"), done(TUE, "b"), reopen(WED, "b"), reopen(WED, "a"))
    story.step(done(THU, "a"))
    story.step(done(THU, "b"))
    assert story.said() == ["b done thu", "c open thu, due thu"]


# --- 9. reject --------------------------------------------------------------------------------------------

PORTING = plan(
    phase("p1", action("a"), action("b", after=refs("a")), action("c", after=refs("b"), sends_back=["a"])),
)
ACROSS = plan(
    phase("p1", action("a")),
    phase("p2", action("b"), action("x", optional=True)),
    phase("p3", action("c", sends_back=["a"])),
)


ASKING = chain("a", "b", sends_back=["a"], asks=[asks("motif", "rejected")])


@cases(
    Case(
        "a new generation of the action it sends back to, of what was closed in between, and of itself",
        PORTING,
        [done(MON, "a"), done(TUE, "b"), reject(WED, "c")],
        "c rejected by carrier: RIO; c waits #2 for a b; b waits #2; a waits #2; a open wed, due wed",
    ),
    Case(
        "each opens after the other again, and the rejecting action last",
        PORTING,
        [done(MON, "a"), done(TUE, "b"), reject(WED, "c"), done(THU, "a"), done(FRI, "b")],
        "b done fri; c open fri, due fri",
    ),
    Case(
        "keep leaves those in between closed",
        PORTING,
        [done(MON, "a"), done(TUE, "b"), reject(WED, "c", keep=True)],
        "c rejected by carrier: RIO; c waits #2 for a; a waits #2; a open wed, due wed",
    ),
    Case(
        "and the rejecting action waits for what it sends back to",
        PORTING,
        [done(MON, "a"), done(TUE, "b"), reject(WED, "c", keep=True), done(THU, "a")],
        "a done thu; b ignores action a; c open thu, due thu",
    ),
    Case(
        "phases that were complete are not any more, but stay open",
        ACROSS,
        [done(MON, "a"), done(TUE, "b"), reject(WED, "c")],
        "c rejected by carrier: RIO; p1 not complete; p2 not complete; c waits #2 for a b; b waits #2 for a; "
        "a waits #2; a open wed, due wed",
    ),
    Case(
        "and what is in them opens again",
        ACROSS,
        [done(MON, "a"), done(TUE, "b"), reject(WED, "c"), done(THU, "a"), done(FRI, "b")],
        "b done fri; c open fri, due fri; p2 complete fri",
    ),
    Case(
        "fields asked for a rejection must be given",
        plan(
            phase("p1", action("a"), action("b", after=refs("a"), sends_back=["a"], asks=[asks("motif", "rejected")]))
        ),
        [done(MON, "a"), reject(TUE, "b")],
        close.Missing,
    ),
    Case(
        "they are kept",
        plan(
            phase("p1", action("a"), action("b", after=refs("a"), sends_back=["a"], asks=[asks("motif", "rejected")]))
        ),
        [done(MON, "a"), reject(TUE, "b", motif="titulaire")],
        "motif = titulaire; b rejected by carrier: RIO; b waits #2 for a; a waits #2; a open tue, due tue",
    ),
    Case(
        "in a later generation what is asked must be given again",
        chain("a", "b", sends_back=["a"], asks=[asks("go")]),
        [done(MON, "a"), reject(TUE, "b"), done(TUE, "a"), done(TUE, "b")],
        close.Missing,
        {"go": "go"},
    ),
    Case("it names where it sends back to", one(), [reject(MON, "a")], again.NothingBefore),
    Case(
        "one of several must be said",
        chain("a", "b", "c", sends_back=["a", "b"]),
        [done(MON, "a"), done(MON, "b"), reject(MON, "c")],
        again.WhichOne,
    ),
    Case(
        "of those that the type names",
        chain("a", "b", "c", sends_back=["b"]),
        [done(MON, "a"), done(MON, "b"), reject(MON, "c", to="a")],
        again.NotSentBackTo,
    ),
    Case("what is not available cannot be rejected", PORTING, [reject(MON, "c")], again.CannotReject),
    Case("nor what is done", PORTING, [done(MON, k) for k in "abc"] + [reject(MON, "c")], close.Ended),
)
def test_reject(case: Case):
    check(case)


def test_a_blocked_action_can_be_rejected_and_is_not_blocked_any_more():
    story = Story(PORTING, done(MON, "a"), done(MON, "b"), block(MON, "c"), reject(TUE, "c"))
    assert story.action("c").blocked is None
    assert story.action("c").generation == 2


def test_a_rejection_sends_its_emails():
    rules = chain("a", "b", sends_back=["a"], emails=sends("rejected", "done"))
    assert Story(rules, done(MON, "a")).emails(reject(TUE, "b")) == ["rejected b"]


def test_what_another_way_opened_stays_open():
    rules = plan(
        phase("p1", action("a"), action("side", after=refs("a")), action("c", after=refs("a"), sends_back=["a"]))
    )
    story = Story(rules, done(MON, "a"), reject(TUE, "c"))
    assert story.action("side").status == "open"
    story.step(done(WED, "a"))
    assert story.said() == ["a done wed", "side ignores action a", "c open wed, due wed"]


def test_the_third_attempt():
    story = Story(PORTING)
    for day in (MON, TUE, WED):
        for key in "ab":
            story.step(done(day, key))
        if day != WED:
            story.step(reject(day, "c"))
    story.step(done(MON2, "c"))
    assert story.said() == ["c done mon2", "p1 complete mon2", "complete mon2"]
    assert story.action("c").generation == 3


def test_bill_waits_for_what_was_sent_back():
    story = Story(PORTING, done(MON, "a"), done(MON, "b"), reject(TUE, "c"))
    refusal = story.refusal(bill(TUE))
    assert type(refusal) is close.NotBillable
