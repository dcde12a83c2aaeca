"""On a terminal: what a command asks, what it shows before, and that it does nothing without an answer."""

import os

import pytest

from tests.cli.test_work import ids, sent, sets

pytest.importorskip("pexpect", reason="pseudo-terminals are those of POSIX")
pytest.importorskip("pty", reason="pseudo-terminals are those of POSIX")

from tests.cli.terminal import Terminal

KEYS = ["Ctrl-C", "Ctrl-D"]


@pytest.fixture
def at_work(brt):
    """118 has `visite`: 4001 asks for a date and a door code, 4002 for numbers and RIOs."""
    brt.json("produce", "118", "--type", "visite")
    return brt


@pytest.fixture
def dated(at_work):
    """The date of the visit is known to the customer."""
    at_work.json("done", "4001", "4002", *sets("rdv=10/12"))
    return at_work


def value(brt, field):
    answer = brt("get", "118", field)
    return answer.out.rstrip("\n") if answer.code == 0 else None


# ── fields ────────────────────────────────────────────────────────────────────────────────────────


def test_done_asks_for_what_is_missing_and_says_what_it_understood(at_work):
    with Terminal(at_work, "done", "118/appeler") as terminal:
        terminal.sees("4001  “Appeler le client (118 Boulangerie Morel)”")
        terminal.answers(("Date du rendez-vous (15/12, fri, +3bd): ", "ven")).sees("= Fri 4 Dec 2026")
        terminal.answers(("Digicode (if any): ", "1234A"))
    assert terminal.code == 0
    assert "1234A" not in terminal.shown
    assert (value(at_work, "rdv"), value(at_work, "digicode")) == ("2026-12-04", "1234A")


def test_what_is_wrong_is_said_and_asked_again(at_work):
    with Terminal(at_work, "done", "118/appeler") as terminal:
        terminal.answers(("(15/12, fri, +3bd): ", "31/02")).sees("31/02 does not exist: February 2026 has 28 days")
        terminal.answers(("(15/12, fri, +3bd): ", "bientôt")).sees("bientôt is not a date")
        terminal.answers(("(15/12, fri, +3bd): ", "")).sees("It is needed: type a value, or Ctrl-C to stop.")
        terminal.answers(("(15/12, fri, +3bd): ", "10/12"), ("(if any): ", ""))
    assert terminal.code == 0
    assert "Nothing was saved" not in terminal.shown
    assert value(at_work, "rdv") == "2026-12-10"
    assert value(at_work, "digicode") is None


def test_what_is_set_is_the_default(at_work):
    at_work.json("set", "118", "rdv=10/12")
    with Terminal(at_work, "done", "118/appeler") as terminal:
        terminal.answers(("Date du rendez-vous (15/12, fri, +3bd) [Thu 10 Dec]: ", ""), ("Digicode", ""))
    assert terminal.code == 0
    assert value(at_work, "rdv") == "2026-12-10"


def test_a_default_may_be_changed_and_counted_from(at_work):
    at_work.json("set", "118", "rdv=10/12")
    with Terminal(at_work, "done", "118/appeler") as terminal:
        terminal.answers(("[Thu 10 Dec]: ", "+1bd")).sees("= Fri 11 Dec 2026").answers(("Digicode", ""))
    assert value(at_work, "rdv") == "2026-12-11"


def test_what_is_all_set_is_not_asked(at_work):
    at_work.json("set", "118", "rdv=10/12", "digicode=1234A")
    with Terminal(at_work, "done", "118/appeler") as terminal:
        pass
    assert terminal.code == 0
    assert "Date du rendez-vous (" not in terminal.shown


def test_nothing_is_asked_when_all_but_what_is_optional_was_typed_out(at_work):
    with Terminal(at_work, "done", "118/appeler", "--set", "rdv=ven") as terminal:
        terminal.sees("✓ 4001")
    assert (terminal.code, "Digicode (" in terminal.shown) == (0, False)


def test_many_values_come_a_line_each_until_an_empty_one(at_work):
    with Terminal(at_work, "done", "118/verifier") as terminal:
        terminal.answers(
            ("Numéros du site (e.g. 01 40 50 60 70 · one a line, or @FILE · if any): ", "01 40 50 60 71"),
            ("  the next (Enter: that is all): ", "12"),
            ("12 is not a phone number", "01 40 50 60 72"),
            ("(Enter: that is all): ", ""),
            ("RIO par numéro (", ""),
        )
    assert terminal.code == 0
    assert value(at_work, "numeros") == "01 40 50 60 71\n01 40 50 60 72"
    assert value(at_work, "rios") is None


def test_many_values_come_from_a_file(at_work):
    (at_work.root / "numeros.csv").write_text("01 40 50 60 71\n01 40 50 60 72\n")
    with Terminal(at_work, "done", "118/verifier") as terminal:
        terminal.answers(("Numéros du site (", "@absent.csv"), ("cannot be read", "@numeros.csv"), ("RIO par", ""))
    assert value(at_work, "numeros") == "01 40 50 60 71\n01 40 50 60 72"


