"""What stands around the types: scenarios that test them, and phases that they share."""

from pathlib import Path

import pytest

from brt.lint.choice import Choice
from brt.lint.formats import concise
from brt.lint.runner import Run, lint
from tests.lint.corpus import workspace
from tests.lint.golden import SETTINGS

SCENARIO = """\
name: Tout va bien
type: essai
start: 2027-03-01
set: {jour: 2027-03-10}
steps:
  - open: {adv: {demander: 2027-03-01}}
    emails: {}
  - done: demander
    set: {dates: [2027-03-02, 2027-03-03], choix: oui-da, drapeau: true, nombre: 12, texte: T, jour: +3bd}
  - done: [agir, envoyer]
    day: 2027-03-04
    emails: {mot: [contact:technique]}
"""
PHASE = """\
name: Clôture
fields:
  signe: {label: PV signé le, kind: date}
actions:
  - {id: signer, name: Signer, role: technicien, asks: [signe], due: 3 business days}
"""


@pytest.fixture
def root(tmp_path):
    """A workspace in which nothing is wrong."""
    for folder in ("tests", "phases"):
        (tmp_path / "installation_types" / folder).mkdir(parents=True)
    return workspace(tmp_path)


def said(root: Path, paths: list[Path] | None = None) -> list[str]:
    """Return the errors and what is said of the files around the types, without the folder of the types."""
    found = lint(paths, SETTINGS, root)
    kept = [one for one in found if one.severity == "error" or "/" in one.file.removeprefix("installation_types/")]
    return [line.removeprefix("installation_types/") for line in concise(kept) if not line.startswith("email")]


def put(root: Path, name: str, text: str) -> Path:
    path = root / "installation_types" / name
    path.write_text(text, encoding="utf-8")
    return path


def use(root: Path) -> None:
    path = root / "installation_types" / "essai.yaml"
    put(root, "essai.yaml", path.read_text(encoding="utf-8") + "  - use: cloture\n")


# ── scenarios ─────────────────────────────────────────────────────────────────────────────────────


def test_a_scenario_without_a_mistake(root):
    put(root, "tests/essai.yaml", SCENARIO)
    assert said(root) == []
    assert Run(None, SETTINGS, root).count == 5


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        ("type: essai", "type: essay", "2:7: error unknown-target There is no installation type `essay`. Did you mean"),
        ("done: demander", "done: demandé", "8:11: error unknown-target essai has no action `demandé`. Did you mean"),
        ("[agir, envoyer]", "[agir, envoyé]", "10:18: error unknown-target essai has no action `envoyé`."),
        ("{adv: {", "{advv: {", "6:12: error unknown-role There is no role `advv` in brt.toml. Did you mean `adv`?"),
        ("{demander: 2027-03-01", "{demender: 2027-03-01", "6:18: error unknown-target essai has no action `demender`"),
        ("texte: T", "text: T", "9:86: error unknown-field There is no field `text`. Did you mean `texte`?"),
        ("{jour: 2027-03-10", "{jours: 2027-03-10", "4:7: error unknown-field There is no field `jours`."),
        ("mot: [", "mots: [", "12:14: error unknown-email-type There is no email type `mots`. Did you mean `mot`?"),
        ("nombre: 12", "nombre: douze", "9:82: error bad-value "),
        ("choix: oui-da", "choix: oui", "9:51: error bad-value "),
        ("jour: +3bd", "jour: bientot", "9:102: error bad-value bientot is not a date"),
        ("drapeau: true", "drapeau: 12", "9:68: error bad-value "),
        ("2027-03-02, 2027-03-03", "2027-03-02, 2027-02-30", "9:31: error bad-value "),
        ("nombre: 12", "nombre: [12, 13]", "9:82: error bad-value One value is expected."),
        ("day: 2027-03-04", "day: demain", "11:10: error wrong-value A date is expected, such as 2026-11-30."),
        ("demander: 2027-03-01", "demander: undatd", "6:28: error wrong-value A date is expected, such as 2026-11-30,"),
        ("day: 2027-03-04", "day: 2027-02-28", "11:10: error wrong-value This day comes before"),
        ("emails: {}", "email: {}", "7:5: error unknown-key Unknown key `email`. Did you mean `emails`?"),
    ],
)
def test_a_mistake_in_a_scenario(root, before, after, finding):
    assert before in SCENARIO
    put(root, "tests/essai.yaml", SCENARIO.replace(before, after, 1))
    (line,) = said(root)
    assert line.startswith(f"tests/essai.yaml:{finding}")


