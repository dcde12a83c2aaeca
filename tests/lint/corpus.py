"""The corpus of malformed files: one mistake each, with the rule that finds it and the characters that it points at.

A line of corpus.txt is `SLOT|RULE|what stands in the slot`, where «…» are the characters in question and ⏎ is a new
line. `python -m tests.lint.corpus < LINES` makes such lines from `SLOT|what stands in the slot`, to be read over.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from brt.language.finding import Finding
from brt.lint.runner import Run
from tests.lint.golden import SETTINGS

HERE = Path(__file__).parent
TYPE, EMAIL = Path("installation_types/essai.yaml"), Path("email_types/mot.yaml")

SLOTS = ("top", "field", "send", "phase", "action", "email", "subject", "body")
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


class Malformed(NamedTuple):
    """A malformed file: the lint of a workspace in which it stands finds that rule at these characters."""

    path: Path
    text: str
    rule: str
    start: int
    end: int


def texts(slot: str, inside: str) -> tuple[Path, str]:
    """Return the file in which `inside` stands in `slot`."""
    inside = inside.replace("⏎", "\n")
    if slot in ("subject", "body"):
        inside = f"{slot}: |\n  {inside}" if slot == "body" else f"subject: '{inside}'"
        slot = "email"
    if slot == "email":
        key = inside.partition(":")[0]
        lines = {**_MAIL, key: inside}
        return EMAIL, "\n".join(lines.values()) + "\n"
    lines = []
    for line in _TYPE.splitlines():
        own = line.strip().removeprefix("- ") == f"<{slot}>"
        if own or not line.strip().removeprefix("- ").startswith("<"):
            lines.append(line.replace(f"<{slot}>", inside))
    return TYPE, "\n".join(lines) + "\n"


def corpus() -> Iterator[Malformed]:
    """Yield every malformed file."""
    for line in (HERE / "corpus.txt").read_text(encoding="utf-8").splitlines():
        slot, rule, inside = line.split("|", 2)
        path, text = texts(slot, inside)
        start = text.index("«")
        text = text.replace("«", "")
        end = text.index("»")
        yield Malformed(path, text.replace("»", ""), rule, start, end)


def findings(root: Path, path: Path, text: str) -> list[Finding]:
    """Return what is found in the file, in the workspace `root` that has the others."""
    return [
        one for one in Run(None, SETTINGS, root, given={root / path: text.encode()}).lint() if one.file == str(path)
    ]


def workspace(root: Path) -> Path:
    """Make the workspace: valid files, which a malformed one takes the place of."""
    for folder in (TYPE.parent, EMAIL.parent):
        (root / folder).mkdir(exist_ok=True)
    path, text = texts("", "")
    (root / path).write_text(text, encoding="utf-8")
    for name in ("bienvenue", "report", "mot"):
        (root / EMAIL.parent / f"{name}.yaml").write_text("\n".join(_MAIL.values()) + "\n", encoding="utf-8")
    return root


def _made(root: Path, line: str) -> str:
    slot, inside = line.split("|", 1)
    path, text = texts(slot, inside)
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
    plain = texts(slot, "\0")[1]
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
