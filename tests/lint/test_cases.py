"""Each file of cases/ with the findings that stand beside it; `python -m tests.lint.golden` writes them anew."""

import re

import pytest

from brt.lint.manual import UnknownRule, markdown, page
from brt.lint.rules import rules
from tests.lint.golden import CASES, HERE, findings


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


def test_a_rule_that_does_not_exist_has_no_page():
    with pytest.raises(UnknownRule) as caught:
        page("asked-twise")
    assert caught.value.data["near"] == "asked-twice"


def test_the_manual_in_the_documentation_is_that_of_the_rules():
    """`python -m brt.lint.manual > docs/rules.md` writes it anew."""
    written = (HERE.parents[1] / "docs" / "rules.md").read_text(encoding="utf-8")
    assert written == "\n".join(markdown()).rstrip() + "\n"
