"""A type without some of its phases and actions: reconnected, tidied, and untouched everywhere else."""

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brt import plan as plans
from brt.language import trim
from brt.language.catalogue import TYPES, Catalogue, compile_type
from brt.language.finding import Finding
from brt.language.shared import Phases
from brt.lint import runner
from brt.service.workshop import _shown
from tests.conftest import HOUSE


class Place(NamedTuple):
    roles: dict[str, str]
    team: dict[str, str]


PLACE = Place(dict.fromkeys(("commercial", "adv", "technicien", "chef-projet"), ""), {})
CATALOGUE = Catalogue(HOUSE, PLACE)
STEPS = [
    (name, step.id.text) for name in CATALOGUE.type_ids() for step in CATALOGUE.load_type(name).doc.steps() if step.id
]


def without(source: str, *names: str) -> str:
    """Return the text of a shipped type without these."""
    doc = CATALOGUE.load_type(source).doc
    rest, _ = trim.trim(doc, names, tuple(PLACE.roles), _shown(CATALOGUE, doc))
    return trim.write(doc, rest, CATALOGUE.raw_type(source)).decode()


def found(text: str, folder: Path) -> list[Finding]:
    """Lint the text as a type among the shipped emails."""
    path = folder / TYPES / "copie.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    emails = folder / "email_types"
    if not emails.exists():
        emails.symlink_to(HOUSE / "email_types")
    return [finding for finding in runner.lint([path], PLACE, folder) if finding.severity != "note"]


@pytest.mark.parametrize(("source", "name"), STEPS)
def test_without_any_phase_or_action_it_lints_clean(source, name, tmp_path):
    assert found(without(source, name), tmp_path) == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("trim")


@given(
    st.sampled_from(CATALOGUE.type_ids()).flatmap(
        lambda source: st.tuples(
            st.just(source),
            st.sets(st.sampled_from([name for of, name in STEPS if of == source]), min_size=2, max_size=9),
        )
    )
)
@settings(deadline=None, max_examples=25)
def test_without_several_as_well(folder, asked):
    source, names = asked
    doc = CATALOGUE.load_type(source).doc
    rest, gone = trim.trim(doc, names, tuple(PLACE.roles), _shown(CATALOGUE, doc))
    if rest.actions:
        text = trim.write(doc, rest, CATALOGUE.raw_type(source)).decode()
        assert found(text, folder) == []
        left = {step.id.text for step in CATALOGUE.load_type(source).doc.steps()} - set(gone)
        made = compile_type(text.encode(), "copie.yaml", PLACE, CATALOGUE.email_ids()).doc
        assert {step.id.text for step in made.steps()} == left
        assert names <= set(gone)


@pytest.mark.parametrize(("source", "name"), STEPS)
def test_no_other_line_is_touched(source, name):
    """But for triggers, what is left is lines of the original, in their order, and no two blank ones together."""
    original = CATALOGUE.raw_type(source).decode().splitlines()
    text = without(source, name)
    lines = text.splitlines()
    rest = iter(original)
    missing = [line for line in lines if "after: " not in line and line not in rest]
    assert missing == []
    assert "\n\n\n" not in text
    assert text.endswith(original[-1] + "\n") or original[-1] not in lines
    assert not text.endswith("\n\n")


def test_3cx_without_porting_and_without_work_on_site():
    """The case that matters: what is left is a remote installation, in its order, with its own dates."""
    text = without("3cx-porta", "portabilite", "bascule", "installation", "planifier-intervention")
    loaded = compile_type(text.encode(), "copie.yaml", PLACE, CATALOGUE.email_ids())
    plan = plans.from_data(loaded.plan)
    assert list(plan.phases) == ["lancement", "commandes", "preparation", "cloture", "annulation"]
    assert plan.members["annulation"] == ("resilier-trunk", "rendre-materiel")
    assert plan.phases["cloture"].after.refs == (
        ("action", "collecter-rio-factures"),
        ("action", "commander-trunk-sip"),
        ("action", "provisionner-postes"),
    )
    assert not plan.fields.keys() & {"port_date", "port_slot", "rios", "install_date", "go_decision", "tests_ok"}
    assert "hardware_reused" in plan.fields
    assert not plan.email_types() & {"report-date-portabilite", "confirmation-rdv-installation", "rejet-portabilite"}
    assert "  # Préparation technique\n" in text
    assert "# Portabilité" not in text


