"""Edits of a file that leave every other byte as it was: values replaced, keys and items removed or added."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from brt.language import reader
from brt.language.document import Document
from brt.language.finding import Path
from brt.language.source import Node

_BOM = b"\xef\xbb\xbf"


def replace(raw: bytes, path: Path, value: str) -> bytes | None:
    """Return `raw` with the text at `path` replaced by `value`, None when there is no such text that could be read.

    The new value is written without quotes when it can be, and the old one was.
    """
    document = reader.read(raw, "")
    node = document.nodes.get(path)
    if not document.readable or node is None or not isinstance(document.get(path), str):
        return None
    text = document.source.text
    if node.style == "":
        plain = _put(text, node, value)
        if _reads(plain, path, value, document):
            return encoded(raw, plain)
    return encoded(raw, _put(text, node, quoted(value)))


def quoted(value: str) -> str:
    """Return `value` as a YAML text in double quotes, on one line."""
    return json.dumps(value, ensure_ascii=False)


def scalar(value: str) -> str:
    """Return `value` as YAML writes it after a key: without quotes when it can be."""
    document = reader.read(f"key: {value}\n".encode(), "")
    return value if not document.findings and document.data == {"key": value} else quoted(value)


def _put(text: str, node: Node, written: str) -> str:
    end = node.end
    while end > node.start and text[end - 1] in " \t\r\n":  # a block scalar ends where the next key begins
        end -= 1
    return text[: node.start] + written + text[end:]


def _reads(text: str, path: Path, value: str, before: Document) -> bool:
    """Tell whether `text` says what `before` said, but for `value`."""
    after = reader.read(text.encode(), "")
    same = after.readable and after.nodes.keys() == before.nodes.keys()
    return same and len(after.findings) == len(before.findings) and bool(after.get(path) == value)


def encoded(raw: bytes, text: str) -> bytes:
    """Return `text` as bytes, with the byte order mark that `raw` has."""
    return (_BOM if raw.startswith(_BOM) else b"") + text.encode()


# ── removing, replacing, adding ───────────────────────────────────────────────────────────────────


class Edit(NamedTuple):
    """The characters from `start` to `end` become `text`."""

    start: int
    end: int
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with all `edits`, which do not overlap."""
    parts, at = [], 0
    for edit in sorted(edits):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


