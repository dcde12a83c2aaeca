"""On a terminal: what is to be answered stands below what it is about. Monday 30 November."""

import pytest

from tests.cli.test_work import sets

pytest.importorskip("pexpect", reason="pseudo-terminals are those of POSIX")
pytest.importorskip("pty", reason="pseudo-terminals are those of POSIX")

from tests.cli.terminal import Terminal
from tests.cli.test_terminal import at_work, dated, lists

__all__ = ("at_work", "dated", "lists")

MINE = "4002  “Vérifier le dossier (118 Boulangerie Morel)”\r\n"
HERS = "4001  “Appeler le client (118 Boulangerie Morel)” · Amélie's\r\n"
QUESTIONS = {
    "done 4001": (HERS, "Date du rendez-vous"),
    "block 4001": (HERS, "Reason (emails may say it)? "),
    "block 4002 --reason x --party us": (MINE, "Motif: "),
    "skip 4002": (MINE, "Reason? "),
    "skip 4002 4001": (MINE + HERS, "Reason? "),
    "note 4001": (HERS, "Remark? "),
    "note 118": ("118 Boulangerie Morel\r\n", "Remark? "),
    "assign 4001": (HERS, "1  amelie"),
    "hold 118": ("118 Boulangerie Morel\r\n", "Reason? "),
    "cancel 118": ("118 Boulangerie Morel\r\n", "Reason? "),
    "dossier lose 119": ("119 Cabinet Kerbrat Avocats\r\n", "Reason? "),
}


@pytest.mark.parametrize("line", QUESTIONS)
def test_what_is_asked_stands_below_what_it_is_about(at_work, line):
    title, question = QUESTIONS[line]
    with Terminal(at_work, *line.split()) as terminal:
        terminal.sees(question).types("Ctrl-C")
    assert terminal.code == 130
    assert terminal.shown.startswith(f"{title}")
    assert terminal.shown.removeprefix(title).lstrip().startswith(question)


def test_it_is_said_which_of_several_is_asked_for(at_work):
    at_work.json("produce", "119", "--type", "visite")
    with Terminal(at_work, "done", "118/appeler", "119/appeler") as terminal:
        terminal.sees(" · Amélie's · 1/2\r\n").answers(("Date du rendez-vous", "10/12"), ("Digicode", ""))
        terminal.sees(" · Hugo's · 2/2\r\n").answers(("Date du rendez-vous", "10/12"), ("Digicode", ""))
    assert terminal.code == 0


def test_reopening_says_of_what_it_asks(dated):
    dated.now = "2026-12-10T09:00"
    dated.json("done", "4003", *sets("accord=oui-tout"))
    with Terminal(dated, "reopen", "4001") as terminal:
        terminal.sees(HERS).answers(("Which? (Enter: change nothing) ", ""))
    assert terminal.code == 1


def test_a_remark_says_on_what_it_stands(at_work):
    assert at_work("note", "118", "fermé le lundi").err == "Noted on 118 Boulangerie Morel.\n"
    assert at_work("note", "4002", "à revoir").err == f"Noted on {MINE.strip().replace('  ', ' ')}.\n"


def test_what_a_file_picks_is_listed_once(lists):
    with Terminal(lists, "skip", "@appels.csv") as terminal:
        terminal.answers(("without doing them? [Y/n] ", "y"), ("Reason? ", "Ctrl-C"))
    assert terminal.code == 130
    assert terminal.shown.count("Appeler le client") == 4
