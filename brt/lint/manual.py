"""The manual of the rules: a page each, written in the docstrings, and in other languages in files beside the rules.

`python -m brt.lint.manual` prints docs/rules.md, `python -m brt.lint.manual fr` docs/regles.md.
"""

import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from brt.errors import NotFound
from brt.kinds import near
from brt.language.finding import Severity
from brt.lint.formats import SEVERITIES
from brt.lint.rules import Rule, rules
from brt.say import N_, _, choose, language

TITLES = (N_("What it does"), N_("Why is this bad"), N_("Example"), N_("Use instead"))
EXAMPLES = 2
"""So many of the sections, the last ones, are in the language of the files: they are the same for everybody."""


class UnknownRule(NotFound):
    """There is no rule of that name; `near` is the closest."""

    says = N_("There is no rule {rule}.")
    hint = N_("To see them: brt rule")


class Page(NamedTuple):
    """What the manual says of a rule."""

    name: str
    severity: Severity
    summary: str
    text: str  # the rest: What it does, Why is this bad, Example, Use instead


def pages() -> list[Page]:
    """Return every page, by the names of the rules."""
    return [_page(name, rule) for name, rule in rules().items()]


def page(name: str) -> Page:
    """Return the page of one rule. Raises UnknownRule."""
    known = rules()
    if name not in known:
        close = near(name, known)
        raise UnknownRule(hint=N_("Did you mean {near}?") if close else None, rule=name, near=close)
    return _page(name, known[name])


def _page(name: str, rule: Rule) -> Page:
    summary, *sections = _sections(rule)
    indented = (textwrap.indent(textwrap.dedent(section), "    ") for section in sections)
    text = "\n\n".join(f"{_(title)}\n{section}" for title, section in zip(TITLES, indented, strict=True))
    return Page(name, getattr(rule, "SEVERITY", "error"), summary, text)


def _sections(rule: Rule) -> list[str]:
    """Return the summary of a rule, what it does and why, in the language spoken now; then the two examples."""
    english = re.split(r"\n\n(?=\S)", inspect.cleandoc(rule.__doc__ or ""))
    written = [english[0], *(section.partition("\n")[2] for section in english[1:])]
    other = Path(inspect.getfile(rule)).with_suffix(f".{language()}.txt")  # type: ignore[arg-type]
    if other.exists():
        written[: len(TITLES) - EXAMPLES + 1] = other.read_text(encoding="utf-8").strip().split("\n\n")
    return [written[0].replace("\n", " "), *written[1:]]


def markdown() -> Iterator[str]:
    """Yield the lines of the manual as one document, in the language spoken now."""
    made = N_("Made from the rules themselves by `python -m brt.lint.manual`; `brt rule NAME` prints one of them.")
    worth = N_("Errors make a type unusable; warnings make `brt lint` fail, too; notes never do.")
    silent = N_("A warning or a note is silenced on its line with a reason: `# brt: ignore[rule-name] reason`.")
    yield from (f"# {_(_HEADING)}", "", _(made), _(worth), _(silent), "")
    yield from (f"| {_(_RULE)} | {_(_SEVERITY)} | |", "|---|---|---|")
    found = [(each, _(SEVERITIES[each.severity])) for each in pages()]
    yield from (f"| [{each.name}](#{each.name}) | {severity} | {each.summary} |" for each, severity in found)
    for each, severity in found:
        yield from ("", f"## {each.name}", "", f"*{severity}*: {each.summary}", "")
        yield from _body(each.text)


_HEADING, _RULE, _SEVERITY = N_("The rules of the linter"), N_("rule"), N_("severity")


def _body(text: str) -> Iterator[str]:
    """Yield the sections: prose as paragraphs, examples as YAML."""
    for index, section in enumerate(re.split(r"\n\n(?=\S)", text)):
        title, _newline, rest = section.partition("\n")
        inside = inspect.cleandoc(f"\n{rest}")
        code = index >= len(TITLES) - EXAMPLES
        yield from (f"**{title}**", "", *(("```yaml", inside, "```") if code else (inside,)), "")


if __name__ == "__main__":
    choose(sys.argv[1] if len(sys.argv) > 1 else "en")
    sys.stdout.write("\n".join(markdown()).rstrip() + "\n")
