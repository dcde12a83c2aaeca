"""What libyaml says of a file that it cannot read, in words for the person who typed it."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import yaml

from brt.language.finding import NONE
from brt.say import N_

_UNQUOTED = N_("The quote that opens here is never closed.")
_LIST = N_("The list that opens here is not closed with `]`.")
_BRACE = N_("What opens here is not closed with `{brace}`.")
_ESCAPE = N_("Between double quotes a backslash begins an escape: use single quotes.")
_SYNTAX = (  # a part of libyaml's message, what it means, whether it began at the context mark
    ("mapping values are not allowed", N_("A `:` is not allowed here: put a text that holds it in quotes."), False),
    ("unexpected end of stream", _UNQUOTED, True),
    ("unexpected document indicator", _UNQUOTED, True),
    ("expected key", N_("A key is expected here: look at the indentation, and at the quotes before."), False),
    ("expected '-' indicator", N_("A list goes on here with `-`: look at the indentation."), False),
    ("expected ',' or ']'", _LIST, True),
    ("expected ',' or '}'", _BRACE, True),
    ("expected node content", N_("A value is expected here, or what was opened before is not closed."), False),
    ("expected ':'", N_("A `:` is missing after this key."), True),
    ("escape", _ESCAPE, False),
    ("hexdecimal", _ESCAPE, False),
    ("sequence entries are not allowed", N_("A list begins on a line of its own, or is written [a, b]."), False),
    ("comment or line break", N_("After `{bar}` or `{fold}` the text begins on the next line."), False),
    ("incompatible YAML", N_("YAML directives are not allowed."), False),
    ("<document start>", N_("Nothing may follow here: look at the indentation, and at what was closed before."), False),
)
_OTHER = N_("This is not YAML: {problem}.")

_ODD = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Blanks that are none to YAML; a keyboard or a web page makes them."""


class Trouble(NamedTuple):
    """The first character of what is wrong, the sentence that explains it (a msgid), and its data."""

    at: int
    says: str
    data: Mapping[str, Any] = NONE


class _Look(NamedTuple):
    """What there is to look at: the text, what libyaml says, and the characters it says it of."""

    text: str
    problem: str
    at: int
    began: int  # where what it was reading began

    def lines(self) -> "tuple[re.Match[str], ...]":
        """Return the lines in question: the one that was being read, the one before, and where it began."""
        here = self.text.rfind("\n", 0, self.at) + 1
        before = self.text.rfind("\n", 0, max(here - 1, 0)) + 1
        starts = sorted({here, before, self.text.rfind("\n", 0, self.began) + 1})
        return tuple(_LINE.match(self.text, start) for start in starts)  # type: ignore[misc]


_LINE = re.compile(r"(?P<blank>[^\S\n]*)(?P<said>[^\n]*)")


def explain(error: yaml.YAMLError, text: str) -> Trouble:
    """Return where the mistake in `text` is, and what it is."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Trouble(0, _OTHER, {"problem": str(error)})
    at, began = _index(error.problem_mark), _index(error.context_mark or error.problem_mark)
    look = _Look(text, str(error.problem), at, began)
    for sight in _SIGHTS:
        if (seen := sight(look)) is not None:
            return seen
    for part, says, at_context in _SYNTAX:
        if part in look.problem:
            return Trouble(began if at_context else at, says, {"brace": "}", "bar": "|", "fold": ">"})
    return Trouble(at, _OTHER, {"problem": look.problem})


def _index(mark: Any) -> int:
    return mark.index if mark else 0


# ── what can be seen in the text itself ───────────────────────────────────────────────────────────


def _conflict(look: _Look) -> Trouble | None:
    for line in look.lines():
        if re.match(r"(<{7}|={7}|>{7}|\|{7})( |$)", line[0]):
            return Trouble(line.start(), N_("git left a conflict here: choose one of the two sides."))
    return None


def _blanks(look: _Look) -> Trouble | None:
    """See tabs that indent, and blanks that are none to YAML, before a line or behind a key."""
    if "tab character" in look.problem or look.text[look.at : look.at + 1] == "\t":
        at = look.text.find("\t", look.lines()[-1].start())
        return Trouble(look.at if at < 0 else at, N_("A tab stands here: indent with spaces."))
    for line in look.lines():
        odd = re.match(rf"([^\S\n]*?)(?=[{_ODD}])|[^\S\n]*(?:- +)*[\w-]+:(?=[{_ODD}])", line[0])
        if odd:
            data = {"code": f"U+{ord(line[0][odd.end()]):04X}"}
            return Trouble(line.start() + odd.end(), N_("This is no plain space ({code}): type it again."), data)
    return None


def _unspaced(look: _Look) -> Trouble | None:
    if "expected ':'" not in look.problem:
        return None
    for line in look.lines():
        key = re.match(r"(?:- +)*[a-z][\w-]*(?=:\S)", line["said"])
        if key and line.start() <= look.began <= line.end():
            return Trouble(line.start("said") + key.end(), N_("A space is missing after this `:`."))
    return None


def _undashed(look: _Look) -> Trouble | None:
    line = look.lines()[-1]
    if "expected '-' indicator" in look.problem and re.match(r"-[^\s-]", line["said"]):
        return Trouble(line.start("said"), N_("A space is missing after this `-`."))
    return None


def _deeper(look: _Look) -> Trouble | None:
    """See a key that is indented so deep that it goes on with the text of the line above."""
    line = look.lines()[-1]
    if "mapping values" in look.problem and re.fullmatch(r"[\w-]+", look.text[line.start("said") : look.at]):
        return Trouble(line.start("said"), N_("This is indented deeper than what it belongs to."))
    return None


def _first_letter(look: _Look) -> Trouble | None:
    """See a text that begins with a letter of YAML's own."""
    at = look.at if re.search("cannot start any token|mapping keys are not allowed", look.problem) else look.began
    if at != look.at and "alphabetic or numeric character" not in look.problem:
        return None
    letter = look.text[at : at + 1]
    if letter and letter in "@`%*&?" and not look.text[at:].startswith("%YAML"):
        return Trouble(at, N_("A text cannot begin with `{letter}`: put it in quotes."), {"letter": letter})
    return None


def _after_quote(look: _Look) -> Trouble | None:
    line = look.lines()[-1]
    before = look.text[line.start() : look.at].rstrip()
    if "expected key" not in look.problem or before[-1:] not in ("'", '"'):
        return None
    if before.endswith("'"):
        return Trouble(look.at, N_("The text ended at the quote before: between single quotes, write '' for '."))
    return Trouble(look.at, N_('The text ended at the quote before: between double quotes, write \\" for ".'))


def _closed(look: _Look) -> Trouble | None:
    letter = look.text[look.at : look.at + 1]
    if "expected key" in look.problem and letter and letter in "]}":
        return Trouble(look.at, N_("Nothing is open that `{letter}` closes."), {"letter": letter})
    return None


def _open(look: _Look) -> Trouble | None:
    """See a bracket that is still open where the text ends, or where a key or an item of its surroundings begins."""
    if "node content" not in look.problem or look.text[look.at :].strip():
        return None
    depth = 0
    for found in reversed(list(re.finditer(r"[][{}]", look.text[: look.at]))):
        depth += -1 if found[0] in "]}" else 1
        if depth == 1:
            return Trouble(found.start(), _LIST if found[0] == "[" else _BRACE, {"brace": "}"})
    return None


_SIGHTS: tuple[Callable[[_Look], Trouble | None], ...] = (
    _conflict,
    _blanks,
    _unspaced,
    _undashed,
    _deeper,
    _first_letter,
    _after_quote,
    _closed,
    _open,
)
