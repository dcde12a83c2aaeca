"""Bytes to plain data with positions: strict YAML 1.2, whatever is wrong reported at its place, nothing ever raised."""

from typing import Any

from brt.language.builder import FORBIDDEN, HIDDEN, Builder, Dates, code
from brt.language.document import Document
from brt.language.source import Source
from brt.say import N_

__all__ = ["MAX_BYTES", "Document", "read"]

MAX_BYTES = 1024 * 1024


def read(raw: bytes, file: str, dates: Dates = lambda path: True) -> Document:
    """Read `raw`, shown as `file`. Where `dates(path)` is false, a plain ISO date is refused as any disputed scalar."""
    text, problem = _decode(raw)
    document = Document(Source(file, text))
    if problem is not None:
        at, rule, says, data = problem
        document.readable = False
        document.findings.append(document.finding(document.source.place(at, at + 1), rule, says, data))
        return document
    Builder(document, dates).run()
    return document


_Refusal = tuple[int, str, str, dict[str, Any]]


def _decode(raw: bytes) -> tuple[str, _Refusal | None]:
    """Return the text without its byte order mark, and why it is refused, if it is: offset, rule, sentence, data."""
    if len(raw) > MAX_BYTES:
        return "", (0, "too-large", N_("The file is larger than {limit} bytes."), {"limit": MAX_BYTES})
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return "", (0, "encoding", N_("The file is UTF-16: save it as UTF-8."), {})
        after = raw[error.start :].decode("utf-8", "replace")
        return before + after, (len(before), "encoding", N_("This is not UTF-8 text: save the file as UTF-8."), {})
    found = HIDDEN.search(text)
    if found:
        return text, (found.start(), "encoding", FORBIDDEN, {"code": code(found.group())})
    return text, None
