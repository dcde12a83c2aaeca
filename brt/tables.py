"""TOML read strictly: every key is asked for, what is left over is a mistake, and each mistake has its line.

tomllib keeps no positions. They are looked up in the text once something is wrong, so that a good file costs nothing.
"""

import re
import tomllib
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import Any, NamedTuple

from brt.errors import BrtError, Several, Surroundings
from brt.kinds.base import nearest
from brt.say import N_

UNSAFE = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
"""What no text of a setting may hold: control characters, line separators, marks that turn the direction of writing."""

Where = tuple[str, ...]
"""Where a key stands: ("calendar", "closed")."""


class Place(NamedTuple):
    """Where a statement of the file begins, and its lines."""

    first: int
    lines: list[str]


class Mistake(Surroundings):
    """Something is wrong in a file: `file`, `line`, and `problem`, an error that says what."""

    says = N_("{file}, line {line}: {problem}")


class Found(NamedTuple):
    """A problem whose line has not been looked up yet."""

    path: Where
    value: Any  # the item of a list that is wrong; None = the key as a whole
    problem: BrtError


class Document:
    """A TOML file being read. `name` is what people call it."""

    def __init__(self, name: str, raw: bytes) -> None:
        """Parse the bytes of a file. Raises Mistake when they are not TOML."""
        self.name = name
        self.text = _decoded(name, raw)
        self.found: list[Found] = []
        self.data = _parsed(name, self.text)
        self.root = Table(self, (), self.data)

    def wrong(self, path: Where, says: str, value: Any = None, **data: Any) -> None:
        """Note that what stands at `path` is wrong; `says` (a msgid) may name {key}, {value} and the data."""
        given = {} if value is None else {"value": value}
        self.found.append(Found(path, value, Surroundings(says, key=path[-1], **given, **data)))

    def check(self) -> None:
        """Raise Several with every problem noted, in the order of the lines, if there is one."""
        if not self.found:
            return
        places = _places(self.text)
        lines = [(_line(places, item.path, item.value), item.problem) for item in self.found]
        lines.sort(key=lambda pair: pair[0])
        raise Several([Mistake(file=self.name, line=line, problem=problem) for line, problem in lines])

    def holds(self, path: Where) -> bool:
        """Say whether something stands at `path`, or a text instead of the table that it would be in."""
        value: Any = self.data
        for key in path:
            if not isinstance(value, dict):
                return isinstance(value, str)
            if key not in value:
                return False
            value = value[key]
        return True

    def line(self, path: Where) -> int:
        """Return the line of what stands at `path`, else of the nearest table around it."""
        return _line(_places(self.text), path)


