"""Corrections change what was wrong, once, and no other byte."""

import pytest

from brt.lint.choice import Choice
from brt.lint.fixes import diff
from brt.lint.runner import Run, lint
from tests.lint.golden import CASES, SETTINGS, WORKSPACE

ALL = Choice.of((), ())
TYPE = """\
# un commentaire, « é »
name: 0145
fields:
  d: {label: 2026-01-01, kind: date}   # à côté
  e: {label: 'E', kind: dat}
emails:
  - {send: bienvenue, on: produced, to: [managers]}
phases:
  - id: p
    name: P
    actions:
      - id: a
        nmae: A
        role: advv
        optional: "false"   # brt: ignore[unused-field] rien à taire
        due: 1 busines day
        # brt: ignore[trigger-cycle] rien non plus
        asks: [dd, e]
      - {id: b, name: B, role: adv, due: on d, after: a}
"""
SAFE = (
    TYPE.replace("0145", '"0145"')
    .replace("2026-01-01", '"2026-01-01"')
    .replace("on: produced", "at: produced")
    .replace("after: a}", "after: [a]}")
    .replace('"false"   # brt: ignore[unused-field] rien à taire', "false")
    .replace("        # brt: ignore[trigger-cycle] rien non plus\n", "")
)
UNSAFE = (
    SAFE.replace("kind: dat}", "kind: date}")
    .replace("nmae", "name")
    .replace("advv", "adv")
    .replace("busines day", "business day")
    .replace("[dd, e]", "[d, e]")
)


@pytest.fixture
def root(tmp_path):
    (tmp_path / "installation_types").mkdir()
    (tmp_path / "email_types").mkdir()
    (tmp_path / "email_types" / "bienvenue.yaml").write_text("name: B\naudience: team\nsubject: B\nbody: B\n")
    return tmp_path


def fixed(root, raw, unsafe=False):
    path = root / "installation_types" / "essai.yaml"
    path.write_bytes(raw)
    changes = Run([path], SETTINGS, root).fix(ALL, unsafe=unsafe)
    assert path.read_bytes() == raw  # nothing is written here
    return changes[0].after if changes else raw


def test_safe_ones(root):
    assert fixed(root, TYPE.encode()).decode() == SAFE


def test_guesses_only_when_they_are_wanted(root):
    assert fixed(root, TYPE.encode(), unsafe=True).decode() == UNSAFE
    (root / "installation_types" / "essai.yaml").write_text(UNSAFE)
    assert lint(None, SETTINGS, root) == []


@pytest.mark.parametrize("unsafe", [False, True])
def test_a_second_time_changes_nothing(root, unsafe):
    once = fixed(root, TYPE.encode(), unsafe)
    assert fixed(root, once, unsafe) == once


def test_line_ends_and_the_byte_order_mark_stay(root):
    raw = b"\xef\xbb\xbf" + TYPE.replace("\n", "\r\n").encode()
    assert fixed(root, raw) == b"\xef\xbb\xbf" + SAFE.replace("\n", "\r\n").encode()


def test_what_was_not_asked_for_stays(root):
    path = root / "installation_types" / "essai.yaml"
    path.write_text(TYPE)
    (change,) = Run([path], SETTINGS, root).fix(Choice.of(["wrong-type"], []), unsafe=True)
    assert change.after.decode() == TYPE.replace('"false"', "false").replace("after: a}", "after: [a]}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_corrections_bring_no_new_errors(case):
    """Fewer findings or the same, and a second time nothing."""
    run = Run([case], SETTINGS, WORKSPACE)
    before = [finding.rule for finding in run.lint() if finding.severity == "error"]
    run.fix(ALL, unsafe=True)
    assert len([finding for finding in run.lint() if finding.severity == "error"]) <= len(before)
    assert run.fix(ALL, unsafe=True) == []


def test_the_difference_is_shown():
    lines = list(diff("a.yaml", b"a: 1\nb: 2\n", b"a: 1\nb: 3\n"))
    assert lines[:2] == ["--- a/a.yaml", "+++ b/a.yaml"]
    assert lines[-2:] == ["-b: 2", "+b: 3"]
