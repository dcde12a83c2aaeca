"""A field is used that the type does not define.

What it does
    Checks `asks`, `deadline` and the fields of `wait`, `due` and the days of emails against `fields`. (Conditions:
    `bad-expression`; the texts of emails: `unknown-variable`.)

Why is this bad
    Nobody could be asked for it, and a date would never come.

Example
    fields:
      port_date: {label: Date de portabilité, kind: date}
    deadline: portdate

Use instead
    deadline: port_date
"""

from collections.abc import Iterator

from brt import delay
from brt.language.context import Context
from brt.language.finding import Problem, Severity, advice
from brt.language.names import as_field
from brt.language.parts import FIELDS, Text, TypeDoc
from brt.say import N_

SEVERITY: Severity = "error"


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report names of fields that are not defined, unless a field that could not be read may have that name."""
    if doc.deadline is not None:
        yield from _name(doc, doc.deadline, doc.deadline.text)
    for action in doc.actions:
        for ask in action.asks:
            if ask.field is not None:
                yield from _name(doc, ask.field, ask.field.text)
    for text in delays(doc):
        try:
            name = delay.parse(text.text).field
        except delay.Wrong:
            continue
        if name is not None:
            yield from _name(doc, text, name)


def delays(doc: TypeDoc) -> Iterator[Text]:
    """Yield every `wait` and `due` of the type, and the days of its emails."""
    for phase in doc.phases:
        if phase.wait is not None:
            yield phase.wait
    for action in doc.actions:
        yield from (text for text in (action.step.wait, action.due) if text is not None)
    yield from (send.day for send in doc.sends() if send.day is not None)


def _name(doc: TypeDoc, place: Text, name: str) -> Iterator[Problem]:
    if name in doc.fields or name in map(as_field, doc.fields):  # a name that is not written as one: `name-style`
        return
    if doc.document.may_hold(name, FIELDS):
        return
    hint, data = advice(name, doc.fields)
    start = place.text.rindex(name)
    span = (start, start + len(name))
    yield Problem(place.path, N_("There is no field `{field}`."), {"field": name, **data}, hint, span=span)
