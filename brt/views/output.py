"""Rows on their way out: as a table, as plain lines, as JSON, as CSV, in characters that do no harm to a terminal.

A table is for people: titles and cells in their language, aligned. The other formats are for programs: values as they
are stored, never shortened.
"""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from brt.views.chars import HARMFUL_IN_JSON, cut, pad, safe, width
from brt.views.layout import Cell, Column, Table
from brt.views.screen import show

__all__ = ("FORMATS", "Column", "cell", "cut", "json_text", "pad", "safe", "table", "unformulated", "width", "write")

FORMATS = ("table", "plain", "json", "csv")

Row = Mapping[str, Any]


def write(
    rows: Iterable[Row],
    columns: Sequence[Column],
    style: str,
    data: Any = None,
    out: TextIO | None = None,
    *,
    empty: str = "",
) -> None:
    """Write `rows` to `out` (stdout) in one of FORMATS.

    `data` is what JSON shows (default: the columns of the rows). Without rows, table and plain say the sentence `empty`
    on stderr and leave stdout alone.
    """
    out = out or sys.stdout
    rows = list(rows)
    if style == "json":
        out.write(json_text([_picked(row, columns) for row in rows] if data is None else data))
    elif style == "csv":
        _write_csv(rows, columns, out)
    elif not rows:
        show([empty] if empty else [], sys.stderr)
    elif style == "plain":
        out.writelines("\t".join(cell(row.get(column.key)) for column in columns) + "\n" for row in rows)
    else:
        show([table(rows, columns)], out)


def table(rows: Iterable[Row], columns: Sequence[Column]) -> Table:
    """Return `rows` as people read them, for a page."""
    return Table(columns, [[_shown(row.get(column.key), column) for column in columns] for row in rows])


def _picked(row: Row, columns: Sequence[Column]) -> dict[str, Any]:
    return {column.key: row.get(column.key) for column in columns}


def _shown(value: Any, column: Column) -> Cell:
    return column.show(value) if column.show and value is not None else cell(value)


def cell(value: Any) -> str:
    """Return a value as one line of harmless text: nothing for None, a list with commas."""
    if isinstance(value, str):
        return safe(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(cell(item) for item in value)
    return safe(str(value))


# ── CSV and JSON ──────────────────────────────────────────────────────────────────────────────────

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def _write_csv(rows: Iterable[Row], columns: Sequence[Column], out: TextIO) -> None:
    """Write CSV as RFC 4180 has it: commas, a line of titles, lines that end in CR LF."""
    import csv

    writer = csv.writer(out)
    writer.writerow(column.key for column in columns)
    writer.writerows([unformulated(row.get(column.key)) for column in columns] for row in rows)


def unformulated(value: Any) -> str:
    """Return a cell that no spreadsheet takes for a formula (CWE-1236): a text that begins like one follows a `'`."""
    text = cell(value)
    if isinstance(value, int | float):
        return text
    start = value if isinstance(value, str) else text
    return f"'{text}" if start.startswith(_FORMULA) else text


def json_text(data: Any) -> str:
    """Return `data` as JSON with a line break at its end; characters that harm a terminal are escaped."""
    import json

    return re.sub(HARMFUL_IN_JSON, _escaped, json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
