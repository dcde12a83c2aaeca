"""Emails for a day that hangs on a date, and emails that a person releases."""

import pytest

from tests.cli.test_waiting_email import KARIM, LEO, LUC, TYPE, addresses, body, edit, near, of, sets

AVAILABLE = "{send: visite-proche, at: available, to: [contact:technique]}"


def dated(brt, email, section="passer"):
    """Let `email` leave from the action `passer` instead of the one for its day, or from another section."""
    if section == "passer":
        edit(brt, TYPE, AVAILABLE, email)
    elif section == "installation":
        edit(brt, TYPE, "        emails:\n          - " + AVAILABLE + "\n", "")
        edit(brt, TYPE, "phases:\n", f"emails:\n  - {email}\n\nphases:\n")
    else:
        edit(brt, TYPE, "        emails:\n          - " + AVAILABLE + "\n", "")
        edit(brt, TYPE, "          - {send: rdv-confirme", f"          - {email}\n          - {{send: rdv-confirme")
    assert brt("lint", TYPE).code == 0
    brt.json("produce", "118", "--type", "visite")


REMINDER = "{send: visite-proche, at: 2 business days before rdv, to: [contact:technique]}"


@pytest.mark.parametrize("section", ["passer", "installation", "appeler"])
def test_a_reminder_leaves_on_its_day(brt, section):
    """The date is a Thursday; the action that asks for it, the one that is about it, the installation may remind."""
    dated(brt, REMINDER, section)
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    assert of(brt, "visite-proche", "to", "status", "next_attempt_at") == [(LUC, "queued", "2026-12-07T23:00:00Z")]
    brt.now = "2026-12-07T23:59"
    brt("email", "deliver")
    assert near(brt) == [(LUC, "queued")]
    brt.now = "2026-12-08T00:00"
    brt("email", "deliver")
    assert near(brt) == [(LUC, "sent")]
    assert "jeudi 10 décembre 2026" in body(brt, "visite-proche")


def test_a_reminder_moves_with_its_date(brt):
    dated(brt, REMINDER)
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    brt.json("set", "118", "rdv=17/12")
    assert of(brt, "visite-proche", "status", "next_attempt_at") == [("queued", "2026-12-14T23:00:00Z")]
    assert "17 décembre" in body(brt, "visite-proche")
    brt.now = "2026-12-15T08:00"
    brt("email", "deliver")
    brt.json("set", "118", "rdv=22/12")  # it had left: the new date is reminded of in its turn
    assert of(brt, "visite-proche", "status", "next_attempt_at") == [
        ("sent", None),
        ("queued", "2026-12-17T23:00:00Z"),
    ]


def test_a_reminder_is_cancelled_with_its_date(brt):
    dated(brt, REMINDER)
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    brt.json("set", "118", "rdv=")
    assert near(brt) == [(LUC, "cancelled")]
    brt.json("set", "118", "rdv=15/12")
    assert near(brt) == [(LUC, "cancelled"), (LUC, "queued")]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("1/12", [(LUC, "sent")]),  # two business days before are over, the date is ahead: at once
        ("30/11", [(LUC, "sent")]),
        ("27/11", []),  # too late for a reminder
    ],
)
def test_a_reminder_that_comes_late(brt, day, found):
    dated(brt, REMINDER)
    brt.json("done", "118/appeler", *sets(f"rdv={day}/2026"))
    assert near(brt) == found


def test_a_reminder_that_a_new_date_overtakes(brt):
    dated(brt, REMINDER)
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    brt.now = "2026-12-07T09:00"
    brt.json("set", "118", "rdv=2026-12-04")
    assert near(brt) == [(LUC, "cancelled")]


def test_a_reminder_of_what_is_done_is_called_off(brt):
    dated(brt, REMINDER)
    brt.json("done", "118/appeler", "118/verifier", *sets("rdv=10/12"))
    brt.json("done", "118/passer", *sets("accord=oui-tout"), "--early", "--reason", "client pressé")
    assert near(brt) == [(LUC, "cancelled")]
    brt.json("set", "118", "rdv=11/12")
    assert near(brt) == [(LUC, "cancelled")]


def test_a_reminder_of_what_is_skipped_is_called_off(brt):
    dated(brt, REMINDER)
    brt.json("done", "118/appeler", "118/verifier", *sets("rdv=10/12"))
    brt.json("skip", "118/passer", "--reason", "annulée")
    assert near(brt) == [(LUC, "cancelled")]


def test_a_reminder_to_who_will_have_the_action(brt):
    """Nobody has an action that waits: its role's holder of the moment, until it is given to somebody."""
    dated(brt, REMINDER.replace("contact:technique", "assignee"))
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    assert near(brt) == [(LEO, "queued")]
    brt.json("dossier", "assign", "118", "technicien=karim")
    assert near(brt) == [(KARIM, "queued")]
    brt.json("done", "118/verifier")
    brt.json("assign", "118/passer", "leo")
    assert near(brt) == [(LEO, "queued")]


def test_a_date_given_when_it_is_produced(brt):
    dated_type = REMINDER.replace("2 business days before", "on")
    edit(brt, TYPE, AVAILABLE, dated_type)
    brt.json("produce", "118", "--type", "visite", *sets("rdv=10/12"))
    assert of(brt, "visite-proche", "status", "next_attempt_at") == [("queued", "2026-12-09T23:00:00Z")]


def test_an_email_after_a_date(brt):
    dated(brt, REMINDER.replace("2 business days before", "1 week after"), "installation")
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    assert of(brt, "visite-proche", "next_attempt_at") == [("2026-12-16T23:00:00Z",)]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2 business days before rdb", "Did you mean `rdv`?"),
        ("2 busines days before rdv", "Did you mean business days?"),
        ("2 business days", "counts from no date"),
        ("2 days before numeros", "is not a date"),
        ("demain", "`demain` is none of"),
    ],
)
def test_a_day_that_is_none(brt, at, said):
    edit(brt, TYPE, "at: available", f"at: {at}")
    linted = brt("lint", TYPE)
    assert (linted.code, said in linted.out) == (1, True), linted.out


def test_an_email_that_a_person_releases(brt):
    edit(brt, TYPE, "{send: rdv-confirme, to", "{send: rdv-confirme, hold: true, to")
    brt.json("produce", "118", "--type", "visite")
    done = brt.json("done", "118/appeler", *sets("rdv=10/12"))
    assert [one["status"] for one in done["emails"]] == ["held", "held"]
    brt.now = "2026-12-01T09:00"
    brt("email", "deliver")
    assert addresses(brt) == {}
    brt.json("set", "118", "rdv=11/12")
    assert of(brt, "rdv-confirme") == [(LUC, "held"), (LEO, "held")]
    assert "11 décembre" in body(brt, "rdv-confirme")
