"""How findings are shown to people: in full, or concise for editors and pipes."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from brt.language.finding import Finding
from brt.say import N_, _, ngettext

SEVERITIES = {"error": N_("error"), "warning": N_("warning"), "note": N_("note")}
WIDTH = 120
"""A line of the file is shown up to here."""

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""What cannot be seen, but for the joiners that some scripts need."""


def concise(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield one line a finding: `file:line:column: severity rule message`."""
    return (_safe(_headline(finding)) for finding in findings)


def full(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield each finding with the line it stands on, what it points at, related places, and at last the counts."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counts[finding.severity] += 1
        yield _safe(_headline(finding))
        yield from _excerpt(finding)
        for other in finding.related:
            yield _safe(f"    {other.file}:{other.line}:{other.column}: {other.message()}")
        yield ""
    yield _summary(counts)


def seen(findings: Iterable[Finding], root: Path, here: Path) -> list[Finding]:
    """Return the findings with their files as they are reached from the folder `here`, within the workspace or around.

    A terminal and an editor open what is printed from there.
    """
    if root == here or not (here.is_relative_to(root) or root.is_relative_to(here)):
        return list(findings)

    def way(file: str) -> str:
        return Path(os.path.relpath(root / file, here)).as_posix()

    return [
        each._replace(file=way(each.file), related=tuple(one._replace(file=way(one.file)) for one in each.related))
        for each in findings
    ]


FORMATS: Mapping[str, Callable[[Iterable[Finding]], Iterator[str]]] = {
    "full": full,
    "concise": concise,
}


def record(finding: Finding) -> dict[str, Any]:
    """Return the finding as JSON has it."""
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message(),
    }


def _headline(finding: Finding) -> str:
    severity = _(SEVERITIES[finding.severity])
    return f"{finding.file}:{finding.line}:{finding.column}: {severity} {finding.rule} {finding.message()}"


def _excerpt(finding: Finding) -> Iterator[str]:
    """Yield the line of the file and under it carets; control characters are made visible, one for one."""
    line = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", finding.excerpt.replace("\t", " "))
    start = finding.column - 1
    if not line.strip() or start >= WIDTH:
        return
    end = finding.end_column - 1 if finding.end_line == finding.line else len(line)
    gutter = f"{finding.line:>5} | "
    yield gutter + (line if len(line) <= WIDTH else line[: WIDTH - 1] + "…")
    carets = "^" * max(min(end, WIDTH) - start, 1)
    yield " " * (len(gutter) - 2) + "| " + _pad(line[:start]) + carets


def _pad(text: str) -> str:
    """Return blanks as wide as `text` on a terminal."""
    from wcwidth import wcswidth

    return " " * max(wcswidth(text), 0)


def _safe(text: str) -> str:
    """Return one line in which control characters are visible."""
    return _CONTROL.sub(lambda found: f"U+{ord(found.group()):04X}", text.replace("\n", " "))


def _summary(counts: Mapping[str, int]) -> str:
    if not any(counts.values()):
        return _("Nothing to report.")
    parts = {
        "errors": ngettext("{count} error", "{count} errors", counts["error"]).format(count=counts["error"]),
        "warnings": ngettext("{count} warning", "{count} warnings", counts["warning"]).format(count=counts["warning"]),
        "notes": ngettext("{count} note", "{count} notes", counts["note"]).format(count=counts["note"]),
    }
    return _("{errors}, {warnings}, {notes}").format(**parts)
