"""Files of dossiers: YAML, or CSV as spreadsheets save it, into sheets; everything that is wrong is named at once."""

from pathlib import Path
from typing import NamedTuple

from brt.errors import Usage
from brt.say import N_
from brt.service.sheets.problems import Filled, Found, Mistake, Spot, Twice, Unreadable, refusal
from brt.settings import Settings
from brt.store.dossiers import fold

YAML = (".yaml", ".yml")
CSV = (".csv", ".tsv", ".txt")


class Sheets(NamedTuple):
    """What a file called `name` holds: dossiers, each with its place."""

    name: str
    rows: list[tuple[Filled, Spot]]
    encoding: str


def read(file: str, settings: Settings) -> Sheets:
    """Return the dossiers of a file.

    Raises Usage (it is neither YAML nor CSV), Unreadable, or Several with everything that is wrong in it.
    """
    path = Path(file)
    if path.suffix.casefold() not in (*YAML, *CSV):
        raise Usage(N_("{file} is neither YAML nor CSV: its name must end in .yaml or .csv."), file=file)
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        raise Unreadable(file=file, why=getattr(error, "strerror", None) or str(error)) from None
    found = parse(raw, path.name, settings)
    mistakes = [*found.mistakes, *_twice(found)]
    if mistakes:
        raise refusal(path.name, mistakes)
    return Sheets(path.name, found.rows, found.encoding)


def parse(raw: bytes, name: str, settings: Settings) -> Found:
    """Return what the bytes of a file called `name` hold, and what is wrong with each dossier."""
    if Path(name).suffix.casefold() in YAML:
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
