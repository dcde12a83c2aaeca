"""The history: since when, of whom, and the emails where they left."""

import pytest

from brt.store.database import writing
from tests.cli.test_dated_email import REMINDER, dated
from tests.cli.test_waiting_email import LEO, LUC, sets


@pytest.fixture
def told(brt):
    """118 gets its appointment of 10/12 on 30 November, 121 begins on 3 December, a reminder leaves on the 8th."""
    dated(brt, REMINDER)
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    brt.now = "2026-12-03T10:00"
    brt.json("produce", "121", "--type", "visite")
    brt.now = "2026-12-08T08:30"
    brt("email", "deliver")
    brt.now = "2026-12-09T09:00"
    brt.json("note", "118", "rappelé")
    return brt


def page(brt, *words):
    return brt("history", *words).out.splitlines()


def test_the_history_of_all_names_the_customers(told):
    heads = [line for line in page(told, "--since", "30/11") if not line.startswith(" ")]
    assert heads == [
        "Since Mon 30 Nov",
        "Mon 30 Nov 09:00  118 Boulangerie Morel  Sonia",
        "Mon 30 Nov 09:00  118 Boulangerie Morel  Sonia",
        "Thu 3 Dec 10:00  121 Librairie Lenoir  Sonia",
        "Tue 8 Dec 08:30  118 Boulangerie Morel",
        "Wed 9 Dec 09:00  118 Boulangerie Morel  Sonia",
    ]
    assert {(one["dossier"], one["customer"]) for one in told.json("history", "--since", "30/11")} == {
        ("D-2026-118", "Boulangerie Morel"),
        ("D-2026-121", "Librairie Lenoir"),
    }


def test_the_history_of_a_dossier_names_it_once(told):
    shown = page(told, "118", "--since", "-1d")
    assert shown == [
        "118 Boulangerie Morel · since Tue 8 Dec",
        "Tue 8 Dec 08:30",
        "    email 3 to Luc Morel (filed): “Notre visite du jeudi 10 décembre 2026”",
        "Wed 9 Dec 09:00  Sonia",
        "    remark: rappelé",
    ]
    assert page(told, "118")[0] == "118 Boulangerie Morel"


def test_an_email_stands_below_what_sent_it_at_once(told):
    shown = page(told, "118")
    done = shown.index("    “Appeler le client” done on Mon 30 Nov")
    sent = [line for line in shown if line.startswith("    email ")]
    assert [line.split(":")[0] for line in sent] == [
        "    email 1 to Luc Morel (filed)",
        "    email 2 to Léo Martin (filed)",
        "    email 3 to Luc Morel (filed)",
    ]
    following = shown[done : shown.index("Tue 8 Dec 08:30")]
    assert following[-2:] == sent[:2]
    assert not [line for line in following if not line.startswith(" ")]


def test_programs_find_the_emails_beside_what_caused_them(told):
    (entry,) = [one for one in told.json("history", "118") if one["command"] == "done"]
    assert [one["to"] for one in entry["emails"]] == [LUC, LEO, LUC]
    assert entry["emails"] == told.json("email", "list", "118")
    assert [one["emails"] for one in told.json("history", "121")] == [[], []]


def test_what_waits_is_no_history_yet(brt):
    dated(brt, REMINDER)
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    assert "email 3" not in brt("history").out
    (entry,) = [one for one in brt.json("history", "118") if one["command"] == "done"]
    assert [one["status"] for one in entry["emails"]] == ["sent", "sent", "queued"]


def test_what_reached_nobody_says_why_and_what_was_called_off_that_it_was(brt):
    dated(brt, REMINDER)
    brt.json("dossier", "add", "D-2026-150", "--customer", "Sans Contact", "--person", "adv=sonia")
    brt.json("produce", "150", "--type", "visite")
    brt.json("done", "150/appeler", *sets("rdv=10/12"))
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    brt.json("set", "118", "rdv=", "--yes")
    shown = "\n".join(page(brt))
    assert "to contact technique (nobody has the function technique on this dossier): “" in shown
    assert "to Luc Morel (called off" in shown


@pytest.mark.parametrize(
    ("of", "command"),
    [((), "brt history"), (("118",), "brt history 118"), (("boulangerie m",), "brt history 'boulangerie m'")],
)
def test_a_day_after_which_nothing_happened(told, of, command):
    told.now = "2026-12-14T09:00"
    answer = told("history", *of, "--since", "10/12")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == f"Nothing has happened since Thu 10 Dec (--since). What was before: {command}\n"
    assert told.json("history", *of, "--since", "10/12") == []


def test_since_and_all_contradict_each_other(told):
    answer = told("history", "--all", "--since", "lun")
    assert (answer.code, answer.out) == (2, "")
    assert "Choose one of --since and --all." in answer.err


def test_a_moved_date_has_its_former_one_however_far_one_looks_back(told):
    told.json("set", "118", "rdv=15/12")
    told.json("shift", "121/appeler", "15/12")
    shown = page(told, "--since", "auj")
    assert "    Date du rendez-vous: Thu 10 Dec → Tue 15 Dec" in shown
    assert "    “Appeler le client” shifted Fri 4 Dec → Tue 15 Dec" in shown
    for number in range(48):
        told.json("note", "121", f"n° {number}")
    cut = told("history")
    assert "Date du rendez-vous: Thu 10 Dec → Tue 15 Dec" in cut.out
    assert cut.err.startswith("The latest 50 entries.")


@pytest.mark.parametrize(
    ("status", "said"), [("failed", "failed, 550 inconnu"), ("uncertain", "uncertain, 550 inconnu")]
)
def test_what_failed_or_may_have_left_stands_where_it_was_to_leave(brt, status, said):
    dated(brt, REMINDER)
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    brt.now = "2026-12-09T09:00"
    with writing(str(brt.root / "brt.db")) as db:
        values = {"status": status, "reason": "550 inconnu"}
        db._connection.execute("update outbox set status = :status, reason = :reason where number = 3", values)
    assert page(brt, "118", "--since", "8/12") == [
        "118 Boulangerie Morel · since Tue 8 Dec",
        "Tue 8 Dec 00:00",
        f"    email 3 to Luc Morel ({said}): “Notre visite du jeudi 10 décembre 2026”",
    ]
