"""What a plain scalar means, read as YAML 1.2 and only where every reader agrees.

YAML 1.1 readers (PyYAML, plugins of editors) take `0145670123` for an octal number, `8:30` for 510 and `no` for false;
YAML 1.2 readers do not. Nobody who writes an installation type should have to know that, so what they read differently
is refused.
"""

import re
from decimal import Decimal

from brt.say import N_

Scalar = str | int | bool | Decimal | None


class PlainDate(str):
    """An ISO date written without quotes: a text to YAML 1.2, a date to YAML 1.1."""

    __slots__ = ()


_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_SWITCHES = {form for word in ("yes", "no", "on", "off") for form in (word, word.capitalize(), word.upper())}
CURIOUS = frozenset("+-.=<0123456789").union(word[:1] for word in (*_WORDS, *_SWITCHES))
"""The first characters of the plain scalars that may be more than texts; an empty one is null."""
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,14})")  # 15 digits: what JavaScript readers keep exactly
_NUMBER = re.compile(r"(?:[-+]?(?:0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+)(?:[eE][-+][0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DISPUTED = re.compile(
    r"""
    [-+]?[0-9][0-9_]*(?::[0-9_]+)*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9_]+)?   # leading zeros, 1_000, 8:30, 1e3
    | [-+]?\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?
    | [-+]?0[xXoObB][0-9a-fA-F_]+
    | [-+]?\.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN)
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}.*
    | = | <<
    """,
    re.VERBOSE | re.DOTALL,
)

DISPUTED = N_("Readers disagree on what `{value}` means.")
QUOTE = N_("Put it in quotes.")
LIST = N_("Write `[{value}]`.")
AT = N_("Say when with `at`: a key `on` is true to readers of YAML 1.1.")
SWITCH = N_("Write true or false, or put it in quotes when it is a text.")


def resolve(text: str) -> tuple[Scalar, str]:
    """Return what the plain scalar `text` means and, when readers disagree on that, the advice (a msgid; else "")."""
    if text in _WORDS:
        return _WORDS[text], ""
    if text in _SWITCHES:
        return text, SWITCH
    if text[0] not in "+-.=<0123456789":
        return text, ""
    if _INTEGER.fullmatch(text):
        return int(text), ""
    if _NUMBER.fullmatch(text):
        return Decimal(text), ""
    if _DATE.fullmatch(text):
        return PlainDate(text), ""
    return text, QUOTE if _DISPUTED.fullmatch(text) else ""
