"""The corpus of malformed files: one mistake each, with the rule that finds it and the characters that it points at.

A line of corpus.txt is `SLOT|RULE|what stands in the slot`, where «…» are the characters in question and ⏎ is a new
line. `python -m tests.lint.corpus < LINES` makes such lines from `SLOT|what stands in the slot`, to be read over.
"""

import re
import sys
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from brt.language.finding import Finding
from brt.lint.runner import Run
from tests.lint.golden import SETTINGS

HERE = Path(__file__).parent
TYPE, EMAIL = Path("installation_types/essai.yaml"), Path("email_types/mot.yaml")

SLOTS = ("top", "field", "send", "phase", "action", "email", "subject", "body")
OF_EMAILS = frozenset(SLOTS[5:])
_TYPE = """\
name: Essai
fields:
  jour: {label: Jour, kind: date}
  dates: {label: Dates, kind: date, many: true}
  date_secrete: {label: Date secrète, kind: date, secret: true}
  choix: {label: Choix, kind: choice, choices: [oui-da, non-merci]}
  drapeau: {label: Drapeau, kind: boolean}
  nombre: {label: Nombre, kind: integer}
  texte: {label: Texte, kind: text}
  secret: {label: Secret, kind: text, secret: true}
  autre_dates: {label: Dates, kind: date, many: true}
  autre_choix: {label: Choix, kind: choice, choices: [oui-da, non-merci]}
  autre_drapeau: {label: Drapeau, kind: boolean}
  autre_nombre: {label: Nombre, kind: integer}
  autre_texte: {label: Texte, kind: text}
  autre_secret: {label: Secret, kind: text, secret: true}
  <field>
emails:
  - {send: bienvenue, at: completed, to: [managers]}
  - <send>
phases:
  - id: debut
    name: Début
    actions:
      - id: demander
        name: Demander
        role: adv
        asks: [jour, dates, date_secrete, choix, drapeau, nombre, texte, secret]
  - id: p
    name: P
    actions:
      - id: agir
        name: Agir
        role: adv
        <action>
      - id: envoyer
        name: Envoyer
        role: adv
        emails: [{send: mot, to: [contact:technique]}, {send: report, to: [contact:technique]}]
  <phase>
<top>
"""
_MAIL = {
    "name": "name: Mot",
    "audience": "audience: customer",
    "subject": "subject: Mot",
    "body": "body: Bonjour",
}


class Entry(NamedTuple):
    """A line of the corpus: a mistake, the slot in which it stands, and the rule that finds it."""

    slot: str
    rule: str
    inside: str


class Malformed(NamedTuple):
    """A malformed file: the lint of a workspace in which it stands finds these rules, each at its characters."""

    path: Path
    text: str
    found: list[tuple[str, int, int]]


def texts(*inside: tuple[str, str]) -> tuple[Path, str]:
    """Return the file in which these stand, each (slot, text) in its slot."""
    lines = {slot: text.replace("⏎", "\n") for slot, text in inside}
    if OF_EMAILS.intersection(lines):
        written = [
            text if slot == "email" else f"body: |\n  {text}" if slot == "body" else f"subject: '{text}'"
            for slot, text in lines.items()
        ]
        keys = {text.lstrip("«‹").partition(":")[0]: text for text in written}
        return EMAIL, "\n".join({**_MAIL, **keys}.values()) + "\n"
    made = []
    for line in _TYPE.splitlines():
        slot = line.strip().removeprefix("- ").strip("<>")
        if slot in lines:
            made.append(line.replace(f"<{slot}>", lines[slot]))
        elif slot not in SLOTS:
            made.append(line)
    return TYPE, "\n".join(made) + "\n"


def entries() -> list[Entry]:
    """Return the lines of the corpus."""
    lines = (HERE / "corpus.txt").read_text(encoding="utf-8").splitlines()
    return [Entry(*line.split("|", 2)) for line in lines]


MARKS = ("«»", "‹›")


def malformed(*of: Entry) -> Malformed:
    """Return the file in which the mistakes of one entry stand, or of two, in different slots."""
    marked = [entry.inside.translate(str.maketrans(MARKS[0], own)) for entry, own in zip(of, MARKS, strict=False)]
    path, text = texts(*((entry.slot, inside) for entry, inside in zip(of, marked, strict=True)))
    found = []
    plain = ""
    for piece in re.split("([«»‹›])", text):
        if piece in ("«", "‹"):
            found.append((of["«‹".index(piece)].rule, len(plain), 0))
        elif piece in ("»", "›"):
            found[-1] = (*found[-1][:2], len(plain))
        else:
            plain += piece
    return Malformed(path, plain, found)


def places(root: Path, case: Malformed) -> list[tuple[str, int, int]]:
    """Return the errors that are found in a malformed file, each with its characters."""
    starts = [0, *accumulate(len(line) + 1 for line in case.text.split("\n"))]
    return [
        (one.rule, starts[one.line - 1] + one.column - 1, starts[one.end_line - 1] + one.end_column - 1)
        for one in findings(root, case.path, case.text)
        if one.severity == "error"
    ]


def findings(root: Path, path: Path, text: str) -> list[Finding]:
    """Return what is found in the file, in the workspace `root` that has the others."""
    return [
        one for one in Run(None, SETTINGS, root, given={root / path: text.encode()}).lint() if one.file == str(path)
    ]


def workspace(root: Path) -> Path:
    """Make the workspace: valid files, which a malformed one takes the place of."""
    for folder in (TYPE.parent, EMAIL.parent):
        (root / folder).mkdir(exist_ok=True)
    path, text = texts()
    (root / path).write_text(text, encoding="utf-8")
    for name in ("bienvenue", "report", "mot"):
        (root / EMAIL.parent / f"{name}.yaml").write_text("\n".join(_MAIL.values()) + "\n", encoding="utf-8")
    return root


def _made(root: Path, line: str) -> str:
    slot, inside = line.split("|", 1)
    path, text = texts((slot, inside))
    found = [one for one in findings(root, path, text) if one.severity == "error"]
    if len(found) != 1:
        return f"{slot}|???|{inside}   {[(one.rule, one.line, one.message()) for one in found]}"
    (one,) = found
    lines = text.split("\n")
    start, end = (
        sum(len(each) + 1 for each in lines[: number - 1]) + column - 1
        for number, column in ((one.line, one.column), (one.end_line, one.end_column))
    )
    marked = text[:start] + "«" + text[start:end] + "»" + text[end:]
    plain = texts((slot, "\0"))[1]
    before, after = plain.split("\0")
    inner = marked[len(before) : len(marked) - len(after)]
    if slot in ("email", "subject", "body"):
        inner = next(each for each in marked.split("\n") if "«" in each)
        inner = inner.strip() if slot == "body" else inner.removeprefix("subject: '").removesuffix("'")
    return f"{slot}|{one.rule}|{inner}".replace("\n", "⏎")


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        made = workspace(Path(folder))
        for given in sys.stdin.read().splitlines():
            sys.stdout.write(_made(made, given) + "\n")
