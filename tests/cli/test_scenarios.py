"""`brt template test`: scenarios of installation types, played on the days that they say."""

import csv
import io
import json
import shutil

import pytest

from tests.cli.play import HOUSE, Play, example

TYPE = """\
name: Essai
fields:
  jour: {label: Jour, kind: date, emails: [{send: report, to: [contact:technique]}]}
  cle: {label: Clé, kind: text, secret: true}
emails: [{send: debut, at: produced, to: [managers]}]
phases:
  - id: un
    name: Un
    actions:
      - {id: appeler, name: Appeler, role: commercial, due: 2 business days, asks: [jour, cle],
         emails: [{send: rdv, to: [contact:technique, role:adv]}]}
      - {id: noter, name: Noter, role: adv, when: customer.kind == "client"}
  - id: deux
    name: Deux
    actions:
      - {id: poser, name: Poser, role: technicien, wait: 3 business days, due: on jour,
         emails: [{send: debut, at: available, to: [assignee]}]}
"""
EMAIL = "name: Essai\naudience: team\nsubject: Essai\nbody: Bonjour\n"
SHOWS = "name: Essai\naudience: customer\nsubject: Essai\nbody: Le {{ jour | date }}\n"
SCENARIO = """\
name: Tout va bien
type: essai
start: 2027-03-01
steps:
  - open:
      commercial: {appeler: 2027-03-03}
    emails:
      debut: [managers]
  - done: appeler
    day: 2027-03-02
    set: {jour: 2027-03-10, cle: K-1}
    open: {}
    emails:
      rdv: [contact:technique, role:adv]
  - set: {jour: 2027-03-12}
    emails: {report: [contact:technique]}
  - day: 2027-03-05
    open:
      technicien: {poser: 2027-03-12}
    emails: {debut: [assignee]}
  - shift: {poser: 2027-03-11}
    emails: {report: [contact:technique]}
  - done: poser
    day: 2027-03-11
    open: {}
    emails: {}
"""


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    play = Play(tmp_path_factory.mktemp("ready"))
    example(play.at, play)
    (play.at / "brt.db").unlink()
    (play.at / "installation_types" / "essai.yaml").write_text(TYPE)
    for name, text in (("debut", EMAIL), ("rdv", SHOWS), ("report", SHOWS)):
        (play.at / "email_types" / f"{name}.yaml").write_text(text)
    return play.at


@pytest.fixture
def brt(ready, tmp_path):
    shutil.copytree(ready, tmp_path, dirs_exist_ok=True)
    return Play(tmp_path)


def play(brt, text, *words):
    path = brt.at / "installation_types" / "tests" / "essai.yaml"
    path.write_text(text, encoding="utf-8")
    return brt("template", "test", "essai", *words)


@pytest.mark.parametrize("name", sorted(path.stem for path in (HOUSE / "installation_types").glob("*.yaml")))
def test_every_shipped_type_has_a_scenario_that_passes(brt, name):
    answer = brt("template", "test", name)
    assert answer.code == 0
    assert answer.err.endswith("everything came as expected.\n")
    assert f"✓ installation_types/tests/{name}.yaml  " in answer.out


def test_what_happens_on_its_days(brt):
    answer = play(brt, SCENARIO)
    assert (answer.code, answer.out) == (0, "✓ installation_types/tests/essai.yaml  Tout va bien\n"), answer.out
    assert not (brt.at / "brt.db").exists()
    assert not (brt.at / "outbox").exists()


def test_an_installation_is_billed_when_nothing_is_missing(brt):
    assert play(brt, SCENARIO + "  - {bill: true, emails: {}}\n").code == 0
    assert play(brt, SCENARIO.split("  - done: poser")[0] + "  - {bill: true, refused: true}\n").code == 0


def test_what_came_otherwise_is_a_diff_with_its_line(brt):
    text = SCENARIO.replace("{appeler: 2027-03-03}", "{appeler: 2027-03-04, noter: undated}")
    answer = play(brt, text.replace("rdv: [contact:technique, role:adv]", "rdv: [contact:technique]"))
    assert answer.code == 1
    assert answer.out == (
        "✗ installation_types/tests/essai.yaml  Tout va bien\n"
        "installation_types/tests/essai.yaml:5:5: On 2027-03-01, it came otherwise.\n"
        "      commercial:\n"
        "    -   appeler: 2027-03-04\n"
        "    +   appeler: 2027-03-03\n"
        "    -   noter: undated\n"
        "installation_types/tests/essai.yaml:13:5: On 2027-03-02, it came otherwise.\n"
        "    - rdv: [contact:technique]\n"
        "    + rdv: [contact:technique, role:adv]\n"
    )
    assert answer.err == "1 scenario, 1 of which came otherwise (- expected, + came).\n"


def test_one_with_mistakes_was_not_played(brt):
    answer = play(brt, SCENARIO.replace("    set: {jour", "    sets: {jour"))
    assert answer.code == 1
    assert answer.err == "1 scenario, 1 of which has mistakes and was not played.\n"


def test_without_dates_only_who_has_what_counts(brt):
    text = SCENARIO.replace("{appeler: 2027-03-03}", "[appeler]")
    assert play(brt, text).code == 0
    assert "    -   noter\n" in play(brt, text.replace("[appeler]", "[appeler, noter]")).out


