"""Files of dossiers: YAML, or CSV as spreadsheets save it, into sheets; everything that is wrong is named at once."""

from pathlib import Path
from typing import NamedTuple

from brt.errors import OneOf, Usage
from brt.nearby import nearby
from brt.say import N_
from brt.service.sheets.problems import Filled, Found, Mistake, Spot, Twice, Unreadable, refusal
from brt.settings import Settings
from brt.store.dossiers import fold

YAML = (".yaml", ".yml")
CSV = (".csv", ".tsv", ".txt")


WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods", ".numbers")


class NoSheet(Usage):
    """The name of a file says neither YAML nor CSV."""

    says = N_("{file} is neither YAML nor CSV: its name must end in {endings}.")


class Workbook(NoSheet):
    """A spreadsheet's own file."""

    says = N_("{file} is a spreadsheet's own file: save it as CSV.")
    hint = N_("In the spreadsheet: Save as…, CSV; then import the file whose name ends in .csv")


class Sheets(NamedTuple):
    """What a file called `name` holds: dossiers, each with its place."""

    name: str
    rows: list[tuple[Filled, Spot]]
    encoding: str


def read(file: str, settings: Settings) -> Sheets:
    """Return the dossiers of a file.

    Raises NoSheet, Unreadable, or Several with everything that is wrong in it.
    """
    path = Path(file)
    if path.suffix.casefold() in WORKBOOKS:
        raise Workbook(file=file)
    kind_of(file)
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise Unreadable(file=file, why=why, near=nearby(file)) from None
    found = parse(raw, path.name, settings)
    mistakes = [*found.mistakes, *_twice(found)]
    if mistakes:
        raise refusal(path.name, mistakes)
    return Sheets(path.name, found.rows, found.encoding)


def kind_of(file: str) -> str:
    """Return what kind of file bears this name: yaml or csv. Raises NoSheet."""
    ending = Path(file).suffix.casefold()
    if ending not in (*YAML, *CSV):
        raise NoSheet(file=file, endings=OneOf((*YAML, *CSV)))
    return "yaml" if ending in YAML else "csv"


def parse(raw: bytes, name: str, settings: Settings) -> Found:
    """Return what the bytes of a file called `name` hold, and what is wrong with each dossier."""
    if kind_of(name) == "yaml":
        from brt.service.sheets import yaml_file

        return yaml_file.read(raw, name, settings)
    from brt.service.sheets import csv_file

    return csv_file.read(raw, settings)


def _twice(found: Found) -> list[Mistake]:
    """Return a mistake for each reference that stands in the file before: which of the two would count?"""
    first: dict[str, int] = {}
    mistakes = []
    for filled, spot in found.rows:
        ref = filled.sheet.ref
        if ref and fold(ref) in first:
            mistakes.append(Mistake(spot, Twice(ref=ref, first=first[fold(ref)])))
        first.setdefault(fold(ref), spot.line)
    return mistakes
