"""The action that bills is not one that is always done.

What it does
    Checks that at most one action has `bills: true`, and that this action is neither optional nor conditional, nor in
    a conditional phase.

Why is this bad
    Closing it is the billing: if it were not done, the installation could never be billed.

Example
    - {id: facturer, name: Facturer, role: adv, bills: true, optional: true}

Use instead
    - {id: facturer, name: Facturer, role: adv, bills: true}
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import TypeDoc
from brt.say import N_

SEVERITY: Severity = "error"


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report a second action that bills, and one that may not be done."""
    billing = [action for action in doc.actions if action.bills and not doc.when_cancelled(action)]
    for action in billing[1:]:
        first = (*billing[0].step.path, "bills")
        related = ((first, N_("The first one is here.")),)
        yield Problem((*action.step.path, "bills"), N_("Only one action bills."), key=True, related=related)
    for action in billing[:1]:
        if action.optional:
            path = (*action.step.path, "optional")
            yield Problem(path, N_("The action that bills is never optional."), key=True)
        for step in (doc.phase_of(action), action.step):
            if step.when is not None:
                says = N_("The action that bills is never conditional, nor is its phase.")
                yield Problem(step.when.path, says, key=True)
