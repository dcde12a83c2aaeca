"""A date is used, but nobody is asked for it in time.

What it does
    For each date field that a `due`, a `wait`, an email or the `deadline` hangs on, looks for an action that asks for
    it before it is used (conditions aside): not only the action that uses it, nor actions that wait for that one.

Why is this bad
    The action would be without a date, or never become available, until somebody thinks of `brt set`.

Example
    - {id: basculer, name: Basculer, role: adv, due: on port_date, asks: [port_date]}

Use instead
    - {id: confirmer, name: Confirmer la date, role: adv, asks: [port_date]}
    - {id: basculer, name: Basculer, role: adv, after: [confirmer], due: on port_date}
"""

from collections.abc import Iterator

from brt import delay
from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.graph import Need, Ref, build, downstream
from brt.language.parts import ASKS, FIELDS, TRIGGERS, Text, TypeDoc
from brt.say import N_

SEVERITY: Severity = "warning"


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report each use of a date that comes before every question for it."""
    if not doc.surely(*ASKS, *TRIGGERS, FIELDS):
        return
    askers: dict[str, set[str]] = {}
    for action in doc.actions:
        for ask in action.asks:
            if ask.field is not None and ask.at == "done" and action.step.id is not None:
                askers.setdefault(ask.field.text, set()).add(action.step.id.text)
    graph = build(doc)
    for text, user in _uses(doc):
        name = _field(text)
        if name not in doc.fields or not doc.surely(text.path):
            continue
        asking = askers.get(name, set())
        if not asking:
            yield _problem(text, name, N_("No action asks for `{field}`: nobody will think of this date."))
        elif user is not None and asking <= _late(graph, user):
            says = N_("`{field}` is only asked for by what comes later: nobody will think of it in time.")
            yield _problem(text, name, says)


def _late(graph: dict[Ref, Need], user: Ref) -> set[str]:
    """Return the actions that close when it is too late for `user`: itself, and what waits for it."""
    return {name for sort, name in {user, *downstream(graph, user)} if sort == "action"}


def _uses(doc: TypeDoc) -> Iterator[tuple[Text, Ref | None]]:
    """Yield each delay, and the deadline, with what hangs on it."""
    if doc.deadline is not None:
        yield doc.deadline, None
    for phase in doc.phases:
        if phase.wait is not None and phase.id is not None:
            yield phase.wait, ("start", phase.id.text)
    for action in doc.actions:
        for text in (action.step.wait, action.due):
            if text is not None and action.step.id is not None:
                yield text, ("action", action.step.id.text)
    yield from ((send.day, None) for send in doc.sends() if send.day is not None)


def _field(text: Text) -> str | None:
    if text.path == ("deadline",):
        return text.text
    try:
        return delay.parse(text.text).field
    except delay.Wrong:
        return None


def _problem(text: Text, name: str, says: str) -> Problem:
    start = text.text.rindex(name)
    return Problem(text.path, says, {"field": name}, span=(start, start + len(name)))
