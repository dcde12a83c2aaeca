"""On a terminal: an answer that does not close an action leads to what may be done with it instead."""

import pytest

from tests.cli.test_again import porting
from tests.cli.test_work import sets

pytest.importorskip("pexpect", reason="pseudo-terminals are those of POSIX")
pytest.importorskip("pty", reason="pseudo-terminals are those of POSIX")

from tests.cli.terminal import Terminal
from tests.cli.test_terminal import at_work, value

__all__ = ("at_work", "porting")

ANSWER = "118/retour-operateur-porta"
WAYS = "    1  block it\r\n    2  send the work back to “Déposer la demande de portabilité”\r\n"


def test_a_refusal_of_the_carrier_sends_the_work_back_there(porting):
    with Terminal(porting, "done", ANSWER) as terminal:
        terminal.answers(("it must be acceptée): ", "rejetée")).sees(WAYS)
        terminal.answers(("What now? (Enter: another answer) ", "2"), ("Motif du rejet: ", "1"))
        terminal.answers(("Reason (emails may say it)? [RIO incorrect] ", ""), ("On whom? ", "carrier"))
        terminal.sees("This would change:").answers(("Do it? [Y/n] ", ""))
    assert terminal.code == 0
    assert terminal.shown.count("Motif du rejet: ") == 2  # the question, and what would change
    assert porting.json("show", "118/deposer-demande-porta")["attempt"] == 2
    assert (value(porting, "port_rejection_reason"), value(porting, "port_decision")) == ("RIO incorrect", None)


def test_an_answer_that_gives_no_reason_leaves_it_to_be_typed(porting):
    with Terminal(porting, "done", ANSWER, *sets("port_decision=rejetée")) as terminal:
        terminal.sees("\r\n  1  block it").answers(("What now? (Enter: change nothing) ", "send back"))
        terminal.answers(("There is no send back here", "send"), ("Motif du rejet: ", "autre"))
        terminal.answers(("Reason (emails may say it)? ", ""), ("The reason is empty.", "faux")).types("Ctrl-C")
    assert (terminal.code, porting.json("show", ANSWER)["status"]) == (130, "available")


def test_the_ways_fit_a_telephone(porting):
    with Terminal(porting, "done", ANSWER, *sets("port_decision=rejetée"), COLUMNS="40") as terminal:
        terminal.sees("\r\n  1  block it\r\n  2  send the work back to “Déposer la\r\n    demande de portabilité”\r\n")
        terminal.answers(("What now? (Enter: change nothing)", ""))
    assert terminal.code == 1


def test_it_may_be_blocked_there_or_answered_otherwise(porting):
    with Terminal(porting, "done", ANSWER) as terminal:
        terminal.answers(("it must be acceptée): ", "en attente"), ("What now? (Enter: another answer) ", ""))
        terminal.answers(("Type another one", "en attente"), ("What now? (Enter: another answer) ", "block"))
        terminal.answers(("Reason (emails may say it)? ", "rien reçu"), ("On whom? ", "2"), ("Until when?", ""))
    assert porting.json("show", ANSWER)["blocked"]["reason"] == "rien reçu"


@pytest.fixture
def stuck(at_work):
    """`passer` asks for the same answer when it is blocked."""
    path = at_work.root / "installation_types" / "visite.yaml"
    asks = "[{field: accord, must: oui-tout}]"
    text = path.read_text("utf-8").replace(asks, f"{asks[:-1]}, {{field: accord, at: blocked, optional: true}}]")
    path.write_text(text, "utf-8")
    at_work.json("produce", "119", "--type", "visite")
    at_work.json("done", "119/appeler", "119/verifier", *sets("rdv=10/12"))
    at_work.now = "2026-12-10T09:00"
    return at_work


@pytest.mark.parametrize("words", [(), sets("accord=non-merci")], ids=["typed there", "with the command"])
def test_the_same_answer_is_not_asked_for_again(stuck, words):
    with Terminal(stuck, "done", "119/passer", *words) as terminal:
        if not words:
            terminal.answers(("(it must be oui-tout): ", "2"))
        terminal.answers(("Block it now? [y/N] ", "y"), ("Reason (emails may say it)? [non-merci] ", ""))
        terminal.answers(("On whom? ", "customer"), ("Until when?", ""))
    assert terminal.code == 0
    assert terminal.shown.count("Accord du client (") == (0 if words else 1)
    assert stuck("get", "119", "accord").out == "non-merci\n"
    assert stuck.json("show", "119/passer")["blocked"]["reason"] == "non-merci"
