"""Characters on a terminal: those that do no harm, how many columns they take, texts filled and shortened."""

import re

_MARKS = "\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
_HARMFUL = f"[\x00-\x1f{_MARKS}]"
HARMFUL_IN_JSON = f"[{_MARKS}]"
"""Json escapes the others, and its own line breaks stay."""
_NAMES = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}

_SINGLE = "[ -~\xa0-\xac\xae-\u02ff\u2010-\u2027\u202f-\u205e\u20a0-\u20bf\u2190-\u2211\u2500-\u25fc\u2713-\u2718]*"
"""Texts whose every character takes one column: European letters, punctuation, and the signs that brt itself uses."""


def safe(text: str) -> str:
    """Return `text` with what would steer a terminal made visible: ESC as \\x1b, a right-to-left override as U+202E."""
    # The no-break spaces of French, which do no harm, are unprintable to Python.
    if text.isprintable() or text.replace("\xa0", " ").replace("\u202f", " ").isprintable():
        return text
    return re.sub(_HARMFUL, _visible, text)


def _visible(found: re.Match[str]) -> str:
    char = found[0]
    return _NAMES.get(char) or (f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"U+{ord(char):04X}")


def width(text: str) -> int:
    """Return how many columns of a terminal `text` takes. Anything but everyday characters costs an import (30 ms)."""
    if text.isascii() or re.fullmatch(_SINGLE, text):
        return len(text)
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


def pad(text: str, size: int, align: str = "left") -> str:
    """Return `text` filled with blanks to `size` columns; a longer text stays as it is."""
    blanks = " " * (size - width(text))
    return blanks + text if align == "right" else text + blanks


def cut(text: str, size: int) -> str:
    """Return the beginning of `text`, with an ellipsis, in at most `size` columns."""
    if width(text) <= size:
        return text
    short = text[:size]
    while short and width(short) >= size:
        short = short[:-1]
    return f"{short.rstrip(' ,;:')}…" if size > 0 else ""


_SPELT = {
    **dict.fromkeys("✓", "v"),
    **dict.fromkeys("✗×", "x"),
    **dict.fromkeys("▶→", ">"),
    **dict.fromkeys("–—−─\u2010\u2011", "-"),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("“”«»", '"'),
    **dict.fromkeys("█■", "#"),
    **dict.fromkeys("·…░", "."),
    "●": "*",
    "○": "o",
    "✉": "@",
    "≈": "~",
    "€": "EUR",
    "°": "o",
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
    "ß": "ss",
    "ø": "o",
    "Ø": "O",
}
"""What stands for a sign where a stream has none: as wide, so that columns stay, and another one for each status."""


def spelt(error: UnicodeError) -> tuple[str, int]:
    """Return what is written for characters that an encoding lacks, and where to go on: a handler for `codecs`.

    A sign of `_SPELT`, a letter without its accent; for anything else as many ? as it takes columns.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_spelt, error.object[error.start : error.end])), error.end


def _spelt(char: str) -> str:
    from unicodedata import normalize

    return _SPELT.get(char) or normalize("NFKD", char).encode("ascii", "ignore").decode() or "?" * width(char)
