"""Sessions in which something is done again: reopened, or sent back."""

import pytest

from tests.cli.play import CALL
from tests.cli.test_work import ids, sent, sets

REASON = ("--reason", "RIO incorrect", "--party", "carrier")


@pytest.fixture
def porting(brt):
    """118 at work; the carrier's answer is the next thing to see."""
    brt.json("produce", "118", "--type", "3cx-porta", user="amelie")
    brt.json("done", "118/appel-lancement", *CALL, user="amelie")
    before = ("controler-dossier", "collecter-rio-factures", "commander-trunk-sip", "controler-rio-sda")
    skipped = [f"118/{key}" for key in (*before, "faire-signer-mandat", "deposer-demande-porta")]
    brt.json("skip", *skipped, "--reason", "déjà fait", user="sonia")
    return brt


def test_a_rejection_begins_a_second_attempt_and_says_so_to_the_customer(porting):
    brt = porting
    refused = brt("reject", "118/retour-operateur-porta", *REASON, user="sonia")
    assert refused.code == 1
    assert refused.err.endswith(
        "Give them as well: brt reject D-2026-118/retour-operateur-porta … --set port_rejection_reason=…\n"
    )
    assert "Motif du rejet (port_rejection_reason=RIO incorrect|RIO absent|" in refused.err
    there = brt("reject", "118/retour-operateur-porta", *REASON, "--to", "appel-lancement", user="sonia")
    assert there.err.endswith("Say which: brt reject D-2026-118/retour-operateur-porta … --to deposer-demande-porta\n")
    stuck = brt("done", "118/retour-operateur-porta", *sets("port_decision=rejetee"), user="sonia").err
    assert stuck.endswith("If it cannot go on: brt block 4012. To send it back: brt reject 4012\n")
    answer = brt.json(
        "reject", "118/retour-operateur-porta", *REASON, *sets("port_rejection_reason=rio-incorrect"), user="sonia"
    )
    assert ids(answer["opened"]) == ["deposer-demande-porta"]
    assert answer["opened"][0]["attempt"] == 2
    assert ids(answer["changed"]) == ["retour-operateur-porta"]
    assert sent(answer)["rejet-portabilite"]
    again = brt("done", "118/deposer-demande-porta", user="sonia")
    assert again.code == 1
    assert "port_request_ref" in again.err
    answer = brt.json(
        "done",
        "118/deposer-demande-porta",
        *sets("port_request_ref=P-2", "requested_port_date=15/12/2026"),
        user="sonia",
    )
    assert ids(answer["opened"]) == ["retour-operateur-porta"]
    assert "attempt 2" in brt("show", "118/retour-operateur-porta").out
    history = brt("history", "118").out
    assert "“Traiter le retour de l'opérateur donneur” rejected, carrier: RIO incorrect" in history


def test_the_email_of_a_rejection_speaks_of_the_attempt_that_was_rejected(porting):
    path = porting.root / "email_types" / "rejet-portabilite.yaml"
    text = path.read_text("utf-8").replace(
        "Motif\N{NO-BREAK SPACE}: {{ action.reason }}", "Essai {{ action.attempt }}."
    )
    path.write_text(text, "utf-8")
    answer = porting.json(
        "reject", "118/retour-operateur-porta", *REASON, *sets("port_rejection_reason=autre"), user="sonia"
    )
    number = next(one["number"] for one in answer["emails"] if one["email_type"] == "rejet-portabilite")
    assert "Essai 1." in porting("email", "show", str(number)).out


def test_an_action_that_was_sent_back_says_why_from_where_and_what_it_asks_for_again(porting):
    porting.json("reopen", "118/deposer-demande-porta")
    porting.json("done", "118/deposer-demande-porta", *sets("port_request_ref=P-1", "requested_port_date=15/12"))
    why = ("--reason", "ligne 2", "--party", "carrier")
    porting.json("reject", "118/retour-operateur-porta", *why, *sets("port_rejection_reason=rio-incorrect"))
    page = porting("show", "118/deposer-demande-porta").out
    assert page.partition("Why attempt 2\n")[2].startswith(
        "  Sent back on Mon 30 Nov by Sonia, from 4012 “Traiter le retour de l'opérateur donneur”\n"
        "  Carrier: ligne 2\n"
        "  Motif du rejet: RIO incorrect\n\n"
    )
    assert "port_request_ref     asked again  = P-1\n" in page
    assert page.endswith("Once it is done: brt done 4011, which asks again for what is to note\n")
    assert "Rejected on Mon 30 Nov by Sonia, sent back to 4011 “Déposer" in porting("show", "4012").out
    back = porting.json("show", "4011")["sent_back"]
    assert (back["number"], back["party"], back["reason"], back["on"]) == (4012, "carrier", "ligne 2", "2026-11-30")


