"""How things are named: ids in kebab-case, fields in snake_case, and the names that are taken."""

import re

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

_ID = re.compile(ID)
_FIELD = re.compile(FIELD)


def is_id(text: str) -> bool:
    """Tell whether `text` may be the id of a type, phase, action or email type."""
    return len(text) <= MAX_NAME and _ID.fullmatch(text) is not None


def is_field(text: str) -> bool:
    """Tell whether `text` has the form of a field's name."""
    return len(text) <= MAX_NAME and _FIELD.fullmatch(text) is not None
