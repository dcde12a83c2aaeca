"""Pages as data, laid out for a width: texts, lines of pieces, tables whose rows become cards where there is no room.

A page yields blocks and computes no width: data → rows → `layout` → `screen`. Numbers, dates and names of people are
never cut; a column that may be shortened says in which order.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from brt.say import N_, _
from brt.views.chars import cut, safe, width

NARROW = 72
"""Below so many columns the rows of a table are cards."""
FLOOR = 14
"""A text is not shortened to less; only to twice that while another one is longer."""
WIDE = 100
"""From so many columns on a table stays a table: its texts are shortened further, down to LEAST, before it is cards."""
LEAST = 9
STUMP = 5
"""So much of a text stays before a tail where the row would not be a table otherwise: a number and a letter."""
GAP = "  "
TITLED = N_("{title}: {cell}")
"""How a card says what a number is."""
HANG = 2
"""So far does a line go in where it goes on."""

COMMAND = re.compile(r"`[^`]+`|(?:^ +|(?<=: )|(?<= {3})|(?<=\())brt (?:[^;,.()]|\.(?! |$))*")
"""A command to type, as it stands in a sentence: it is copied, so it is not broken."""
NUMBER = re.compile(r"(?<!\S)\(?\d{1,3} (?=\w)|\b\w{2,9}\.? (?=\d{1,4}\b)")
"""A blank beside a number, which stays with what it counts and with what it is the number of: a phone, a date."""
ENDING, BEGINNING = re.compile(r"(?:(?<=\S) ·)? *$"), re.compile(r"^ *(?:· +)?")
"""What a line that goes on below loses where it is broken: blanks, and the sign between two parts."""


class Text(NamedTuple):
    """A piece of a line, with what it means."""

    text: str
    style: str = ""  # of screen.STYLES
    tail: str = ""  # its end, which stays when the text is shortened
    whole: bool = False  # at the end of a row: goes on below where it does not fit, instead of being shortened


Cell = str | Text


class Line(NamedTuple):
    """Pieces on a line; those that do not fit go on the next."""

    cells: Sequence[Cell]
    between: str = " · "
    indent: int = 0


class Column(NamedTuple):
    """A column of a table."""

    key: str  # of the row, and the title in CSV
    title: str  # a msgid
    align: str = "left"  # or "right"
    show: Callable[[Any], Cell] | None = None  # how people read the value, in a table only
    shrink: int = 0  # may be shortened in a table, 1 first; 0: never
    least: int = 0  # is shortened to so much before the next one is; 0: all of them step by step
    gap: int = 2  # blanks after it
    line: int = 1  # of the card, 1 to 3; 0: its margin, -1: on no card
    spare: bool = False  # on a card it stands where its line has room for it, and is left out elsewhere
    card: str = ""  # a msgid: what is said of the {cell} on a card, which has no {title}


class Table(NamedTuple):
    """Rows of cells in columns, and lines between them. In a row of fewer cells the last one spans the rest."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell] | Line]
    titles: bool = True
    indent: int = 0


class Fit(NamedTuple):
    """What stands where there is room for tables, and what where there is not."""

    wide: "Sequence[Block]"
    narrow: "Sequence[Block]"


Block = str | Text | Line | Table | Fit
Laid = list[Text]
"""A line ready to be painted."""


def section(
    title: str,
    rows: Sequence[Sequence[Cell]],
    right: Sequence[int] = (),
    cut: Sequence[int] = (),
    below: Sequence[int] = (),
) -> Iterator[Block]:
    """Yield a title and rows in columns under it, nothing without rows.

    The columns `right` are aligned to the right, those of `cut` may be shortened in a table, the first of them first,
    and those `below` stand on the second line of a card.
    """
    if not rows:
        return
    columns = [
        Column(
            *("", "", "right" if i in right else "left"),
            shrink=cut.index(i) + 1 if i in cut else 0,
            line=2 if i in below else 1,
        )
        for i in range(max(map(len, rows)))
    ]
    yield ""
    yield Text(title, "title")
    yield Table(columns, rows, titles=False, indent=2)


