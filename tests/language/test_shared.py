"""`use: ID`: a phase that several types share, from a file of its own."""

import pytest

from brt.language.catalogue import Catalogue
from brt.lint import runner
from tests.language.sample import SETTINGS

PHASE = """\
name: Clôture
fields:
  signe_le: {label: Signé le, kind: date}
  reserves: {label: Réserves, kind: text}
actions:
  - {id: signer, name: Faire signer, role: technicien, asks: [signe_le, {field: reserves, optional: true}]}
  - {id: facturer, name: Facturer, role: adv, after: [signer], due: 2 days after signe_le, bills: true}
"""
TYPE = """\
name: Essai
fields:
  jour: {label: Jour, kind: date}
phases:
  - id: pose
    name: Pose
    actions: [{id: poser, name: Poser, role: technicien, asks: [jour]}]
  - use: cloture
    wait: on jour
  - id: bilan
    name: Bilan
    actions: [{id: appeler, name: Appeler, role: adv, after: [facturer]}]
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "installation_types" / "phases").mkdir(parents=True)
    (tmp_path / "email_types").mkdir()
    return tmp_path


def load(root, text=TYPE, phase=PHASE, name="essai"):
    (root / "installation_types" / f"{name}.yaml").write_text(text, encoding="utf-8")
    if phase is not None:
        (root / "installation_types" / "phases" / "cloture.yaml").write_text(phase, encoding="utf-8")
    return Catalogue(root, SETTINGS).load_type(name)


def places(loaded):
    return [(each.file, each.line, each.column, each.rule) for each in loaded.findings]


def test_it_stands_where_it_is_used(root):
    loaded = load(root)
    assert loaded.findings == []
    plan = loaded.plan
    assert [phase["id"] for phase in plan["phases"]] == ["pose", "cloture", "bilan"]
    assert plan["phases"][1] == {
        "id": "cloture",
        "name": "Clôture",
        "after": {"all": [["phase", "pose"]]},
        "wait": ["on", "jour"],
    }
    assert [action["id"] for action in plan["actions"]] == ["poser", "signer", "facturer", "appeler"]
    assert set(plan["fields"]) == {"jour", "signe_le", "reserves"}


def test_it_compiles_as_if_it_were_written_there(root):
    shared = load(root).plan
    actions = PHASE.split("actions:\n")[1]
    fields = PHASE.split("fields:\n")[1].split("actions:")[0]
    phase = "  - id: cloture\n    name: Clôture\n    wait: on jour\n    actions:\n"
    text = TYPE.replace("  - use: cloture\n    wait: on jour\n", phase + actions.replace("  - {", "      - {"))
    assert load(root, text.replace("fields:\n", "fields:\n" + fields), None).plan == shared


def test_what_stands_beside_it_counts(root):
    phase = PHASE.replace("name: Clôture", "name: Clôture\nafter: []\nwhen: reserves == 'x'\nwait: 3 days\nid: fin")
    phase = phase.replace(", bills: true", "")
    beside = "use: cloture\n    name: Fin de chantier\n    after: [poser]\n    when: jour\n"
    loaded = load(root, TYPE.replace("use: cloture\n", beside), phase)
    assert loaded.findings == []
    plan = loaded.plan
    assert plan["phases"][1]["id"] == "fin"
    assert plan["phases"][1]["name"] == "Fin de chantier"
    assert plan["phases"][1]["after"] == {"all": [["action", "poser"]]}
    assert plan["phases"][1]["when"]["text"] == "jour"
    assert plan["phases"][1]["wait"] == ["on", "jour"]


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("role: adv", "role: advv", (7, 42, "unknown-role")),
        ("due: 2 days after signe_le", "due: 2 days after signe", (7, 82, "unknown-field")),
        ("after: [signer]", "after: [signe]", (7, 55, "unknown-target")),
        ("kind: text", "kind: texte", (4, 37, "wrong-value")),
        ("  - {id: signer", "  - {ids: signer", (6, 6, "unknown-key")),
        ("name: Clôture\n", "", (1, 1, "missing-key")),
        ("fields:", "fields: &a", (2, 9, "plain-yaml")),
        ("signer, name: Faire signer", "poser, name: Faire signer", (6, 10, "duplicate-id")),
    ],
)
def test_what_is_wrong_in_it_is_found_in_its_file(root, before, after, place):
    assert before in PHASE
    found = places(load(root, phase=PHASE.replace(before, after, 1)))
    assert ("installation_types/phases/cloture.yaml", *place) in found


def test_a_related_place_is_in_its_own_file(root):
    loaded = load(root, phase=PHASE.replace("id: signer", "id: poser").replace("[signer]", "[poser]"))
    (found,) = [each for each in loaded.findings if each.rule == "duplicate-id"]
    assert (found.file, found.line) == ("installation_types/phases/cloture.yaml", 6)
    assert [(each.file, each.line) for each in found.related] == [("installation_types/essai.yaml", 7)]
    assert found.excerpt.startswith("  - {id: poser")


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("use: cloture", "use: clotur", (8, 10, "unknown-target")),
        ("wait: on jour", "wait: on jours", (9, 14, "unknown-field")),
        ("wait: on jour", "actions: []", (9, 5, "unknown-key")),
        ("after: [facturer]", "after: [facture]", (12, 63, "unknown-target")),
    ],
)
def test_what_is_wrong_beside_it_is_found_in_the_type(root, before, after, place):
    assert ("installation_types/essai.yaml", *place) in places(load(root, TYPE.replace(before, after)))


def test_a_field_of_both_is_the_same_or_wrong(root):
    same = TYPE.replace("fields:\n", "fields:\n  reserves: {label: Réserves, kind: text}\n")
    assert load(root, same).findings == []
    found = places(load(root, same.replace("kind: text", "kind: choice, choices: [a]")))
    assert found == [("installation_types/phases/cloture.yaml", 4, 3, "duplicate-key")]


def test_several_types_use_it_and_lint_says_once_what_is_wrong(root):
    load(root, phase=PHASE.replace("role: adv", "role: advv"), name="autre")
    load(root, TYPE, None)
    errors = [each for each in runner.lint(None, SETTINGS, root) if each.severity == "error"]
    assert [(each.file, each.rule) for each in errors] == [("installation_types/phases/cloture.yaml", "unknown-role")]


def test_the_texts_stay_apart_without_a_last_line_end(root):
    assert load(root, TYPE.rstrip("\n"), PHASE.replace("role: adv", "role: advv").rstrip("\n")).findings[0].line == 7


CANCELLED = """\
name: Essai
phases:
  - id: pose
    name: Pose
    actions: [{id: poser, name: Poser, role: technicien, asks: [jour]}]
