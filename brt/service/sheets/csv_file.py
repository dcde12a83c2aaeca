"""Dossiers in CSV, a row each, as spreadsheets save them: in their encodings, with their separators and numbers."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from brt.errors import Invalid
from brt.kinds.base import fold, tight
from brt.say import N_
from brt.service.sheets.columns import NUMBERED, PERSON, Column, columns
from brt.service.sheets.form import Form
from brt.service.sheets.problems import Filled, Found, Mistake, Path, Spot
from brt.settings import Settings

Row = tuple[int, list[str]]
"""The line that a row begins on, and its cells."""

GUARDED = re.compile("'+[=+\\-@＝＋－＠]")
"""What spreadsheets take for a formula, behind the ' that keeps them from it; one more where the text has its own."""

_BOTH = re.compile(b"\xc3[\x80-\xbf]")
"""An accented letter in UTF-8; in Windows-1252, two characters that never follow one another."""


def read(raw: bytes, settings: Settings) -> Found:
    """Return the dossiers of a file, and everything that is wrong with it."""
    try:
        text, encoding = decode(raw)
        rows = list(_rows(text))
    except Invalid as problem:
        return Found([], [Mistake(Spot(problem.data["line"]), problem)])
    if rows and fold(rows[0][1][0]).startswith("sep="):
        del rows[0]  # how Excel is told the separator; it stands in that line as in the others
    if not rows:
        return Found([], [Mistake(Spot(), Invalid(N_("The file is empty.")))])
    (line, titles), *rest = rows
    known, mistakes = columns(titles, line, settings)
    there = {fold(column.title) for column in known if column.path} if mistakes else None
    form = Form(settings)
    found = [_dossier(form, known, row, mistakes, there) for row in rest]
    return Found(found, mistakes, encoding)


def _dossier(
    form: Form, known: list[Column], row: Row, mistakes: list[Mistake], there: set[str] | None
) -> tuple[Filled, Spot]:
    """Return the dossier of a row; what is wrong with it is added to `mistakes`.

    Where titles are wrong, `there` are the others: what a row lacks under any but those follows from that.
    """
    line, cells = row
    data, titles = _data(known, cells)
    filled = form.read(data, (line,))
    wrongs = [Mistake(Spot(line, title=titles.get(one.path[1:4], "")), one.problem) for one in form.wrongs]
    mistakes += [one for one in wrongs if there is None or fold(one.spot.title) in there]
    mistakes += _surplus(known, line, cells)
    form.wrongs.clear()
    return filled, Spot(line, title="ref")


# ── text ──────────────────────────────────────────────────────────────────────────────────────────


def decode(raw: bytes) -> tuple[str, str]:
    """Return the text of a file and its encoding: UTF-8, UTF-16 with its mark, or Windows-1252. Raises Invalid.

    UTF-8 with a damaged place is refused: read as Windows-1252, every accent of the file would be wrong.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace"), "UTF-16"
    try:
        return raw.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if not text or _BOTH.search(raw):
        raise Invalid(N_("This is neither UTF-8 nor Windows-1252: save the file as UTF-8."), line=line)
    return text, "Windows-1252"


def _rows(text: str) -> Iterator[Row]:
    """Yield the rows that hold something. Raises Invalid."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, [_unguarded(cell.strip()) for cell in cells]
            line = reader.line_num + 1
    except csv.Error:
        says = N_('A quote (") is not closed, or text follows it: within a cell in quotes, it is written twice.')
        raise Invalid(says, line=line) from None


def _separator(text: str) -> str:
    """Return what separates the titles: none of them holds a semicolon, a comma or a tab."""
    first = next((line for line in text.splitlines() if line.strip(";,\t ")), "")
    return max(";,\t", key=first.count)


def _unguarded(cell: str) -> str:
    return cell[1:] if GUARDED.match(cell) else cell


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────


def _surplus(known: Sequence[Column], line: int, cells: Sequence[str]) -> list[Mistake]:
    """Return a mistake for a cell that stands under no title."""
    for i, cell in enumerate(cells):
        if cell and (i >= len(known) or not known[i].title):
            return [Mistake(Spot(line), Invalid(N_("`{cell}` stands under no title."), cell=cell[:60]))]
    return []


def _data(known: Sequence[Column], cells: Sequence[str]) -> tuple[dict[str, Any], dict[Path, str]]:
    """Return a row as the data of a dossier, and the title of the column that each value comes from."""
    data: dict[str, Any] = {}
    titles: dict[Path, str] = {}
    contacts: dict[str, dict[str, str]] = {}
    numbered: dict[str, dict[int, dict[str, Any]]] = {name: {} for name in NUMBERED}
    for i, column in enumerate(known):
        cell = cells[i] if i < len(cells) else ""
        match column.path:
            case (str(name),):
                data[name] = cell
            case (str(name), str(part)):
                data.setdefault(name, {})[part] = cell
            case (_, str(function), str(part)):
                contacts.setdefault(function, {})[part] = cell
            case (str(name), int(number), str(part)):
                numbered[name].setdefault(number, {})[part] = _functions(cell) if part == "functions" else cell
        titles[column.path] = column.title
    for name, rows in numbered.items():
        _numbered(name, rows, data, titles)
    _contacts(contacts, data, titles)
    return data, titles


def _functions(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(",") if name.strip()]


def _contacts(rows: dict[str, dict[str, str]], data: dict[str, Any], titles: dict[Path, str]) -> None:
    """Add the contacts: one for all the functions under which the same person stands."""
    found: list[dict[str, Any]] = data.setdefault("contacts", []) if rows else []
    for function, row in rows.items():
        if not any(row.values()):
            continue
        same = next((one for one in found if _is_same(one, row)), None)
        if same:
            same.setdefault("functions", []).append(function)
            same.update({part: cell for part, cell in row.items() if not same.get(part)})
        else:
            titles.update({("contacts", len(found), part): f"contact.{function}.{part}" for part in PERSON})
            found.append({"functions": [function], **row})


def _is_same(one: dict[str, Any], row: dict[str, str]) -> bool:
    """Tell whether two entries are one person: the same name and email, and no other phone or language."""
    named = all(fold(one.get(part, "")) == fold(row.get(part, "")) for part in ("name", "email"))
    others = [(tight(one.get(part, "")), tight(row.get(part, ""))) for part in ("phone", "language")]
    return named and all(mine == theirs or not (mine and theirs) for mine, theirs in others)


def _numbered(name: str, rows: dict[int, dict[str, Any]], data: dict[str, Any], titles: dict[Path, str]) -> None:
    """Add what stands under numbers, in their order."""
    found: list[dict[str, Any]] = data.setdefault(name, []) if rows else []
    for number, row in sorted(rows.items()):
        if any(row.values()):
            titles.update({(name, len(found), part): f"{name}.{number}.{part}" for part in NUMBERED[name]})
            found.append(row)
