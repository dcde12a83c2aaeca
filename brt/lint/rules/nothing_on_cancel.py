"""There is a point of no return, and nothing to be done when the installation is cancelled after it.

What it does
    Looks for actions with `point_of_no_return: true` in a type without `on_cancel`.

Why is this bad
    Such an action commits to something (a date at the carrier, a line that is built): cancelled after it, the
    installation leaves that to be undone, and nobody is asked to.

Example
    - {id: deposer-demande-porta, name: Déposer la demande, role: adv, point_of_no_return: true}

Use instead
    on_cancel:
      id: annulation
      name: Annulation
      actions:
        - {id: annuler-demande-porta, name: Annuler la demande de portabilité, role: adv}
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import ON_CANCEL, TypeDoc
from brt.say import N_

SEVERITY: Severity = "warning"


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report the points of no return of a type that undoes nothing."""
    if doc.on_cancel is not None or not doc.surely(ON_CANCEL):
        return
    for action in doc.actions:
        if action.point_of_no_return and action.step.id is not None:
            says = N_(
                "Once `{id}` is done something must be undone to cancel, and there is no `on_cancel` that says what."
            )
            yield Problem((*action.step.path, "point_of_no_return"), says, {"id": action.step.id.text}, key=True)