def test_what_waited_waits_for_what_came_before():
    text = without("3cx-porta", "valider-go-bascule", "faire-signer-mandat")
    plan = plans.from_data(compile_type(text.encode(), "x.yaml", PLACE, CATALOGUE.email_ids()).plan)
    assert set(plan.actions["deposer-demande-porta"].after.refs) == {
        ("action", "controler-rio-sda"),
        ("action", "commander-trunk-sip"),
    }
    assert plan.actions["basculer-numeros"].after.refs == (("action", "installer-sur-site"),)


# ── small files, for the forms that the shipped types do not have ─────────────────────────────────

SMALL = """\
name: Essai
fields:
  jour: {label: Jour, kind: date, emails: [{send: jour, to: [role:adv]}]}
  lieu: {label: Lieu, kind: text}

  # À part
  choix: {label: Choix, kind: boolean}
deadline: jour
phases:
  - id: un
    name: Un
    actions:
      - {id: a, name: A, role: adv, asks: [jour, lieu, choix]}   # demande tout
      # Ce que fait B
      - {id: b, name: B, role: adv, after: [a], when: not choix}
      - id: c
        name: C
        role: adv
        after:
          - b     # d'abord B
          - a2
        due: 2 days before jour
      - {id: a2, name: A2, role: adv, due: on jour, after: [a]}
  - id: deux
    name: Deux
    after: {any: [b, c]}
    actions: [{id: d, name: D, role: adv}, {id: e, name: E, role: adv, when: choix}]
  - {id: trois, name: Trois, actions: [{id: f, name: F, role: adv, after: [d]}]}
"""


def small(*names: str, text: str = SMALL) -> str:
    raw = text.encode()
    loaded = compile_type(raw, "essai.yaml", PLACE, None)
    assert loaded.plan, loaded.findings
    rest, _ = trim.trim(loaded.doc, names, tuple(PLACE.roles), {})
    made = trim.write(loaded.doc, rest, raw)
    assert compile_type(made, "essai.yaml", PLACE, None).plan
    return made.decode()


def test_a_comment_goes_with_its_action():
    assert "Ce que fait B" not in small("b")
    assert "# demande tout" in small("b")
    assert "demande tout" not in small("a")


def test_a_list_in_lines_becomes_one_line():
    assert "        after: [a2]\n        due: 2 days before jour\n" in small("b")


def test_of_alternatives_those_that_are_left_are_enough():
    assert "    after: [c]\n" in small("b")
    assert "    after: [b]\n" in small("c")
    assert "    after: {any: [b, c]}\n" in small("d")


def test_in_brackets():
    assert "    actions: [{id: e, name: E, role: adv, when: choix}]\n" in small("d")
    assert "    actions: [{id: d, name: D, role: adv}]\n" in small("e")
    assert "  - {id: trois, name: Trois, after: [b], actions: [{id: f, name: F, role: adv}]}\n" in small("c", "d", "e")
    assert "{id: f, name: F, role: adv, after: {any: [b, c]}}" in small("d")  # what opens the phase of D


def test_dates_conditions_and_fields_that_nobody_is_asked_for():
    text = small("a")
    assert "fields:" not in text
    assert "deadline" not in text
    assert "due" not in text
    assert "{id: b, name: B, role: adv}" in text  # `not choix` is true
    assert "id: e" not in text  # `choix` never is


