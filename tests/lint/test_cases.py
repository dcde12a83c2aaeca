"""Each file of cases/ with the findings that stand beside it; `python -m tests.lint.golden` writes them anew."""

import re

import pytest

from brt.lint.rules import page, rules
from tests.lint.golden import CASES, findings


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_case(case):
    assert findings(case) == case.with_suffix(".out").read_text(encoding="utf-8")


def test_every_rule_has_a_case():
    said = "".join(case.with_suffix(".out").read_text(encoding="utf-8") for case in CASES)
    of_files = {"unreadable-file", "wrong-extension"}  # in test_runner
    assert set(re.findall(r": (?:error|warning|note) ([a-z-]+) ", said)) == rules().keys() - of_files


def test_no_golden_is_left_over():
    goldens = {path for case in CASES for path in case.parent.glob("*.out")}
    assert goldens == {case.with_suffix(".out") for case in CASES}


@pytest.mark.parametrize("name", sorted(rules()))
def test_every_rule_has_its_page(name):
    text = page(name)
    assert text is not None
    assert re.findall(r"^[A-Z].*", text, re.MULTILINE)[1:] == [
        "What it does",
        "Why is this bad",
        "Example",
        "Use instead",
    ]
    assert text.splitlines()[0].endswith(".")


def test_a_rule_that_does_not_exist_has_no_page():
    assert page("no-such-rule") is None
