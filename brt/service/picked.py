"""Actions and dossiers picked by a file: @FILE on a command line stands for the names in it.

The file is a CSV as brt prints it (or a spreadsheet saves it again), of which one column counts, or a name a line.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from brt.errors import Invalid
from brt.nearby import nearby
from brt.say import N_
from brt.service import refs
from brt.service.desk import Desk


class NoFile(Invalid):
    """A file of names cannot be read."""

    says = N_("{file} cannot be read: {why}. Nothing was changed.")
    hint = N_("A file is named so: @mine.csv")


class NoNames(Invalid):
    """A file of names holds none."""

    says = N_("{file} holds no name. Nothing was changed.")
    hint = N_("A CSV as brt prints it, or a name a line: brt todo --format csv > mine.csv")


class Picked(NamedTuple):
    """The names on a command line."""

    names: tuple[str, ...]
    by_file: int  # so many of them a file picked


def names(words: Iterable[str], columns: Sequence[str]) -> Picked:
    """Return `words` with the names of each @FILE in its place: in a CSV, the first of `columns` that is there.

    Raises NoFile or NoNames.
    """
    found: list[str] = []
    count = 0
    for word in words:
        if not word.startswith("@"):
            found.append(word)
            continue
        rows = _names(Path(word[1:]), columns)
        count += len(rows)
        found += rows
    return Picked(tuple(found), count)


def items(desk: Desk, names: Iterable[str]) -> list[dict[str, Any]]:
    """Return the actions `names` as lists show them, each once, in the order typed. Raises what `refs.action` does."""
    from brt.service.show import action_item

    with desk.reading() as db:
        targets = dict.fromkeys(refs.action(db, name) for name in names)
        views = {key: desk.look(db, key) for key in {target.dossier for target in targets}}
    return [action_item(views[one.dossier], views[one.dossier].state.actions[one.number]) for one in targets]


def _names(path: Path, columns: Sequence[str]) -> list[str]:
    import csv

    from brt.service.sheets.csv_file import decode

    try:
        text, _encoding = decode(path.read_bytes())
    except OSError as error:
        near = [f"@{one}" for one in nearby(path)]
        raise NoFile(file=str(path), why=error.strerror or str(error), near=near) from error
    lines = [line for line in text.splitlines() if line.strip()]
    separator = max(",;\t", key=lines[0].count) if lines else ","
    titles, *rows = [*csv.reader(lines, delimiter=separator)] or [[]]
    column = next((titles.index(name) for name in columns if name in titles), None)
    cells = lines if column is None else [row[column] for row in rows if column < len(row)]
    found = [cell.strip() for cell in cells if cell.strip()]
    if not found:
        raise NoNames(file=str(path))
    return found
