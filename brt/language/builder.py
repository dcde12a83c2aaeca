"""One pass over the events of libyaml: plain data, and an index of where each key and value stands.

It stops at the limits, so that a hostile file costs no more than an honest one.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import yaml

from brt.language import scalars
from brt.language.document import Document
from brt.language.finding import Path, Related
from brt.language.source import Node, offsets
from brt.language.trouble import explain
from brt.say import N_

MAX_DEPTH = 50

HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]|\r(?!\n)"
)
"""Control characters, and those that reverse the direction of a line: what is shown would not be what is read."""

FORBIDDEN = N_("The invisible character {code} is not allowed here.")

Dates = Callable[[Path], bool]

_EVENTS = (("emails",), ("asks",))  # in whose entries `at` says when

_DROP = "\0"  # the key of what is read only for its findings


def code(character: str) -> str:
    """Return the name of a character that cannot be shown."""
    return f"U+{ord(character):04X}"


def _shown(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


class _Stop(Exception):
    """Reading ends here; what was wrong has been reported."""


class _Frame:
    """A collection that is being read; of a mapping, `key` is the key that waits for its value."""

    __slots__ = ("data", "key", "keyed", "path", "start")

    def __init__(self, path: Path, data: Any, start: int) -> None:
        self.path = path
        self.data = data
        self.start = start
        self.keyed = isinstance(data, dict)
        self.key: str | None = None

    def next(self) -> Path:
        """Return the path of the value that comes next."""
        if self.keyed:
            return (*self.path, _DROP if self.key is None else self.key)
        return (*self.path, len(self.data))


def _events(text: str) -> Iterator[Any]:
    """Yield the events of `text`. libyaml 0.2.6 looks ahead, and gives up at 1,000 levels before it gives the first.

    What stands before that place is read as it is: it is deep enough for the reader to stop by itself.
    """
    given = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            given += 1
            yield event
    except yaml.MarkedYAMLError as error:
        if error.problem != "exceeded maximum nesting depth" or error.problem_mark is None:
            raise
        yield from islice(yaml.parse(text[: error.problem_mark.index], Loader=yaml.CSafeLoader), given, None)


class Builder:
    """Fills a document from its text."""

    def __init__(self, document: Document, dates: Dates, limit: int, text: str | None = None) -> None:
        """Take the empty document, where a date may stand without quotes, and how many values it may have.

        `text` is read in the place of the document's, with everything at the same place.
        """
        self.limit = limit
        self.document = document
        self.text = document.source.text if text is None else text
        self.dates = dates
        self.stack: list[_Frame] = []
        self.count = 0
        self.documents = 0

    def run(self) -> None:
        """Read to the end, or to where reading must stop; what is wrong goes into the document."""
        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: self.open,
            yaml.SequenceStartEvent: self.open,
            yaml.MappingEndEvent: self.close,
            yaml.SequenceEndEvent: self.close,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.document_start,
        }
        self.document.readable = False
        try:
            for event in _events(self.text):
                handler = handlers.get(type(event))
                if handler is not None:
                    handler(event)
        except yaml.YAMLError as error:
            at, says, data = explain(error)
            self.report(at, at + 1, "yaml-syntax", says, **data)
        except _Stop:
            return
        else:
            self.document.readable = self.documents > 0
            if not self.documents:
                self.report(0, 0, "empty-file", N_("The file is empty."))

    # -- what is refused wherever it stands

    def document_start(self, event: Any) -> None:
        """Refuse a second document and directives."""
        self.documents += 1
        start, end = event.start_mark.index, event.end_mark.index
        if self.documents > 1:
            self.report(start, end, "plain-yaml", N_("A second document begins here: one file holds one."))
            raise _Stop
        if event.version or event.tags:
            self.report(start, end, "plain-yaml", N_("YAML directives are not allowed."))

    def seen(self, event: Any, path: Path) -> int:
        """Count the node, refuse its tag and anchor, and return where it starts."""
        start: int = event.start_mark.index
        self.count += 1
        if self.count > self.limit:
            self.report(start, start + 1, "too-large", N_("The file has more than {limit} values."), limit=self.limit)
            raise _Stop
        if event.anchor is not None:
            self.refuse(event, path, N_("Anchors are not allowed: `{name}` can only be written out."), event.anchor)
        if event.tag is not None:
            self.refuse(event, path, N_("Tags are not allowed: {name}."), _shown(event.tag))
        return start

    def alias(self, event: Any) -> None:
        """Refuse it; in the data there is nothing in its place."""
        path = self.stack[-1].next() if self.stack else ()
        self.refuse(event, path, N_("Aliases are not allowed: write out what `{name}` stands for."), event.anchor)
        self.value(None, Node(event.start_mark.index, event.end_mark.index, ""), path)

    def refuse(self, event: Any, path: Path, says: str, name: str) -> None:
        """Report YAML that is more than keys, lists and values."""
        self.document.broken.add(path)
        self.report(event.start_mark.index, event.end_mark.index, "plain-yaml", says, name=name)

    # -- building

    def scalar(self, event: Any) -> None:
        """Read a text, a number or another single value, which may be a key."""
        frame = self.stack[-1] if self.stack else None
        value: Any = event.value
        is_key = frame is not None and frame.keyed and frame.key is None
        path = (*frame.path, value) if frame and is_key else frame.next() if frame else ()
        node = Node(self.seen(event, path), event.end_mark.index, event.style or "")
        if event.implicit[0]:
            value = self.plain(value, node, path, key=is_key)
        elif node.style == '"':
            self.characters(value, node, path)
        if frame and is_key:
            frame.key = self.key(frame, value, node)
        else:
            self.value(None if path in self.document.broken else value, node, path)

    def plain(self, text: str, node: Node, path: Path, *, key: bool) -> Any:
        """Return what a scalar without quotes means, and report it when readers disagree on that."""
        value, advice = scalars.resolve(text)
        if isinstance(value, scalars.PlainDate) and not self.dates(path):
            advice = scalars.QUOTE
        if advice:
            self.document.broken.add(path)
            advice = scalars.AT if key and text.lower() == "on" and path[-3:-2] in _EVENTS else advice
            self.report(node.start, node.end, "ambiguous-scalar", scalars.DISPUTED, hint=advice, value=text)
        return value

    def characters(self, value: str, node: Node, path: Path) -> None:
        """Refuse invisible characters that came in as escapes."""
        found = HIDDEN.search(value)
        if found:
            at = offsets(self.text, node, value)[found.start()]
            self.document.broken.add(path)
            self.report(at, at + 1, "encoding", FORBIDDEN, code=code(found.group()))

    def open(self, event: Any) -> None:
        """Begin a mapping or a list."""
        path = self.stack[-1].next() if self.stack else ()
        start = self.seen(event, path)
        if len(self.stack) == MAX_DEPTH:
            self.report(start, start + 1, "too-large", N_("Nested more than {limit} deep."), limit=MAX_DEPTH)
            raise _Stop
        data: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.stack.append(_Frame(path, data, start))

    def close(self, event: Any) -> None:
        """End a mapping or a list."""
        frame = self.stack.pop()
        style = "map" if frame.keyed else "list"
        self.value(frame.data, Node(frame.start, max(frame.start, event.end_mark.index), style), frame.path)

    def value(self, value: Any, node: Node, path: Path) -> None:
        """Put a finished value where it belongs: the document, a list, or behind its key; as a key it is refused."""
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.keyed and frame.key is None:
            frame.key = self.bad_key(frame, node)
            return
        self.document.nodes.setdefault(path, node)
        if frame is None:
            self.document.data = value
        elif not frame.keyed:
            frame.data.append(value)
        else:
            if path[-1] != _DROP:
                frame.data[path[-1]] = value
            frame.key = None

    def key(self, frame: _Frame, value: Any, node: Node) -> str:
        """Return the key to go on with: `value`, unless it is no text or is there already."""
        if not isinstance(value, str):
            return self.bad_key(frame, node)
        path = (*frame.path, value)
        first = self.document.keys.setdefault(path, node)
        if first is node:
            return value
        line, column = self.document.source.point(first.start)
        related = Related(self.document.source.file, line, column, N_("First defined here."), {})
        says = N_("The key `{key}` is defined twice.")
        self.report(node.start, node.end, "duplicate-key", says, related=(related,), key=value)
        return _DROP

    def bad_key(self, frame: _Frame, node: Node) -> str:
        """Report a key that is no text, and return the key to go on with."""
        braces = "{{" in self.text[max(node.start - 1, 0) : node.start + 2]
        hint = N_("Put a text that begins with {braces} in quotes.") if braces else ""
        self.report(node.start, node.end, "yaml-syntax", N_("A key must be a text."), hint=hint, braces="{{")
        self.document.broken.add(frame.path)
        return _DROP

    def report(
        self, start: int, end: int, rule: str, says: str, hint: str = "", related: tuple[Related, ...] = (), **data: Any
    ) -> None:
        """Add a finding about the characters from `start` to `end`."""
        place = self.document.source.place(start, end)
        self.document.findings.append(self.document.finding(place, rule, says, data, hint, related=related))
