"""The text of an email does what texts of emails may not do.

What it does
    Allows `{{ variable }}`, attributes, `if`, `for` over a given list (not within another `for`), comparisons, and
    the filters that brt knows. Calls, calculations, `is` tests, names that begin with `_`, `set`, `include`, `import`,
    `extends`, `macro` and whatever else Jinja2 has are refused.

Why is this bad
    Whoever can write a text could make brt loop for ever, use up the memory, or reach into the program.

Example
    {{ "x" * 1000000000 }}

Use instead
    Only what the email is given: {{ port_date|date }}
"""

from collections import Counter
from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import EmailDoc
from brt.language.template import locate
from brt.language.texts import analyse

SEVERITY: Severity = "error"


def check_email(doc: EmailDoc, context: Context) -> Iterator[Problem]:
    """Report everything that is not allowed."""
    yield from flaws(doc, "unsafe-template")


def flaws(doc: EmailDoc, rule: str) -> Iterator[Problem]:
    """Yield what the reading of the texts found for `rule`."""
    for text in doc.texts:
        seen: Counter[tuple[int, str]] = Counter()
        for flaw in analyse(text.text).flaws:
            if flaw.rule == rule:
                count = max(flaw.before, seen[flaw.line, flaw.word])
                span = flaw.span or locate(text.text, flaw.line, flaw.word, count)
                seen[flaw.line, flaw.word] += 1
                yield Problem(text.path, flaw.says, flaw.data, flaw.hint, span=span)
