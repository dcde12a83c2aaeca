"""Nothing wrong is stored, nothing typed is lost, and nobody is told anything unasked. Monday 30 November."""

import sqlite3

import pytest

from brt.service import history
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
    assert dated("done", "4001").err.startswith(kept)
    dated.json("reopen", "4001")
    assert "keeps what was set" not in dated("done", "4001", *sets("rdv=10/12")).err


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
        terminal.sees("Date du rendez-vous: Sat 5 Dec is a day off").answers(("Keep it? [y/N, or another date] ", ""))
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


# ── going away ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def three(brt):
    """Three calls to make: 4001, 4007 and 4013."""
    brt.json("produce", "118", "119", "122", "--type", "visite")
    return brt


CALLS = ("done", "118/appeler", "119/appeler", "122/appeler")


def rdv(brt, name):
    return brt("get", name, "rdv").out.strip()


def test_whoever_stops_among_several_actions_may_save_those_that_are_filled_in(three):
    with Terminal(three, *CALLS) as terminal:
        terminal.sees("4001  ").answers(("Date du rendez-vous", "10/12"), ("Digicode", "12"))
        terminal.sees("4007  ").answers(("Date du rendez-vous", "11/12"), ("Digicode", "Ctrl-C"))
        terminal.answers(("Save the one that is filled in? [Y/n] ", "")).sees("Left as they were: 4007, 4013")
    assert terminal.code == 0
    assert [rdv(three, name) for name in ("118", "119", "122")] == ["2026-12-10", "", ""]
    assert three.json("show", "4001")["status"] == "done"
    assert three.json("show", "4007")["status"] == "available"


@pytest.mark.parametrize("answer", ["n", "Ctrl-C"])
def test_whoever_does_not_want_that_has_changed_nothing(three, answer):
    before = three.database.read_bytes()
    with Terminal(three, *CALLS) as terminal:
        terminal.answers(("Date du rendez-vous", "10/12"), ("Digicode", ""), ("Date du rendez-vous", "Ctrl-C"))
        terminal.answers(("Save the one that is filled in? [Y/n] ", answer)).sees("Nothing was changed.")
    assert terminal.code == 130
    assert three.database.read_bytes() == before


def test_actions_of_one_dossier_are_told_apart_as_well(three):
    with Terminal(three, "done", "118/appeler", "118/verifier") as terminal:
        terminal.answers(("Date du rendez-vous", "10/12"), ("Digicode", ""), ("Numéros du site", "Ctrl-C"))
        terminal.answers(("Save the one that is filled in? [Y/n] ", "y")).sees("Left as they were: 4002")
    assert (terminal.code, rdv(three, "118")) == (0, "2026-12-10")
    assert three.json("show", "4002")["status"] == "available"


# ── what a number stands for ──────────────────────────────────────────────────────────────────────

NUMBERED = [
    ("done", "4001", *sets("rdv=10/12")),
    ("skip", "4001", "--reason", "x"),
    ("block", "4001", "--reason", "x", "--party", "us"),
    ("take", "4001"),
    ("shift", "4001", "10/12"),
    ("reopen", "4001"),
    ("set", "4001", "motif=x"),
    ("hold", "4001"),
    ("show", "4001"),
    ("note", "4001", "x"),
]


@pytest.fixture
def both(three):
    """The action 4001 is of D-2026-118, and there is a dossier D-2026-4001."""
    assert three("dossier", "add", "D-2026-4001", "--customer", "Taxis de Rennes", "--person", "adv=sonia").code == 0
    three.json("produce", "D-2026-4001", "--type", "visite")
    return three


@pytest.mark.parametrize("words", NUMBERED, ids=lambda words: words[0])
def test_a_number_that_fits_an_action_and_a_dossier_is_refused(both, words):
    before = both.database.read_bytes()
    answer = both(*words)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "4001 is an action and a dossier.\nSay which: D-2026-118/appeler or D-2026-4001\n"
    assert both.database.read_bytes() == before


def test_the_full_forms_say_which(both):
    assert both("done", "D-2026-118/appeler", *sets("rdv=10/12")).code == 0
    assert both("set", "D-2026-4001", "motif=x").code == 0
    assert both("done", "4001/appeler", *sets("rdv=11/12")).code == 0
    assert (rdv(both, "118"), rdv(both, "D-2026-4001")) == ("2026-12-10", "2026-12-11")


# ── nothing without a word ────────────────────────────────────────────────────────────────────────


def test_programs_are_given_all_of_the_history_and_people_told_of_the_rest(three):
    for number in range(history.LATEST):
        three.json("note", "118", f"Remarque {number}")
    entries = three.json("history")
    assert len(entries) > history.LATEST
    assert entries[0]["command"] == "dossier"
    assert len(three("history", "--format", "csv").out.splitlines()) > history.LATEST
    cut, whole = three("history"), three("history", "--all")
    assert cut.out.count("remark: ") == history.LATEST
    assert cut.err == "The latest 50 entries. From the beginning: brt history --all\n"
    assert whole.out.endswith(cut.out)
    assert len(whole.out) > len(cut.out)
    assert whole.err == ""
    assert three("history", "118").err == ""


def test_a_list_that_lacks_what_is_on_hold_says_so(at_work):
    at_work.json("hold", "118", "--reason", "travaux")
    said = at_work("todo", "118").err
    assert said.startswith("118 Boulangerie Morel is on hold since Mon 30 Nov (Sonia): travaux\n")
    assert "To let it go on: brt resume D-2026-118\n" in said
    assert "on hold" not in at_work("todo", "bidon").err


def test_a_date_that_is_moved_into_danger_is_told_before_the_question_whose_answer_is_no_then(at_work):
    at_work.json("set", "118", "rdv=08/12")
    with Terminal(at_work, "set", "118", "rdv=02/12") as terminal:
        terminal.sees("at risk, “Passer sur site” would be done on Fri 4 Dec only, after Wed 2 Dec")
        terminal.answers(("Do it? [y/N] ", ""))
    assert (terminal.code, value(at_work, "rdv")) == (1, "2026-12-08")
    with Terminal(at_work, "set", "118", "rdv=02/12") as terminal:
        terminal.answers(("Do it? [y/N] ", "y"))
    assert (terminal.code, value(at_work, "rdv")) == (0, "2026-12-02")


def test_what_is_missing_stands_between_the_plan_of_a_production_and_its_question(brt):
    file = brt.root / "installation_types" / "visite.yaml"
    sends = "emails: [{send: rdv-confirme, at: produced, to: [contact:syndic, role:technicien]}]"
    text = file.read_text(encoding="utf-8").replace("\nphases:\n", f"\n{sends}\nphases:\n")
    file.write_text(text, encoding="utf-8")
    with Terminal(brt, "produce", "118", "--type", "visite") as terminal:
        terminal.sees("Expected end ?").sees("no contact with")
        terminal.answers(("Produce? [Y/n] ", "y"))
        terminal.sees("! rdv-confirme does not reach “contact syndic”")
    assert terminal.code == 0
