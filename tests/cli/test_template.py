"""The workshop: lint, list, show, new, duplicate, schema."""

import csv
import io
import json
import shlex
import shutil

import pytest

from brt.cli import lint, template_duplicate, template_list, template_new, template_schema, template_show
from tests.cli.play import Play, apart, example

TYPE = """\
name: Essai
fields:
  note: {label: Note, kind: text}
phases:
  - id: pose
    name: Pose
    actions: [{id: poser, name: Poser, role: adv, asks: [note]}]
"""


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    play = Play(tmp_path_factory.mktemp("ready"))
    example(play.at, play)
    return play.at


@pytest.fixture
def brt(ready, tmp_path):
    shutil.copytree(ready, tmp_path, dirs_exist_ok=True)
    return Play(tmp_path)


@pytest.fixture
def types(brt):
    return brt.at / "installation_types"


# ── lint ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", [("lint",), ("template", "lint")])
def test_a_clean_workspace(brt, words):
    assert brt(*words) == (0, "", "35 files, nothing found.\n")
    assert brt(*words, "--format", "json") == (0, "[]\n", "")
    assert brt(*words, "installation_types/ftth-pro.yaml") == (0, "", "1 file, nothing found.\n")


def test_errors_in_full(brt, types):
    (types / "essai.yaml").write_text(TYPE.replace("adv", "advv"))
    answer = brt("lint")
    assert answer.code == 1
    assert answer.out == (
        "installation_types/essai.yaml:7:49: error unknown-role There is no role `advv` in brt.toml. "
        "Did you mean `adv`?\n"
        "    7 |     actions: [{id: poser, name: Poser, role: advv, asks: [note]}]\n"
        "      |                                              ^^^^\n"
        "\n"
        "1 error, 0 warnings, 0 notes\n"
    ).replace(":7:49:", f":7:{TYPE.splitlines()[6].index('adv') + 1}:")


def test_concise_and_json_say_the_same(brt, types):
    (types / "essai.yaml").write_text(TYPE.replace("adv", "advv"))
    (line,) = brt("lint", "--format", "concise").out.splitlines()
    (found,) = json.loads(brt("lint", "--format", "json").out)
    assert list(found) == ["file", "line", "column", "end_line", "end_column", "rule", "severity", "message"]
    assert line == "{file}:{line}:{column}: {severity} {rule} {message}".format(**found)


def test_warnings_fail_and_notes_do_not(brt, types):
    (types / "essai.yaml").write_text(TYPE.replace(", asks: [note]", ""))
    assert brt("lint").code == 0
    assert "note unused-field" in brt("lint", "--format", "concise").out
    emails = brt.at / "email_types"
    (emails / "bienvenue-lancement.yaml").unlink()
    assert brt("lint").code == 1


def test_paths_that_are_not_there(brt):
    answer = brt("lint", "installation_types/autre.yaml")
    assert (answer.code, answer.out) == (1, "")
    assert "installation_types/autre.yaml" in answer.err


def test_what_cannot_be_read(brt, types):
    (types / "dossier.yaml").mkdir()
    answer = brt("lint")
    assert answer.code == 1
    assert "installation_types/dossier.yaml:1:1: error unreadable-file" in answer.out
    assert "dossier" not in brt("template", "list").out


def test_json_harms_no_terminal(brt, types):
    (types / "essai.yaml").write_text(TYPE.replace("adv", '"a\\u202Ev"'), encoding="utf-8")
    for style in ("full", "concise", "json"):
        assert "\u202e" not in brt("lint", "--format", style).out


def test_outside_a_workspace(tmp_path):
    play = Play(tmp_path)
    for words in ("lint", "template list", "template show x", "template new x", "template duplicate x y"):
        assert play(*words.split()).code == 3


# ── list ──────────────────────────────────────────────────────────────────────────────────────────


def test_list(brt, types):
    (types / "essai.yaml").write_text(TYPE.replace("adv", "advv"))
    answer = brt("template", "list")
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert lines[0].split() == ["TYPE", "NAME", "PHASES", "ACTIONS", "FINDINGS"]
    assert lines[3].split() == ["essai", "Essai", "1", "1", "1"]
    assert answer.err == "Nothing can be produced with essai as it is: brt lint installation_types/essai.yaml\n"


