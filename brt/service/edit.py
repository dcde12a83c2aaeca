"""Changing a dossier as a file in the person's editor: what comes back is checked, and saved when nobody was faster."""

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from shutil import rmtree, which
from textwrap import wrap
from typing import NamedTuple

from brt.errors import BrtError, Invalid, Refused, Several, Surroundings
from brt.say import N_, _
from brt.service import export, filing, refs
from brt.service.asked import Ask
from brt.service.change import write
from brt.service.desk import Desk
from brt.service.filing import Change
from brt.service.sheets import parse
from brt.service.sheets.hints import hints
from brt.service.sheets.problems import Mistake, Spot, located
from brt.service.sheets.writing import WIDEST, comment, yaml_text
from brt.store import dossiers
from brt.store.database import Database
from brt.store.dossiers import Sheet
from brt.views import words

EDITORS = ("sensible-editor", "nano", "vi", "notepad")
"""What is tried where neither VISUAL nor EDITOR says it."""

ADVISED = ("nano", "vim", "vi", "notepad")
"""What is advised where an editor failed, if it is another one."""

BY_CTRL_C = (-signal.SIGINT, 128 + signal.SIGINT)
"""How an editor, or the shell around it, ends when the person leaves it by Ctrl-C."""

MARK = "#!"
"""What begins the lines that say what is wrong; they are taken out again."""


class NoEditor(Surroundings):
    """Nothing says which editor to use."""

    says = N_("No editor is known: neither VISUAL nor EDITOR is set.")
    hint = N_("Like this: export EDITOR=nano")


class EditorFailed(Surroundings):
    """The editor could not be run, or said that it failed."""

    says = N_("The editor `{editor}` failed: {why}. Nothing was changed.")
    hint = N_("To use another: export EDITOR={other}")

    def __init__(self, editor: str, why: str) -> None:
        """Take the editor as it was named, and why it failed; another one is advised, such as there is here."""
        others = [name for name in ADVISED if name not in editor]
        super().__init__(editor=editor, why=why, other=next(filter(which, others), others[0]))


class Overtaken(Refused):
    """Somebody changed the dossier meanwhile."""

    says = N_("{ref} was changed by somebody else meanwhile. Nothing was saved; what you wrote is in {file}.")
    hint = N_("To see it as it is now: brt dossier edit {ref}")


class NotSaved(Refused):
    """What follows the mistakes that stayed."""

    says = N_("Nothing was changed; what you wrote is in {file}.")


class Left(BrtError):
    """The person went away by Ctrl-C after something was written."""

    exit_code = 130
    says = N_("Nothing was changed.")
    hint = N_("What you wrote is in {file}.")


class OtherRef(Invalid):
    """The reference was changed in the editor."""

    says = N_("The reference of a dossier stays: {ref}.")


class NotOne(Invalid):
    """The editor holds no dossier, or several."""

    says = N_("This must be one dossier: {ref}.")


class Opened(NamedTuple):
    """A dossier in the editor: as it was, and as it is written."""

    key: int
    sheet: Sheet
    text: str


def begin(desk: Desk, name: str) -> Opened:
    """Return a dossier as it goes into the editor. Raises Usage (who acts?), NoDossier or ManyDossiers."""
    who = desk.me.member  # asked before anything is typed
    with desk.reading() as db:
        row = refs.dossier(db, name)
        sheet = dossiers.sheet(db, row)
    remark = _("{member}: save and close to change the dossier; an empty file, or this one as it is, changes nothing.")
    above = "".join(f"{line}\n" for line in comment(remark.format(member=who.name)))
    return Opened(row.id, sheet, above + yaml_text([export.known(desk, sheet)], hints(desk.settings)))


def typed(text: str, environ: Mapping[str, str], interactive: bool) -> str:
    """Return what comes back from the person's editor for `text`.

    Raises NoEditor or EditorFailed; KeyboardInterrupt, with what was written so far, when the person leaves by Ctrl-C.
    """
    editor = _editor(environ, interactive)
    folder = Path(tempfile.mkdtemp(prefix="brt-"))
    path = folder / "dossier.yaml"
    try:
        path.write_text(text, encoding="utf-8")
        code = _run([*shlex.split(editor), str(path)])
        written = path.read_text(encoding="utf-8-sig", errors="surrogateescape")
        if code in BY_CTRL_C:
            raise KeyboardInterrupt(written)
        if code:
            raise EditorFailed(editor, _("exit code {code}").format(code=code))
        return written
    except (OSError, ValueError) as error:
        raise EditorFailed(editor, getattr(error, "strerror", None) or str(error)) from None
    finally:
        rmtree(folder, ignore_errors=True)  # with what the editor left beside the file


