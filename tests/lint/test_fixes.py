"""Corrections change what was wrong, once, and no other byte.

`python -m tests.lint.test_fixes 1000 1` breaks so many files at random and corrects them.
"""

import random
import sys
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path

import pytest

from brt.language.source import Source
from brt.lint.choice import Choice
from brt.lint.fixes import correction, diff
from brt.lint.runner import Run, lint
from tests.lint.fuzz import broken
from tests.lint.golden import CASES, SETTINGS, WORKSPACE
from tests.lint.test_mistakes import ROOT

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


def test_the_misspelt_part_of_a_variable(root):
    path = root / "email_types" / "bienvenue.yaml"
    path.write_text('name: B\naudience: team\nsubject: B\nbody: "{{ contact.nmae }}"\n')
    (change,) = Run([path], SETTINGS, root).fix(ALL, unsafe=True)
    assert change.after.decode().endswith('body: "{{ contact.name }}"\n')


SLIPS = (
    *(("name: ", "nmae: "), ("role: adv", "role: avd"), ("kind: date", "kind: datte"), ("at: ", "on: ")),
    *(("business days", "bussiness days"), ("optional: true", "optional: 'true'"), ("name: ", "name: 8:30 #")),
    *(("label: ", "label: 0123 # x\n    foo: "), ("  - id", "  # brt: ignore[unused-field] x\n  - id")),
    *(("kind: text", "kind: text # brt: ignore[unused-field]"), ("| date", "| dat"), ("contact.name", "contact.nmae")),
)
"""What is right, and what people type instead; most of it can be corrected."""


def slips(chance: random.Random) -> Iterator[tuple[Path, bytes]]:
    """Yield files with mistakes, saved by all sorts of editors."""
    for path, text in broken(chance):
        for right, wrong in chance.choices(SLIPS, k=3):
            places = text.split(right)
            at = chance.randrange(len(places))
            text = right.join(places[:at]) + (wrong if at else "") + right.join(places[at:])
        if chance.random() < 0.2:
            text = text.replace("\n", "\r\n")
        if chance.random() < 0.2:
            text = text.rstrip("\r\n")
        yield path, (b"\xef\xbb\xbf" if chance.random() < 0.2 else b"") + text.encode()


def unkept(path: Path, raw: bytes, *, unsafe: bool) -> Iterator[str]:
    """Yield the promises that the corrections of a file do not keep."""
    run = Run([path], SETTINGS, ROOT, given={path: raw})
    own = [finding for finding in run.lint() if finding.file.endswith(path.name)]
    changes = run.fix(ALL, unsafe=unsafe)
    if not changes:
        return
    after = changes[0].after
    again = Run([path], SETTINGS, ROOT, given={path: after})
    left = [finding for finding in again.lint() if finding.file.endswith(path.name)]
    if again.fix(ALL, unsafe=unsafe):
        yield "a second time changes nothing"
    source = Source(path.name, after.decode("utf-8-sig"))
    fit = [one for finding in left if (one := correction(source, finding)) is not None and (one.safe or unsafe)]
    if fit:
        yield "what can be corrected is"
    if sum(one.severity == "error" for one in left) > sum(one.severity == "error" for one in own):
        yield "no new errors"
    if _ends(raw) != _ends(after):
        yield "line ends, last line and byte order mark stay"
    yield from _elsewhere(raw.decode().split("\n"), after.decode().split("\n"))


def _ends(raw: bytes) -> tuple[bool, ...]:
    windows = raw.count(b"\r\n")
    return windows > 0, raw.count(b"\n") > windows, raw.endswith(b"\n"), raw.startswith(b"\xef\xbb\xbf")


def _elsewhere(before: list[str], after: list[str]) -> Iterator[str]:
    """Yield what is wrong with a difference: lines change one by one, or go when they are a comment to the linter."""
    for sort, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if sort == "insert" or (sort == "replace" and end - start != last - first):
            yield "lines stay where they are"
        if sort == "delete" and not all(line.lstrip().startswith("# brt: ignore") for line in before[start:end]):
            yield "no line is lost"


@pytest.mark.parametrize("seed", range(3))
def test_what_corrections_promise(seed):
    chance = random.Random(seed)
    files = islice(slips(chance), 25)
    found = [(path.name, list(unkept(path, raw, unsafe=chance.random() < 0.6))) for path, raw in files]
    assert [(name, said) for name, said in found if said] == []


def main(count: int, seed: int) -> None:
    """Correct `count` broken files, and keep those that make trouble."""
    chance = random.Random(seed)
    for number, (path, raw) in enumerate(islice(slips(chance), count)):
        for said in unkept(path, raw, unsafe=chance.random() < 0.6):
            sys.stdout.write(f"{number} {path.name}: {said}\n")
            Path(f"/tmp/brt-fix-{seed}-{number}-{path.name}").write_bytes(raw)
    sys.stdout.write(f"{count} files\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