@pytest.mark.parametrize("text", ["name: [\n", "", "phases: 3\n", "name: Casse\nphases:\n  - id: a\n   name: b\n"])
def test_what_cannot_be_read_is_not_counted(brt, types, text):
    (types / "casse.yaml").write_text(text)
    row = next(row for row in brt("template", "list").out.splitlines() if row.startswith("casse"))
    assert row.split()[-3:-1] == ["–", "–"]
    data = {row["id"]: row for row in json.loads(brt("template", "list", "--format", "json").out)}
    assert (data["casse"]["phases"], data["casse"]["actions"]) == (None, None)
    assert data["casse"]["errors"]


def test_list_for_programs(brt):
    rows = json.loads(brt("template", "list", "--format", "json").out)
    assert [row["id"] for row in rows] == ["3cx-porta", "3cx-sans-porta-a-distance", "ftth-pro"]
    assert rows[2]["name"] == "Fibre FTTH Pro"
    assert (rows[2]["phases"], rows[2]["actions"], rows[2]["findings"]) == (5, 15, 0)
    assert rows[2]["summary"].startswith("Accès fibre")
    table = list(csv.DictReader(io.StringIO(brt("template", "list", "--format", "csv").out)))
    assert [row["summary"] for row in table] == [row["summary"] for row in rows]
    assert brt("template", "list", "--format", "plain").out.count("\n") == 3


def test_list_of_nothing(brt, types):
    for path in types.glob("*.yaml"):
        path.unlink()
    assert brt("template", "list") == (0, "", "There is no installation type yet. To write one: brt template new ID\n")
    assert brt("template", "list", "--format", "json").out == "[]\n"


# ── show ──────────────────────────────────────────────────────────────────────────────────────────


def test_show(brt):
    answer = brt("template", "show", "3cx-porta")
    assert answer.code == 0
    lines = [line.strip() for line in answer.out.splitlines()]
    assert lines[0] == "3cx-porta · Téléphonie 3CX – portabilité et installation sur site"
    assert "Lancement (lancement)" in lines
    begin = lines.index("retour-operateur-porta  Traiter le retour de l'opérateur donneur")
    assert lines[begin + 1 : begin + 6] == [
        "ADV · due: 3 business days",
        "after: deposer-demande-porta",
        "asks: port_decision (must be acceptée), port_rejection_reason (when rejected)",
        "sends back to: deposer-demande-porta",
        "✉ rejet-portabilite (when rejected) → contact administratif, contact technique, Commercial",
    ]
    assert "after: collecter-rio-factures" in lines
    assert "when: not hardware_reused" in lines
    assert "rios                    RIO par numéro (rio, several, secret)" in lines


def test_show_what_few_types_have(brt, types):
    (types / "essai.yaml").write_text(
        """\
name: Essai
deadline: jour
emails: [{send: bienvenue-lancement, at: produced, to: [managers]}]
fields:
  jour: {label: Jour, kind: date}
  choix: {label: Choix, kind: choice, choices: [a, b]}
phases:
  - {id: un, name: Un, actions: [{id: a1, name: A1, role: adv, asks: [jour, {field: choix, optional: true}]}]}
  - id: deux
    name: Deux
    wait: 2 days
    actions:
      - {id: b1, name: B1, role: adv, after: [], wait: 1 week, optional: true}
      - {id: b2, name: B2, role: adv, after: {any: [a1, b1]}}
"""
    )
    answer = brt("template", "show", "essai")
    assert (
        answer.out
        == """\
essai · Essai
Measured against: jour
✉ bienvenue-lancement (when produced) → managers

Un (un)
  a1  A1
      ADV
      asks: jour, choix (if any)

Deux (deux)
  wait: 2 days
  b1  B1
      ADV · optional
      after: production itself
      wait: 1 week
  b2  B2
      ADV
      after the first of: a1, b1

Fields
  jour   Jour (date)
  choix  Choix (choice)
      a | b
"""
    )


