"""A date that is written in the file has passed.

What it does
    Compares the dates in `must` and in conditions with today.

Why is this bad
    What was meant for a while is still in force, or the condition has become the same for everybody.

Example
    when: install_date < "2020-01-01"

Use instead
    leave the condition out
"""

import re
from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import TypeDoc
from brt.say import N_

SEVERITY: Severity = "warning"
_DATE = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report the dates before today."""
    for when in doc.conditions():
        if doc.surely(when.path):
            yield from _dates(when.text, when.path, context)
    for action in doc.actions:
        for ask in action.asks:
            if isinstance(ask.must, str) and doc.surely((*ask.path, "must")):
                yield from _dates(ask.must, (*ask.path, "must"), context)


def _dates(text: str, path: tuple[str | int, ...], context: Context) -> Iterator[Problem]:
    for found in _DATE.finditer(text):
        if context.today is not None and found.group() < context.today:
            yield Problem(path, N_("The date {date} has passed."), {"date": found.group()}, span=found.span())
