"""Each file of cases/ with the findings that stand beside it; `python -m tests.lint.golden` writes them anew."""

import re

import pytest

from brt.lint.manual import UnknownRule, markdown, page
from brt.lint.rules import rules
from tests.conftest import spoken
from tests.lint.golden import CASES, HERE, findings

ROOT = HERE.parents[1]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_case(case):
    assert findings(case) == case.with_suffix(".out").read_text(encoding="utf-8")


def test_every_rule_has_a_case():
    said = "".join(case.with_suffix(".out").read_text(encoding="utf-8") for case in CASES)
    of_files = {"unreadable-file", "wrong-extension", "unused-phase"}  # in test_runner and test_around
    assert set(re.findall(r": (?:error|warning|note) ([a-z-]+) ", said)) == rules().keys() - of_files


def test_no_golden_is_left_over():
    goldens = {path for case in CASES for path in case.parent.glob("*.out")}
    assert goldens == {case.with_suffix(".out") for case in CASES}


@pytest.mark.parametrize("name", sorted(rules()))
def test_every_rule_has_its_page(name):
    found = page(name)
    assert re.findall(r"^[A-Z].*", found.text, re.MULTILINE) == [
        "What it does",
        "Why is this bad",
        "Example",
        "Use instead",
    ]
    assert found.summary.endswith(".")


@pytest.mark.parametrize("name", sorted(rules()))
def test_every_rule_has_its_page_in_french(name):
    english = page(name)
    with spoken("fr"):
        found = page(name)
    titles = ["Ce que fait la règle", "Pourquoi c'est gênant", "Exemple", "À écrire plutôt"]
    assert re.findall(r"^\S.*", found.text, re.MULTILINE) == titles
    assert found.summary.endswith(".")
    assert found.summary != english.summary
    sections, others = (re.split(r"\n\n(?=\S)", each.text) for each in (found, english))
    assert all(len(section.splitlines()) > 1 for section in sections)
    assert [each.split("\n", 1)[1] for each in sections[2:]] == [each.split("\n", 1)[1] for each in others[2:]]
    assert not set(sections[:2]) & set(others[:2])
    quoted = [set(re.findall(r"`[a-z_]+`", each.summary + " ".join(each.text.split()))) for each in (found, english)]
    assert quoted[0] == quoted[1]
    assert not re.search(r"\w[:;?!»] |« ?\w| [;?!»]", re.sub(r"`[^`]*`", "", " ".join([found.summary, *sections[:2]])))


def test_no_page_is_left_over():
    pages = {path for folder in ("language", "lint") for path in (ROOT / "brt" / folder / "rules").glob("*.txt")}
    assert {path.name.removesuffix(".fr.txt").replace("_", "-") for path in pages} == set(rules())


def test_a_rule_that_does_not_exist_has_no_page():
    with pytest.raises(UnknownRule) as caught:
        page("asked-twise")
    assert caught.value.data["near"] == "asked-twice"


def test_the_manual_in_the_documentation_is_that_of_the_rules():
    """`python -m brt.lint.manual > docs/rules.md` and `… fr > docs/regles.md` write it anew."""
    for language, name in (("en", "rules.md"), ("fr", "regles.md")):
        with spoken(language):
            made = "\n".join(markdown()).rstrip() + "\n"
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made