@pytest.mark.parametrize("answer", ["1", "oui-tout", "OUI-TOUT", "ou", "tout"])
def test_a_choice_is_a_number_or_a_name_and_says_what_it_must_be(dated, answer):
    dated.now = "2026-12-10T09:00"
    with Terminal(dated, "done", "118/passer") as terminal:
        terminal.sees("1  oui-tout\r\n").sees("2  non-merci\r\n")
        terminal.answers(("Accord du client (it must be oui-tout): ", "oui-tous"))
        terminal.sees("oui-tous is not one of oui-tout, non-merci. Did you mean oui-tout?")
        terminal.answers(("(it must be oui-tout): ", "2"))
        terminal.sees("closes only when Accord du client is “oui-tout”, not")
        terminal.answers(("  Block it now? [y/N] ", ""))
        terminal.answers(("(it must be oui-tout): ", answer))
    assert terminal.code == 0
    assert "Nothing was saved" not in terminal.shown
    assert value(dated, "accord") == "oui-tout"


def test_an_action_that_a_choice_keeps_open_may_be_blocked_there(dated):
    dated.now = "2026-12-10T09:00"
    with Terminal(dated, "done", "118/passer") as terminal:
        terminal.answers(("(it must be oui-tout): ", "non-merci"), ("Block it now? [y/N] ", "y"))
        terminal.answers(("Reason (emails may say it)? ", "refuse le devis"), ("On whom? ", "customer"))
        terminal.answers(("Until when? (optional) ", "mardi gras"), ("is not a date", "ven. 18/12"))
        terminal.sees("4003")
    blocked = dated.json("show", "4003")["blocked"]
    assert (terminal.code, blocked["reason"], blocked["party"]) == (0, "refuse le devis", "customer")
    assert blocked["until"] == "2026-12-18"
    assert value(dated, "accord") is None


def test_so_may_one_whose_choice_came_with_the_command_and_the_rest_is_kept(dated):
    dated.now = "2026-12-10T09:00"
    words = ("done", "118/passer", *sets("accord=non-merci", "motif=devis"))
    with Terminal(dated, *words) as terminal:
        terminal.answers(("Block it now? [y/N] ", ""))
    assert (terminal.code, dated.json("show", "4003")["blocked"]) == (1, None)
    with Terminal(dated, *words) as terminal:
        terminal.answers(("Block it now? [y/N] ", "y"), ("Reason (emails may say it)? ", "devis"), ("On whom? ", "1"))
        terminal.answers(("Until when? (optional) ", ""))
    assert (terminal.code, value(dated, "motif"), value(dated, "accord")) == (0, "devis", None)
    assert dated.json("show", "4003")["blocked"]["reason"] == "devis"


def test_a_value_that_is_not_what_it_must_be_is_asked_for(dated):
    dated.json("set", "118", "accord=non-merci")
    dated.now = "2026-12-10T09:00"
    with Terminal(dated, "done", "118/passer") as terminal:
        terminal.answers(("Accord du client (it must be oui-tout): ", ""), ("It is needed", "1"))
    assert terminal.code == 0


def test_several_actions_are_asked_for_one_after_the_other(brt):
    brt.json("produce", "118", "119", "--type", "visite")
    with Terminal(brt, "done", "118/appeler", "119/appeler") as terminal:
        terminal.sees("118 Boulangerie Morel").answers(("Date du rendez-vous", "10/12"), ("Digicode", ""))
        terminal.sees("119 ").answers(("Date du rendez-vous", "11/12"), ("Digicode", ""))
    assert terminal.code == 0
    assert (brt.json("get", "118", "rdv"), brt.json("get", "119", "rdv")) == ("2026-12-10", "2026-12-11")


def test_bill_asks_as_done_does(dated):
    dated.now = "2026-12-10T09:00"
    dated.json("done", "118/passer", *sets("accord=oui-tout"))
    with Terminal(dated, "bill", "118") as terminal:
        terminal.answers(("Début de facturation (15/12, fri, +3bd): ", "01/01")).sees("= Fri 1 Jan 2027")
    assert terminal.code == 0
    assert dated.json("show", "118")["status"] == "billing"


def test_what_is_refused_is_refused_before_anything_is_asked(at_work):
    with Terminal(at_work, "done", "118/passer") as terminal:
        terminal.sees("is not available yet")
    assert terminal.code == 1
    assert "Accord du client" not in terminal.shown


def test_questions_go_to_stderr(at_work):
    with Terminal(at_work, shell="$PYTHON -m brt done 118/appeler --format json > answer.json") as terminal:
        terminal.answers(("Date du rendez-vous", "10/12"), ("Digicode", ""))
    assert terminal.code == 0
    assert (at_work.root / "answer.json").read_text(encoding="utf-8").startswith("{\n")


def test_letters_that_are_none_are_asked_for_again(at_work):
    with Terminal(at_work, "done", "118/appeler") as terminal:
        terminal.sees("(15/12, fri, +3bd): ")
        os.write(terminal.child.child_fd, b"10/12\xff\r")
        terminal.sees("half a character").answers(("(15/12, fri, +3bd): ", "10/12"), ("Digicode", ""))
    assert terminal.code == 0