def laid(blocks: Iterable[Block], room: int | None = None) -> Iterator[Laid]:
    """Yield the lines of a page in at most `room` columns; None: as wide as they are."""
    for block in blocks:
        if isinstance(block, Table):
            yield from _table(block, room)
        elif isinstance(block, Fit):
            yield from laid(block.wide if room is None or room >= NARROW else block.narrow, room)
        elif isinstance(block, Line):
            yield from _line(block, room)
        else:
            yield from _text(block, room)


def plain(blocks: Iterable[Block], room: int | None = None) -> Iterator[str]:
    """Yield the lines of a page without colours."""
    return ("".join(piece.text for piece in line) for line in laid(blocks, room))


def _piece(cell: Cell) -> Text:
    """Return a cell in characters that do no harm; its tail is part of the text until it is shortened."""
    if isinstance(cell, str):
        return Text(safe(cell))
    text, tail = safe(cell.text), safe(cell.tail)
    return cell._replace(text=text + tail, tail="") if cell.whole else cell._replace(text=text, tail=tail)


def _size(piece: Text) -> int:
    return width(piece.text) + (width(piece.tail) if piece.tail else 0)


def _sum(pieces: Laid) -> int:
    return sum(map(_size, pieces))


def _cut(piece: Text, room: int) -> Text:
    """Return a piece in at most `room` columns, as one text."""
    if _size(piece) > room:
        piece = piece._replace(text=cut(piece.text, max(room - width(piece.tail), 1)))
    return Text(piece.text + piece.tail, piece.style)


def _whole(piece: Text) -> Text:
    return Text(piece.text + piece.tail, piece.style)


def _pad(piece: Text, size: int, align: str) -> Laid:
    blanks = Text(" " * max(size - _size(piece), 0))
    return [blanks, piece] if align == "right" else [piece, blanks]


def _trimmed(pieces: Laid) -> Laid:
    """Return a line without the blanks at its end."""
    while pieces and not pieces[-1].text.strip(" "):
        pieces.pop()
    if pieces:
        pieces[-1] = pieces[-1]._replace(text=pieces[-1].text.rstrip(" "))
    return pieces


# ── texts and lines ───────────────────────────────────────────────────────────────────────────────


def _text(block: str | Text, room: int | None) -> Iterator[Laid]:
    """Yield a text; what is too wide goes on below."""
    piece = _whole(_piece(block))
    indent = len(piece.text) - len(piece.text.lstrip(" "))
    return ([part] for part in _broken(piece, room, room and room - indent, " " * indent))


def _broken(piece: Text, first: int | None, rest: int | None, margin: str) -> Iterator[Text]:
    """Yield `piece` broken at blanks: `first` columns, then `rest` columns behind `margin`."""
    text, before, limit = piece.text, "", first
    if limit is None or width(text) <= limit:
        yield piece
        return
    loose = COMMAND.sub(_joined, text)
    shape = NUMBER.sub(_joined, loose)
    while limit is not None and width(text) > max(limit, 1):
        end = _fitting(text, shape, max(limit, 1))
        if width(text[:end]) > limit:
            end = _fitting(text, loose, max(limit, 1))
        if end == len(text):  # one word, wider than there is room
            break
        yield Text(before + ENDING.sub("", text[:end]), piece.style)
        end += len(text[end:]) - len(BEGINNING.sub("", text[end:]))
        text, shape, loose, before, limit = text[end:], shape[end:], loose[end:], margin, rest
    yield Text(before + text, piece.style)


def _joined(found: re.Match[str]) -> str:
    """Return what was found without the blanks at which it could be broken."""
    return re.sub(r"(?<=\S) ", "_", found[0])


def _fitting(text: str, shape: str, room: int) -> int:
    """Return where `text` ends in at most `room` columns: at a blank of `shape`, behind its indent and a word."""
    start = len(shape) - len(shape.lstrip(" "))
    end = shape.find(" ", start)
    while (further := shape.find(" ", end + 1)) > 0 and width(text[:further]) <= room:
        end = further
    return end if end > 0 else len(text)


