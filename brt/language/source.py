"""The text of a file: from characters to lines and columns, and from a scalar's value back to its characters."""

import bisect
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple


class Node(NamedTuple):
    """Where a value stands in the text (character offsets, the end excluded), and how it is written."""

    start: int
    end: int
    style: str  # "" plain, ' or " quoted, | or > block; "map" and "list" for collections


Spot = tuple[int, int, str]
"""A node as it is noted while reading."""

Entry = tuple[str | int, Spot | None, Spot | None, Sequence["Entry"]]
"""Of a collection: a key or a position, where the key and the value stand (None: nowhere), and what is in the value."""

NONE: Sequence[Entry] = ()
NOTHING: Entry = ("", None, None, NONE)


class Place(NamedTuple):
    """Lines and columns from 1; the end is the first character after."""

    line: int
    column: int
    end_line: int
    end_column: int


class Source:
    """A file's name and text, with its lines."""

    def __init__(self, file: str, text: str) -> None:
        """Take the name as it is shown and the decoded text."""
        self.file = file
        self.text = text
        self.homes = [(0, file)]  # how many lines come before those of each file

    @cached_property
    def starts(self) -> list[int]:
        """The offsets at which the lines start."""
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n")[:-1])]

    def home(self, line: int) -> tuple[str, int]:
        """Return the file that `line` stands in, and how many lines of other files come before it."""
        before, file = next(home for home in reversed(self.homes) if line > home[0])
        return file, before

    def point(self, offset: int) -> tuple[int, int]:
        """Return line and column of the character at `offset`."""
        line = bisect.bisect_right(self.starts, offset) - 1
        return line + 1, offset - self.starts[line] + 1

    def place(self, start: int, end: int, *, first_line: bool = False) -> Place:
        """Return the place of the characters from `start` to `end`, without blanks at the end."""
        if first_line:
            stop = self.text.find("\n", start, end)
            end = end if stop < 0 else stop
        start = min(start, len(self.text))
        end = start + len(self.text[start:end].rstrip())
        return Place(*self.point(start), *self.point(end))

    def line(self, number: int) -> str:
        """Return the line `number` (from 1) without its end."""
        start = self.starts[number - 1]
        stop = self.text.find("\n", start)
        return self.text[start : len(self.text) if stop < 0 else stop].rstrip("\r")


_ESCAPES = {"x": 4, "u": 6, "U": 10}  # \x41 \u0041 \U00000041


def offsets(text: str, node: Node, value: str) -> list[int]:
    """Return for each character of a scalar's `value` its offset in `text`, and at last the offset of its end.

    YAML folds lines, strips indentation and knows escapes; the two texts are walked side by side.
    """
    places = []
    at = _content(text, node)
    for character in value:
        at = _skip(text, at, node, character)
        places.append(at)
        at = min(at + _width(text, at, node, character), node.end)
    return [*places, at]


def _content(text: str, node: Node) -> int:
    if node.style in ("|", ">"):
        return text.find("\n", node.start) + 1 or node.end
    return node.start + len(node.style)


def _skip(text: str, at: int, node: Node, character: str) -> int:
    """Pass what stands in the text but not in the value: indentation, folded lines, escaped line ends."""
    while at < node.end and text[at] != character and text[at] in " \t\r\n\\":
        if node.style == '"' and text[at] == "\\" and text[at + 1 : at + 2] not in ("\r", "\n"):
            break
        at += 1
    return at


def _width(text: str, at: int, node: Node, character: str) -> int:
    """Return how many characters of the text make the one character of the value."""
    if node.style == '"' and text[at : at + 1] == "\\":
        return _ESCAPES.get(text[at + 1 : at + 2], 2)
    if node.style == "'" and text[at : at + 2] == "''":
        return 2
    return 1 if text[at : at + 1] == character else 0