on_cancel:
  use: cloture
  name: Annulation
fields:
  jour: {label: Jour, kind: date}
"""


def test_it_may_be_what_is_done_when_all_is_cancelled(root):
    plan = load(root, CANCELLED, PHASE.replace(", bills: true", "")).plan
    assert plan["on_cancel"] == "cloture"
    assert plan["phases"][1] == {"id": "cloture", "name": "Annulation", "after": {"all": [["cancelled", ""]]}}
    assert [action["id"] for action in plan["actions"]] == ["poser", "signer", "facturer"]


def test_what_is_wrong_in_it_then_is_shown_there(root):
    (mine, there) = places(load(root, CANCELLED.replace("use: cloture", "use: cloture\n  after: [poser]")))
    assert mine == ("installation_types/essai.yaml", 8, 3, "on-cancel")
    assert there[:2] + there[3:] == ("installation_types/phases/cloture.yaml", 7, "on-cancel")


def test_fields_that_could_not_be_read_are_not_compared(root):
    wrong = load(root, TYPE.replace("  jour: {label: Jour", "  jour {label: Jour"))
    assert [each.rule for each in wrong.findings] == ["yaml-syntax"]
    wrong = load(root, TYPE.replace("fields:\n  jour: {label: Jour, kind: date}", "fields: [jour]"))
    assert [each.rule for each in wrong.findings] == ["wrong-type"]
    field = "  signe_le: {label: Signé le, kind: datte}\nphases:"
    assert [each.rule for each in load(root, TYPE.replace("phases:", field)).findings] == ["wrong-value"]
