"""Comments in a file that silence what the linter advises: `# brt: ignore[RULE, RULE] why`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from brt.kinds import near
from brt.language.document import Document
from brt.language.finding import Finding
from brt.language.source import Place
from brt.lint.rules import rules
from brt.say import N_

UNUSED = "unused-ignore"
REASONLESS = "ignore-without-reason"
_COMMENT = re.compile(
    r"(?P<before>.*?)(?:^|(?<=\s))#\s*brt:\s*ignore\b(?:\[(?P<rules>[^]]*)\])?(?P<reason>.*)", re.IGNORECASE
)

_ANY = re.compile("brt:", re.IGNORECASE)


class Ignore(NamedTuple):
    """A comment: where it stands, the file and the line that it speaks of, and the rules that it silences."""

    place: Place
    file: str
    line: int
    rules: frozenset[str]
    reason: str


def ignores(document: Document) -> list[Ignore]:
    """Return the comments of a file; one that stands alone speaks of the next line."""
    if not _ANY.search(document.source.text):
        return []
    found = []
    for number, line in enumerate(document.source.text.split("\n"), 1):
        match = _COMMENT.match(line)
        if match and not _within(document, number, match.end("before")):
            rules = frozenset(rule.strip() for rule in (match["rules"] or "").split(",") if rule.strip())
            place = Place(number, match.end("before") + 1, number, match.start("reason") + 1)
            file, lines = document.source.home(number)
            here = number - lines + (not match["before"].strip())
            found.append(Ignore(place, file, here, rules, match["reason"].strip()))
    return found


def _within(document: Document, line: int, column: int) -> bool:
    """Tell whether that place is within a text, where `#` begins no comment."""
    at = document.source.starts[line - 1] + column
    return any(node.start < at < node.end for node in document.nodes.values() if node.style in ("|", ">", "'", '"'))


def apply(document: Document, findings: list[Finding]) -> list[Finding]:
    """Return `findings` without those that comments silence, and with what is to be said about the comments."""
    comments = ignores(document)
    if not comments:
        return findings
    used: set[tuple[Ignore, str]] = set()
    loud: set[tuple[Ignore, str]] = set()
    left: list[Finding] = []
    for finding in findings:
        here = (finding.file, finding.line)
        silent = {(one, finding.rule) for one in comments if (one.file, one.line) == here and finding.rule in one.rules}
        if silent and finding.severity != "error":
            used |= silent
        else:
            loud |= silent
            left.append(finding)
    for comment in comments:
        said = [rule for rule in sorted(comment.rules) if (comment, rule) in used]
        left += _idle(document, comment, said, [rule for rule in comment.rules if (comment, rule) in loud])
        if said and not comment.reason:
            says = N_("Say why, behind the bracket.")
            left.append(document.finding(comment.place, REASONLESS, says, {}, severity="warning"))
    return left


def _idle(document: Document, comment: Ignore, used: list[str], loud: list[str]) -> Iterator[Finding]:
    """Yield what is to be said of a comment that silences nothing, or not all that it names.

    `used`: the rules that it silences; `loud`: those of errors, which are said all the same.
    """

    def finding(says: str, hint: str = "", **data: str | None) -> Finding:
        return document.finding(comment.place, UNUSED, says, data, hint, severity="note")

    idle = comment.rules - {*used, *loud}
    known = rules() if idle else {}
    if not comment.rules:
        yield finding(N_("This comment names no rule."), N_("Write `# brt: ignore[RULE]` and the reason."))
    elif idle == comment.rules and idle <= known.keys():
        yield finding(N_("This comment silences nothing."))
    else:
        for rule in sorted(idle):
            close = None if rule in known else near(rule, known)
            hint = N_("Did you mean `{near}`?") if close else ""
            says = N_("`{rule}` is not found here.") if rule in known else N_("There is no rule `{rule}`.")
            yield finding(says, hint, rule=rule, near=close)
    for rule in loud:
        yield finding(N_("`{rule}` is an error: it cannot be silenced."), rule=rule)