# ── reasons, parties ──────────────────────────────────────────────────────────────────────────────


def test_block_asks_why_on_whom_and_for_its_fields(at_work):
    with Terminal(at_work, "block", "118/verifier") as terminal:
        terminal.answers(("Motif: ", "Kbis"), ("Reason (emails may say it)? [Kbis] ", "Kbis trop ancien"))
        terminal.sees("1  customer\r\n").answers(("On whom? ", "custmer"))
        terminal.sees("There is no custmer here: type a number or a name of the list. Did you mean `customer`?")
        terminal.answers(("On whom? ", "1"), ("Until when? (optional) ", "friday")).sees("  = Fri 4 Dec 2026\r\n")
    assert terminal.code == 0
    assert at_work.json("show", "118/verifier")["blocked"]["party"] == "customer"
    assert at_work.json("show", "118/verifier")["blocked"]["reason"] == "Kbis trop ancien"
    assert value(at_work, "motif") == "Kbis"


@pytest.mark.parametrize("said", ["Opérateur", "carrier", "2"])
def test_a_party_is_read_in_french_and_typed_in_either_language(at_work, said):
    with Terminal(at_work, "block", "118/verifier", "--reason", "x", *sets("motif=m"), BRT_LANG="fr") as terminal:
        terminal.sees("\r\n  2  opérateur\r\n").answers(("Qui est en cause\xa0? ", said))
        terminal.answers(("Jusqu'à quand\xa0? (facultatif) ", ""))
    assert at_work.json("show", "118/verifier")["blocked"]["party"] == "carrier"


def test_a_wrong_party_is_told_the_word_that_is_read(at_work):
    with Terminal(at_work, "block", "118/verifier", "--reason", "x", *sets("motif=m"), BRT_LANG="fr") as terminal:
        terminal.answers(("Qui est en cause\xa0? ", "clientt")).sees("Peut-être `client`\xa0?").types("Ctrl-C")
    assert terminal.code == 130


def test_a_reason_is_needed_where_no_field_gives_one(at_work):
    with Terminal(at_work, "block", "118/appeler") as terminal:
        terminal.answers(("Reason (emails may say it)? ", ""), ("The reason is empty.", "absent"), ("On whom? ", "1"))
        terminal.answers(("Until when? (optional) ", ""))
    assert at_work.json("show", "118/appeler")["blocked"]["reason"] == "absent"


def test_a_party_must_be_named(at_work):
    with Terminal(at_work, "block", "118/verifier", "--reason", "x", *sets("motif=m")) as terminal:
        terminal.answers(("On whom? ", "")).sees("It is needed: type a value, or Ctrl-C to stop.")
        terminal.answers(("On whom? ", "us"), ("Until when? (optional) ", ""))
    assert at_work.json("show", "118/verifier")["blocked"]["party"] == "us"


@pytest.mark.parametrize(
    ("said", "language"), [("customer", "fr"), ("client", "fr"), ("Opérateur", "fr"), ("us", "en")]
)
def test_a_party_is_typed_as_it_is_read(at_work, said, language):
    words = ("block", "118/verifier", "--reason", "x", "--party", said, *sets("motif=m"))
    assert at_work(*words, BRT_LANG=language).code == 0
    party = at_work.json("show", "118/verifier")["blocked"]["party"]
    assert party == {"client": "customer", "Opérateur": "carrier"}.get(said, said)


def test_a_wrong_party_is_told_the_words_with_what_is_read_for_them(at_work):
    wrong = at_work("block", "118/verifier", "--reason", "x", "--party", "clientt", BRT_LANG="fr").err
    assert "`customer` (client), `carrier` (opérateur), `supplier` (fournisseur), `us` (nous)." in wrong
    assert "Peut-être `client`\xa0?" in wrong
    missing = at_work("block", "118/verifier", "--reason", "x", BRT_LANG="fr").err
    assert "--party client|opérateur|fournisseur|nous\n" in missing


def test_skip_asks_why(at_work):
    with Terminal(at_work, "skip", "118/verifier") as terminal:
        terminal.answers(("Reason? ", "déjà fait"))
    assert terminal.code == 0
    assert at_work.json("show", "118/verifier")["status"] == "skipped"


STOPS = {"hold": ("hold", "118"), "cancel": ("cancel", "118"), "lose": ("dossier", "lose", "119")}


@pytest.mark.parametrize("command", STOPS)
@pytest.mark.parametrize("reason", ["le client hésite", ""])
def test_what_stops_asks_why_and_takes_no_answer(at_work, command, reason):
    with Terminal(at_work, *STOPS[command]) as terminal:
        terminal.answers(("Reason? (optional) ", reason))
        if command == "cancel":
            terminal.sees("cancelled").answers(("Do it? [y/N] ", "y"))
    assert terminal.code == 0
    entry = at_work.json("history", STOPS[command][-1])[-1]
    assert entry["command"].endswith(command)
    assert {fact["text"] for fact in entry["facts"] if fact["what"] in ("held", "cancelled", "noted")} == (
        {reason} if reason else set() if command == "lose" else {None}
    )


