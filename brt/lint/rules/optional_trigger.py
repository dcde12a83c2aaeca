"""Something required waits for an optional action.

What it does
    Looks at the actions that an `after` names: one with `optional: true` that an action or a phase waits for which is
    not optional itself. (`{any: […]}` waits for the first only, and is left alone.)

Why is this bad
    An optional action holds nothing back, as it says; here it does: without it the work stops.

Example
    - {id: sonder, name: Sonder le client, role: commercial, optional: true}
    - {id: facturer, name: Facturer, role: adv, after: [sonder]}

Use instead
    - {id: sonder, name: Sonder le client, role: commercial}
    - {id: facturer, name: Facturer, role: adv, after: [sonder]}
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import TypeDoc
from brt.say import N_

SEVERITY: Severity = "warning"


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report what waits for something optional."""
    optional = {action.step.id.text: action for action in doc.actions if action.optional and action.step.id is not None}
    free = {action.step.path for action in doc.actions if action.optional}
    for step in doc.steps():
        if step.after is None or step.after.any or step.path in free:
            continue
        for ref in step.after.refs:
            if ref.text in optional:
                path = (*optional[ref.text].step.path, "optional")
                says = N_("`{id}` is optional, but what waits for it here is not.")
                yield Problem(ref.path, says, {"id": ref.text}, related=((path, N_("Optional here.")),))
