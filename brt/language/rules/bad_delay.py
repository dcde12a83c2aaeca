"""A `wait`, a `due` or the day of an email is not a delay, or hangs on something that is not a date.

What it does
    Checks `wait`, `due` and the days of emails against the grammar `N day(s)|week(s)|business day(s)|working day(s)`,
    `on FIELD`, `N … before FIELD`, `N … after FIELD`, and that FIELD, like `deadline`, is one date that is not secret.

Why is this bad
    No date could be computed; and due dates stand in every list, so a secret date would be shown.

Example
    due: 3 bussiness days

Use instead
    due: 3 business days
"""

from collections.abc import Iterator

from brt import delay
from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import Field, Text, TypeDoc
from brt.language.rules.unknown_field import delays
from brt.say import N_

SEVERITY: Severity = "error"
_DAY = N_("Such as 2 business days before port_date.")


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report delays that cannot be read, and what is not a date."""
    for text in delays(doc):
        try:
            found = delay.parse(text.text)
        except delay.Wrong as wrong:
            yield Problem(text.path, wrong.says, wrong.data, wrong.hint)
            continue
        if found.field is None and text.path[-1] == "at":
            yield Problem(text.path, N_("`{at}` counts from no date: name the field."), {"at": text.text}, _DAY)
        if found.field in doc.fields:
            yield from _date(text, doc.fields[found.field])
    if doc.deadline is not None and doc.deadline.text in doc.fields:
        yield from _date(doc.deadline, doc.fields[doc.deadline.text])


def _date(text: Text, field: Field) -> Iterator[Problem]:
    start = text.text.rindex(field.name)
    span = (start, start + len(field.name))
    data = {"field": field.name, "kind": field.kind}
    if field.kind is not None and field.kind != "date":
        yield Problem(text.path, N_("`{field}` is not a date, it is of kind {kind}."), data, span=span)
    elif field.many:
        yield Problem(text.path, N_("`{field}` is a list of dates: which of them is meant?"), data, span=span)
    elif field.secret:
        yield Problem(text.path, N_("`{field}` is secret, and dates stand in every list."), data, span=span)
