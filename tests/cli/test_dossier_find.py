"""`brt dossier find`: what a person remembers of a dossier leads to it, however it is written."""

import csv
import io
import json

import pytest

from tests.cli.test_dossier import EXAMPLES
from tests.cli.test_dossier import brt as brt  # the fixture


@pytest.fixture
def office(brt):
    brt("dossier", "import", str(EXAMPLES / "dossiers.yaml"))
    brt("produce", "118", "--type", "3cx-porta")
    brt("set", "118", "rios=01 40 50 60 70 FRFA1B2C31JT", "numbers_to_port=02 61 91 18 10", "licence_key=K-7391")
    return brt


def found(brt, *words: str) -> dict[str, list[tuple[str, str]]]:
    """Return what holds the words, by dossier."""
    rows = json.loads(brt("dossier", "find", *words, "--format", "json").out)
    return {row["dossier"]: [(one["what"], one["text"]) for one in row["matches"]] for row in rows}


@pytest.mark.parametrize(
    ("words", "what", "ref"),
    [
        ("morel", "customer", "D-2026-118"),
        ("BREHAT", "customer", "D-2026-124"),
        ("hotel azur", "customer", "D-2026-123"),
        ("rue des lices", "site", "D-2026-118"),
        ("luc@morel.example", "contact", "D-2026-118"),
        ("Agnès", "contact", "D-2026-121"),
        ("2026-122", "ref", "D-2026-122"),
        ("06 39 98 18 01", "contact", "D-2026-118"),
        ("+33639981801", "contact", "D-2026-118"),
        ("0033 6.39.98.18.01", "contact", "D-2026-118"),
        ("39 98 18 01", "contact", "D-2026-118"),
        ("02.61.91.18.10", "Numéros à porter", "D-2026-118"),
        ("FRFA1B2C31JT", "RIO par numéro", "D-2026-118"),
        ("fr fa1b 2c31 jt", "RIO par numéro", "D-2026-118"),
        ("01 40 50 60 70", "RIO par numéro", "D-2026-118"),
        ("+33 1 40 50 60 70", "RIO par numéro", "D-2026-118"),
    ],
)
def test_what_a_person_remembers(office, words, what, ref):
    matches = found(office, words)
    assert list(matches) == [ref]
    assert what in [name for name, _ in matches[ref]]
    assert found(office, *words.split()) == matches


def test_a_number_with_blanks_is_one_number(office):
    office("dossier", "add", "D-0639-9818-01", "--customer", "Roy")
    assert list(found(office, "06", "39", "98", "18", "01")) == ["D-2026-118"]
    assert list(found(office, "9818", "01", "06")) == ["D-0639-9818-01"]  # no number: in pieces


@pytest.mark.parametrize("words", ["zzz", "K-7391", "FRFA1B2C", "01 40 50 60 7", "0000"])
def test_what_is_nowhere_or_secret(office, words):
    assert office("dossier", "find", words) == (0, "", f"No dossier holds “{words}”.\n")
    assert office("dossier", "find", words, "--format", "json").out == "[]\n"


@pytest.mark.parametrize("words", ["moorel", "boulangerie mmorel", "morel lyon"])
def test_a_name_that_is_misspelt_is_told(office, words):
    said = f"No dossier holds “{words}”. Did you mean “Boulangerie Morel”?\n"
    assert office("dossier", "find", words) == (0, "", said)


def test_the_only_one_that_is_found_is_a_command_away(office):
    assert office("dossier", "find", "morel").err == "To see it: brt show D-2026-118\n"
    assert office("dossier", "find", "2026").err == ""


def test_a_secret_is_found_and_not_shown(office):
    assert found(office, "FRFA1B2C31JT") == {"D-2026-118": [("RIO par numéro", "***")]}


def test_every_word_may_stand_elsewhere(office):
    matches = found(office, "morel", "rennes")["D-2026-118"]
    assert {what for what, _ in matches} == {"customer", "site", "contact"}


def test_the_list_says_where_it_was_found(office):
    assert office("dossier", "find", "lenoir").out.splitlines() == [
        "DOSSIER     CUSTOMER          STATUS  FOUND IN",
        "D-2026-121  Librairie Lenoir  quote   "
        "Customer: Librairie Lenoir · Contact: Agnès Lenoir agnes@librairie-lenoir.example 04 65 71 21 01",
    ]
    (row,) = csv.DictReader(io.StringIO(office("dossier", "find", "02 61 91 18 10", "--format", "csv").out))
    assert row == {
        "dossier": "D-2026-118",
        "customer": "Boulangerie Morel",
        "status": "production",
        "matches": "Numéros à porter: 02 61 91 18 10",
    }


def test_many_places_are_counted(office):
    line = office("dossier", "find", "azur").out.splitlines()[1]
    assert line.startswith("D-2026-123  Hôtel Azur  quote   Customer: Hôtel Azur · Contact: Marc Delaunay")
    assert line.endswith("02 61 91 23 01 · +3")


def test_nothing_to_look_for(office):
    assert office("dossier", "find", " ").code == 2
    assert office("dossier", "find").code == 2


def test_digits_alone_are_those_of_a_number_and_of_no_date(office):
    office("set", "118", "port_date=2026-12-15")
    assert {what for places in found(office, "06", "39").values() for what, _ in places} == {"contact"}
    assert found(office, "12 15") == {}
    assert "2026-12-15" in str(found(office, "2026-12-15"))
