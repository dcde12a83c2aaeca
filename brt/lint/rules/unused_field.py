"""A field is defined that nothing in the type uses.

What it does
    Looks for each field in `asks`, `wait`, `due`, `deadline`, `when` and `checks`. (Emails may still show it, and
    `brt set` still sets it.)

Why is this bad
    Nobody is asked for it, so it will most probably stay empty.

Example
    fields:
      motif: {label: Motif, kind: text}         # and no action asks for it

Use instead
    asks: [motif]
"""

import re
from collections.abc import Iterator

from brt import delay
from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.names import as_field
from brt.language.parts import ASKS, CHECKS, CONDITIONS, DELAYS, FIELDS, TypeDoc
from brt.language.rules.unknown_field import delays
from brt.say import N_

SEVERITY: Severity = "note"


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report the fields that nothing mentions."""
    if not doc.surely(*ASKS, *DELAYS, FIELDS, *CONDITIONS, CHECKS):
        return
    used = {ask.field.text for action in doc.actions for ask in action.asks if ask.field is not None}
    if doc.deadline is not None:
        used.add(doc.deadline.text)
    for text in delays(doc):
        used.add(delay.parse(text.text).field or "")
    for when in doc.conditions():
        used |= set(re.findall(r"\w+", when.text))
    for field in doc.fields.values():
        if not used & {field.name, as_field(field.name)}:
            yield Problem(field.path, N_("Nothing asks for `{field}` or uses it."), {"field": field.name}, key=True)