def _run(command: list[str]) -> int:
    """Run a program to its end and return its exit code; Ctrl-C is the program's alone."""
    former = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.run(command, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, former)


def _editor(environ: Mapping[str, str], interactive: bool) -> str:
    named = environ.get("VISUAL") or environ.get("EDITOR")
    found = named or (next((one for one in EDITORS if which(one)), None) if interactive else None)
    if not found:
        raise NoEditor
    return found


def edited(desk: Desk, opened: Opened, environ: Mapping[str, str], interactive: bool) -> tuple[str, Change | None]:
    """Return what the person writes and what it changes, None when it is to change nothing.

    A mistake opens the editor again, with what is wrong on top, until it is mended; without a person at a terminal, or
    when the mistake comes back as it was, it is raised. Raises Several, NoEditor or EditorFailed; at Ctrl-C Left where
    something was written, else KeyboardInterrupt.
    """
    text, before = opened.text, ""
    while True:
        try:
            written = _without_findings(typed(text, environ, interactive))
        except KeyboardInterrupt as away:
            written = _without_findings(str(away))
            if written == opened.text or _is_empty(written):
                raise
            raise left(opened, written) from None
        if written == opened.text or _is_empty(written):
            return written, None
        change, mistakes = _read(desk, opened, written)
        if change is not None:
            return written, change
        if not interactive or written == before:
            raise Several([*mistakes, NotSaved(file=_kept(opened.sheet.ref, written))])
        text, before = _annotated(desk, opened, written), written


def left(opened: Opened, written: str) -> Left:
    """Keep what was written and return what is said of it to a person who goes away."""
    return Left(file=_kept(opened.sheet.ref, written))


def _is_empty(text: str) -> bool:
    """Say whether nothing but remarks is left of a file."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines())


def _read(desk: Desk, opened: Opened, text: str) -> tuple[Change | None, list[BrtError]]:
    """Return what `text` makes of the dossier, or all that is wrong with it."""
    ref = opened.sheet.ref
    found = parse(text.encode("utf-8", "surrogateescape"), f"{ref}.yaml", desk.settings)
    mistakes = list(found.mistakes)
    if not mistakes and len(found.rows) != 1:
        mistakes.append(Mistake(Spot(1), NotOne(ref=ref)))
    mistakes += [
        Mistake(spot, OtherRef(ref=ref)) for filled, spot in found.rows[:1] if filled.sheet.ref not in ("", ref)
    ]
    if mistakes:
        return None, located(f"{ref}.yaml", mistakes)
    sheet = found.rows[0][0].sheet
    unknown = dict(pair for pair in opened.sheet.people.items() if not export.is_known(desk, pair))
    return filing.between(opened.key, opened.sheet, sheet._replace(people=unknown | sheet.people)), []


def _annotated(desk: Desk, opened: Opened, text: str) -> str:
    """Return `text` below what is wrong with it, which names the lines as they then are."""
    above = _findings(_read(desk, opened, text)[1])
    return _findings(_read(desk, opened, above + text)[1]) + text


def _findings(mistakes: list[BrtError]) -> str:
    said = (row for one in mistakes for line in words.error(one).splitlines() for row in _wrapped(line))
    return "".join(f"{MARK} {line}\n" for line in said)


def _wrapped(line: str) -> list[str]:
    return wrap(line, WIDEST - len(MARK) - 1, break_long_words=False, break_on_hyphens=False)


def _without_findings(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(MARK))


def save(desk: Desk, opened: Opened, change: Change, text: str) -> None:
    """Save the change. Raises Overtaken when the dossier is no longer as it went into the editor."""

    def make(db: Database) -> list[Ask]:
        row = dossiers.by_id(db, opened.key)
        if dossiers.sheet(db, row) != opened.sheet:
            raise Overtaken(ref=row.ref, file=_kept(row.ref, text))
        return [filing.put(db, change)]

    write(desk, "dossier edit", make)


def _kept(ref: str, text: str) -> str:
    """Keep what was written in a file of its own and return its name."""
    handle, name = tempfile.mkstemp(prefix=f"brt-{ref}-", suffix=".yaml")
    with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(text)
    return name