@pytest.mark.parametrize("answer", ["", "n"])
def test_calling_off_wants_a_yes(at_work, answer):
    before = at_work.database.read_bytes()
    with Terminal(at_work, "cancel", "118", "--reason", "renonce") as terminal:
        terminal.answers(("Do it? [y/N] ", answer)).sees("Nothing was changed.")
    assert terminal.code == 1
    assert at_work.database.read_bytes() == before


@pytest.mark.parametrize("command", STOPS)
def test_nothing_is_asked_with_a_yes_nor_for_what_had_stopped(at_work, command):
    for said in ("", " already, "):
        with Terminal(at_work, *STOPS[command], *([] if said else ["--yes"])) as terminal:
            pass
        assert terminal.code == 0
        assert said in terminal.shown
        assert "Reason?" not in terminal.shown


NEEDED = [("done", "118/passer", "--early", *sets("rdv=10/12", "accord=oui-tout")), ("cancel", "118", "--force")]


@pytest.mark.parametrize("words", NEEDED, ids=lambda words: words[0])
def test_a_reason_that_is_needed_is_asked_for(at_work, words):
    with Terminal(at_work, *words, "--yes") as terminal:
        terminal.answers(("Reason? ", ""), ("The reason is empty.", "urgent"))
    assert terminal.code == 0
    texts = [fact["text"] for fact in at_work.json("history", "118")[-1]["facts"]]
    assert "urgent" in texts


@pytest.mark.parametrize("command", ["skip", "block"])
def test_nobody_says_why_for_what_is_not_there(at_work, command):
    with Terminal(at_work, command, "118/verifer") as terminal:
        terminal.sees("has no action verifer. Did you mean `verifier` (Vérifier le dossier)?")
    assert terminal.code == 1
    assert "Reason?" not in terminal.shown


# ── plans ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("answer", ["visite", "4", "visi"])
def test_produce_shows_the_types_then_the_plan_then_asks(brt, answer):
    with Terminal(brt, "produce", "118") as terminal:
        terminal.sees("3  ftth-pro").sees("Accès fibre mutualisé")
        terminal.answers(("Which type? ", "visti")).sees("Did you mean `visite`?").answers(("Which type? ", answer))
        terminal.sees("ADV: Sonia").sees("Appeler le client").answers(("Produce? [Y/n] ", "n"))
        terminal.sees("Nothing was changed.")
    assert terminal.code == 1
    assert brt.json("show", "118")["installations"] == []


def test_produce_that_is_agreed_to(brt):
    with Terminal(brt, "produce", "118", "--type", "visite") as terminal:
        terminal.answers(("Produce? [Y/n] ", "")).sees("→ 4001  Appeler le client    Amélie")
    assert terminal.code == 0
    assert brt.json("show", "118")["status"] == "production"


def test_a_lost_dossier_is_produced_only_by_a_yes_that_is_typed(brt):
    brt("dossier", "lose", "118", "--reason", "trop cher")
    with Terminal(brt, "produce", "118", "--type", "visite") as terminal:
        terminal.sees("D-2026-118, mind: lost since Mon 30 Nov (Sonia): trop cher")
        terminal.sees("Producing it takes that back.").answers(("Produce? [y/N] ", "")).sees("Nothing was changed.")
    assert brt.json("show", "118")["status"] == "lost"
    with Terminal(brt, "produce", "118", "--type", "visite") as terminal:
        terminal.answers(("Produce? [y/N] ", "y")).sees("→ 4001  Appeler le client    Amélie")
    assert terminal.shown.count("trop cher") == 1
    assert brt.json("show", "118")["status"] == "production"


MOVES = [("set", "118", "rdv=11/12"), ("shift", "118/passer", "11/12")]


@pytest.mark.parametrize("words", MOVES, ids=" ".join)
def test_moving_a_date_shows_what_moves_and_whom_it_tells_then_asks(dated, words):
    before = dated.database.read_bytes()
    with Terminal(dated, *words) as terminal:
        terminal.sees("This would change:").sees("Thu 10 Dec → Fri 11 Dec")
        terminal.sees("Thu 10 Dec 2026 → Fri 11 Dec 2026").sees("rdv-deplace  luc@morel.example")
        terminal.answers(("Do it? [Y/n] ", "n")).sees("Nothing was changed.")
    assert terminal.code == 1
    assert dated.database.read_bytes() == before
    with Terminal(dated, *words) as terminal:
        terminal.answers(("Do it? [Y/n] ", "y")).sees("Done.  1 date moved").sees("✉ rdv-deplace  luc@morel.example")
    assert terminal.code == 0
    assert terminal.shown.count("~ 4003") == 1  # what was agreed to is not told again
    assert value(dated, "rdv") == "2026-12-11"


def test_what_was_agreed_to_is_told_in_full_to_a_file(dated, tmp_path):
    with Terminal(dated, shell=f"$PYTHON -m brt set 118 rdv=11/12 > {tmp_path / 'said'}") as terminal:
        terminal.answers(("Do it? [Y/n] ", "y"))
    assert "~ 4003  Passer sur site" in (tmp_path / "said").read_text("utf-8")


