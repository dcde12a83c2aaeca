"""What Python's reader of TOML says of a file that it cannot read, in words for the person who typed it."""

import re

from brt.errors import Surroundings
from brt.say import N_

_TWICE = N_("`{what}` stands there twice")
_QUOTE = N_("a text is not closed with a quote")
_ESCAPE = N_("between double quotes a backslash begins an escape (between single quotes it does not)")
_SAYS = (  # the beginning of a message, with what it names; what it means
    (r"Invalid statement", N_("a line begins with a key or with a [table]")),
    (
        r"Expected newline or end of document",
        N_("something follows a value on its line"),
    ),
    (r"Expected '=' after a key", N_("`=` is missing behind a key")),
    (r"Expected '\]+' at the end", N_("the name of a table is not closed with `]`")),
    (r"Invalid initial character for a key", N_("a key is expected, of letters without accents, digits, - and _")),
    (r"Cannot overwrite a value", N_("a key stands there twice")),
    (r"Cannot declare (.+) twice", _TWICE),
    (r"Duplicate inline table key (.+)", _TWICE),
    (
        r"Cannot (?:mutate immutable|redefine) namespace (.+)",
        N_("`{what}` was complete before (add to it there)"),
    ),
    (r"Unclosed array", N_("a list is not closed with `]`, or a comma is missing in it")),
    (r"Unclosed inline table", N_("what began with `{{` is not closed with `}}`, or a comma is missing in it")),
    (r"Unterminated string", _QUOTE),
    (r"Expected [\"']+[\\'\"]", _QUOTE),
    (r"Illegal character '\\n'", _QUOTE),
    (r"(?:Illegal|Found invalid) character (.+)", N_("the character {what} may not stand here")),
    (r"Unescaped|Invalid hex value|Escaped character", _ESCAPE),
    (r"Invalid date or datetime", N_("this is no date")),
    (r"Invalid value", N_("a value is expected (a text between quotes, a number, true or false, a list)")),
)
_HINT = N_("Texts stand between quotes; names of tables and keys have neither accents nor spaces.")


def explain(error: ValueError, text: str) -> tuple[int, Surroundings]:
    """Return the line of the mistake in `text`, and what it is, with its column unless the text just ends there."""
    reason, _, place = str(error).partition(" (at ")
    says, what = _meaning(reason)
    problem = Surroundings(says, what=what)
    if at := re.match(r"line (\d+), column (\d+)", place):
        found = Surroundings(N_("this is not TOML (column {column}): {what}."), _HINT, column=at[2], what=problem)
        return int(at[1]), found
    return text.rstrip().count("\n") + 1, Surroundings(N_("this is not TOML: {what}."), _HINT, what=problem)


def _meaning(reason: str) -> tuple[str, str]:
    for begins, says in _SAYS:
        if found := re.match(begins, reason):
            named = found[1] if found.re.groups else ""
            return says, ".".join(re.findall(r"'([^']*)'", named)) or named
    return "{what}", reason
