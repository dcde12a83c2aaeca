"""Corrections that the linter can make: a few characters at the place of a finding, every other byte as it was.

Safe ones keep what the file means, or give it the only meaning that it can have. The others are guesses, most often
the name that is nearest to the one that nobody knows.
"""

import difflib
import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from brt.kinds import near
from brt.language import reader, scalars, splice
from brt.language.finding import Finding
from brt.language.source import Source
from brt.language.splice import Edit


class Correction(NamedTuple):
    """An edit, and whether it keeps what the file means."""

    edit: Edit
    safe: bool


def apply(raw: bytes, findings: Iterable[Finding], *, unsafe: bool) -> tuple[bytes, int]:
    """Return the bytes of a file with what can be corrected of `findings`, which are all of it, and how many were."""
    source = _source(raw)
    if source is None:
        return raw, 0
    chosen: list[Edit] = []
    found = (one for finding in findings if (one := correction(source, finding)) is not None)
    for edit, safe in sorted(found, key=lambda each: each.edit.start, reverse=True):
        if (safe or unsafe) and (not chosen or edit.end <= chosen[-1].start):
            chosen.append(edit)
    return splice.encoded(raw, splice.apply(source.text, chosen)), len(chosen)


def correction(source: Source, finding: Finding) -> Correction | None:
    """Return the correction of a finding, None when there is none."""
    start, end = _offset(source, finding.line, finding.column), _offset(source, finding.end_line, finding.end_column)
    found = source.text[start:end]
    if finding.rule == "unused-ignore" and not finding.data:
        return Correction(_comment(source, start), safe=True)
    word = _word(finding, found)
    if word is not None:
        return Correction(Edit(start, end, word), safe=True)
    meant = str(finding.data.get("near") or "")
    said = [str(value) for key, value in finding.data.items() if key != "near" and str(value) in found and value]
    if meant and said:
        wrong = near(meant, said) or max(said, key=len)
        if found.count(wrong) == 1:
            return Correction(Edit(start, end, found.replace(wrong, meant)), safe=False)
    return None


def _word(finding: Finding, found: str) -> str | None:
    """Return what `found` can only mean."""
    if finding.rule == "ambiguous-scalar" and finding.hint == scalars.AT:
        return "at"
    quoted = finding.hint == scalars.QUOTE or (finding.rule == "wrong-type" and "{value}" in finding.says)
    if quoted and found and not found.startswith(("'", '"')) and "\n" not in found:
        return json.dumps(found, ensure_ascii=False)
    if finding.hint == scalars.LIST and found and "\n" not in found:
        return f"[{found}]"
    if finding.rule == "wrong-type" and found.strip("'\"") in ("true", "false"):
        return found.strip("'\"")
    return None


def _comment(source: Source, start: int) -> Edit:
    """Take out a comment; with its line when nothing else stands there."""
    begin = source.text.rfind("\n", 0, start) + 1
    stop = source.text.find("\n", start)
    stop = len(source.text) if stop < 0 else stop
    before = source.text[begin:start]
    if before.strip():
        return Edit(begin + len(before.rstrip()), stop, "\r" if source.text[stop - 1 : stop] == "\r" else "")
    return Edit(begin, min(stop + 1, len(source.text)), "")


def _offset(source: Source, line: int, column: int) -> int:
    return source.starts[min(line, len(source.starts)) - 1] + column - 1


def _source(raw: bytes) -> Source | None:
    document = reader.read(raw, "")
    return document.source if not any(finding.rule == "encoding" for finding in document.findings) else None


def diff(file: str, before: bytes, after: bytes) -> Iterator[str]:
    """Yield the lines of a unified diff."""
    old, new = (raw.decode("utf-8", "replace").splitlines() for raw in (before, after))
    yield from difflib.unified_diff(old, new, f"a/{file}", f"b/{file}", lineterm="")