def test_a_field_that_moves_one_action_is_asked_about(brt):
    """One date of another action is already one that was not named."""
    brt.json("produce", "118", "--type", "visite")
    brt.json("skip", "4001", "4002", "--reason", "x")
    with Terminal(brt, "set", "118", "rdv=11/12") as terminal:
        terminal.sees("~ 4003  Passer sur site  Léo  due Fri 11 Dec").answers(("Do it? [Y/n] ", "y"))
    assert terminal.code == 0
    with Terminal(brt, "shift", "4003", "14/12") as terminal:  # moves nothing but what was named, and tells nobody
        pass
    assert terminal.code == 0
    assert value(brt, "rdv") == "2026-12-14"


def test_a_question_is_answered_in_french_as_well(dated):
    with Terminal(dated, *MOVES[0], BRT_LANG="fr") as terminal:
        terminal.answers(("Continuer\xa0? [O/n] ", "bof")).sees("bof n'est ni oui ni non")
        terminal.answers(("Continuer\xa0? [O/n] ", "o"))
    assert terminal.code == 0
    assert value(dated, "rdv") == "2026-12-11"


# ── going away ────────────────────────────────────────────────────────────────────────────────────

QUESTIONS = {
    ("done", "118/appeler"): ["Date du rendez-vous ("],
    ("skip", "118/verifier"): ["Reason? "],
    ("block", "118/verifier", "--reason", "x"): ["Motif: "],
    ("block", "118/appeler", "--reason", "x"): ["On whom? "],
    ("produce", "119"): ["Which type? "],
    ("produce", "119", "--type", "visite"): ["Produce? [Y/n] "],
}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_going_away_from_a_question_changes_nothing(at_work, words, key):
    before = at_work.database.read_bytes()
    with Terminal(at_work, *words) as terminal:
        for question in QUESTIONS[words]:
            terminal.sees(question)
        terminal.types(key).sees("Nothing was changed.")
    assert terminal.code == 130
    assert at_work.database.read_bytes() == before


@pytest.mark.parametrize("key", KEYS)
def test_going_away_when_the_answer_goes_to_a_file(at_work, key):
    with Terminal(at_work, shell="exec $PYTHON -m brt done 118/appeler > answer") as terminal:
        terminal.sees("Date du rendez-vous (").sees("): ").types(key).sees("Nothing was changed.")
    assert terminal.code == 130


# ── nobody to ask ─────────────────────────────────────────────────────────────────────────────────

SILENT = [
    (("done", "118/appeler"), "asks for Date du rendez-vous (rdv).", "--set rdv=…"),
    (("skip", "118/verifier"), "What is missing: --reason.", 'Add: --reason "…"'),
    (("block", "118/verifier"), "What is missing: --reason and --party.", "--party customer|carrier|supplier|us"),
    (("block", "118/verifier", "--reason", "x", "--party", "us"), "asks for Motif (motif).", "--set motif=…"),
    (("produce", "119"), "What is missing: --type.", "brt template list"),
]


@pytest.mark.parametrize("case", SILENT, ids=lambda case: " ".join(case[0]))
def test_who_is_not_asked_is_told_what_is_missing(at_work, case):
    words, *said = case
    before = at_work.database.read_bytes()
    with Terminal(at_work, *words, "--no-input") as option:
        pass
    with Terminal(at_work, *words, BRT_NO_INPUT="1") as variable:
        pass
    pipe = at_work.process(*words, BRT_NO_INPUT=None)
    assert (option.code, variable.code, pipe.code, pipe.out) == (1, 1, 1, "")
    for text in said:
        assert text in option.shown
        assert text in variable.shown
        assert text in pipe.err
    assert at_work.database.read_bytes() == before


def test_no_input_stands_before_the_command_too(at_work):
    with Terminal(at_work, "--no-input", "done", "118/appeler") as terminal:
        pass
    assert terminal.code == 1


@pytest.fixture
def lists(brt):
    """Four dossiers at work, their calls in a CSV as `brt todo` prints it and three of them as names, a line each."""
    brt.json("produce", "118", "119", "121", "122", "--type", "visite")
    rows = brt("todo", "appeler", "--team", "--all", "--format", "csv").out
    (brt.root / "appels.csv").write_text(rows.replace(",", ";"), encoding="utf-8-sig")
    (brt.root / "trois.txt").write_text("118/verifier\n\n119/verifier\n121/verifier\n")
    (brt.root / "vide.csv").write_text("number,ref\n")
    return brt


def taken(brt, who="sonia"):
    return sorted(one["ref"] for one in brt.json("todo", "--who", who, "--all") if one["action"] == "appeler")


