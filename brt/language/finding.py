"""What is wrong in a file, where, and what to do: findings carry data, and are put into words when shown."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from brt.kinds import near
from brt.say import N_, _

Severity = Literal["error", "warning", "note"]
NONE: Mapping[str, Any] = MappingProxyType({})
Path = tuple[str | int, ...]
"""The way to a value in a file: keys, and positions in lists from 0."""


class Related(NamedTuple):
    """Another place that explains the finding, such as the first of two definitions."""

    file: str
    line: int
    column: int
    says: str  # msgid
    data: Mapping[str, Any]

    def message(self) -> str:
        """Return the sentence in the language spoken now."""
        return _(self.says).format_map(self.data)


class Finding(NamedTuple):
    """One thing that is wrong. Lines and columns count characters from 1; the end is the first one after."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    rule: str
    severity: Severity
    says: str  # msgid
    data: Mapping[str, Any] = NONE
    hint: str = ""  # msgid: what to do
    related: tuple[Related, ...] = ()
    excerpt: str = ""  # the line of the file

    def message(self) -> str:
        """Return the sentence in the language spoken now, with the advice after it."""
        sentences = [self.says, self.hint] if self.hint else [self.says]
        return " ".join(_(sentence).format_map(self.data) for sentence in sentences)


class Problem(NamedTuple):
    """What a rule reports: a sentence about the value (or, with `key`, about the key) at `path`."""

    path: Path
    says: str
    data: Mapping[str, Any] = NONE
    hint: str = ""
    key: bool = False
    span: tuple[int, int] | None = None  # characters within the text at `path`; None = all of it
    related: tuple[tuple[Path, str], ...] = ()  # other places, each with its msgid
    doubt: bool = True  # what the value means is not known, so that nothing is said of what would follow from it


def order(finding: Finding) -> tuple[str, int, int, str]:
    """Sort key: by file, then by place."""
    return finding.file, finding.line, finding.column, finding.rule


def failed(findings: Iterable[Finding]) -> bool:
    """Tell whether one of them is an error."""
    return any(finding.severity == "error" for finding in findings)


SHOWN = 12
"""So many known names are listed when none is near."""


def advice(word: str, known: Iterable[str]) -> tuple[str, dict[str, str]]:
    """Return the hint (msgid and data) for a `word` that is not among `known`: the nearest, else all when few."""
    names = sorted(known)
    close = near(word, names)
    if close is not None and close != word:
        return N_("Did you mean `{near}`?"), {"near": close}
    if names and len(names) <= SHOWN:
        return N_("Known here: {known}."), {"known": ", ".join(names)}
    return "", {}
