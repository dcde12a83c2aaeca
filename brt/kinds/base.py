"""What a kind of field is made of, and the checks that come before those of any kind."""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import filterfalse
from typing import Any, NamedTuple

from brt.errors import Invalid, Labelled
from brt.say import N_, _

Value = str | int | bool | dict[str, str]
"""One value as it is kept: plain JSON, no floats. A field with `many` keeps a list of them."""

LIMIT = 10_000
"""Characters at most in one value: looked at before anything else, so that no pattern meets a huge text."""

_EDGES = " \t\r\n\u00a0\u202f\ufeff"
# C0, C1, line and paragraph separators, directional embeddings, overrides and isolates, lone surrogates.
# Compiled when first needed: commands that read no value import this too.
_HIDDEN = "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
_BLANKS = ("…", "...")  # what stands in hints and examples where a person is to type something
_SHOWN = 60
_TOLD = {"count", "limit", "length", "position", "code", "choices", "example", "blank"}  # says nothing of a secret
_LONGEST = 200  # so many characters are compared: the cost grows with their square
_BEGUN = 3  # so many letters begin a name, and not any name


class Bad(Invalid):
    """A value that its kind does not accept. A long `value` is shortened for the sentence."""

    def __init__(self, says: str, hint: str | None = None, secretly: str | None = None, **data: Any) -> None:
        """Take the sentence (a msgid) and its data; `secretly` is said of a secret, and quotes nothing of it."""
        self.secretly = secretly
        value = data.get("value")
        if isinstance(value, str) and len(value) > _SHOWN:
            data["value"] = value[: _SHOWN - 1] + "…"
        super().__init__(says, hint, **data)

    def veiled(self, example: str) -> "Bad":
        """Return the same refusal, for a secret, with an `example` of the kind: nothing that was typed is in it."""
        told = {key: value for key, value in self.data.items() if key in _TOLD}
        says = self.secretly or self.says
        if {*re.findall(r"{(\w+)}", says)} - {"value", *_TOLD}:
            says = N_("{value} is not what is asked for, such as {example}")
        return Bad(says, **{"example": example, "value": _("what was typed")} | told)


class Kind(NamedTuple):
    """A kind of field."""

    name: str
    parse: Callable[[str], Value]  # a cleaned text, as typed → the value; raises Bad
    example: str  # a text that `parse` accepts
    schema: Mapping[str, Any] = {"type": "string"}  # JSON Schema (draft 7) of a value written in a file
    show: Callable[[Any], str] = str  # the value → as a person reads it; `parse` reads it back
    order: Callable[[Any], Any] | None = None  # the key for `<`; None: only `==`
    allows: str = ""  # control characters that a text may contain


def plain(value: Any) -> Any:
    """Order by the value itself."""
    return value


def decimal(value: str) -> Any:
    """Order a decimal text by its number."""
    from decimal import Decimal

    return Decimal(value)


def clean(text: str, allows: str = "") -> str:
    """Return `text` without blanks around it, in Unicode's composed form (NFC).

    Raises Bad when it is empty, a hint's … typed as it stands, longer than LIMIT, or holds a character that is
    invisible or no character, other than those of `allows`.
    """
    if len(text) > LIMIT:
        raise Bad(N_("{count} characters are too many: at most {limit}"), count=len(text), limit=LIMIT)
    text = text.replace("\r\n", "\n").strip(_EDGES)
    for found in () if text.isprintable() else re.finditer(_HIDDEN, text):
        if found[0] not in allows:
            raise _hidden(found.start() + 1, ord(found[0]))
    if not text:
        raise Bad(N_("the value is empty"))
    if text.strip('"') in _BLANKS:
        raise Bad(N_("{blank} stands for what is to be typed in its place"), blank=text)
    return _nfc(text)


def _hidden(position: int, code: int) -> Bad:
    says = N_("character {position} is invisible ({code}): type the value again, without it")
    if 0xD800 <= code <= 0xDFFF:
        says = N_("character {position} ({code}) is half a character: the text is not encoded in UTF-8")
    return Bad(says, position=position, code=f"U+{code:04X}")


def _nfc(text: str) -> str:
    if text.isascii():
        return text
    from unicodedata import normalize

    return normalize("NFC", text)


def tight(text: str) -> str:
    """Return `text` without any white space."""
    return "".join(text.split())


def fold(text: str) -> str:
    """Return `text` for comparing as people do: without case, without accents."""
    if text.isascii():
        return text.casefold()
    from unicodedata import combining, normalize

    return "".join(filterfalse(combining, normalize("NFKD", text.casefold())))


def near(word: str, names: Iterable[str]) -> str | None:
    """Return the one of `names` that `word` most probably meant, or None."""
    return next(iter(nearest(word, names)), None)


def nearest(word: str, names: Iterable[str], alike: float = 0.6) -> list[str]:
    """Return those of `names` that `word` may have meant, case and accents aside: three at most, the closest first.

    `alike`: so much of both must be the same; where none is, those that begin with `word` may have been meant.
    """
    from difflib import get_close_matches

    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(fold(name), name)
    meant = fold(word)[:_LONGEST]
    begun = [name for name in folded if len(meant) >= _BEGUN and name.startswith(meant)]
    return [folded[found] for found in get_close_matches(meant, folded, cutoff=alike) or sorted(begun, key=len)[:3]]


def nearest_of(word: str, rows: Mapping[str, str], alike: float = 0.6) -> list[Labelled]:
    """Return those of `rows` (names, and their labels) that `word` may have meant, by name or label; see `nearest`."""
    words = {label: name for name, label in rows.items() if label} | {name: name for name in rows}
    found = dict.fromkeys(words[one] for one in nearest(word, words, alike))
    return [Labelled(name, rows[name]) for name in found]


def labelled(rows: Mapping[str, str]) -> list[Labelled]:
    """Return names with their labels as a sentence lists them."""
    return [Labelled(*row) for row in rows.items()]