def test_a_file_that_picks_many_is_shown_and_asked_about(lists):
    with Terminal(lists, "take", "@appels.csv") as terminal:
        terminal.sees("  4001  118 Boulangerie Morel").sees("Appeler le client  Amélie  Tue 1 Dec").sees("  122 ")
        terminal.answers(("Take on these 4 actions as Sonia? [Y/n] ", "n"))
    assert (terminal.code, taken(lists)) == (1, [])
    with Terminal(lists, "take", "@appels.csv") as terminal:
        terminal.answers(("Take on these 4 actions as Sonia? [Y/n] ", ""))
    assert terminal.code == 0
    assert len(taken(lists)) == 4


MANY = {
    "done @appels.csv": ((), "Close these 4 actions as done? [Y/n] "),
    "skip @appels.csv": ((), "Skip these 4 actions, without doing them? [Y/n] "),
    "block @appels.csv": ((), "Block these 4 actions? [Y/n] "),
    "unblock @appels.csv": ((), "Let these 4 actions go on? [Y/n] "),
    "shift @appels.csv": ((("Which date?", "04/12"),), "Shift these 4 actions to Fri 4 Dec? [Y/n] "),
    "shift @appels.csv +3bd": ((), "Shift these 4 actions to Fri 4 Dec? [Y/n] "),
    "assign @appels.csv": ((("Who gets the 4 actions? ", "leo"),), "Give these 4 actions to Léo? [Y/n] "),
    "assign @appels.csv leo": ((), "Give these 4 actions to Léo? [Y/n] "),
    "produce 118 119 121 122 --type visite --again --label B": ((), "Produce these 4 dossiers? [Y/n] "),
}


@pytest.mark.parametrize("line", MANY)
def test_a_question_about_many_says_what_it_is_about(lists, line):
    answers, question = MANY[line]
    before = lists.database.read_bytes()
    with Terminal(lists, *line.split()) as terminal:
        terminal.answers(*answers, (question, "n"))
    assert (terminal.code, lists.database.read_bytes() == before) == (1, True)


def test_what_a_file_names_is_looked_up_before_anything_is_asked(lists):
    (lists.root / "trois.txt").write_text("118/verifier\n119/verifier\n121/verifier\n122/verifer\n")
    with Terminal(lists, "take", "@trois.txt") as terminal:
        terminal.sees("D-2026-122 has no action verifer.")
    assert (terminal.code, "[Y/n]" in terminal.shown) == (1, False)


def test_elsewhere_a_file_that_picks_many_needs_a_yes(lists):
    answer = lists("assign", "@appels.csv", "leo")
    assert (answer.code, taken(lists, "leo")) == (1, [])
    assert answer.err == "A file picks 4: that needs a yes. Nothing was changed.\nAdd: --yes\n"
    assert lists("assign", "@appels.csv", "leo", "--yes").code == 0
    assert len(taken(lists, "leo")) == 4


def test_three_are_few(lists):
    answer = lists("skip", "@trois.txt", "118/appeler", "--reason", "x")
    assert answer.code == 0
    assert len(lists.json("todo", "--team", "--all")) == 4


def test_dossiers_come_from_a_file_too(brt):
    (brt.root / "liste.csv").write_text(brt("dossier", "list", "--format", "csv").out, encoding="utf-8")
    assert brt("produce", "@liste.csv", "--type", "visite").code == 1
    assert len(brt.json("produce", "@liste.csv", "--type", "visite", "--dry-run")) == 7
    assert len(brt.json("produce", "@liste.csv", "--type", "visite", "--yes")["opened"]) == 14


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("absent.csv", "absent.csv cannot be read"),
        ("vide.csv", "vide.csv holds no name."),
        ("", "cannot be"),
    ],
)
def test_a_file_that_picks_nothing(lists, name, says):
    answer = lists("take", f"@{name}")
    assert (answer.code, says in answer.err) == (1, True)


@pytest.mark.parametrize("yes", ["--yes", "-y", "--no-input"])
def test_yes_is_not_asked(dated, yes):
    with Terminal(dated, *MOVES[0], yes) as terminal:
        pass
    assert terminal.code == 0
    assert "[Y/n]" not in terminal.shown


def test_what_names_its_action_is_not_questioned(at_work):
    with Terminal(at_work, "skip", "118/appeler", "--reason", "x") as terminal:
        pass
    assert terminal.code == 0
    assert "?" not in terminal.shown


def test_a_pipe_is_never_asked(dated):
    moved = dated.process("set", "118", "rdv=11/12", "--format", "json", BRT_NO_INPUT=None).data
    assert sent(moved) == {"rdv-deplace": ["luc@morel.example", "leo@telecom.example"]}
    assert ids(moved["changed"]) == ["passer"]


def test_what_values_warn_of_stands_with_the_plan(brt):
    path = brt.root / "installation_types" / "visite.yaml"
    path.write_text(
        path.read_text().replace("phases:\n", "checks: [{when: rdv, say: Prévenir le gardien.}]\nphases:\n")
    )
    warning = "D-2026-118, mind: Prévenir le gardien."
    with Terminal(brt, "produce", "118", "--type", "visite", "--set", "rdv=10/12") as terminal:
        terminal.sees(warning).answers(("Produce? [Y/n] ", "y"))
    brt.json("skip", "4001", "4002", "--reason", "x")
    with Terminal(brt, "set", "118", "rdv=11/12") as terminal:
        terminal.sees("→ Fri 11 Dec").sees(warning).answers(("Do it? [Y/n] ", "n"))
    assert terminal.code == 1


