"""Dossiers on their way out, as files that import reads back."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from brt.errors import Refused, Surroundings
from brt.say import N_
from brt.service import refs
from brt.service.desk import Desk
from brt.service.sheets.writing import csv_text, yaml_text
from brt.store import dossiers
from brt.store.dossiers import Sheet


class Overwrites(Refused):
    """The file is there already."""

    says = N_("{file} exists already: nothing was written.")
    hint = N_("Name another file, or take this one away.")


class Exported(NamedTuple):
    """Dossiers as the text of a file."""

    text: str
    dossiers: int
    left_out: list[tuple[str, str, str]]  # dossier, role and member that brt.toml does not know


def export(desk: Desk, names: Sequence[str], status: str | None, kind: str) -> Exported:
    """Return dossiers as `kind` of file: those that are named, else those of `status`, else all, by reference.

    Raises NoDossier or ManyDossiers.
    """
    with desk.reading() as db:
        rows = [refs.dossier(db, name, reads=True) for name in names] or dossiers.everything(db)
        chosen = {row.id: row for row in rows if status in (None, row.status)}
        sheets = [dossiers.sheet(db, row) for row in chosen.values()]
    left_out = [(sheet.ref, *pair) for sheet in sheets for pair in sheet.people.items() if not is_known(desk, pair)]
    sheets = [known(desk, sheet) for sheet in sheets]
    text = yaml_text(sheets) if kind == "yaml" else csv_text(sheets, desk.settings.roles)
    return Exported(text, len(sheets), left_out)


def is_known(desk: Desk, pair: tuple[str, str]) -> bool:
    """Say whether brt.toml knows the role and the member: a file with others could not be read back."""
    return pair[0] in desk.settings.roles and pair[1] in desk.settings.team


def known(desk: Desk, sheet: Sheet) -> Sheet:
    """Return a dossier with its holders in the order of brt.toml, without those that it does not know."""
    pairs = ((role, sheet.people[role]) for role in desk.settings.roles if role in sheet.people)
    return sheet._replace(people={role: who for role, who in pairs if is_known(desk, (role, who))})


def write(file: str, text: str) -> None:
    """Write a file that is not there yet, whole or not at all. Raises Overwrites or Surroundings."""
    from brt.service.workspace import write_new

    try:
        if not write_new(Path(file), text.encode()):
            raise Overwrites(file=file)
    except OSError as error:
        says = N_("{path} cannot be written: {why}.")
        raise Surroundings(says, path=file, why=error.strerror or str(error)) from None
