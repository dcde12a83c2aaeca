"""Who was told what: an action that is closed again, a field that changes, and what becomes of emails for a day."""

from collections import Counter

import pytest

from brt.store.database import writing
from tests.cli.test_dated_email import REMINDER, dated
from tests.cli.test_waiting_email import LEO, LUC, addresses, grace, near, of, sets


@pytest.fixture
def told(brt):
    """Luc and Léo were told that the visit is on 10 December; Jeanne, to whom corrections go as well, was not."""
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    assert addresses(brt) == {LUC: 1, LEO: 1}
    return brt


def fresh(brt, *command):
    """Return whom a command sends a message, by address and email type."""
    before = addresses(brt)
    answer = brt.json(*command)
    assert addresses(brt) - before == Counter(one["to"] for one in answer["emails"])
    assert {one["status"] for one in answer["emails"]} <= {"sent"}
    return sorted((one["to"], one["email_type"]) for one in answer["emails"])


BOTH = [(LEO, "rdv-confirme"), (LUC, "rdv-confirme")]
MOVED = [(LEO, "rdv-deplace"), (LUC, "rdv-deplace")]


# ── closing again ─────────────────────────────────────────────────────────────────────────────────


def test_the_same_text_is_not_sent_again(told):
    told.json("reopen", "118/appeler")
    assert fresh(told, "done", "118/appeler") == []
    assert addresses(told) == {LUC: 1, LEO: 1}


def test_another_text_is_sent_once_to_those_who_were_told(told):
    """The action's own email tells the new date, so the field's is not needed; Jeanne hears nothing."""
    told.json("reopen", "118/appeler")
    assert fresh(told, "done", "118/appeler", *sets("rdv=11/12")) == BOTH
    assert of(told, "rdv-deplace") == []
    told.json("reopen", "118/appeler")
    assert fresh(told, "done", "118/appeler") == []


def test_the_text_counts_that_was_sent_last(told):
    for day, expected in (("11/12", BOTH), ("10/12", BOTH), ("10/12", [])):
        told.json("reopen", "118/appeler")
        assert fresh(told, "done", "118/appeler", *sets(f"rdv={day}")) == expected


def test_what_had_left_is_listed_and_what_had_not_is_called_off(brt):
    grace(brt, 30)
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    brt.now = "2026-11-30T09:30"
    assert brt("email", "deliver", "--limit", "1").code == 0
    said = brt("reopen", "118/appeler").err
    assert LUC in said
    assert LEO not in said
    assert of(brt, "rdv-confirme") == [(LUC, "sent"), (LEO, "cancelled")]
    brt.json("done", "118/appeler")
    assert of(brt, "rdv-confirme") == [(LUC, "sent"), (LEO, "cancelled"), (LEO, "queued")]


def test_a_reopened_action_has_no_email_that_failed(told):
    """Sent again by hand it would tell what is not so any more."""
    put(told, status="failed")
    told.json("reopen", "118/appeler")
    assert of(told, "rdv-confirme") == [(LUC, "cancelled"), (LEO, "cancelled")]


# ── a field that changes ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("command", [("set", "118", "rdv=11/12"), ("shift", "118/passer", "11/12", "--yes")])
def test_a_change_goes_to_exactly_those_who_were_told(told, command):
    told.json("done", "118/verifier")
    assert fresh(told, *command) == MOVED
    superseded = told.json("email", "list", "--superseded")
    assert [(one["to"], one["email_type"]) for one in superseded] == [(LUC, "rdv-confirme"), (LEO, "rdv-confirme")]
    assert all(one["superseded"][0]["corrected_by"] for one in superseded)


def test_shifting_the_action_alone_tells_nobody(told):
    told.json("done", "118/verifier")
    assert fresh(told, "shift", "118/passer", "11/12", "--only") == []
    assert told.json("email", "list", "--superseded") == []


def test_a_change_while_the_action_is_open_again(told):
    told.json("reopen", "118/appeler")
    assert fresh(told, "set", "118", "rdv=11/12") == MOVED
    assert fresh(told, "set", "118", "rdv=11/12") == []
    assert fresh(told, "set", "118", "rdv=10/12") == MOVED
    assert fresh(told, "done", "118/appeler") == []