def _line(line: Line, room: int | None) -> Iterator[Laid]:
    """Yield the pieces of a line, and those that do not fit on the next, further in."""
    pieces = [piece for piece in (_whole(_piece(cell)) for cell in line.cells) if piece.text]
    if room is None:  # nothing is measured
        parts = [part for piece in pieces for part in (Text(line.between), piece)]
        yield from [_trimmed([Text(" " * line.indent), *parts[1:]])] if pieces else []
        return
    margin, used = " " * line.indent, line.indent
    going: Laid = []
    for piece in pieces:
        step = width(line.between) if going else 0
        if going and used + step + _size(piece) > room:
            yield _trimmed([Text(margin), *going])
            margin, going = " " * (line.indent + HANG), []
            used, step = len(margin), 0
        if not going and used + _size(piece) > room:
            *whole, piece = _broken(piece, room - used, room - line.indent - HANG, "")
            for part in whole:
                yield [Text(margin), part]
                margin = " " * (line.indent + HANG)
            used = len(margin)
        going += [Text(line.between), piece] if going else [piece]
        used += step + _size(piece)
    if going:
        yield _trimmed([Text(margin), *going])


# ── tables ────────────────────────────────────────────────────────────────────────────────────────


def _table(table: Table, room: int | None) -> list[Laid]:
    """Return the lines of a table."""
    rows = [row if isinstance(row, Line) else [_piece(cell) for cell in row] for row in table.rows]
    cells = [row for row in rows if not isinstance(row, Line)]
    if table.titles:
        titles = [Text(safe(_(column.title).upper()), "title") for column in table.columns]
        rows, cells = [titles, *rows], [titles, *cells]
    sizes = _natural(table, cells)
    fitted = sizes if room is None else _fitted(table, cells, sizes, room)
    if fitted is None:
        rows = rows[1:] if table.titles else rows
    lines: list[Laid] = []
    for row in rows:
        if isinstance(row, Line):
            lines += _line(row, room)
        elif fitted is None:
            lines += _card(table, row, sizes, room or NARROW)
        else:
            lines += _row(table, row, fitted, room)
    return lines


def _natural(table: Table, rows: Sequence[Laid]) -> list[int]:
    """Return how wide the columns are; the last cell of a shorter row spans them and widens none."""
    sizes = [0] * len(table.columns)
    for row in rows:
        for i, piece in enumerate(row if len(row) == len(sizes) else row[:-1]):
            sizes[i] = max(sizes[i], _size(piece))
    return sizes


def _fitted(table: Table, rows: Sequence[Laid], sizes: Sequence[int], room: int) -> list[int] | None:
    """Return the widths with which the rows fit in `room` columns; None where they cannot: then they are cards."""
    if room < NARROW and any(column.line > 1 for column in table.columns):
        return None
    found = list(sizes)
    spans: dict[int, int] = {}  # how much the last cell of shorter rows needs, by their number of cells
    for row in (row for row in rows if len(row) < len(sizes)):
        needs = max(min(_size(row[-1]), 2 * FLOOR), width(row[-1].tail))
        spans[len(row)] = max(needs, spans.get(len(row), 0))
    lowest = LEAST if room >= WIDE else FLOOR
    steps = ((2 * FLOOR, FLOOR), (FLOOR, FLOOR), (lowest, lowest), (lowest, STUMP))
    for i, least, name in [(i, *step) for step in steps for i in _order(table.columns)]:
        wide = [_total(table, found), *(_total(table, found, n, span) for n, span in spans.items() if i < n - 1)]
        least = table.columns[i].least or least
        tails = [row[i] for row in rows if i < len(row) and row[i].tail]
        floor = max([least, *(width(piece.tail) + min(width(piece.text), name) for piece in tails)])
        found[i] = max(min(found[i], floor), found[i] - max(max(wide) - room, 0))
    wide = [_total(table, found), *(_total(table, found, n, span) for n, span in spans.items())]
    return found if max(wide) <= room else None


def _order(columns: Sequence[Column]) -> list[int]:
    """Return the columns that may be shortened, the first to be first."""
    return sorted((i for i, column in enumerate(columns) if column.shrink), key=lambda i: columns[i].shrink)


