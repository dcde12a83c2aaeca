"""Rows on their way out: as a table, as plain lines, as JSON, as CSV, in characters that do no harm to a terminal.

A table is for people: titles and cells in their language, aligned. The other formats are for programs: values as they
are stored, never shortened.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TextIO

from brt.say import _

FORMATS = ("table", "plain", "json", "csv")

Row = Mapping[str, Any]
Cells = Sequence[Sequence[str]]


class Column(NamedTuple):
    """A column of a table."""

    key: str  # of the row, and the title in CSV
    title: str  # a msgid
    align: str = "left"  # or "right"
    show: Callable[[Any], str] | None = None  # how people read the value, in a table only


def write(
    rows: Iterable[Row],
    columns: Sequence[Column],
    style: str,
    data: Any = None,
    out: TextIO | None = None,
    *,
    empty: str = "",
    aligned: Callable[[Sequence[Column], Cells], Iterator[str]] | None = None,
) -> None:
    """Write `rows` to `out` (stdout) in one of FORMATS.

    `data` is what JSON shows (default: the columns of the rows). Without rows, table and plain say the sentence `empty`
    on stderr and leave stdout alone. `aligned` draws the table: `table` by default, or `grid`.
    """
    out = out or sys.stdout
    rows = list(rows)
    if style == "json":
        out.write(json_text([_picked(row, columns) for row in rows] if data is None else data))
    elif style == "csv":
        _write_csv(rows, columns, out)
    elif not rows:
        sys.stderr.write(f"{safe(empty)}\n" if empty else "")
    elif style == "plain":
        out.writelines("\t".join(cell(row.get(column.key)) for column in columns) + "\n" for row in rows)
    else:
        cells = [[_shown(row.get(column.key), column) for column in columns] for row in rows]
        out.writelines(line + "\n" for line in (aligned or table)(columns, cells))


def table(columns: Sequence[Column], cells: Cells) -> Iterator[str]:
    """Yield the lines of a table: the titles in capitals, then the cells, two blanks between columns.

    It is drawn here for the everyday commands: tabulate takes longer to import than they take to run.
    """
    titles = [_(column.title).upper() for column in columns]
    widths = [max(map(width, parts)) for parts in zip(titles, *cells, strict=True)]
    for parts in (titles, *cells):
        padded = (pad(text, size, column.align) for text, size, column in zip(parts, widths, columns, strict=True))
        yield "  ".join(padded).rstrip()


def grid(columns: Sequence[Column], cells: Cells) -> Iterator[str]:
    """Yield the lines of a table whose cells may hold several lines, as tabulate draws it."""
    from tabulate import tabulate

    titles = [_(column.title).upper() for column in columns]
    aligns = [column.align for column in columns]
    # The titles go as a row: as headers, tabulate would widen their columns by two.
    text = tabulate([titles, *cells], tablefmt="plain", disable_numparse=True, colalign=aligns)
    yield from (line.rstrip() for line in text.splitlines())


def _picked(row: Row, columns: Sequence[Column]) -> dict[str, Any]:
    return {column.key: row.get(column.key) for column in columns}


def _shown(value: Any, column: Column) -> str:
    return safe(column.show(value)) if column.show and value is not None else cell(value)


def cell(value: Any) -> str:
    """Return a value as one line of harmless text: nothing for None, a list with commas."""
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

    return re.sub(_HARMFUL_IN_JSON, _escaped, json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


# ── characters ────────────────────────────────────────────────────────────────────────────────────

_MARKS = "\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
_HARMFUL = f"[\x00-\x1f{_MARKS}]"
_HARMFUL_IN_JSON = f"[{_MARKS}]"  # json escapes the others, and its own line breaks stay
_NAMES = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}

_SINGLE = "[ -~\xa0-\xac\xae-\u02ff\u2010-\u2027\u202f-\u205e\u20a0-\u20bf\u2190-\u2211\u2500-\u25fc\u2713-\u2718]*"
"""Texts whose every character takes one column: European letters, punctuation, and the signs that brt itself uses."""


def safe(text: str) -> str:
    """Return `text` with what would steer a terminal made visible: ESC as \\x1b, a right-to-left override as U+202E."""
    return text if text.isprintable() else re.sub(_HARMFUL, _visible, text)


def _visible(found: re.Match[str]) -> str:
    char = found[0]
    return _NAMES.get(char) or (f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"U+{ord(char):04X}")


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def width(text: str) -> int:
    """Return how many columns of a terminal `text` takes. Anything but everyday characters costs an import (30 ms)."""
    if text.isascii() or re.fullmatch(_SINGLE, text):
        return len(text)
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


def pad(text: str, size: int, align: str = "left") -> str:
    """Return `text` filled with blanks to `size` columns; a longer text stays as it is."""
    blanks = " " * (size - width(text))
    return blanks + text if align == "right" else text + blanks


def cut(text: str, size: int) -> str:
    """Return the beginning of `text`, with an ellipsis, in at most `size` columns."""
    if width(text) <= size:
        return text
    short = text[:size]
    while short and width(short) >= size:
        short = short[:-1]
    return f"{short.rstrip()}…" if size > 0 else ""
