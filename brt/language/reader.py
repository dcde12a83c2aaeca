"""Bytes to plain data with positions: strict YAML 1.2, whatever is wrong reported at its place, nothing ever raised."""

from typing import Any, NamedTuple

from brt.language.builder import FORBIDDEN, HIDDEN, Builder, Dates, code
from brt.language.document import Document
from brt.language.finding import Finding
from brt.language.source import Source
from brt.say import N_

TRIES = 8
"""So many lines are left out at most."""
NEAR = 2
"""What is not YAML so few lines below another such line follows from it."""

__all__ = ["DATA", "MAX_BYTES", "TEMPLATE", "Document", "Limits", "read"]

MAX_BYTES = 1024 * 1024


class Limits(NamedTuple):
    """How large a file may be."""

    size: int  # bytes
    values: int


TEMPLATE = Limits(MAX_BYTES, 20_000)
DATA = Limits(64 * MAX_BYTES, 2_000_000)  # thousands of dossiers


def read(
    raw: bytes, file: str, dates: Dates = lambda path: True, limits: Limits = TEMPLATE, *, mend: bool = False
) -> Document:
    """Read `raw`, shown as `file`. Where `dates(path)` is false, a plain ISO date is refused as any disputed scalar.

    `mend`: go on behind a line that is not YAML; what it belongs to is in doubt.
    """
    text, problem = _decode(raw, limits.size)
    document = Document(Source(file, text))
    if problem is not None:
        at, rule, says, data = problem
        document.readable = False
        document.findings.append(document.finding(document.source.place(at, at + 1), rule, says, data))
        return document
    Builder(document, dates, limits.values).run()
    return _mended(document, dates, limits) if mend and _torn(document) else document


def _torn(document: Document) -> Finding | None:
    """Return what stopped the reading, when it was a line that is not YAML."""
    last = document.findings[-1] if document.findings and not document.readable else None
    return last if last is not None and last.rule == "yaml-syntax" else None


def _mended(first: Document, dates: Dates, limits: Limits) -> Document:
    """Read again without the lines that are not YAML; `first` when that does not help."""
    text = first.source.text
    said: list[Finding] = []
    lines: list[int] = []
    inside: list[int] = []
    document = first
    while (torn := _torn(document)) is not None and len(lines) < TRIES:
        if not lines or torn.line > lines[-1] + NEAR:
            said.append(torn)
        if lines and torn.line <= lines[-1]:
            return first
        lines.append(torn.line)
        start = first.source.starts[torn.line - 1]
        end = start + len(first.source.line(torn.line))
        left = _item(text[start:end], text[end:])
        inside.append(torn.line + bool(left))
        text = text[:start] + left.ljust(end - start) + text[end:]
        document = Document(first.source)
        Builder(document, dates, limits.values, text).run()
    if not document.readable:
        return first
    document.findings[:0] = said
    for line in inside:
        document.tear(line)
    return document


def _item(line: str, rest: str) -> str:
    """Return what to put in the place of a line that is not YAML: of the first one of an item of a list, its dash.

    `rest` is what follows. Without the dash, the other lines of the item would belong to the item before.
    """
    said = next((each for each in rest.splitlines() if each.strip()), "")
    deep = len(said) - len(said.lstrip(" "))
    if not line.lstrip().startswith("-") or said.lstrip().startswith("-") or not 2 <= deep <= len(line):
        return ""
    return " " * (deep - 2) + "-"


_HARMLESS = b"\t\n" + bytes(range(0x20, 0x7F))

_Refusal = tuple[int, str, str, dict[str, Any]]


def _decode(raw: bytes, size: int) -> tuple[str, _Refusal | None]:
    """Return the text without its byte order mark, and why it is refused, if it is: offset, rule, sentence, data."""
    if len(raw) > size:
        return "", (0, "too-large", N_("The file is larger than {limit} bytes."), {"limit": size})
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return "", (0, "encoding", N_("The file is UTF-16: save it as UTF-8."), {})
        after = raw[error.start :].decode("utf-8", "replace")
        return before + after, (len(before), "encoding", N_("This is not UTF-8 text: save the file as UTF-8."), {})
    suspects = raw.translate(None, _HARMLESS).decode()  # few characters, which are soon looked through
    found = HIDDEN.search(text) if HIDDEN.search(suspects) else None
    if found:
        return text, (found.start(), "encoding", FORBIDDEN, {"code": code(found.group())})
    return text, None