def test_emails_for_a_day_that_nobody_is_asked_for():
    day = "emails: [{send: x, at: produced, to: [role:adv]}, {send: x, at: 2 days before jour, to: [role:adv]}]"
    text = SMALL.replace("deadline: jour", f"deadline: jour\n{day}").replace(
        "name: D, role: adv}", "name: D, role: adv, emails: [{send: x, at: 1 day after jour, to: [role:adv]}]}"
    )
    assert "emails: [{send: x, at: produced, to: [role:adv]}]\n" in small("a", text=text)
    assert "{id: d, name: D, role: adv}" in small("a", text=text)
    assert day in small("b", text=text)


def test_checks_of_what_nobody_is_asked_for():
    checks = "checks:\n  - {when: jour and choix, say: Attention}\n  - {when: people.adv, say: Bien}\n"
    text = SMALL.replace("deadline: jour\n", checks)
    assert "checks:\n  - {when: people.adv, say: Bien}\n" in small("a", text=text)
    assert checks in small("b", text=text)


def test_a_phase_goes_with_its_last_action():
    assert "deux" not in small("d", "e")
    assert "  - {id: trois, name: Trois, after: {any: [b, c]}, actions" in small("d", "e")
    assert small("deux") == small("d", "e")


def test_a_phase_that_follows_by_itself_still_does():
    text = small("un")
    assert "after: {any" not in text
    assert "{id: trois, name: Trois, actions" in text


def test_other_line_ends_and_a_mark_at_the_beginning_stay():
    plain = small("c", "d", "e")
    assert small("c", "d", "e", text=SMALL.replace("\n", "\r\n")) == plain.replace("\n", "\r\n")
    assert small("b", text="\ufeff" + SMALL) == "\ufeff" + small("b")


# ── phases that types share ───────────────────────────────────────────────────────────────────────

SHARED = "name: Deux\nfields:\n  note: {label: Note, kind: text}\nactions:\n" + (
    "  - {id: d, name: D, role: adv, asks: [note]}\n  - {id: e, name: E, role: adv, after: [b]}\n"
)
USING = """\
name: Essai
fields:
  jour: {label: Jour, kind: date}
phases:
  - id: un
    name: Un
    actions:
      - {id: a, name: A, role: adv, asks: [jour]}
      - {id: b, name: B, role: adv, after: [a]}
  - use: deux          # partagée
    after: [a]
  - id: trois
    name: Trois
    actions: [{id: f, name: F, role: adv, after: [d], due: on jour}]"""


def using(*names: str) -> str:
    raw = USING.encode()
    phases = {"deux": SHARED.encode()}
    loaded = compile_type(raw, "installation_types/essai.yaml", PLACE, None, Phases(phases.get))
    assert loaded.plan, loaded.findings
    made = trim.write(loaded.doc, trim.trim(loaded.doc, names, tuple(PLACE.roles), {})[0], raw)
    assert compile_type(made, "installation_types/essai.yaml", PLACE, None, Phases(phases.get)).plan
    return made.decode()


def test_a_shared_phase_goes_as_a_whole():
    text = using("deux")
    assert "use" not in text
    assert text.endswith("    actions: [{id: f, name: F, role: adv, after: [a], due: on jour}]")


def test_what_stands_beside_use_is_reconnected():
    raw = USING.replace("after: [a]\n  - id: trois", "after: [b]\n  - id: trois").encode()
    phases = {"deux": SHARED.replace(", after: [b]", "").encode()}
    doc = compile_type(raw, "installation_types/essai.yaml", PLACE, None, Phases(phases.get)).doc
    made = trim.write(doc, trim.trim(doc, ["b"], tuple(PLACE.roles), {})[0], raw).decode()
    assert "  - use: deux          # partagée\n    after: [a]\n" in made


@pytest.mark.parametrize("name", ["d", "b"])
def test_a_shared_phase_is_never_changed(name):
    with pytest.raises(trim.Shared) as refused:
        using(name)
    assert refused.value.data["file"] == "installation_types/phases/deux.yaml"
