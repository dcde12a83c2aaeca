"""Dates as newcomers type them: in the past, on a day off, a year too late, counted backwards. Monday 30 November."""

import pytest

from tests.cli.terminal import Terminal
from tests.cli.test_email_send import edit
from tests.cli.test_work import sets


@pytest.fixture
def visit(brt):
    """A visit on the dossier 118 that waits for its date, which the call (4001) asks for."""
    brt.json("produce", "118", "--type", "visite", user="amelie")
    return brt


@pytest.fixture
def dated(visit):
    """The same, with the visit (4003) on 10 December."""
    visit.json("done", "4001", "4002", *sets("rdv=10/12"))
    return visit


def value(brt, field):
    return brt.json("get", "118", field)


# ── said ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("hier", "Date du rendez-vous\xa0: dim. 29/11 est passé"),
        ("30/11/2025", "Date du rendez-vous\xa0: dim. 30/11/2025 est passé"),
        ("27/11", "Date du rendez-vous\xa0: 27/11 est passé, compris comme sam. 27/11/2027"),
        ("12/12", "Date du rendez-vous\xa0: sam. 12/12 n'est pas un jour ouvré"),
        ("25/12", "Date du rendez-vous\xa0: ven. 25/12 n'est pas un jour ouvré"),
    ],
)
def test_a_date_to_come_that_may_be_a_slip_is_told_and_kept(dated, text, told):
    said = dated("set", "118", f"rdv={text}", BRT_LANG="fr")
    assert (said.code, said.err) == (0, f"D-2026-118, attention\xa0: {told}\n")
    assert dated("set", "118", f"rdv={text}").err == "Nothing to change.\n"


def test_programs_get_it_among_the_warnings(dated):
    (warning,) = dated.json("set", "118", "rdv=hier")["warnings"]
    assert warning == {
        "dossier": "D-2026-118",
        "installation_type": "visite",
        "label": None,
        "text": "Date du rendez-vous: Sun 29 Nov is past",
        "risk": False,
    }


def test_it_is_told_whichever_command_gives_the_date(brt):
    told = "D-2026-118, mind: Date du rendez-vous: Sun 29 Nov is past"
    words = ("produce", "118", "--type", "visite", *sets("rdv=hier"))
    assert brt(*words, "--dry-run", user="amelie").err.splitlines()[0] == told
    assert told in brt(*words, user="amelie").err
    assert told.replace("Sun 29", "Sat 28") in brt("done", "4001", *sets("rdv=-2j")).err


def test_what_happened_may_be_past_and_is_not_next_years(dated):
    """No date hangs on the begin of the billing."""
    said = dated("set", "118", "debut=28/11")
    assert (value(dated, "debut"), said.err) == ("2026-11-28", "")
    assert dated("set", "118", "debut=01/09").err == ""
    assert value(dated, "debut") == "2026-09-01"


def test_a_date_is_to_come_until_what_hangs_on_it_is_over(dated):
    dated.now = "2026-12-10T09:00"
    dated.json("done", "4003", *sets("accord=oui-tout"))
    assert dated("set", "118", "rdv=09/12").err == ""
    assert value(dated, "rdv") == "2026-12-09"


TARGET = "target_date=28/11/2026", "site_contact=Luc"


def test_so_is_what_the_type_says(brt):
    """Nothing hangs on the date that the customer wishes for, but he is written it."""
    brt.json("produce", "118", "--type", "3cx-porta", user="amelie")
    assert "Mise en service souhaitée: Sat 28 Nov is past" in brt("done", "118/appel-lancement", *sets(*TARGET)).err
    assert brt("set", "118", "mandate_signed_at=28/11", "acceptance_signed_at=29/11").err == ""
    assert brt("set", "118", "billing_start_date=01/11").err == ""


def test_so_is_what_is_announced_when_nothing_hangs_on_it(brt):
    edit(brt, "installation_types/visite.yaml", "        due: on rdv\n", "")
    brt.json("produce", "118", "--type", "visite", user="amelie")
    assert "is past" in brt("set", "118", "rdv=hier").err


def test_a_day_and_month_of_what_was_done_is_the_last_one(dated):
    dated.now = "2026-12-04T09:00"
    assert dated("done", "4003", "--on", "02/12", *sets("accord=oui-tout")).err.startswith("Done on Wed 2 Dec.\n")


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--until", ("todo", "--until", "27/11")),
        ("--start", ("template", "simulate", "visite", "--set", "rdv=01/12/2027", "--start", "27/11")),
    ],
)
def test_a_day_of_next_year_is_told_where_nothing_is_changed_too(visit, option, words):
    said = visit(*words)
    assert said.code == 0
    assert f"{option}: 27/11 is past, understood as Sat 27 Nov 2027\n" in said.err


def test_shifting_to_a_day_that_just_passed_says_which_year_it_means(dated):
    assert "4003" in dated("shift", "4003", "29/11").out
    assert dated.json("show", "4003")["due"] == "2027-11-29"


# ── counted backwards ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words", [("4003", "-3jo"), ("4003", "-3 bd", "--only"), ("--only", "4003", "-3jo"), ("4003", "--", "-3jo")]
)
def test_a_date_may_be_counted_backwards(dated, words):
    said = dated("shift", *words)
    assert (said.code, said.err) == (0, "")
    assert dated.json("show", "4003")["due"] == "2026-12-07"


