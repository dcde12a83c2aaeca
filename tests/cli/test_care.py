"""Nothing wrong is stored, nothing typed is lost, and nobody is told anything unasked. Monday 30 November."""

import sqlite3

import pytest

from tests.cli.test_again import REASON, porting
from tests.cli.test_work import sent, sets

pytest.importorskip("pexpect", reason="pseudo-terminals are those of POSIX")
pytest.importorskip("pty", reason="pseudo-terminals are those of POSIX")

from tests.cli.terminal import Terminal
from tests.cli.test_terminal import at_work, dated, value

__all__ = ("at_work", "dated", "porting")

DATE = "Date du rendez-vous (15/12, fri, +3bd)"


# ── done again ────────────────────────────────────────────────────────────────────────────────────


def test_what_was_closed_before_is_asked_for_again_with_what_is_set(dated):
    dated.json("reopen", "4001")
    with Terminal(dated, "done", "4001") as terminal:
        terminal.answers((f"{DATE} [Thu 10 Dec]: ", "11/12"), ("Digicode", ""))
    assert (terminal.code, value(dated, "rdv")) == (0, "2026-12-11")
    dated.json("reopen", "4001")
    with Terminal(dated, "done", "4001") as terminal:
        terminal.answers((f"{DATE} [Fri 11 Dec]: ", ""), ("Digicode", ""))
    assert (terminal.code, value(dated, "rdv")) == (0, "2026-12-11")


def test_whoever_is_not_asked_again_is_told_what_stays(dated):
    kept = "“Appeler le client (118 Boulangerie Morel)” keeps what was set before: Date du rendez-vous: Thu 10 Dec.\n"
    dated.json("reopen", "4001")
    assert dated("done", "4001").err == kept
    dated.json("reopen", "4001")
    assert dated("done", "4001", *sets("rdv=10/12")).err == ""


def test_reopening_says_how_to_correct_a_value(dated):
    said = dated("reopen", "4001").err
    assert said.endswith("To correct what it says: brt set D-2026-118 rdv=…; or brt done 4001, which asks again.\n")
    assert "To correct" not in dated("reopen", "4002").err  # it asks for nothing that is set


def test_a_reason_is_asked_for_each_time_something_is_sent_back(porting):
    porting.json("set", "118", "port_rejection_reason=rio-incorrect")
    with Terminal(porting, "reject", "118/retour-operateur-porta", *REASON) as terminal:
        terminal.answers(("Motif du rejet [RIO incorrect]: ", "RIO absent"), ("Do it? [Y/n] ", "y"))
    assert (terminal.code, value(porting, "port_rejection_reason")) == (0, "RIO absent")


# ── what values move ──────────────────────────────────────────────────────────────────────────────

MOVES = [
    ("done", "4001", *sets("rdv=11/12", "digicode=1")),
    ("block", "4003", "--reason", "x", "--party", "us", *sets("rdv=11/12")),
]


@pytest.fixture
def moving(dated):
    """The visit (4003) may be done, and the call before it (4001) is open again."""
    dated.now = "2026-12-02T09:00"
    dated.json("assign", "4003", "karim")
    dated.json("reopen", "4001", "--keep")
    return dated


@pytest.mark.parametrize("words", MOVES, ids=lambda words: words[0])
def test_values_that_move_others_are_asked_about_whatever_the_command(moving, words):
    before = moving.database.read_bytes()
    with Terminal(moving, *words) as terminal:
        terminal.sees("This would change:").sees("4003  Passer sur site")
        terminal.answers(("Do it? [Y/n] ", "n")).sees("Nothing was changed.")
    assert terminal.code == 1
    assert moving.database.read_bytes() == before
    with Terminal(moving, *words, "--yes") as terminal:
        pass
    assert (terminal.code, value(moving, "rdv")) == (0, "2026-12-11")


@pytest.mark.parametrize("words", MOVES, ids=lambda words: words[0])
def test_a_script_moves_them_without_a_question(moving, words):
    assert moving(*words).code == 0
    assert value(moving, "rdv") == "2026-12-11"


def test_values_that_correct_what_was_told_are_asked_about(moving):
    moving.json("done", "4003", *sets("accord=oui-tout"))  # nothing hangs on the date any more
    with Terminal(moving, "done", "4001", *sets("rdv=11/12", "digicode=1")) as terminal:
        pass  # its own email tells the new date
    assert terminal.code == 0
    with Terminal(moving, "done", "4005", *sets("debut=01/01", "rdv=14/12")) as terminal:
        terminal.sees("rdv-deplace").answers(("Do it? [Y/n] ", "n"))
    assert (terminal.code, value(moving, "rdv")) == (1, "2026-12-11")


def test_a_value_that_is_taken_back_says_whom_it_concerns(dated):
    with Terminal(dated, "set", "118", "rdv=") as terminal:
        terminal.sees("= Date du rendez-vous has no value any more, it was Thu 10 Dec 2026")
        terminal.sees("Date du rendez-vous gives the date of: 4003 Passer sur site.")
        terminal.sees("Date du rendez-vous was told to: leo@telecom.example, luc@morel.example.")
        terminal.answers(("Do it? [y/N] ", ""))
    assert (terminal.code, value(dated, "rdv")) == (1, "2026-12-10")
    assert sent(dated.json("set", "118", "rdv=")) == {}
    assert value(dated, "rdv") is None


def test_a_value_that_nobody_waits_for_is_taken_back_at_once(at_work):
    at_work.json("set", "118", "numeros=01 40 50 60 71")
    with Terminal(at_work, "set", "118", "numeros=") as terminal:
        pass
    assert (terminal.code, value(at_work, "numeros")) == (0, None)


def test_a_date_on_a_day_off_is_asked_about_where_something_hangs_on_it(at_work):
    with Terminal(at_work, "done", "4001", *sets("rdv=sam", "digicode=1")) as terminal:
        terminal.sees("Date du rendez-vous: Sat 5 Dec is a day off").answers(("Do it? [y/N] ", ""))
    assert (terminal.code, value(at_work, "rdv")) == (1, None)
    told = at_work("done", "4001", *sets("rdv=sam"))
    assert (told.code, value(at_work, "rdv")) == (0, "2026-12-05")
    assert "Sat 5 Dec is a day off" in told.err


# ── waiting ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", [("todo",), ("done", "4002")], ids=" ".join)
def test_whoever_waits_for_somebody_who_writes_is_told_and_may_give_up(at_work, words):
    busy = sqlite3.connect(at_work.database, isolation_level=None)
    busy.execute("begin exclusive")
    with Terminal(at_work, *words) as terminal:
        terminal.sees("Somebody else is writing at this moment: waiting for them. Ctrl-C gives up.")
        terminal.types("Ctrl-C").sees("Nothing was changed.")
    busy.close()
    assert terminal.code == 130
