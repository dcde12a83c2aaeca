"""A date is used, but nobody is ever asked for it.

What it does
    For each date field that a `due`, a `wait`, an email or the `deadline` hangs on, looks for an action that asks for
    it.

Why is this bad
    The action would be without a date, or never become available, until somebody thinks of `brt set`.

Example
    - {id: basculer, name: Basculer, role: adv, due: on port_date}

Use instead
    - {id: confirmer, name: Confirmer la date, role: adv, asks: [port_date]}
    - {id: basculer, name: Basculer, role: adv, after: [confirmer], due: on port_date}
"""

from collections.abc import Iterator

from brt import delay
from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.graph import Ref
from brt.language.parts import Text, TypeDoc
from brt.lint.foresight import Foresight
from brt.say import N_

SEVERITY: Severity = "warning"


def foresee(foresight: Foresight, context: Context) -> Iterator[Problem]:
    """Report each use of a date without any question for it."""
    for text, name, _ in dates(foresight.doc):
        if not foresight.askers(name):
            yield problem(text, name, N_("No action asks for `{field}`: nobody will think of this date."))


def dates(doc: TypeDoc) -> Iterator[tuple[Text, str, Ref | None]]:
    """Yield each delay that hangs on a date field, and the deadline, with the field and what hangs on it."""
    if doc.deadline is not None and doc.deadline.text in doc.fields:
        yield doc.deadline, doc.deadline.text, None
    for phase in doc.phases:
        if phase.wait is not None and phase.id is not None:
            yield from _field(doc, phase.wait, ("start", phase.id.text))
    for action in doc.actions:
        for text in (action.step.wait, action.due):
            if text is not None and action.step.id is not None:
                yield from _field(doc, text, ("action", action.step.id.text))
    for send in doc.sends():
        if send.day is not None:
            yield from _field(doc, send.day, None)


def _field(doc: TypeDoc, text: Text, ref: Ref | None) -> Iterator[tuple[Text, str, Ref | None]]:
    if doc.surely(text.path):
        name = delay.parse(text.text).field
        if name is not None and name in doc.fields:
            yield text, name, ref


def problem(text: Text, name: str, says: str, **data: str) -> Problem:
    """Return the problem at the name of the field in `text`."""
    start = text.text.rindex(name)
    return Problem(text.path, says, {"field": name, **data}, span=(start, start + len(name)))
