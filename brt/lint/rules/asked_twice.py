"""Two actions ask for the same field.

What it does
    Looks for a field that must be given to close an action, and again to close one that always comes later.

Why is this bad
    The second time its value is there already, so that the question is never put; and when it is meant to be
    another value, the first one is lost.

Example
    - {id: commander-licence, name: Commander la licence, role: adv, asks: [order_ref]}
    - {id: commander-postes, name: Commander les postes, role: adv, after: [commander-licence], asks: [order_ref]}

Use instead
    - {id: commander-licence, name: Commander la licence, role: adv, asks: [licence_order_ref]}
    - {id: commander-postes, name: Commander les postes, role: adv, after: [commander-licence], asks: [phones_ref]}
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.lint.foresight import Foresight, action_ref
from brt.say import N_

SEVERITY: Severity = "warning"


def foresee(foresight: Foresight, context: Context) -> Iterator[Problem]:
    """Report the later of two questions."""
    every = [field for action in foresight.doc.actions for field in foresight.asked(action)]
    twice = {field for field in every if every.count(field) > 1} if len(every) > len(set(every)) else set()
    for action in foresight.doc.actions:
        if not twice.intersection(foresight.asked(action)):
            continue
        conditions = foresight.conditions(action)
        before = [one for one in foresight.closed(action_ref(action)) if foresight.conditions(one) <= conditions]
        for ask in action.asks:
            if ask.field is None or ask.at != "done" or ask.optional:
                continue
            first = next((one for one in before if ask.field.text in foresight.asked(one) and one is not action), None)
            if first is not None and first.step.id is not None:
                says = N_("`{field}` is already asked for by `{action}`: the question is never put here.")
                related = ((first.step.id.path, N_("First asked here.")),)
                data = {"field": ask.field.text, "action": first.step.id.text}
                yield Problem(ask.field.path, says, data, related=related)