def test_what_the_customer_was_before(brt):
    text = SCENARIO.split("  - done")[0].replace("start:", "customer: client\nstart:")
    assert play(brt, text + "  - open: {commercial: [appeler], adv: [noter]}\n").code == 1  # the first step looks too
    text = text.replace("      commercial: {appeler: 2027-03-03}", "      commercial: [appeler]\n      adv: [noter]")
    assert play(brt, text).code == 0


def test_a_contact_that_is_not_there(brt):
    answer = play(brt, SCENARIO.replace("start:", "contacts: [facturation]\nstart:"))
    assert "    + rdv: [contact:technique (undeliverable: nobody has the function technique" in answer.out


def test_refusals(brt):
    head = "name: Non\ntype: essai\nstart: 2027-03-01\nsteps:\n"
    refused = head + "  - {done: poser, refused: true, open: {commercial: [appeler]}}\n"
    assert play(brt, refused).code == 0
    answer = play(brt, refused.replace(", refused: true", ""))
    assert answer.code == 1
    assert "essai.yaml:5:5: “Poser (1 Client)” is not available yet" in answer.out
    answer = play(brt, refused.replace("poser", "appeler, set: {jour: 2027-03-10, cle: K}"))
    assert "essai.yaml:5:5: This was not refused." in answer.out
    answer = play(brt, SCENARIO.replace("cle: K-1", "cle: K-1, jour: 2027-02-31").replace("jour: 2027-03-10, ", ""))
    assert "2027-02-31" in answer.out


@pytest.mark.parametrize(
    ("before", "after", "place", "said"),
    [
        (
            "done: appeler",
            "done: apeler",
            "9:11",
            "unknown-target essai has no action `apeler`. Did you mean `appeler`?",
        ),
        ("type: essai", "type: esai", "2:7", "unknown-target There is no installation type `esai`"),
        ("cle: K-1", "clef: K-1", "11:29", "unknown-field There is no field `clef`. Did you mean `cle`?"),
        ("commercial: {", "comercial: {", "6:7", "unknown-role There is no role `comercial`"),
        ("rdv: [", "rdvs: [", "14:7", "unknown-email-type There is no email type `rdvs`"),
        ("day: 2027-03-05", "day: 2027-03-01", "17:10", "wrong-value This day comes before that of the step before"),
        ("day: 2027-03-05", "day: 2027-02-30", "17:10", "wrong-value A date is expected, such as 2026-11-30."),
        ("done: poser\n", "done: poser\n    skip: appeler\n", "24:5", "wrong-value One thing happens in a step"),
        ("    set: {jour", "    sets: {jour", "11:5", "unknown-key Unknown key `sets`. Did you mean `set`?"),
        ("name: Tout va bien\n", "", "1:1", "missing-key The key `name` is missing."),
        ("start: 2027-03-01", "start: 2027-03-01\nstart: 2027-03-02", "4:1", "duplicate-key"),
        ("shift: {poser: 2027-03-11}", "shift: {poser: demain}", "21:20", "wrong-value A date is expected"),
    ],
)
def test_a_scenario_is_read_as_strictly_as_a_type(brt, before, after, place, said):
    assert before in SCENARIO
    answer = play(brt, SCENARIO.replace(before, after, 1))
    if not answer.out.startswith("✗"):  # nothing is found under the type's name where it is wrong
        answer = brt("template", "test", "installation_types/tests/essai.yaml")
    assert answer.code == 1
    assert f"installation_types/tests/essai.yaml:{place}: error {said}" in answer.out


def test_a_type_with_errors(brt):
    (brt.at / "installation_types" / "essai.yaml").write_text(TYPE.replace("role: adv", "role: advv"))
    assert "The installation type `essai` has errors." in play(brt, SCENARIO).out


def test_formats(brt):
    text = SCENARIO.replace("[managers]", "[assignee]")
    (row,) = json.loads(play(brt, text, "--format", "json").out)
    assert (row["file"], row["passed"], row["type"]) == ("installation_types/tests/essai.yaml", False, "essai")
    assert row["failures"] == [
        {
            "line": 7,
            "column": 5,
            "message": "On 2027-03-01, it came otherwise.",
            "diff": ["- debut: [assignee]", "+ debut: [managers]"],
        }
    ]
    (row,) = csv.DictReader(io.StringIO(play(brt, text, "--format", "csv").out))
    assert (row["line"], row["passed"]) == ("7", "false")
    assert play(brt, SCENARIO, "--format", "plain").out.split("\t")[4] == "true"


def test_what_is_not_there(brt):
    answer = brt("template", "test", "visio")
    assert (answer.code, answer.out) == (1, "")
    assert "There is no scenario visio." in answer.err
    shutil.rmtree(brt.at / "installation_types" / "tests")
    answer = brt("template", "test")
    assert (answer.code, answer.out) == (0, "")
    assert "There is no scenario yet." in answer.err


def test_scenarios_are_no_types(brt):
    listed = brt("template", "list").out
    assert brt("lint", "installation_types").code == brt("lint").code == 0
    assert "tests" not in listed


def test_init_copies_those_of_the_types(tmp_path):
    brt = Play(tmp_path)
    assert brt("init", "ici", "--types", "ftth-pro").code == 0
    found = sorted(path.name for path in (tmp_path / "ici" / "installation_types" / "tests").iterdir())
    assert found == ["ftth-pro-annulee.yaml", "ftth-pro.yaml"]
    assert (tmp_path / "ici" / ".brt" / "scenario.schema.json").exists()
    assert brt("init", "rien", "--types", "none").code == 0
    assert not (tmp_path / "rien" / "installation_types" / "tests").exists()
    assert brt("-C", "ici", "template", "test").code == 0