def test_an_option_that_is_none_is_still_refused(dated):
    assert dated("shift", "4003", "-3jo", "--onyl").code == 2
    assert "No such option" in dated("shift", "4003", "-j3").err
    assert dated("shift", "4003", "-3").err.startswith("DATE: −3 is not a date")


def test_what_was_done_yesterday(visit):
    visit.now = "2026-12-02T09:00"
    assert visit("done", "4002", "--on", "-1j").err == "Done on Tue 1 Dec.\n"


# ── asked ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_past_date_is_asked_about_before_an_email_leaves(dated):
    with Terminal(dated, "set", "118", "rdv=hier") as person:
        person.answers(("Keep it? [y/N, or another date] ", ""))
    assert (person.code, value(dated, "rdv")) == (1, "2026-12-10")
    assert person.shown.count("Sun 29 Nov is past") == 1
    with Terminal(dated, "set", "118", "rdv=hier", BRT_LANG="fr") as person:
        person.answers(("[o/N, autre date]", "oui"), ("[O/n]", "oui"))
    assert (person.code, value(dated, "rdv")) == (0, "2026-11-29")


def test_there_another_date_may_be_typed_and_is_looked_at_too(dated):
    with Terminal(dated, "set", "118", "rdv=hier") as person:
        person.answers(("Sun 29 Nov is past\r\nKeep it? [y/N, or another date] ", "bientôt"))
        person.sees("is not a date").answers(("Keep it? [y/N, or another date] ", "sam"))
        person.sees("  = Sat 5 Dec 2026\r\n").sees("Sat 5 Dec is a day off\r\n")
        person.answers(("Keep it? [y/N, or another date] ", "15/12")).sees("  = Tue 15 Dec 2026\r\n")
        person.answers(("Do it? [Y/n] ", ""))
    assert (person.code, value(dated, "rdv")) == (0, "2026-12-15")


@pytest.mark.parametrize(
    ("words", "field"),
    [(("shift", "4003"), "due"), (("block", "4003", "--reason=x", "--party=us", "--until"), "until")],
)
def test_a_day_off_is_asked_about_where_a_person_sits(dated, words, field):
    dated.now = "2026-12-09T09:00"
    with Terminal(dated, *words, "12/12") as person:
        person.answers(("Sat 12 Dec is a day off\r\nKeep it? [y/N, or another date] ", "11/12"))
        if words[0] == "shift":
            person.answers(("Do it? [Y/n] ", ""))
    shown = dated.json("show", "4003")
    assert (person.code, (shown["blocked"] or shown)[field]) == (0, "2026-12-11")
    said = dated(*words, "12/12")
    assert (said.code, "Sat 12 Dec is a day off" in said.err) == (0, True)


def test_what_the_rules_refuse_is_no_other_date(dated):
    with Terminal(dated, "shift", "4003", "12/12") as person:
        person.answers(("Keep it? [y/N, or another date] ", "29/11/2026"))
        person.sees("past").answers(("Keep it? [y/N, or another date] ", "n"))
    assert (person.code, value(dated, "rdv")) == (1, "2026-12-10")


BEFORE_QUESTIONS = [
    ("done", "4001", *sets("rdv=27/11")),
    ("done", "4003", "--early", *sets("rdv=27/11")),
    ("block", "4002", "--until", "27/11"),
    ("block", "4002", "--reason", "x", "--party", "us", "--until", "27/11"),
]


@pytest.mark.parametrize("words", BEFORE_QUESTIONS, ids=" ".join)
def test_so_is_one_that_came_with_the_command_before_anything_else_is(visit, words):
    before = visit.database.read_bytes()
    with Terminal(visit, *words) as person:
        person.answers(("27/11 is past, understood as Sat 27 Nov 2027\r\nKeep it? [y/N, or another date] ", "n"))
        person.sees("Nothing was changed.")
    assert person.code == 1
    assert person.shown.partition("Keep it?")[0].count("?") == 0
    assert visit.database.read_bytes() == before


def test_so_is_one_that_closes_an_action_once(visit):
    with Terminal(visit, "done", "4001", *sets("rdv=27/11")) as person:
        person.answers(("Keep it? [y/N, or another date] ", "y"))
    assert (person.code, value(visit, "rdv")) == (0, "2027-11-27")
    assert person.shown.count("is past") == 1
    assert "Do it?" not in person.shown
    visit.json("reopen", "4001")
    with Terminal(visit, "done", "4001", "--yes", *sets("rdv=27/11")) as person:
        person.sees("✓ 4001")
    assert (person.code, value(visit, "rdv")) == (0, "2027-11-27")


def test_at_a_question_another_date_may_be_typed(visit):
    with Terminal(visit, "done", "4001") as person:
        person.answers(
            ("Date du rendez-vous", "hier"),
            ("Date du rendez-vous: Sun 29 Nov 2026 is past\r\n  Keep it? [y/N, or another date]", ""),
            ("Date du rendez-vous", "-2j"),
            ("is past\r\n  Keep it? [y/N, or another date]", "sam"),
            ("  Date du rendez-vous: Sat 5 Dec 2026 is a day off\r\n  Keep it? [y/N, or another date]", "y"),
            ("Digicode", ""),
        )
    assert (person.code, value(visit, "rdv")) == (0, "2026-12-05")