class Splicer:
    """Collects the edits of a document that was read without errors."""

    def __init__(self, document: Document) -> None:
        """Begin without edits."""
        self.document = document
        self.text = document.source.text
        self.edits: list[Edit] = []
        homes = document.source.homes
        self.own = document.source.starts[homes[1][0]] if len(homes) > 1 else len(self.text) + 1  # the rest is shared

    @property
    def elsewhere(self) -> str | None:
        """Return the name of another file that an edit would change: a phase that types share; None: there is none."""
        places = (self.document.source.home(self.document.source.point(edit.start)[0])[0] for edit in self.edits)
        return next((file for file in places if file != self.document.source.file), None)

    def result(self, raw: bytes) -> bytes:
        """Return `raw`, the bytes that the document was read from, with the edits, none of which is elsewhere."""
        return encoded(raw, apply(self.text[: len(raw.decode("utf-8-sig"))], self.edits))

    def remove(self, parent: Path, gone: Collection[str | int]) -> None:
        """Remove keys or items of the mapping or list at `parent`; when it is empty then, its own key goes."""
        steps = self._steps(parent)
        gone = [step for step in gone if step in steps]
        if not gone:
            return
        if all(step in gone for step in steps) and parent:
            self.remove(parent[:-1], [parent[-1]])
        elif self.text[self.document.node(parent).start] in "[{":
            self._remove_flow(parent, steps, gone)
        else:
            self._remove_lines(parent, steps, gone)

    def replace(self, path: Path, written: str) -> None:
        """Write `written` in place of the value of the key at `path`, or add the key after the name."""
        key = self.document.keys.get(path)
        if key is not None:
            colon = self.text.index(":", key.end)
            self.edits.append(Edit(colon + 1, self._end(path), f" {written}"))
            return
        parent = path[:-1]
        before = next(name for name in ("name", "use", "id") if (*parent, name) in self.document.keys)
        end = self._end((*parent, before))
        if self.text[self.document.node(parent).start] == "{":
            self.edits.append(Edit(end, end, f", {path[-1]}: {written}"))
            return
        key = self.document.keys[*parent, before]
        column = key.start - self._line(key.start)
        at = self._next_line(end)
        self.edits.append(Edit(at, at, f"{' ' * column}{path[-1]}: {written}{self._break}"))

    @property
    def _break(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def _steps(self, parent: Path) -> list[str | int]:
        """Return the keys or positions at `parent` that stand in the same file."""
        value = self.document.get(parent)
        steps = list(value) if isinstance(value, dict) else list(range(len(value)))
        own = self.document.node(parent).start < self.own
        return [step for step in steps if (self.document.node((*parent, step)).start < self.own) == own]

    def _start(self, path: Path) -> int:
        """Return where an item or a key begins, its dash included."""
        if path in self.document.keys:
            return self.document.keys[path].start
        start = self.document.nodes[path].start
        return self.text.rindex("-", 0, start) if self.text[self.document.node(path[:-1]).start] == "-" else start

    def _end(self, path: Path) -> int:
        """Return where the content at `path` ends: a collection in lines ends with what stands in it."""
        ends = [self.document.keys[path].end + 1] if path in self.document.keys else []
        own = self.document.node(path).start < self.own
        for other, node in self.document.nodes.items():
            block = node.style in ("map", "list") and self.text[node.start : node.start + 1] not in ("[", "{")
            if other[: len(path)] == path and not block and (node.start < self.own) == own:
                ends.append(node.start + len(self.text[node.start : node.end].rstrip()))
        return max(ends)

    def _line(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _next_line(self, at: int) -> int:
        return self.text.find("\n", at) + 1 or len(self.text)

    def _remove_flow(self, parent: Path, steps: list[str | int], gone: Collection[str | int]) -> None:
        """Remove what stands in brackets, with the comma after it, or the one before it at the end."""
        left = [step for step in steps if step not in gone]
        for number, step in enumerate(steps):
            if step not in gone:
                continue
            follows = [other for other in left if steps.index(other) > number]
            start = self._start((*parent, step))
            if follows:
                end = self._start((*parent, steps[number + 1]))
            else:
                start, end = self._end((*parent, steps[number - 1])), self._end((*parent, step))
            self.edits.append(Edit(start, end, ""))

    def _remove_lines(self, parent: Path, steps: list[str | int], gone: Collection[str | int]) -> None:
        """Remove what stands on lines of its own, with the comments that belong to it and one of the blank lines."""
        first = self._start((*parent, steps[0]))
        if steps[0] in gone and steps[0] in self.document.get(parent) and self.text[self._line(first) : first].strip():
            # The first key of an item stands behind the dash, which stays.
            left = next(step for step in steps if step not in gone)
            self.edits.append(Edit(first, self._start((*parent, left)), ""))
            gone = [step for step in gone if steps.index(step) > steps.index(left)]
        for run in self._blocks(parent, steps, gone):
            self.edits.append(self._block(run, first=run[0].step == steps[0], last=run[-1].step == steps[-1]))

    def _blocks(self, parent: Path, steps: list[str | int], gone: Collection[str | int]) -> Iterator[list["_Row"]]:
        """Yield the rows to be removed that follow one another."""
        rows = [self._row(parent, step) for step in steps]
        headers = [row.head < row.start or self._blank_before(row.head) for row in rows]
        run: list[_Row] = []
        for number, row in enumerate(rows):
            group = _group(headers, number) if isinstance(row.step, str) else [number]
            whole = all(rows[member].step in gone for member in group)
            if run and (row.step not in gone or (headers[number] and not whole)):
                yield run
                run = []
            if row.step in gone:
                run.append(row if whole else row._replace(head=row.start))
        if run:
            yield run

    def _row(self, parent: Path, step: str | int) -> "_Row":
        """Return the lines of an item or a key, and those of the comments right above it."""
        path = (*parent, step)
        start = head = self._line(self._start(path))
        while head and self.text[self._line(head - 1) : head].lstrip().startswith("#"):
            head = self._line(head - 1)
        return _Row(step, head, start, self._next_line(self._end(path)))

    def _blank_before(self, at: int) -> bool:
        return at > 0 and not self.text[self._line(at - 1) : at].strip()

    def _block(self, run: list["_Row"], first: bool, last: bool) -> Edit:
        """Return the edit that removes a run of rows, and the blank lines that separated them from one neighbour."""
        start, end = run[0].head, run[-1].end
        separated = self._blank_before(start)
        while last and self._blank_before(start):
            start = self._line(start - 1)
        while (first or separated) and not last and end < len(self.text) and self._blank_before(self._next_line(end)):
            end = self._next_line(end)
        return Edit(start, end, "")


class _Row(NamedTuple):
    """An item or a key with its lines: of the comments above it, its own, and where the next ones begin."""

    step: str | int
    head: int
    start: int
    end: int


def _group(headers: list[bool], number: int) -> list[int]:
    """Return the rows that stand under the same comment, or between the same blank lines, as the row `number`."""
    first = max((at for at in range(number + 1) if headers[at]), default=0)
    last = min((at for at in range(number + 1, len(headers)) if headers[at]), default=len(headers))
    return list(range(first, last))
