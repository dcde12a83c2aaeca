"""Days, people, lists and errors in words, in both languages."""

from datetime import date, timedelta

import pytest

from brt import say, settings
from brt.errors import BrtError, Refused, Several, Surroundings, Usage
from brt.say import N_
from brt.views import words
from brt.views.item import in_words


@pytest.fixture(autouse=True)
def _in_english():
    yield say.choose("en")
    say.choose("en")


@pytest.fixture
def known(tmp_path):
    text = """
    [roles]
    chef-projet = "Chef de projet"
    [team]
    sonia.name = "Sonia Petit"
    leo.name = "Léo Blanc"
    leo-b.name = "Léo Brun"
    """
    (tmp_path / "brt.toml").write_text(text, encoding="utf-8")
    return settings.load(tmp_path)


@pytest.mark.parametrize(
    ("language", "iso", "today", "said"),
    [
        ("fr", "2026-11-30", "2026-01-01", "lun. 30/11"),
        ("fr", "2027-11-30", "2026-11-30", "mar. 30/11/2027"),
        ("fr", "2026-11-05", None, "jeu. 05/11/2026"),
        ("en", "2026-11-30", "2026-01-01", "Mon 30 Nov"),
        ("en", "2027-05-03", "2026-11-30", "Mon 3 May 2027"),
    ],
)
def test_a_day_in_short(language, iso, today, said):
    say.choose(language)
    assert words.day(iso, today) == said


@pytest.mark.parametrize(
    ("language", "iso", "said"),
    [
        ("fr", "2026-12-08", "mardi 8 décembre 2026"),
        ("fr", "2026-08-01", "samedi 1er août 2026"),
        ("en", "2026-12-08", "Tuesday 8 December 2026"),
        ("de", "2026-12-08", "Tuesday 8 December 2026"),
    ],
)
def test_a_day_in_full(language, iso, said):
    assert words.long_day(iso, language) == said


def test_a_day_in_full_follows_the_language_spoken():
    say.choose("fr")
    assert words.long_day("2026-11-30", year=False) == "lundi 30 novembre"


def test_every_day_of_a_year_is_said_in_both_languages():
    for offset in range(366):
        iso = (date(2026, 1, 1) + timedelta(offset)).isoformat()
        assert (
            words.long_day(iso, "en") == f"{date.fromisoformat(iso):%A} {int(iso[8:])} {date.fromisoformat(iso):%B %Y}"
        )
        assert words.long_day(iso, "fr")


def test_late():
    assert words.late(1) == "1 business day late"
    assert words.late(2) == "2 business days late"


@pytest.mark.parametrize(
    ("source", "french", "english"),
    [
        ("1 business day", "1 jour ouvré", "1 business day"),
        ("2 weeks", "2 semaines", "2 weeks"),
        ("on port_date", "le jour de port_date", "on port_date"),
        ("3 working days before port_date", "3 jours ouvrables avant port_date", "3 working days before port_date"),
        ("1 day after port_date", "1 jour après port_date", "1 day after port_date"),
    ],
)
def test_delays(source, french, english):
    assert words.delay(source) == english
    say.choose("fr")
    assert words.delay(source) == french


def test_hours():
    assert words.hours("09:00-12:30") == "9:00\u00a0–\u00a012:30"
    say.choose("fr")
    assert words.hours("09:00-12:30") == "9\u00a0h\u00a0–\u00a012\u00a0h\u00a030"
    assert in_words("slot", "09:00-12:00", "2026-11-30") == "9\u00a0h\u00a0–\u00a012\u00a0h"


def test_whom_an_email_is_for(known):
    say.choose("fr")
    said = {
        "contact:technique": "interlocuteur technique",
        "role:chef-projet": "Chef de projet",
        "member:sonia": "Sonia",
        "assignee": "le porteur de l'action",
        "managers": "managers",
        "luc@morel.example": "luc@morel.example",
    }
    assert {target: words.recipient(known, target) for target in said} == said


def test_people(known):
    assert words.member(known, "sonia") == "Sonia"
    assert words.member(known, "leo") == "Léo Blanc"
    assert words.member(known, "left") == "left"
    assert words.member(known, None) == "–"
    assert words.role(known, "chef-projet") == "Chef de projet"
    assert words.role(known, "gone") == "gone"


def test_things():
    assert words.short_ref("D-2026-118") == "118"
    assert words.short_ref("118") == "118"
    assert words.short_ref("D-") == "D-"
    assert words.dossier("D-2026-118", "Morel") == "118 Morel"
    assert words.action("Décider go / no-go", "118 Morel") == "“Décider go / no-go (118 Morel)”"
    assert words.action("Décider") == "“Décider”"


def test_lists():
    assert [words.join("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert words.either("abc") == "a, b or c"


class Waits(Refused):
    says = N_("{action} is not available yet: it waits for {waits}, until {day}.")
    hint = N_("To shift it: brt shift {ref} {day} {waits}")


def test_an_error_is_what_and_then_what_to_type():
    problem = Waits(action="x", waits=["a", "b", "c"], day="2026-12-08", ref="118/x")
    assert words.error(problem, "2026-11-30").splitlines() == [
        "x is not available yet: it waits for a, b and c, until Tue 8 Dec.",
        "To shift it: brt shift 118/x 2026-12-08 a, b, c",
    ]


def test_near_names_are_offered():
    assert (
        words.error(Usage(N_("No {x}."), x="avd", near=["adv", "a\x1b"])) == r"No avd. Did you mean `adv` or `a\x1b`?"
    )
    assert words.error(Usage(N_("No {x}."), x="avd", near=[])) == "No avd."
    assert words.error(Usage(N_("No {x}."), x="avd", near="adv")) == "No avd. Did you mean `adv`?"
    assert words.error(Usage(N_("No {x}: {near}?"), x="avd", near="adv")) == "No avd: adv?"
    assert words.error(Usage(N_("No {x}."), N_("Or {near}?"), x="avd", near="adv")) == "No avd.\nOr adv?"


def test_an_error_inside_an_error_keeps_its_hint_and_near_names():
    inner = Surroundings(N_("no {x}."), N_("Write {x}."), x="avd", near=["adv"])
    assert words.error(Surroundings(N_("{file}: {problem}"), file="f", problem=inner)).splitlines() == [
        "f: no avd. Did you mean `adv`?",
        "Write avd.",
    ]


def test_several_errors_follow_one_another():
    assert words.error(Several([Usage("one"), Usage("two", "hint")])) == "one\ntwo\nhint"


def test_an_error_harms_no_terminal_and_never_fails():
    assert words.error(Usage(N_("{x} {missing}"), x="a\x1b[2J\nb")) == r"a\x1b[2J\nb {missing}"


def test_rows_sets_and_nothing_are_said(known):
    said = words.error(BrtError(N_("{who} {roles} {none}"), who=known.team["sonia"], roles={"b", "a"}, none=None))
    assert said == "Sonia Petit a and b –"


def test_the_amount_of_a_field_is_written_as_every_other_amount():
    assert in_words("money", ["12.00", "1250.50"], "2026-11-30") == "€12.00, €1,250.50"
    say.choose("fr")
    assert in_words("money", "1250.50", "2026-11-30") == words.money("1250.50") != "1250.50 €"