class Table:
    """A table of the document. Each reading method takes its key out; `close` reports those nobody asked for."""

    def __init__(self, document: Document, path: Where, data: dict[str, Any]) -> None:
        """Take the table's place in the document and its content, which is copied."""
        self.document = document
        self.path = path
        self.rest = dict(data)
        self.asked: list[str] = []

    def wrong(self, key: str, says: str, value: Any = None, **data: Any) -> None:
        """Note that `key` of this table is wrong, as `Document.wrong` does."""
        self.document.wrong((*self.path, key), says, value, **data)

    def take(self, key: str, kinds: tuple[type, ...], expected: str) -> Any:
        """Return the value of `key` and count it as read; None when absent or not one of `kinds` (which is noted)."""
        self.asked.append(key)
        value = self.rest.pop(key, None)
        if value is None or (isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))):
            return value
        self.wrong(key, expected)
        return None

    def text(self, key: str, default: str = "") -> str:
        """Return the text of `key`, else `default`. A blank text counts as absent."""
        value = self.take(key, (str,), N_("`{key}` must be a text between quotes."))
        return self.printable(key, value) if value and value.strip() else default

    def required(self, key: str) -> str:
        """Return the text of `key`; an absent or blank one is noted."""
        given = self.rest.get(key, "")
        value = self.text(key)
        if not value and isinstance(given, str):
            self.wrong(key, N_("[{table}] needs the key `{key}`."), table=".".join(self.path))
        return value

    def maybe(self, key: str) -> str | None:
        """Return the text of `key`, None when it is absent or blank."""
        return self.text(key) or None

    def flag(self, key: str) -> bool:
        """Return whether `key` is true; absent = false."""
        return bool(self.take(key, (bool,), N_("`{key}` must be true or false.")))

    def items(self, key: str) -> list[Any] | None:
        """Return the list of `key` as it stands, None when absent."""
        value = self.take(key, (list,), N_("`{key}` must be a list between square brackets."))
        return None if value is None else list(value)

    def texts(self, key: str) -> list[str] | None:
        """Return the list of texts of `key`, None when absent."""
        values = self.items(key)
        if values is None:
            return None
        for value in values:
            if not isinstance(value, str):
                self.wrong(key, N_("`{key}` must be a list of texts between quotes; {value} is not one."), value)
        return [self.printable(key, value) for value in values if isinstance(value, str)]

    def table(self, key: str) -> "Table":
        """Return the table `key`; an absent one is empty."""
        value = self.take(key, (dict,), N_("`{key}` must be a table, with keys of its own."))
        return Table(self.document, (*self.path, key), value or {})

    def tables(self) -> Iterator[tuple[str, "Table"]]:
        """Yield every key left with its table; what is not a table is noted."""
        for key, value in list(self.rest.items()):
            table = self.table(key)
            if isinstance(value, dict):
                yield key, table

    def printable(self, key: str, value: str) -> str:
        """Return `value` without blanks around it; note it when it holds a control character."""
        if not value.isprintable() and re.search(UNSAFE, value):
            self.wrong(key, N_("`{key}` holds a control character or a line break."))
        return value.strip()

    def close(self) -> None:
        """Note every key that was not asked for."""
        for key in self.rest:
            near = nearest(key, self.asked)
            if self.path:
                self.wrong(key, N_("unknown key `{key}` in [{table}]."), table=".".join(self.path), near=near)
            else:
                self.wrong(key, N_("unknown key `{key}`."), near=near)


def _decoded(name: str, raw: bytes) -> str:
    """Return the text of `raw`. A byte order mark, as Windows editors write it, is accepted."""
    try:
        return raw.removeprefix(BOM_UTF8).decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = Surroundings(N_("this is not UTF-8 text."), N_("Save the file again with the encoding UTF-8."))
        raise Mistake(file=name, line=line, problem=problem) from None


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        from brt.toml_trouble import explain

        line, problem = explain(error, text)
        raise Mistake(file=name, line=line, problem=problem) from None
    except RecursionError:
        raise Mistake(file=name, line=1, problem=Surroundings(N_("tables and lists are nested too deep."))) from None


def _places(text: str) -> dict[Where, Place]:
    """Return where each path of a valid document stands; of a table that is named twice, the first place."""
    places: dict[Where, Place] = {}
    header: Where = ()
    for place in _statements(text):
        paths = list(_paths(tomllib.loads("\n".join(place.lines))))
        if place.lines[0].lstrip().startswith("[") and paths:
            header = paths[-1]
        else:
            paths = [(*header, *path) for path in paths]
        for path in paths:
            places.setdefault(path, place)
    return places


def _statements(text: str) -> Iterator[Place]:
    """Yield the statements of a valid document: a header, a key with its value, a comment, a blank line.

    Each is a document by itself, and only when it is whole: lines are added until it parses.
    """
    first, lines = 1, list[str]()
    for number, line in enumerate(text.split("\n"), start=1):
        lines.append(line)
        try:
            tomllib.loads("\n".join(lines))
        except tomllib.TOMLDecodeError:
            continue
        yield Place(first, lines)
        first, lines = number + 1, []


def _paths(data: dict[str, Any]) -> Iterator[Where]:
    for key, value in data.items():
        yield (key,)
        if isinstance(value, dict):
            yield from ((key, *path) for path in _paths(value))


def _line(places: dict[Where, Place], path: Where, item: Any = None) -> int:
    """Return the line of `item` in the list at `path`, else of the key, else of the nearest table around it."""
    while path and path not in places:
        path = path[:-1]
    first, lines = places.get(path, Place(1, []))
    inside = (first + at for at, line in enumerate(lines) if item is not None and str(item) in line)
    return next(inside, first)
