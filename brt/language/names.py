"""How things are named: ids in kebab-case, fields in snake_case, and the names that are taken."""

import os
import re

from brt.kinds.base import fold

ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
FIELD = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"
MAX_NAME = 64

TAKEN = frozenset(
    (
        # what conditions and emails know besides the fields
        *("previous", "dossier", "customer", "contact", "people", "company", "installation", "action", "today"),
        # words of their languages
        *("and", "or", "not", "in", "is", "if", "else", "for", "loop", "true", "false", "none", "null"),
        *("elif", "endif", "endfor", "self", "super", "include", "import", "set", "with", "recursive"),
    )
)

EACH = "[]"
"""In the way to a variable of an email, the step that takes one item of a list."""

FUNCTION = re.compile(rb"\bcontact:([a-z0-9-]+)")
"""In the bytes of a type, a function of contacts that an email goes to."""

_BEGINNING = 2000
"""So many characters of a file hold what it begins with."""

_BETWEEN = re.compile(r"[^a-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-ZÀ-ÖØ-Þ])")
_ID = re.compile(ID)
_FIELD = re.compile(FIELD)


def titled(path: str | os.PathLike[str], key: str = "name") -> str:
    """Return what stands at the `key` of a type, at a glance: a line near its top. "" when it is not written so."""
    with open(path, encoding="utf-8", errors="replace") as file:
        begun = file.read(_BEGINNING)
    found = re.search(rf"""^{key}: *["']?(.*?)["']? *(?: #.*)?$""", begun, re.MULTILINE)
    return found[1] if found else ""


def is_id(text: str) -> bool:
    """Tell whether `text` may be the id of a type, phase, action or email type."""
    return len(text) <= MAX_NAME and _ID.fullmatch(text) is not None


def is_field(text: str) -> bool:
    """Tell whether `text` has the form of a field's name."""
    return len(text) <= MAX_NAME and _FIELD.fullmatch(text) is not None


def as_id(text: str) -> str:
    """Return `text` as an id: small letters without accents, a hyphen for whatever else there is."""
    return _words(text, "-")


def as_field(text: str) -> str:
    """Return `text` as the name of a field: small letters without accents, `_` for whatever else there is."""
    return _words(text, "_")


def _words(text: str, between: str) -> str:
    return _BETWEEN.sub(between, fold(_HUMP.sub(between, text))).strip(between)