# ── a window that changes its size ────────────────────────────────────────────────────────────────


def test_a_prompt_goes_on_when_the_window_changes_its_size(at_work):
    with Terminal(at_work, "done", "118/appeler") as terminal:
        terminal.sees("Date du rendez-vous (").sees("): ")
        terminal.child.setwinsize(20, 40)
        terminal.types("bientôt").sees("bientôt is not a date")
        terminal.child.setwinsize(50, 120)
        terminal.sees("Date du rendez-vous (").sees("): ").types("10/12").sees("= Thu 10 Dec 2026")
        terminal.sees("Digicode (if any): ").types("")
    assert terminal.code == 0
    assert value(at_work, "rdv") == "2026-12-10"


@pytest.mark.parametrize("key", KEYS)
def test_going_away_after_the_window_changed_its_size(at_work, key):
    before = at_work.database.read_bytes()
    with Terminal(at_work, "produce", "119", "--type", "visite") as terminal:
        terminal.sees("Produce? [Y/n] ").child.setwinsize(12, 40)
        terminal.types(key).sees("Nothing was changed.")
    assert terminal.code == 130
    assert at_work.database.read_bytes() == before


# ── what is missing of note and set ───────────────────────────────────────────────────────────────


def test_a_remark_is_asked_for(at_work):
    with Terminal(at_work, "note", "118") as terminal:
        terminal.answers(("Remark? ", "")).sees("The remark is empty.").answers(("Remark? ", "fermé le lundi"))
        terminal.sees("Noted on 118 Boulangerie Morel.")
    assert terminal.code == 0
    assert "fermé le lundi" in at_work("show", "118").out


def test_no_remark_is_asked_for_about_nothing(at_work):
    with Terminal(at_work, "note", "999") as terminal:
        terminal.sees("There is no")
    assert (terminal.code, "Remark?" in terminal.shown) == (1, False)


def test_set_lists_the_fields_and_asks_for_one(at_work):
    at_work.json("set", "118", "rdv=10/12")
    with Terminal(at_work, "set", "118") as terminal:
        terminal.sees("Date du rendez-vous: Thu 10 Dec").answers(("Which field? ", "zzz"))
        terminal.sees("There is no zzz here: type a number or a name of the list.").answers(("Which field? ", "d"))
        terminal.sees(
            "d fits several:\r\n    1  Date du rendez-vous\r\n    2  Digicode\r\n    7  Début de facturation\r\n"
        )
        terminal.answers(("Which field? ", "date du"), ("Date du rendez-vous (15/12, fri, +3bd) [Thu 10 Dec]: ", "x"))
        terminal.answers(("x is not a date", "11/12")).sees("= Fri 11 Dec 2026")
    assert terminal.code == 0
    assert at_work.json("get", "118", "rdv") == "2026-12-11"


def test_set_asks_for_the_value_of_a_field_that_is_named(at_work):
    with Terminal(at_work, "set", "118", "rdv") as terminal:
        terminal.answers(("Date du rendez-vous (15/12, fri, +3bd): ", "11/12"))
    assert (terminal.code, "Which field?" in terminal.shown) == (0, False)
    assert at_work.json("get", "118", "rdv") == "2026-12-11"
    with Terminal(at_work, "set", "118", "rendezvous") as terminal:
        terminal.sees("rendezvous")
    assert terminal.code == 1


def test_set_asks_for_a_value_as_any_question_does(dated):
    with Terminal(dated, "set", "118") as terminal:
        terminal.answers(("Which field? ", "accord")).sees("1  oui-tout\r\n")
        terminal.answers(("Accord du client: ", ""), ("It is needed", "non")).sees("= non-merci\r\n")
    assert (terminal.code, value(dated, "accord")) == (0, "non-merci")
    with Terminal(dated, "set", "118") as terminal:
        terminal.answers(("Which field? ", "numeros"), ("one a line, or @FILE): ", "0140506071"))
        terminal.answers(("Enter: that is all", "0140506072"), ("Enter: that is all", ""))
    assert (terminal.code, value(dated, "numeros")) == (0, "01 40 50 60 71\n01 40 50 60 72")
    with Terminal(dated, "set", "118") as terminal:
        terminal.answers(("Which field? ", "digicode"), ("Digicode: ", "1234A"))
    assert (terminal.code, value(dated, "digicode"), "1234A" in terminal.shown) == (0, "1234A", False)


