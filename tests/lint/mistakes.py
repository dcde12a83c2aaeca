"""One mistake at a time, of every sort, in a file that has none, and the lines on which it is to be found."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from brt.language.document import Document
from brt.language.finding import Path
from brt.language.parts import type_doc
from brt.language.source import Node

REQUIRED = ("name", "phases", "id", "actions", "role", "kind", "send", "to", "field", "audience", "subject", "body")
REFERENCES = ("role", "send", "kind", "deadline", "at", "field", "audience", "after", "any", "asks", "to")


class Mistake(NamedTuple):
    """A file with one mistake: what was done to what, the text, and the lines on which it may be found."""

    sort: str
    path: Path
    text: str
    lines: frozenset[int]


def mistakes(document: Document) -> Iterator[Mistake]:
    """Yield `document` with one mistake at a time."""
    for path in document.keys:
        yield from _of_keys(document, path)
    for path in document.nodes:
        yield from _of_values(document, path)
    for path in (("subject",), ("body",)):
        if path in document.nodes:
            yield from _of_text(document, path)


def generic(path: Path) -> Path:
    """Put `*` for positions in lists and for the names of fields: where the same things may go wrong."""
    return tuple(
        "*" if isinstance(step, int) or path[index - 1 : index] == ("fields",) else step
        for index, step in enumerate(path)
    )


def _of_keys(document: Document, path: Path) -> Iterator[Mistake]:
    node = document.keys[path]
    key = str(path[-1])
    if path[:-1] == ("fields",):
        yield _put(document, "misspelt field", path, node.start, node.end, key + "x", named=key)
        yield _put(document, "field in capitals", path, node.start, node.end, key.upper(), named=key)
    else:
        yield _put(document, "misspelt key", path, node.start, node.end, _typo(key))
        yield _put(document, "unknown key", path, node.start, node.end, "zzz")
        if key == "at":
            yield _put(document, "on for at", path, node.start, node.end, "on")
    if key in REQUIRED and len(path) > 1 and path[-2] != "fields":
        yield from _without(document, path)


_WRITTEN = (
    *(("null", "~"), ("number", "12"), ("boolean", "true"), ("list", "[a]"), ("map", "{zz: b}")),
    *(("anchor", "&a x"), ("tag", "!!str x"), ("disputed", "0123"), ("switch", "yes")),
)
_DELAYS = (
    *("3 bussiness days", "soon", "on numbers_to_port", "on siret", "on nowhere", "3 days before siret"),
    *("2 days before nowhere", "3", "1001 days"),
)
_CONDITIONS = ("nowhere", "siret = '73282932000074'", "siret ==", "siret < 3", "siret and (", "people.nobody")


def _of_values(document: Document, path: Path) -> Iterator[Mistake]:
    node = document.nodes[path]
    if not path or node.style in ("|", ">"):
        return
    value = document.get(path)
    key = path[-1] if isinstance(path[-1], str) else path[-2]
    begins = document.keys[path].start if path in document.keys else node.start
    named = value if key == "id" else "\0"
    for sort, written in _instead(value, str(key)):
        found = _put(document, sort, path, node.start, _end(document, node), written, named=named)
        yield found._replace(lines=found.lines | {document.source.point(begins)[0]})
    if key == "id":
        yield from _of_ids(document, path, value)


def _instead(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """Yield what may stand wrongly in the place of `value`, each with what sort of mistake it is."""
    yield from ((sort, written) for sort, written in _WRITTEN if not _right(value, key, sort))
    if key in ("due", "wait"):
        yield from ((f"delay {written}", written) for written in _DELAYS)
    if key == "when":
        yield from ((f"condition {written}", written) for written in _CONDITIONS)
    if isinstance(value, str) and key in REFERENCES:
        yield "other value", "zzz"
        if not (key == "to" and ":" in value):  # functions of contacts are free words
            yield "misspelt value", _typo(value)


def _of_ids(document: Document, path: Path, value: str) -> Iterator[Mistake]:
    node = document.nodes[path]
    steps = list(type_doc(document, "x").steps())
    other = next(step.id for step in steps if step.id and step.id.text != value)
    twice = _put(document, "id used twice", path, node.start, node.end, other.text, named=value)
    yield twice._replace(lines=twice.lines | {document.source.point(document.node(other.path).start)[0]})
    yield _put(document, "id in capitals", path, node.start, node.end, value.upper(), named=value)
    if any(ref.text == value for step in steps if step.after for ref in step.after.refs):
        yield _put(document, "misspelt id", path, node.start, node.end, _typo(value), named=value)


def _right(value: Any, key: Any, sort: str) -> bool:
    """Tell whether such a value may stand there."""
    return (
        (sort == "boolean" and isinstance(value, bool))
        or (sort == "list" and isinstance(value, list))
        or (sort == "map" and isinstance(value, dict))
        or (key == "must" and sort in ("number",))
    )


def _end(document: Document, node: Node) -> int:
    return node.start + len(document.source.text[node.start : node.end].rstrip())


def _typo(word: str) -> str:
    """Return `word` with two letters changed places, else one letter more."""
    for index in range(len(word) - 2, 0, -1):
        if word[index] != word[index + 1]:
            return word[:index] + word[index + 1] + word[index] + word[index + 2 :]
    return word + "x"


def _put(document: Document, sort: str, path: Path, start: int, end: int, written: str, named: str = "\0") -> Mistake:
    text = document.source.text
    lines = text.split("\n")
    first, last = document.source.point(start)[0], document.source.point(end)[0]
    shift = written.count("\n") - text.count("\n", start, end)
    known = {number + (shift if number > last else 0) for number, line in enumerate(lines, 1) if named in line}
    return Mistake(sort, path, text[:start] + written + text[end:], frozenset(known | {first}))


def _without(document: Document, path: Path) -> Iterator[Mistake]:
    """Leave a key and its value out; what lacks it begins elsewhere, where the first key of the mapping is."""
    text = document.source.text
    key, node = document.keys[path], document.nodes[path]
    parent = document.nodes[path[:-1]]
    value_end = _end(document, node)
    if text[parent.start] == "{":
        end = value_end
        if text[end] == ",":
            end += 2
        found = _put(document, "missing key", path, key.start, end, "")
    elif key.start == parent.start:
        end = value_end + len(text[value_end:]) - len(text[value_end:].lstrip())
        if end >= parent.end:
            return
        found = _put(document, "missing key", path, key.start, end, "")
    else:
        start = text.rfind("\n", 0, key.start)
        found = _put(document, "missing key", path, start, value_end, "")
    named = document.get(path) if path[-1] == "id" else "\0"
    lines = {number for number, line in enumerate(found.text.split("\n"), 1) if str(named) in line}
    above = document.source.point(parent.start)[0]
    over = {document.source.point(document.keys[path[:-1]].start)[0]} if path[:-1] in document.keys else set()
    yield found._replace(lines=frozenset(found.lines | lines | {above} | over))


_TEXT = {
    "misspelt variable": (r"(?<=\{\{ )[a-z_.]+", lambda found: found.group() + "x"),
    "misspelt filter": (r"\| \w+", lambda found: found.group() + "x"),
    "unclosed braces": (r" \}\}", lambda found: " }"),
    "unknown tag": (r"\{% if", lambda found: "{% iff"),
    "unsafe call": (r"(?<=\{\{ )[a-z_.]+", lambda found: found.group() + "()"),
    "unsafe sum": (r" \}\}", lambda found: " + 1 }}"),
    "private name": (r"(?<=\{\{ )[a-z_.]+", lambda found: found.group() + "._x"),
    "no variable": (r"(?<=\{\{ )[a-z_.]+", lambda found: ""),
}


def _of_text(document: Document, path: Path) -> Iterator[Mistake]:
    node = document.nodes[path]
    for sort, (pattern, broken) in _TEXT.items():
        found = re.compile(pattern).search(document.source.text, node.start, node.end)
        if found:
            yield _put(document, sort, path, *found.span(), broken(found))
