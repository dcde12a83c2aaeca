"""Bytes to plain data with positions: strict YAML 1.2, whatever is wrong reported at its place, nothing ever raised."""

from typing import Any, NamedTuple

from brt.language.builder import FORBIDDEN, HIDDEN, Builder, Dates, code
from brt.language.document import SCALARS, Document
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
    text, refusals, whole = _decode(raw, limits.size)
    document = Document(Source(file, text))
    odd = [document.finding(document.source.place(at, at + 1), rule, says, data) for at, rule, says, data in refusals]
    if whole:
        plain = HIDDEN.sub(INVALID, text) if odd else text  # everything stays at its place
        Builder(document, dates, limits.values, plain).run()
        document = _mended(document, plain, dates, limits) if mend and _torn(document) else document
        if odd and document.readable:
            _forget_invalid(document, plain)
    else:
        document.readable = False
    document.findings[:0] = odd
    return document


def _forget_invalid(document: Document, text: str) -> None:
    """Take out the values that hold what is no character, other than texts of several lines."""
    for path, node in list(document.nodes.items()):
        if node.style in SCALARS and INVALID in text[node.start : node.end] and document.has(path):
            document.forget(path)


def _torn(document: Document) -> Finding | None:
    """Return what stopped the reading, when it was a line that is not YAML."""
    last = document.findings[-1] if document.findings and not document.readable else None
    return last if last is not None and last.rule == "yaml-syntax" else None


def _mended(first: Document, text: str, dates: Dates, limits: Limits) -> Document:
    """Read `text` again without the lines that are not YAML; `first` when that does not help."""
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
    own = len(line) - len(line.lstrip(" "))
    if not line.lstrip().startswith("-") or said.lstrip().startswith("-") or not max(2, own + 1) <= deep <= len(line):
        return ""
    return " " * (deep - 2) + "-"


INVALID = "\ufffd"
"""Stands for what is no character, or for one that is refused."""
_HARMLESS = b"\t\n" + bytes(range(0x20, 0x7F))

_Refusal = tuple[int, str, str, dict[str, Any]]


def _decode(raw: bytes, size: int) -> tuple[str, list[_Refusal], bool]:
    """Return the text without its byte order mark, what is refused of it, and whether it can be read all the same.

    A refusal is an offset, a rule, a sentence and its data. What is refused many times is said once.
    """
    if len(raw) > size:
        return "", [(0, "too-large", N_("The file is larger than {limit} bytes."), {"limit": size})], False
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "", [(0, "encoding", N_("The file is UTF-16: save it as UTF-8."), {})], False
    found: list[_Refusal] = []
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = raw.decode("utf-8-sig", "replace")
        at = len(raw[: error.start].decode("utf-8-sig", "replace"))
        found.append((at, "encoding", N_("This is not UTF-8 text: save the file as UTF-8."), {}))
    suspects = raw.translate(None, _HARMLESS).decode(errors="replace")  # few characters, which are soon looked through
    hidden = list(HIDDEN.finditer(text)) if HIDDEN.search(suspects) else []
    given_up = len(hidden) > TRIES or any(each.group() in "\0\r" for each in hidden)  # no text, or no lines
    said = hidden[:1] if given_up else hidden
    found += [(each.start(), "encoding", FORBIDDEN, {"code": code(each.group())}) for each in said]
    return text, found, not given_up
