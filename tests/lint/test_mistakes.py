"""One mistake at a time in the shipped files: it is found at its place, and nothing else is said.

`python -m tests.lint.test_mistakes` makes every mistake at every place.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from brt.language import reader
from brt.language.catalogue import EMAILS, TYPES, compile_email, compile_type
from brt.language.context import context
from brt.language.finding import Finding
from brt.language.rules import check_email
from brt.lint.foresight import foresee
from brt.lint.formats import concise
from brt.lint.rules import advise, email_advice
from tests.lint.golden import SETTINGS
from tests.lint.mistakes import Mistake, generic, mistakes

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / TYPES).glob("*.yaml")) + sorted((ROOT / EMAILS).glob("*.yaml"))
KNOWN = {path.stem for path in FILES if path.parent.name == EMAILS}
DOCS = [compile_type(path.read_bytes(), path.name, SETTINGS, KNOWN).doc for path in FILES if path.parent.name == TYPES]


def made(path: Path) -> Iterable[Mistake]:
    return mistakes(reader.read(path.read_bytes(), path.name))


def found(path: Path, text: str) -> list[Finding]:
    given = context(SETTINGS)._replace(types=[doc.sender() for doc in DOCS])
    if path.parent.name == TYPES:
        loaded = compile_type(text.encode(), path.name, SETTINGS, KNOWN)
        return [*loaded.findings, *advise(loaded.doc, given, foresee(loaded.doc))]
    email = compile_email(text.encode(), path.name, given)
    return [*email.findings, *check_email(email.doc, given, email_advice())]


def trouble(path: Path, mistake: Mistake) -> str:
    """Return what is not as it should be: nothing found, something elsewhere, or more than one thing at one place."""
    said = found(path, mistake.text)
    elsewhere = any(finding.line not in mistake.lines for finding in said)
    if said and not elsewhere and (len(said) == 1 or len(mistake.lines) > 1):
        return ""
    where = "/".join(map(str, mistake.path))
    return "\n    ".join([f"{mistake.sort} at {where}, lines {sorted(mistake.lines)}", *concise(said)])


def sample() -> list[tuple[Path, Mistake]]:
    """Return each sort of mistake at each sort of place once."""
    picked: dict[object, tuple[Path, Mistake]] = {}
    for path in FILES:
        for mistake in made(path):
            picked.setdefault((path.parent, mistake.sort, generic(mistake.path)), (path, mistake))
    return list(picked.values())


SAMPLE = sample()


@pytest.mark.parametrize("sort", sorted({mistake.sort for _, mistake in SAMPLE}))
def test_one_mistake_is_one_finding(sort):
    assert [said for path, mistake in SAMPLE if mistake.sort == sort and (said := trouble(path, mistake))] == []


def test_the_sample_is_large():
    assert len(SAMPLE) > 400


if __name__ == "__main__":
    all_of_it = [(path, mistake) for path in FILES for mistake in made(path)]
    sys.stdout.write(f"{len(all_of_it)} mistakes\n")
    for path, mistake in all_of_it:
        sys.stdout.write(f"{path.name}: {said}\n" if (said := trouble(path, mistake)) else "")