def test_show_for_programs(brt):
    data = json.loads(brt("template", "show", "ftth-pro", "--format", "json").out)
    assert data["id"] == "ftth-pro"
    assert data["on_cancel"] == data["phases"][-1]["id"] == "annulation"
    assert sum(len(phase["actions"]) for phase in data["phases"][:-1]) == 15
    table = list(csv.DictReader(io.StringIO(brt("template", "show", "ftth-pro", "--format", "csv").out)))
    assert [row["id"] for row in table] == [action["id"] for phase in data["phases"] for action in phase["actions"]]


def test_show_what_is_not_there_or_not_right(brt, types):
    answer = brt("template", "show", "3cx-prota")
    assert (answer.code, answer.out) == (1, "")
    assert "3cx-porta" in answer.err
    (types / "essai.yaml").write_text(TYPE.replace("adv", "advv"))
    answer = brt("template", "show", "essai")
    assert (answer.code, answer.out) == (1, "")
    assert "unknown-role" in answer.err
    assert "brt lint installation_types/essai.yaml" in answer.err


# ── new and duplicate ─────────────────────────────────────────────────────────────────────────────


def test_new(brt):
    answer = brt("template", "new", "visio", "--name", "Salle : 'visio'")
    assert answer == (
        0,
        "installation_types/visio.yaml\n",
        "Edit it, then: brt lint installation_types/visio.yaml\n",
    )
    assert brt("lint").code == 0
    assert brt("template", "show", "visio").out.startswith("visio · Salle : 'visio'\n")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_new_writes_is_clean_also_without_its_comment_signs(brt, types, language):
    brt("template", "new", "visio", BRT_LANG=language)
    path = types / "visio.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("# emails:", "emails:  ").replace("#   - {send", "  - {send"), encoding="utf-8")
    assert "confirmation-rdv-distance" in json.dumps(
        json.loads(brt("template", "show", "visio", "--format", "json").out)
    )
    assert brt("lint") == (0, "", "36 files, nothing found.\n")


def test_duplicate(brt, types):
    answer = brt("template", "duplicate", "ftth-pro", "ftth-plus", "--name", "Fibre Plus")
    assert (answer.code, answer.out) == (0, "installation_types/ftth-plus.yaml\n")
    before = (types / "ftth-pro.yaml").read_text(encoding="utf-8")
    assert (types / "ftth-plus.yaml").read_text(encoding="utf-8") == before.replace("Fibre FTTH Pro", "Fibre Plus")
    assert brt("lint").code == 0


def test_an_empty_name(brt):
    for words in (("new", "essai"), ("duplicate", "3cx-porta", "essai")):
        answer = brt("template", *words, "--name", " ")
        assert (answer.code, answer.out) == (2, "")
        assert "The name is empty." in answer.err


def test_duplicate_says_which_fields_emails_keep(brt):
    answer = brt("template", "duplicate", "3cx-porta", "3cx-simple", "--without", "portabilite", "--without", "bascule")
    said = "Fields that nobody is asked for any more, kept for the emails that show them: port_date ("
    assert said in answer.err
    assert "notification-technicien" in answer.err


def test_duplicate_without_a_phase_says_what_became_of_the_rest(brt, types):
    words = (
        "template",
        "duplicate",
        "3cx-porta",
        "3cx-simple",
        "--name",
        "Simple",
        "--without",
        "planifier-intervention",
    )
    answer = brt(*words, "--without", "valider-go-bascule")
    assert (answer.code, answer.out) == (0, "installation_types/3cx-simple.yaml\n")
    assert answer.err.splitlines() == [
        "Left out: planifier-intervention and valider-go-bascule.",
        "Fields that nothing uses any more, left out too: install_date, install_slot, install_contact and go_decision.",
        "With another trigger: installation (after: [confirmer-date-porta, provisionner-postes]), "
        "bascule (after: [confirmer-date-porta, provisionner-postes]) and "
        "basculer-numeros (after: [installer-sur-site]).",
        "Without the date they had, as nobody is asked for it any more: installer-sur-site.",
        "Edit it, then: brt lint installation_types/3cx-simple.yaml",
    ]
    assert (types / "3cx-simple.yaml").read_text(encoding="utf-8").splitlines()[1] == "name: Simple"
    assert brt("lint").code == 0