def test_no_mistake_hides_another(root):
    text = SCENARIO.replace("start: 2027-03-01", "start: lundi").replace("demander", "demandé").replace("texte", "text")
    put(root, "tests/essai.yaml", text.replace("emails: {mot", "email: {mot"))
    rules = [line.split()[2] for line in said(root)]
    assert rules == ["wrong-value", "unknown-target", "unknown-target", "unknown-field", "unknown-key"]


def test_what_is_refused_may_be_a_value(root):
    put(root, "tests/essai.yaml", SCENARIO + "  - {set: {nombre: douze}, refused: true}\n")
    assert said(root) == []


def test_what_is_wrong_in_the_type_is_said_there_only(root):
    put(root, "tests/essai.yaml", SCENARIO.replace("texte", "text"))
    path = root / "installation_types" / "essai.yaml"
    put(root, "essai.yaml", path.read_text(encoding="utf-8").replace("role: adv", "role: advv", 1))
    assert [line.split(":")[0] for line in said(root)] == ["essai.yaml"]


def test_a_scenario_by_its_name_and_by_its_folder(root):
    path = put(root, "tests/essai.yaml", SCENARIO.replace("texte", "text"))
    for paths in ([path], [path.parent], [root / "installation_types"]):
        assert len(said(root, paths)) == 1


def test_the_nearest_name_is_put_in_its_place(root):
    path = put(root, "tests/essai.yaml", SCENARIO.replace("texte", "text").replace("done: demander", "done: demandé"))
    (change,) = Run([path], SETTINGS, root).fix(Choice.of((), ()), unsafe=True)
    assert change.after.decode() == SCENARIO


# ── phases that types share ───────────────────────────────────────────────────────────────────────


def test_a_phase_that_nothing_uses(root):
    path = put(root, "phases/cloture.yaml", PHASE)
    unused = ["phases/cloture.yaml:1:7: note unused-phase No installation type uses this phase."]
    assert said(root) == said(root, [path]) == unused
    use(root)
    assert said(root) == said(root, [path]) == []


def test_a_type_that_cannot_be_read_may_use_it(root):
    put(root, "phases/cloture.yaml", PHASE)
    put(root, "autre.yaml", "name: Autre\nphases:\n  - use: [cloture]\n")
    assert [line for line in said(root) if "unused-phase" in line] == []


def test_what_is_wrong_in_a_phase_is_found_whether_it_is_used_or_not(root):
    text = PHASE.replace("technicien", "tecnicien").replace("3 business", "3 bussiness")
    path = put(root, "phases/cloture.yaml", text.replace("asks: [signe]", "ask: [signe]"))
    rules = ["unknown-role", "unknown-key", "bad-delay"]
    found = said(root, [path])
    assert [line.split()[2] for line in found] == ["unused-phase", *rules]
    use(root)
    assert [line.split()[2] for line in said(root, [path])] == rules
    assert [line.split()[2] for line in said(root)] == rules
    assert found[1:] == said(root, [path])


def test_what_a_type_would_bring_is_not_missed(root):
    path = put(root, "phases/cloture.yaml", PHASE.replace("asks: [signe]", "asks: [signe, jour], after: [demander]"))
    assert [line.split()[2] for line in said(root, [path])] == ["unused-phase"]
    use(root)
    assert [line.split()[2] for line in said(root, [path])] == ["asked-twice"]


def test_a_phase_by_a_name_that_is_almost_its_own(root):
    put(root, "phases/cloture.yaml", PHASE)
    use(root)
    path = root / "installation_types" / "essai.yaml"
    put(root, "essai.yaml", path.read_text(encoding="utf-8").replace("use: cloture", "use: clotur"))
    (line,) = said(root)
    assert "There is no phase `clotur` in installation_types/phases. Did you mean `cloture`?" in line


def test_a_phase_in_a_file_that_no_type_could_name(root):
    put(root, "phases/Clôture.yaml", PHASE)
    (line,) = said(root)
    assert line.startswith("phases/Clôture.yaml:1:7: error name-style `Clôture` is no name for this file")


def test_a_phase_with_another_ending(root):
    put(root, "phases/cloture.yml", PHASE)
    assert [line.split()[2] for line in said(root)] == ["wrong-extension"]
