"""What libyaml says of a file that it cannot read, in words for the person who typed it."""

from collections.abc import Mapping
from typing import Any

import yaml

from brt.say import N_

_SYNTAX = (  # a part of libyaml's message, what it means, whether it began at the context mark
    ("mapping values are not allowed", N_("A `:` is not allowed here: put a text that holds it in quotes."), False),
    ("cannot start any token", N_("A text cannot begin like this: no tabs before it, and quotes around it."), False),
    ("unexpected end of stream", N_("The quote that opens here is never closed."), True),
    ("expected key", N_("A key is expected here: look at the indentation, and at the quotes before."), False),
    ("expected '-' indicator", N_("A list goes on here with `-`: look at the indentation."), False),
    ("expected ',' or ']'", N_("The list that opens here is not closed with `]`."), True),
    ("expected ',' or '}'", N_("What opens here is not closed with `{brace}`."), True),
    ("expected ':'", N_("A `:` is missing after this key."), True),
    ("escape", N_("Between double quotes a backslash begins an escape: use single quotes."), False),
)
_OTHER = N_("This is not YAML: {problem}.")


def explain(error: yaml.YAMLError) -> tuple[int, str, Mapping[str, Any]]:
    """Return where the mistake is (a character offset), the sentence that explains it (a msgid), and its data."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return 0, _OTHER, {"problem": str(error)}
    problem = str(error.problem)
    for part, says, at_context in _SYNTAX:
        if part in problem:
            mark = error.context_mark if at_context and error.context_mark else error.problem_mark
            return _index(mark), says, {"brace": "}"}
    return _index(error.problem_mark), _OTHER, {"problem": problem}


def _index(mark: Any) -> int:
    return mark.index if mark else 0
