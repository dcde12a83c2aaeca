"""From the file to the plan: defaults, canonical form, and what changes it."""

import json
import unicodedata

import pytest

from brt import plan
from brt.language.compile import canonical, digest
from tests.language.sample import PLAN, SAMPLE, compiled, golden

HEAD = "name: Essai\nfields:\n  d: {kind: date}\n  n: {kind: integer}\nphases:\n"


def actions(*lines):
    """Return the plan's actions of a type with one phase `pose` that has these."""
    text = HEAD + "  - id: pose\n    name: Pose\n    actions:\n" + "".join(f"      - {line}\n" for line in lines)
    return made(text)["actions"]


def made(text):
    loaded = compiled(text)
    assert not loaded.findings
    return loaded.plan


def test_the_golden_plan():
    """A change of the compiler that alters plans shows here as a diff."""
    assert golden(compiled(SAMPLE.read_bytes())) == PLAN.read_text(encoding="utf-8")


def test_the_engine_reads_it():
    loaded = plan.load(canonical(compiled(SAMPLE.read_bytes()).plan))
    assert loaded.type == "essai"
    assert list(loaded.phases) == ["lancement", "portabilite", "bascule", "cloture"]
    assert loaded.bills.id == "facturer"
    assert loaded.email_types() == {"bienvenue", "report"}


def test_the_default_trigger_of_phases_and_actions():
    text = HEAD
    for name in ("un", "deux", "trois"):
        text += f"  - {{id: {name}, name: P, actions: [{{id: {name}-a, name: A, role: adv}}]}}\n"
    result = made(text)
    assert [phase["after"] for phase in result["phases"]] == [
        {"all": []},
        {"all": [["phase", "un"]]},
        {"all": [["phase", "deux"]]},
    ]
    assert [action["after"] for action in result["actions"]] == [
        {"all": [["start", "un"]]},
        {"all": [["start", "deux"]]},
        {"all": [["start", "trois"]]},
    ]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("[]", {"all": []}),
        ("[a]", {"all": [["action", "a"]]}),
        ("[a, pose2]", {"all": [["action", "a"], ["phase", "pose2"]]}),
        ("{any: [pose2, a]}", {"any": [["phase", "pose2"], ["action", "a"]]}),
    ],
)
def test_an_explicit_trigger(after, expected):
    text = (
        HEAD
        + "  - {id: pose2, name: P, actions: [{id: a, name: A, role: adv}]}\n"
        + f"  - {{id: pose, name: P, after: {after}, actions: [{{id: b, name: B, role: adv, after: {after}}}]}}\n"
    )
    result = made(text)
    assert result["phases"][1]["after"] == expected
    assert result["actions"][1]["after"] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("2 business days", [2, "business day"]),
        ("1 week", [1, "week"]),
        ("on d", ["on", "d"]),
        ("3 days before d", [3, "day", "before", "d"]),
        ("10 working days after d", [10, "working day", "after", "d"]),
    ],
)
def test_delays(source, expected):
    asks, action = actions(
        "{id: a, name: A, role: adv, asks: [d]}",
        f"{{id: b, name: B, role: adv, after: [a], wait: {source}, due: {source}}}",
    )
    assert (action["wait"], action["due"]) == (expected, expected)
    assert "wait" not in asks


@pytest.mark.parametrize(
    ("kind", "must", "expected"),
    [
        ("integer", "3", 3),
        ("integer", '"3"', 3),
        ("money", "350", "350.00"),
        ("money", "350.50", "350.50"),
        ("number", "12.50", "12.5"),
        ("boolean", "true", True),
        ("boolean", "false", False),
        ("date", "2026-12-15", "2026-12-15"),
        ("date", '"2026-12-15"', "2026-12-15"),
        ("phone", '"01 40 50 60 70"', "+33140506070"),
        ("text", "Oui", "Oui"),
        ("integer, many: true", "[1, 2]", [1, 2]),
    ],
)
def test_fixed_answers_are_canonical(kind, must, expected):
    text = (
        f"name: Essai\nfields:\n  f: {{kind: {kind}}}\nphases:\n"
        f"  - {{id: p, name: P, actions: [{{id: a, name: A, role: adv, asks: [{{field: f, must: {must}}}]}}]}}\n"
    )
    (ask,) = made(text)["actions"][0]["asks"]
    assert ask == {"field": "f", "at": "done", "must": expected}
    assert type(ask["must"]) is type(expected)


def test_canonical_text():
    text = canonical(compiled(SAMPLE.read_bytes()).plan)
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert "\n" not in text
    assert unicodedata.is_normalized("NFC", text)


def test_comments_layout_and_composition_change_nothing():
    raw = SAMPLE.read_text(encoding="utf-8")
    same = (
        raw.replace("phases:\n", "# a comment\n\nphases:   # another\n", 1)
        .replace("name: Lancement", "name: 'Lancement'", 1)
        .replace("\n", "\r\n")
    )
    one, other = compiled(raw), compiled(same)
    assert digest(one.plan) == digest(other.plan)
    assert one.digest != other.digest
    assert digest(compiled(unicodedata.normalize("NFD", raw)).plan) == digest(one.plan)


def test_a_word_changes_the_digest():
    raw = SAMPLE.read_text(encoding="utf-8")
    assert digest(compiled(raw).plan) != digest(compiled(raw.replace("Lancement", "Lancements", 1)).plan)


def test_no_plan_with_errors_but_one_with_warnings():
    raw = SAMPLE.read_text(encoding="utf-8")
    assert compiled(raw.replace("role: commercial", "role: personne")).plan is None
    assert compiled(HEAD + "  - {id: p, name: P, actions: [{id: a, name: A, role: adv, due: on d}]}\n").plan is not None


def test_what_is_absent_is_the_default():
    (action,) = actions("{id: a, name: A, role: adv, optional: false, asks: [], emails: []}")
    assert action.keys() == {"id", "name", "phase", "role", "after"}
    assert made(HEAD + "  - {id: p, name: P, actions: [{id: a, name: A, role: adv}]}\n").keys() == {
        *("format", "type", "name", "fields", "phases", "actions")
    }