def test_of_many_fields_those_that_matter_now_come_first(at_work):
    at_work.json("produce", "121", "--type", "3cx-porta", now="2026-11-30T09:00")
    at_work.json("set", "121", "pbx_fqdn=voix.example")
    with Terminal(at_work, "set", "121") as terminal:
        terminal.sees("ASKED FOR NOW\r\n   1  ").sees("SET\r\n").sees("pbx_fqdn").sees(" without a value: type ?\r\n")
        assert "tests_ok" not in terminal.shown
        terminal.answers(("Which field? ", "?")).sees("  54  services_to_cancel").answers(
            ("Which field? ", "bascule reussis")
        )
        terminal.answers(("Tests de bascule réussis", "oui"))
    assert terminal.code == 0
    with Terminal(at_work, "set", "121") as terminal:
        terminal.answers(("Which field? ", "serial"), ("one a line, or @FILE): ", "A1"), ("that is all", ""))
    assert terminal.code == 0


ASKED = {
    ("assign", "118/passer"): ("Who gets the action? ", ["", "zoe", "amé"], "4003  Passer sur site  Amélie"),
    ("dossier", "assign", "118"): ("? ", ["tech", "sonia"], "Technicien  Sonia"),
    ("get", "118"): ("Which field? ", ["rdv"], "2026-12-10"),
    ("get", "morel"): ("Which field? ", ["1"], "2026-12-10"),
}


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_what_else_is_missing_is_asked_for(dated, words):
    question, answers, said = ASKED[words]
    with Terminal(dated, *words) as terminal:
        terminal.answers(*((question, answer) for answer in answers)).sees(said)
    assert terminal.code == 0


def test_shift_asks_for_the_date(dated):
    with Terminal(dated, "shift", "118/passer", "--only") as terminal:
        terminal.answers(("Which date? (15/12, fri, +3bd) ", ""), ("It is needed", "x"), ("x is not a date", "14/12"))
    assert (terminal.code, dated.json("show", "118/passer")["due"]) == (0, "2026-12-14")
    with Terminal(dated, "shift", "118/facturer") as terminal:
        terminal.sees("It will get one")
    assert (terminal.code, "Which date?" in terminal.shown) == (1, False)


def test_enter_keeps_what_a_field_has(dated):
    before = dated.database.read_bytes()
    with Terminal(dated, "set", "118") as terminal:
        terminal.answers(("Which field? ", "rdv"), ("[Thu 10 Dec]: ", "")).sees("Nothing to change.")
    assert (terminal.code, dated.database.read_bytes() == before) == (0, True)


def test_a_date_in_doubt_is_asked_about_once(dated):
    with Terminal(dated, "set", "118") as terminal:
        terminal.answers(
            ("Which field? ", "rdv"), ("[Thu 10 Dec]: ", "hier"), ("Keep it? [y/N, or another date] ", "y")
        )
        terminal.answers(("Do it? [Y/n] ", ""))
    assert (terminal.code, value(dated, "rdv")) == (0, "2026-11-29")
    assert terminal.shown.count("is past") == 1


def test_questions_are_broken_between_words(at_work):
    with Terminal(at_work, "done", "118/appeler", BRT_LANG="fr", COLUMNS="40") as terminal:
        terminal.answers(("\r\n  Date du rendez-vous (15/12, ven,\r\n  +3jo)\xa0: ", "10/12"), ("Digicode", ""))
    assert terminal.code == 0
    with Terminal(at_work, "done", "118/verifier", COLUMNS="30") as terminal:
        terminal.answers(("\r\n  Numéros du site (e.g.\r\n  01 40 50 60 70 · one a\r\n", ""), ("RIO par numéro", ""))
    assert terminal.code == 0


def test_what_was_understood_is_told_unless_it_is_what_was_typed(brt):
    (brt.root / "installation_types" / "bref.yaml").write_text(
        "name: Bref\nsummary: Court.\nfields:\n"
        "  creneau: {label: Créneau, kind: slot}\n  montant: {label: Montant, kind: money}\n"
        "  tel: {label: Téléphone, kind: phone}\n"
        "phases:\n  - id: seule\n    name: Seule\n    actions:\n"
        "      - {id: noter, name: Noter, role: adv, asks: [creneau, montant, tel]}\n"
    )
    brt.json("produce", "118", "--type", "bref")
    with Terminal(brt, "done", "118/noter") as terminal:
        terminal.answers(("Créneau (9h-12h): ", "matin"))
        terminal.sees("matin says no hours: type from when to when, such as 9h-12h")
        terminal.answers(("Créneau (9h-12h): ", "9 h 30 - 12 h")).sees("  = 9:30\u00a0–\u00a012:00\r\n")
        terminal.answers(("Montant (", "350")).sees("  = €350.00\r\n").answers(("Téléphone (", "0140506071"))
    assert (terminal.code, terminal.shown.count("  = ")) == (0, 2)


def test_no_field_is_asked_for_of_nothing(at_work):
    with Terminal(at_work, "set", "999") as terminal:
        terminal.sees("There is no")
    assert (terminal.code, "Which field?" in terminal.shown) == (1, False)


@pytest.mark.parametrize(("command", "missing"), [("note", "TEXT"), ("set", "FIELD=VALUE…")])
def test_what_is_missing_is_named_where_nobody_can_be_asked(at_work, command, missing):
    answer = at_work(command, "118")
    assert (answer.code, answer.out) == (2, "")
    assert f"Missing: {missing}\n" in answer.err
