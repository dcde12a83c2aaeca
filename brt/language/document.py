"""A file as it was read: the data, where everything stands in the text, and what was wrong with it."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from brt.language.finding import Finding, Path, Related, Severity
from brt.language.names import as_id
from brt.language.source import NOTHING, Entry, Node, Place, Source, Spot, offsets

SCALARS = ("", "'", '"')
"""How values on one line are written."""
_NAMING = frozenset(("after", "sends_back", "deadline", "asks", "due", "wait", "when"))
"""Keys whose values name actions, phases or fields."""


class Document:
    """What was read of a file: the data, where everything stands, and what was wrong with it."""

    def __init__(self, source: Source) -> None:
        """Start empty; the reader fills it."""
        self.source = source
        self.data: Any = None
        self.outline: Entry = NOTHING
        self.findings: list[Finding] = []
        self.broken: set[Path] = set()  # something was said about these: what follows from them is not said
        self.torn: list[range] = []  # lines around what is not YAML, of which nothing else is said
        self.readable = True  # False: no data could be made of it

    @cached_property
    def nodes(self) -> dict[Path, Node]:
        """Where the values stand. It is worked out when somebody asks: of most files nobody does."""
        found: dict[Path, Node] = {}
        for path, _, spot in _places(self.outline, ()):
            if spot is not None:
                found.setdefault(path, Node(*spot))
        return found

    @cached_property
    def keys(self) -> dict[Path, Node]:
        """Where the keys stand."""
        return {path: Node(*spot) for path, spot, _ in _places(self.outline, ()) if spot is not None}

    def doubtful(self, *areas: Path) -> bool:
        """Tell whether an error was found at one of `areas`, or at something around it; `*` stands for any step.

        Around what was read all the same, only what was not read is in doubt.
        """
        return not self.readable or any(self._hides(path, area) for path in self.broken for area in areas)

    def _hides(self, path: Path, area: Path) -> bool:
        if not _covers(path, area):
            return False
        inside = area[len(path) : len(path) + 1]
        return not (inside and self.has(path) and isinstance(value := self.get(path), dict) and inside[0] in value)

    def may_hold(self, name: str, *areas: Path) -> bool:
        """Tell whether something at `areas` that could not be read may have this `name`."""
        hiding = [path for path in self.broken if any(self._hides(path, area) for area in areas)]
        if not self.readable or not hiding:
            return not self.readable
        word = as_id(name)
        if any(f"-{word}-" in f"-{as_id(self.source.line(line))}-" for lines in self.torn for line in lines):
            return True
        written = self._written()
        return any(as_id(text) == word for _, text in written) or not all(self._named(path, written) for path in hiding)

    def _named(self, path: Path, written: list[tuple[Path, str]]) -> bool:
        """Tell whether the names in what is hidden at `path` must be among what is `written`."""
        if path in self.nodes:
            return self.nodes[path].style in SCALARS if path[-1:] == ("id",) else self.get(path) is not None
        return any(at[: len(path)] != path and at[: len(path) - 1] == path[:-1] for at, _ in written)

    def _written(self) -> list[tuple[Path, str]]:
        """Return the keys and values where an error was found, with their places, but not what names something else."""
        text = self.source.text
        spots = [*((path, node) for path, node in self.nodes.items() if node.style in SCALARS), *self.keys.items()]
        return [
            (path, text[node.start : node.end])
            for path, node in spots
            if any(path[: len(broken)] == broken for broken in self.broken) and not _NAMING.intersection(path)
        ]

    def tear(self, line: int) -> None:
        """Put in doubt what a `line` belongs to that is not YAML and was left out."""
        start = self.source.starts[line - 1]
        around = [
            (node.end - begin, path)
            for path, node in self.nodes.items()
            if node.style in ("map", "list")
            and (begin := self.keys[path].start if path in self.keys else node.start) <= start <= node.end
        ]
        path = min(around, key=lambda each: each[0], default=(0, ()))[1]
        self.broken.add(path)
        node = self.node(path)
        inside = node.style == "list" and _indent(self.source.line(line)) >= self.source.point(node.start)[1] - 1
        alone = inside or self._alone(line)
        last = line if alone else self.source.point(node.end)[0]
        self.torn.append(range(line - self._first(line), last + 1))
        for at, value in self.nodes.items():
            if value.style in SCALARS and value.start < start < value.end and self.has(at):
                self.forget(at)  # what belongs to the line was taken for more of the text above it

    def _alone(self, line: int) -> bool:
        """Tell whether nothing that follows `line` can have belonged to it."""
        text = self.source.line(line)
        rest = self.source.text[self.source.starts[line - 1] + len(text) :].lstrip("\r\n")
        return _indent(rest) <= _indent(text) and not text.lstrip().startswith("- ")

    def _first(self, line: int) -> bool:
        """Tell whether `line` is the first of what the line above it announces."""
        return line > 1 and _indent(self.source.line(line - 1)) < _indent(self.source.line(line))

    def unharmed(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that have nothing to do with lines that are not YAML, and those on these."""
        return [
            finding
            for finding in findings
            if finding.rule == "yaml-syntax"
            or finding.file != self.source.file
            or not any(finding.line in lines for lines in self.torn)
        ]

    def forget(self, path: Path) -> None:
        """Take out the value at `path`, which an error was found in: what would follow from it is not said."""
        self.broken.add(path)
        value = self.data
        for step in path[:-1]:
            value = value[step]
        if path:
            value[path[-1]] = None

    def node(self, path: Path) -> Node:
        """Return the node of the value at `path`, or of the nearest thing around it."""
        while path and path not in self.nodes:
            path = path[:-1]
        return self.nodes.get(path, Node(0, 0, ""))

    def place(self, path: Path, *, key: bool = False, span: tuple[int, int] | None = None) -> Place:
        """Return where the value (or with `key` the key) at `path` stands; `span`: characters within its text."""
        node = self.keys[path] if key and path in self.keys else self.node(path)
        if span is None:
            return self.source.place(node.start, node.end, first_line=node.style in ("map", "list"))
        places = offsets(self.source.text, node, self.get(path))
        return self.source.place(places[min(span[0], len(places) - 1)], places[min(span[1], len(places) - 1)])

    def get(self, path: Path) -> Any:
        """Return the value at `path` (which exists)."""
        value = self.data
        for step in path:
            value = value[step]
        return value

    def has(self, path: Path) -> bool:
        """Tell whether something is written at `path`."""
        value = self.data
        for step in path:
            known = range(len(value)) if isinstance(value, list) else value
            if not isinstance(known, range | dict) or step not in known:
                return False
            value = value[step]
        return True

    def finding(
        self,
        place: Place,
        rule: str,
        says: str,
        data: Mapping[str, Any],
        hint: str = "",
        severity: Severity = "error",
        related: tuple[Related, ...] = (),
    ) -> Finding:
        """Return a finding at `place`, in the file that it stands in, with its line."""
        excerpt = self.source.line(place.line)
        file, before = self.source.home(place.line)
        here = place._replace(line=place.line - before, end_line=place.end_line - before)
        return Finding(file, *here, rule, severity, says, data, hint, related, excerpt)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))


def _places(entry: Entry, path: Path) -> Iterator[tuple[Path, Spot | None, Spot | None]]:
    """Yield the way to everything in the entry at `path`, where its key and its value stand, and the same of itself."""
    _, key, value, inner = entry
    for each in inner:
        yield from _places(each, (*path, each[0]))
    yield path, key, value


def _covers(path: Path, area: Path) -> bool:
    return len(path) <= len(area) and all(here in (there, "*") for there, here in zip(path, area, strict=False))
