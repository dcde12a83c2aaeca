"""Comments in a file that silence what the linter advises: `# brt: ignore[RULE, RULE] why`."""

import re
from typing import NamedTuple

from brt.language.document import Document
from brt.language.finding import Finding
from brt.language.source import Place
from brt.say import N_

UNUSED = "unused-ignore"
REASONLESS = "ignore-without-reason"
_COMMENT = re.compile(r"(?P<before>.*?)(?:^|(?<=\s))#\s*brt:\s*ignore\[(?P<rules>[a-z, -]*)\](?P<reason>.*)")


class Ignore(NamedTuple):
    """A comment: where it stands, the file and the line that it speaks of, and the rules that it silences."""

    place: Place
    file: str
    line: int
    rules: frozenset[str]
    reason: str


def ignores(document: Document) -> list[Ignore]:
    """Return the comments of a file; one that stands alone speaks of the next line."""
    if "brt:" not in document.source.text:
        return []
    found = []
    for number, line in enumerate(document.source.text.split("\n"), 1):
        match = _COMMENT.match(line)
        if match and not _within(document, number, match.end("before")):
            rules = frozenset(rule.strip() for rule in match["rules"].split(","))
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
    used: set[Ignore] = set()
    left = []
    for finding in findings:
        here = (finding.file, finding.line)
        silent = [each for each in comments if (each.file, each.line) == here and finding.rule in each.rules]
        if silent and finding.severity != "error":
            used.update(silent)
        else:
            left.append(finding)
    says = N_("This comment silences nothing.")
    left += [document.finding(each.place, UNUSED, says, {}, severity="note") for each in comments if each not in used]
    says = N_("Say why, behind the bracket.")
    left += [document.finding(each.place, REASONLESS, says, {}, severity="warning") for each in used if not each.reason]
    return left
