"""The manual of the rules: a page each, written in the docstrings. `python -m brt.lint.manual` prints docs/rules.md."""

import inspect
import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

from brt.errors import NotFound
from brt.kinds import near
from brt.language.finding import Severity
from brt.lint.rules import Rule, rules
from brt.say import N_


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
    summary, _blank, text = inspect.cleandoc(rule.__doc__ or "").partition("\n\n")
    return Page(name, getattr(rule, "SEVERITY", "error"), summary.replace("\n", " "), text)


def markdown() -> Iterator[str]:
    """Yield the lines of the manual as one document."""
    yield from (
        "# The rules of the linter",
        "",
        "Made from the rules themselves by `python -m brt.lint.manual`; `brt rule NAME` prints one of them.",
        "Errors make a type unusable; warnings make `brt lint` fail, too; notes never do. A warning or a note is",
        "silenced on its line with a reason: `# brt: ignore[rule-name] reason`.",
        "",
        "| rule | severity | |",
        "|---|---|---|",
    )
    found = pages()
    yield from (f"| [{each.name}](#{each.name}) | {each.severity} | {each.summary} |" for each in found)
    for each in found:
        yield from ("", f"## {each.name}", "", f"*{each.severity}*: {each.summary}", "")
        yield from _body(each.text)


def _body(text: str) -> Iterator[str]:
    """Yield the sections: prose as paragraphs, what is indented below Example and Use instead as YAML."""
    for section in re.split(r"\n\n(?=\S)", text):
        title, _newline, rest = section.partition("\n")
        inside = inspect.cleandoc(f"\n{rest}")
        code = title in ("Example", "Use instead")
        yield from (f"**{title}**", "", *(("```yaml", inside, "```") if code else (inside,)), "")


if __name__ == "__main__":
    sys.stdout.write("\n".join(markdown()).rstrip() + "\n")