def put(brt, **values):
    """Change columns of all rows of the outbox."""
    with writing(str(brt.database)) as db:
        db._connection.execute(f"update outbox set {', '.join(f'{name} = :{name}' for name in values)}", values)


def test_who_may_have_been_told_is_told_of_the_change(told):
    """It cannot be known whether the date that does not hold has arrived."""
    put(told, status="uncertain", unsure=1, sent_at=None)
    assert fresh(told, "set", "118", "rdv=11/12") == MOVED


def test_who_is_being_told_is_told_of_the_change_afterwards(told):
    """A correction never overtakes what it corrects: here its deliverer has died, and its lease ends at ten."""
    put(told, status="sending", sent_at=None, token="x", lease="2026-11-30T09:00:00Z")
    told.json("set", "118", "rdv=11/12")
    assert of(told, "rdv-deplace") == [(LUC, "queued"), (LEO, "queued")]
    told.now = "2026-11-30T10:00"
    assert told("email", "deliver").code == 0
    assert of(told, "rdv-confirme") == [(LUC, "uncertain"), (LEO, "uncertain")]
    assert of(told, "rdv-deplace") == [(LUC, "sent"), (LEO, "sent")]


def test_what_was_only_claimed_leaves_with_the_new_text(told):
    """The deliverer who had it finds that it is not theirs any more."""
    put(told, status="claimed", sent_at=None, token="x", lease="2026-11-30T09:00:00Z")
    assert fresh(told, "set", "118", "rdv=11/12") == []
    assert of(told, "rdv-confirme") == [(LUC, "sent"), (LEO, "sent")]
    texts = [told.json("email", "show", str(n))["body"] for n in (1, 2)]
    assert all("11 décembre" in text for text in texts)


# ── emails for a day ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def reminded(brt):
    """A reminder waits for 8 December, two business days before the visit."""
    dated(brt, REMINDER)
    brt.json("done", "118/appeler", "118/verifier", *sets("rdv=10/12"))
    assert near(brt) == [(LUC, "queued")]
    return brt


def on(brt, day):
    brt.now = f"2026-12-{day}T09:00"
    assert brt("email", "deliver").code == 0
    return near(brt)


def test_it_stays_when_what_gave_the_date_is_done_again(reminded):
    reminded.json("reopen", "118/appeler")
    reminded.json("done", "118/appeler")
    assert near(reminded) == [(LUC, "queued")]
    reminded.json("reopen", "118/appeler")
    reminded.json("done", "118/appeler", *sets("rdv=17/12"))
    assert of(reminded, "visite-proche", "status", "next_attempt_at") == [("queued", "2026-12-14T23:00:00Z")]


def test_it_comes_back_with_its_action(reminded):
    reminded.json("done", "118/passer", "--early", "--reason", "en avance", *sets("accord=oui-tout"))
    assert near(reminded) == [(LUC, "cancelled")]
    reminded.json("reopen", "118/passer", "--redo")
    assert near(reminded) == [(LUC, "cancelled"), (LUC, "queued")]
    assert on(reminded, "08") == [(LUC, "cancelled"), (LUC, "sent")]


def test_it_is_not_sent_twice(reminded):
    assert on(reminded, "08") == [(LUC, "sent")]
    reminded.json("done", "118/passer", *sets("accord=oui-tout"))
    reminded.json("reopen", "118/passer", "--redo")
    assert on(reminded, "09") == [(LUC, "sent")]


def test_it_is_called_off_with_its_installation(reminded):
    reminded.json("cancel", "118", "--reason", "renonce", "--yes")
    assert near(reminded) == [(LUC, "cancelled")]
    assert on(reminded, "08") == [(LUC, "cancelled")]


@pytest.mark.parametrize("section", ["passer", "installation"])
@pytest.mark.parametrize(("day", "status"), [("09", "sent"), ("10", "sent"), ("11", "cancelled")])
def test_it_waits_while_its_installation_rests(brt, section, day, status):
    """It leaves late rather than not at all, and not at all when the date has passed."""
    dated(brt, REMINDER, section)
    brt.json("done", "118/appeler", "118/verifier", *sets("rdv=10/12"))
    brt.json("hold", "118", "--reason", "travaux")
    assert on(brt, "08") == [(LUC, "queued")]
    brt.now = f"2026-12-{day}T09:00"
    brt.json("resume", "118")
    assert near(brt) == [(LUC, status)]