def test_another_attempt_has_another_reason_or_none(porting):
    for reason in ("un", "deux"):
        rejected = ("--reason", reason, "--party", "us", *sets("port_rejection_reason=autre"))
        porting.json("reject", "118/retour-operateur-porta", *rejected)
        assert porting.json("show", "118/deposer-demande-porta")["sent_back"]["reason"] == reason
        porting.json("done", "118/deposer-demande-porta", *sets("port_request_ref=P", "requested_port_date=15/12"))
    porting.json("done", "118/retour-operateur-porta", *sets("port_decision=acceptée"))
    porting.json("reopen", "118/deposer-demande-porta", "--redo")
    assert [porting.json("show", number)["sent_back"] is None for number in ("4010", "4011", "4012")] == [
        *(True, False, True)
    ]


def test_what_sends_nothing_back_says_what_to_do(porting):
    number = porting.json("show", "118/auditer-prerequis")["number"]
    answer = porting("reject", str(number), *REASON, user="sonia")
    assert answer.code == 1
    assert "sends nothing back. What does: “Traiter le retour de l'opérateur donneur” (4012, Sonia).\n" in answer.err
    says = f"To send back from there: brt reject 4012. If this one cannot go on: brt block {number}\n"
    assert answer.err.endswith(says)
    porting.json("set", "118", "port_decision=acceptée")
    porting.json("done", "4012", user="sonia")
    assert porting("reject", str(number), *REASON, user="sonia").err.endswith(
        f"sends nothing back.\nIf it cannot go on: brt block {number}\n"
    )


def test_what_will_send_back_later_is_told_too(brt):
    brt.json("produce", "118", "--type", "3cx-porta", user="amelie")
    assert "Once that can be done: brt reject 4" in brt("reject", "4001", *REASON, user="sonia").err


def test_reopening_shows_what_was_done_since_and_changes_nothing(porting):
    brt = porting
    before = brt.database.read_bytes()
    answer = brt("reopen", "118/collecter-rio-factures", user="sonia")
    assert answer.code == 1
    assert "“Contrôler RIO et SDA, préparer le mandat” (Sonia)" in answer.err
    assert "--keep" in answer.err
    assert "--redo" in answer.err
    assert brt.database.read_bytes() == before


def test_redo_lets_it_be_done_again_and_keep_leaves_it(porting):
    brt = porting
    assert brt("reopen", "118/collecter-rio-factures", "--keep", "--redo", user="sonia").code == 2
    kept = brt.json("reopen", "118/collecter-rio-factures", "--keep", user="sonia")
    assert ids(kept["opened"]) == ["collecter-rio-factures"]
    brt.json("skip", "118/collecter-rio-factures", "--reason", "déjà fait", user="sonia")
    redone = brt.json("reopen", "118/collecter-rio-factures", "--redo", user="sonia")
    assert "controler-rio-sda" in ids(redone["changed"])


def test_a_text_that_was_sent_leaves_again_only_when_it_changes(brt):
    brt.json("produce", "118", "--type", "3cx-porta", user="amelie")
    first = brt.json("done", "118/appel-lancement", *CALL, user="amelie")
    assert sent(first)
    reopened = brt("reopen", "118/appel-lancement", user="amelie")
    assert reopened.code == 0
    assert "it does not leave again unless its text changes" in reopened.err
    same = brt.json("done", "118/appel-lancement", user="amelie")
    assert same["emails"] == []
    brt.json("reopen", "118/appel-lancement", user="amelie")
    other = brt.json("done", "118/appel-lancement", *sets("target_date=16/12/2026"), user="amelie")
    assert set(sent(other)) <= set(sent(first))
    assert sent(other)