def test_duplicate_without_what_is_not_there_or_without_everything(brt, types):
    before = sorted(brt.at.rglob("*"))
    words = ("template", "duplicate", "ftth-pro", "visio")
    answer = brt(*words, "--without", "lancemen", "--without", "rien-du-tout-de-tel")
    assert (answer.code, answer.out) == (1, "")
    assert "ftth-pro has no phase or action lancemen. Nothing was written. Did you mean `lancement`?" in answer.err
    assert "ftth-pro has no phase or action rien-du-tout-de-tel" in answer.err
    phases = ("lancement", "commande", "raccordement", "mise-en-service", "cloture")
    answer = brt(*words, *(word for phase in phases for word in ("--without", phase)))
    assert answer.code == 1
    assert answer.err.startswith("Nothing would be left of ftth-pro. Nothing was written.\n")
    (types / "essai.yaml").write_text(TYPE.replace("adv", "advv"))
    answer = brt("template", "duplicate", "essai", "visio", "--without", "poser")
    assert answer.code == 1
    assert "error unknown-role" in answer.err
    (types / "essai.yaml").unlink()
    assert sorted(brt.at.rglob("*")) == before


def test_nothing_is_overwritten(brt, types):
    before = (types / "ftth-pro.yaml").read_bytes()
    for words in (("new", "ftth-pro"), ("duplicate", "3cx-porta", "ftth-pro")):
        answer = brt("template", *words)
        assert (answer.code, answer.out) == (1, "")
        assert "installation_types/ftth-pro.yaml exists already. Nothing was written.\n" in answer.err
    assert (types / "ftth-pro.yaml").read_bytes() == before


@pytest.mark.parametrize("bad", ["Visio", "../visio", "a--b", "visio.yaml", "é", "a" * 65])
def test_bad_ids(brt, bad):
    before = sorted(brt.at.rglob("*"))
    for words in (("new", bad), ("duplicate", "ftth-pro", bad)):
        assert brt("template", *words).code == 1
    assert sorted(brt.at.rglob("*")) == before


def test_bad_names_and_unknown_types(brt):
    before = sorted(brt.at.rglob("*"))
    assert brt("template", "new", "visio", "--name", "deux\nlignes").code == 1
    assert brt("template", "duplicate", "ftth-pro", "visio", "--name", "\x1b[31m").code == 1
    answer = brt("template", "duplicate", "ftth", "visio")
    assert answer.code == 1
    assert "ftth-pro" in answer.err
    assert sorted(brt.at.rglob("*")) == before


def test_a_place_where_nothing_can_be_written(brt, types):
    types.rename(brt.at / "away")
    types.write_text("")
    answer = brt("template", "new", "visio")
    assert answer.code == 3
    assert "installation_types/visio.yaml cannot be written" in answer.err


# ── schema, and the whole ─────────────────────────────────────────────────────────────────────────


def test_schema(brt, tmp_path):
    written = (brt.at / ".brt/installation-type.schema.json").read_text(encoding="utf-8")
    assert brt("template", "schema") == (0, written, "")
    assert "subject" in json.loads(brt("template", "schema", "email-type").out)["properties"]
    assert brt("template", "schema", "autre").code == 2


def test_schema_needs_no_workspace(tmp_path):
    assert json.loads(Play(tmp_path)("template", "schema").out)["properties"]


def test_the_group_explains_itself(brt):
    answer = brt("template")
    assert answer.code == 0
    assert "duplicate" in answer.out


@pytest.mark.parametrize(
    "module", [lint, template_list, template_show, template_new, template_duplicate, template_schema]
)
def test_the_examples_work(brt, module):
    for line in module.command.epilog.splitlines():
        assert brt(*shlex.split(line)[1:]).code == 0, line


def test_in_a_process_of_its_own(brt):
    assert apart(brt.at, "template", "show", "rien").code == 1
