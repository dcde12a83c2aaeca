"""The words of a condition, one after another, and what is said about those that have no meaning."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from brt.expr import Wrong
from brt.say import N_


class Token(NamedTuple):
    """A piece of the text: what sort of piece, the characters, and where they stand."""

    sort: str  # text, number, name, word (a keyword), mark, wrong, end
    text: str
    start: int
    end: int


_LEXEMES = re.compile(
    r"""\s*(?: (?P<text>"[^"]*"|'[^']*')
             | (?P<number>-?[0-9]+(?:\.[0-9]+)?(?![\w.-]))
             | (?P<name>[^\W\d]\w*(?:\.\w+)*)
             | (?P<wrong>&&|\|\||<>|=<|=>)
             | (?P<mark>==|!=|<=|>=|[<>()\[\],])
             | (?P<other>[0-9][\w.-]*|\S)
             | (?P<end>\Z) )""",
    re.VERBOSE,
)
WORDS = frozenset(("and", "or", "not", "in", "true", "false"))
_NULL = N_("null cannot be written: NAME alone says that it is set, not NAME that it is not")
_ARITHMETIC = N_("there is no arithmetic in conditions; a hyphen in a name is written _")
_QUOTES = N_('quotes are straight: "…"')
_MISTAKES = {
    "=": N_("equality is written =="),
    "=<": N_("write <="),
    "=>": N_("write >="),
    "<>": N_("write !="),
    "\N{LESS-THAN OR EQUAL TO}": N_("write <="),
    "\N{GREATER-THAN OR EQUAL TO}": N_("write >="),
    "\N{NOT EQUAL TO}": N_("write !="),
    "!": N_("write not"),
    "&&": N_("write and"),
    "||": N_("write or"),
    "&": N_("write and"),
    "|": N_("there are no filters in conditions"),
    '"': N_("the quote is not closed"),
    "'": N_("the quote is not closed"),
    "is": N_("write == instead of is"),
    **dict.fromkeys(("null", "None", "none", "nil"), _NULL),
    **dict.fromkeys("+-*/%", _ARITHMETIC),
    **dict.fromkeys("«»“”‘’", _QUOTES),
}
_MEANT = {
    "=": "==",
    "is": "==",
    "=<": "<=",
    "=>": ">=",
    "<>": "!=",
    "!": "not",
    "&&": "and",
    "&": "and",
    "||": "or",
    "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{GREATER-THAN OR EQUAL TO}": ">=",
    "\N{NOT EQUAL TO}": "!=",
}
"""What is put in the place of a mistake that leaves no doubt, so that it hides no other."""
_DATE = r"[0-9]+[-/.][0-9]+[-/.][0-9]+"


def tokens(text: str, wrong: list[Wrong]) -> Iterator[Token]:
    """Yield the tokens of `text`, the last one of sort "end"; those that are `wrong`, but clear, as they were meant.

    Raises Wrong at the first that has no meaning.
    """
    place = 0
    while found := _LEXEMES.match(text, place):
        sort = found.lastgroup or "end"
        start, place = found.span(sort)
        token = Token("word" if found[sort] in WORDS else sort, found[sort], start, place)
        if sort in ("wrong", "other") or (sort == "name" and token.text in _MISTAKES):
            wrong.append(_mistake(token, len(text)))
            if token.text not in _MEANT:
                raise wrong.pop()
            meant = _MEANT[token.text]
            token = token._replace(sort="word" if meant in WORDS else "mark", text=meant)
        yield token
        if sort == "end":
            return


def _mistake(token: Token, end: int) -> Wrong:
    if token.text in ('"', "'"):
        return Wrong(_MISTAKES[token.text], token.start, end)
    if token.text in _MISTAKES:
        return Wrong(_MISTAKES[token.text], token.start, token.end)
    if re.match(_DATE, token.text):
        return Wrong(N_('a date is written in quotes: "{value}"'), token.start, token.end, value=token.text)
    return Wrong(N_("{found} has no meaning here"), token.start, token.end, found=token.text)
