"""One pass over the events of libyaml: plain data, and an index of where each key and value stands.

It stops at the limits, so that a hostile file costs no more than an honest one.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import yaml

from brt.kinds.base import tight
from brt.language import scalars
from brt.language.document import Document
from brt.language.events import events
from brt.language.finding import Path, Related
from brt.language.source import NONE, Entry, Node, Spot, offsets
from brt.language.trouble import explain
from brt.say import N_

MAX_DEPTH = 50

HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]|\r(?!\n)"
)
"""Control characters, and those that reverse the direction of a line: what is shown would not be what is read."""

FORBIDDEN = N_("The invisible character {code} is not allowed here.")

_AMOUNT = re.compile(r"(?<!\w)[+-]?[0-9][0-9 \u00a0\u202f]*,[0-9]+(?: ?€)?\Z")
"""A number with a comma before its decimals, at the end."""
_LONGEST = 24

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
    """A collection that is being read; of a mapping, `key` waits for its value, and stands at `at`.

    `over`: another thing seems to begin in it, with an id of its own.
    """

    __slots__ = ("at", "data", "entries", "key", "keyed", "over", "start")

    def __init__(self, data: Any, start: int) -> None:
        self.data = data
        self.start = start
        self.entries: list[Entry] = []
        self.keyed = isinstance(data, dict)
        self.key: str | None = None
        self.at: Spot | None = None
        self.over = False

    def step(self) -> str | int:
        """Return the step of the way to the value that comes next."""
        if self.keyed:
            return _DROP if self.key is None else self.key
        return len(self.data)

    def add(self, value: Any, spot: Spot, inner: Sequence[Entry]) -> None:
        """Put a finished value where it belongs."""
        if not self.keyed:
            self.entries.append((len(self.data), None, spot, inner))
            self.data.append(value)
            return
        key = self.key
        if key is not None and key != _DROP:
            self.data[key] = value
        self.entries.append((_DROP if key is None else key, self.at, spot, inner))
        self.key = self.at = None


class Builder:
    """Fills a document from its text."""

    def __init__(self, document: Document, dates: Dates, limit: int, text: str) -> None:
        """Take the empty document, where a date may stand without quotes, and how many values it may have.

        `text` is that of the document without what cannot be read, with everything at the same place.
        """
        self.limit = limit
        self.document = document
        self.text = text
        self.dates = dates
        self.frame = _Frame([], 0)  # the one around everything
        self.around: list[_Frame] = []
        self.count = 0

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
        handle = handlers.get
        document = self.document
        document.readable = False
        try:
            for event in events(self.text):
                handler = handle(type(event))
                if handler is not None:
                    handler(event)
        except yaml.YAMLError as error:
            at, says, data = explain(error, self.text)
            self.report(at, at + 1, "yaml-syntax", says, **data)
        except _Stop:
            document.readable = bool(self.frame.data) and not self.around
        else:
            document.readable = bool(self.frame.data)
            if not document.readable:
                self.report(0, 0, "empty-file", N_("The file is empty."))
        self.leave()

    def leave(self) -> None:
        """Hand over what was read, also of collections that have not ended."""
        while self.around:
            inner, self.frame = self.frame.entries, self.around.pop()
            self.frame.entries.append((self.frame.step(), self.frame.at, None, inner))
        if self.frame.data:
            self.document.data = self.frame.data[0]
        if self.frame.entries:
            self.document.outline = self.frame.entries[0]

    def path(self, key: str | None = None) -> Path:
        """Return the way to the value that comes next, or to the `key` that is being read."""
        if not self.around:
            return ()
        steps = (frame.step() for frame in self.around[1:])
        return (*steps, self.frame.step() if key is None else key)

    # -- what is refused wherever it stands

    def document_start(self, event: Any) -> None:
        """Refuse a second document and directives."""
        start, end = event.start_mark.index, event.end_mark.index
        if self.frame.data:
            self.report(start, end, "plain-yaml", N_("A second document begins here: one file holds one."))
            self.document.broken.add(())
            raise _Stop
        if event.version or event.tags:
            self.report(start, end, "plain-yaml", N_("YAML directives are not allowed."))

    def alias(self, event: Any) -> None:
        """Refuse it; in the data there is nothing in its place."""
        self.refuse(
            event, self.path(), N_("Aliases are not allowed: write out what `{name}` stands for."), event.anchor
        )
        self.value(None, (event.start_mark.index, event.end_mark.index, ""), NONE)

    def too_many(self, start: int) -> NoReturn:
        """Stop at one value more than there may be."""
        self.report(start, start + 1, "too-large", N_("The file has more than {limit} values."), limit=self.limit)
        raise _Stop

    def adorned(self, event: Any, path: Path) -> None:
        """Refuse the anchor and the tag of a value."""
        if event.anchor is not None:
            self.refuse(event, path, N_("Anchors are not allowed: `{name}` can only be written out."), event.anchor)
        if event.tag is not None:
            self.refuse(event, path, N_("Tags are not allowed: {name}."), _shown(event.tag))

    def refuse(self, event: Any, path: Path, says: str, name: str) -> None:
        """Report YAML that is more than keys, lists and values."""
        self.document.broken.add(path)
        self.report(event.start_mark.index, event.end_mark.index, "plain-yaml", says, name=name)

    # -- building

    def scalar(self, event: Any) -> None:
        """Read a text, a number or another single value, which may be a key."""
        frame = self.frame
        text: str = event.value
        key = text if frame.keyed and frame.key is None else None
        spot: Spot = (event.start_mark.index, event.end_mark.index, event.style or "")
        self.count += 1
        if self.count > self.limit:
            self.too_many(spot[0])
        if event.anchor is not None or event.tag is not None:
            self.adorned(event, self.path(key))
        value: Any = text
        if event.implicit[0]:
            if text[:1] in scalars.CURIOUS:
                value = self.plain(text, spot, key)
        elif spot[2] == '"':
            self.characters(text, spot, key)
        if key is None:
            broken = self.document.broken
            frame.add(None if broken and self.path() in broken else value, spot, NONE)
        elif text[:1].isdecimal() and (amount := _AMOUNT.search(self.text, max(spot[0] - _LONGEST, 0), spot[1])):
            self.cut_amount(amount)
            self.frame.key = _DROP
        elif isinstance(value, str) and value not in frame.data and not frame.over:
            frame.key, frame.at = value, spot
        else:
            self.odd_key(value, spot)

    def plain(self, text: str, spot: Spot, key: str | None) -> Any:
        """Return what a scalar without quotes means, and report it when readers disagree on that."""
        value, advice = scalars.resolve(text)
        if isinstance(value, scalars.PlainDate) and not self.dates(self.path(key)):
            advice = scalars.QUOTE
        if advice:
            path = self.path(key)
            self.document.broken.add(path)
            advice = scalars.AT if key and text.lower() == "on" and path[-3:-2] in _EVENTS else advice
            self.report(spot[0], spot[1], "ambiguous-scalar", scalars.DISPUTED, hint=advice, value=text)
        return value

    def characters(self, value: str, spot: Spot, key: str | None) -> None:
        """Refuse invisible characters that came in as escapes."""
        found = HIDDEN.search(value)
        if found:
            at = offsets(self.text, Node(*spot), value)[found.start()]
            self.document.broken.add(self.path(key))
            self.report(at, at + 1, "encoding", FORBIDDEN, code=code(found.group()))

    def open(self, event: Any) -> None:
        """Begin a mapping or a list."""
        start: int = event.start_mark.index
        self.count += 1
        if self.count > self.limit:
            self.too_many(start)
        if event.anchor is not None or event.tag is not None:
            self.adorned(event, self.path())
        if len(self.around) == MAX_DEPTH:
            self.report(start, start + 1, "too-large", N_("Nested more than {limit} deep."), limit=MAX_DEPTH)
            raise _Stop
        self.around.append(self.frame)
        self.frame = _Frame({} if type(event) is yaml.MappingStartEvent else [], start)

    def close(self, event: Any) -> None:
        """End a mapping or a list."""
        ended = self.frame
        self.frame = self.around.pop()
        spot = (ended.start, max(ended.start, event.end_mark.index), "map" if ended.keyed else "list")
        self.value(ended.data, spot, ended.entries)

    def value(self, value: Any, spot: Spot, inner: Sequence[Entry]) -> None:
        """Put a finished value where it belongs: the document, a list, or behind its key; as a key it is refused."""
        frame = self.frame
        if frame.keyed and frame.key is None:
            self.odd_key(value, spot)
            frame.entries.append((_DROP, None, None, inner))
        else:
            frame.add(value, spot, inner)

    def odd_key(self, value: Any, spot: Spot) -> None:
        """Drop what stands behind a key that is no text, or is there already."""
        if not isinstance(value, str):
            self.bad_key(spot)
        elif not self.frame.over:
            self.twice(value, spot)
        self.frame.key = _DROP

    def twice(self, key: str, spot: Spot) -> None:
        """Report a key that is there already; behind a second `id`, nothing else of the mapping is believed."""
        first = next(at for step, at, _, _ in self.frame.entries if step == key and at is not None)
        line, column = self.document.source.point(first[0])
        related = Related(self.document.source.file, line, column, N_("First defined here."), {})
        hint = ""
        if key == "id":
            hint = N_("If another item begins here, a `-` is missing before it.")
            self.document.broken.add(self.path()[:-1])
            self.frame.over = True
        says = N_("The key `{key}` is defined twice.")
        self.report(spot[0], spot[1], "duplicate-key", says, hint, related=(related,), key=key)

    def bad_key(self, spot: Spot) -> None:
        """Report a key that is no text."""
        start, end, _ = spot
        braces = "{{" in self.text[max(start - 1, 0) : start + 2]
        hint = N_("Put a text that begins with {braces} in quotes.") if braces else ""
        self.report(start, end, "yaml-syntax", N_("A key must be a text."), hint=hint, braces="{{")
        self.document.broken.add(self.path()[:-1])

    def cut_amount(self, amount: re.Match[str]) -> None:
        """Report a number whose comma ends an entry between braces: what follows it was read as a key."""
        says = N_('Between braces a comma ends the entry: write "{value}" in quotes, or {dotted}.')
        value = amount[0].rstrip()
        self.report(*amount.span(), "yaml-syntax", says, value=value, dotted=tight(value.rstrip("€")).replace(",", "."))
        self.document.broken.add(self.path()[:-1])

    def report(
        self, start: int, end: int, rule: str, says: str, hint: str = "", related: tuple[Related, ...] = (), **data: Any
    ) -> None:
        """Add a finding about the characters from `start` to `end`."""
        place = self.document.source.place(start, end)
        self.document.findings.append(self.document.finding(place, rule, says, data, hint, related=related))