def _total(table: Table, sizes: Sequence[int], count: int | None = None, span: int = 0) -> int:
    """Return how wide a row is: all columns, or the first of `count` cells whose last takes `span`."""
    shown = [(size, column.gap) for size, column in zip(sizes, table.columns, strict=True) if size]
    if count is not None:
        before = zip(sizes[: count - 1], table.columns, strict=False)
        shown = [*((size, column.gap) for size, column in before if size), (span, 0)]
    return table.indent + sum(size + gap for size, gap in shown) - (shown[-1][1] if shown else 0)


def _row(table: Table, row: Laid, sizes: Sequence[int], room: int | None) -> Iterator[Laid]:
    """Yield a row; its last cell has all the room that is left, and one that has to be whole goes on below for more."""
    goes_below = row[-1].whole and room is not None and _total(table, sizes, len(row), _size(row[-1])) > room
    shown = row[:-1] if goes_below else row
    last = max((i for i, piece in enumerate(shown) if _size(piece)), default=0)
    found = [Text(" " * table.indent)]
    for i, (piece, column) in enumerate(zip(shown[: last + 1], table.columns, strict=False)):
        spans = i == len(row) - 1 < len(sizes) - 1
        if i == last and (spans or column.align == "left"):
            found.append(_whole(piece) if room is None else _cut(piece, room - _sum(found)))
        elif sizes[i]:
            found += [*_pad(_cut(piece, sizes[i]), sizes[i], column.align), Text(" " * column.gap)]
    yield _trimmed(found)
    if goes_below:
        columns = zip(sizes, table.columns, strict=True)
        margin = sum(size + column.gap for size, column in columns if column.line == 0 and size)
        yield from _line(Line(row[-1:], indent=table.indent + margin + HANG), room)


# ── cards ─────────────────────────────────────────────────────────────────────────────────────────


def _card(table: Table, row: Laid, sizes: Sequence[int], room: int) -> Iterator[Laid]:
    """Yield a row as a card: the margin, the first line, and those that have something below."""
    margin = [Text(" " * table.indent)]
    lines: dict[int, list[tuple[Text, Column]]] = {}
    for i, (piece, column) in enumerate(zip(row, table.columns, strict=False)):
        if column.card and piece.text:
            piece = piece._replace(text=_(column.card).format(title=_(column.title), cell=piece.text))
        if column.line == 0 and sizes[i]:
            margin += [*_pad(piece, sizes[i], column.align), Text(" " * column.gap)]
        elif column.line > 0:
            spans = i == len(row) - 1 < len(sizes) - 1
            number = max(column.line for column in table.columns) + piece.whole if spans else column.line
            lines.setdefault(number, []).append((piece, column))
    start = sum(map(_size, margin))
    below = start if len(margin) > 1 else start + HANG
    for number in sorted(lines):
        for pieces in _beside(lines[number], room - (start if margin else below)):
            for line in _line(Line(pieces, GAP, start if margin else below), room):
                yield _trimmed([*(margin or line[:1]), *line[1:]])
                margin = []


def _beside(pairs: Sequence[tuple[Text, Column]], room: int) -> Iterator[Laid]:
    """Yield the pieces of a card's line as the lines that they take in `room` columns; nothing is shortened.

    What is never shortened in a table either (who, when, how late) stays together.
    """
    units: list[Laid] = []
    joins = False
    for piece, column in ((piece, column) for piece, column in pairs if _size(piece)):
        apart = column.shrink > 0 or piece.whole
        if column.spare and not piece.whole and _along([*units[-1], piece] if units else [piece]) > room:
            continue
        if joins and not apart:
            units[-1].append(piece)
        else:
            units.append([piece])
        joins = not apart
    line: Laid = []
    for unit in units:
        if line and _along([*line, *unit]) > room:
            yield line
            line = []
        line += unit
    if line:
        yield line


def _along(pieces: Laid) -> int:
    """Return how many columns pieces of a card take on one line."""
    return sum(map(_size, pieces)) + len(GAP) * (len(pieces) - 1)
