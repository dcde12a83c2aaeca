"""A phase in which nothing is required.

What it does
    Looks for phases whose actions are all optional.

Why is this bad
    Such a phase is complete the moment it is triggered: what comes after it does not wait for it.

Example
    - id: options
      name: Options
      actions: [{id: sonder, name: Sonder le client, role: commercial, optional: true}]

Use instead
    - id: options
      name: Options
      actions: [{id: sonder, name: Sonder le client, role: commercial}]
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import TypeDoc
from brt.say import N_

SEVERITY: Severity = "warning"


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report phases of which nothing holds anything back."""
    for index, phase in enumerate(doc.phases):
        actions = [action for action in doc.actions if action.phase == index]
        sure = doc.surely((*phase.path, "actions", "*", "optional"))
        if phase.id is not None and sure and actions and all(action.optional for action in actions):
            says = N_("All actions of `{id}` are optional: it is complete the moment it is triggered.")
            yield Problem(phase.id.path, says, {"id": phase.id.text})
