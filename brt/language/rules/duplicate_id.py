"""Two phases or actions have the same id.

What it does
    Checks that an id names one thing: phases and actions share one namespace. It also reports a field that an action
    asks for twice at the same moment.

Why is this bad
    `after: [preparer]` and `brt done 118/preparer` could mean either.

Example
    phases:
      - {id: pose, name: Pose, actions: [{id: pose, name: Poser les postes, role: technicien}]}

Use instead
    phases:
      - {id: pose, name: Pose, actions: [{id: poser-postes, name: Poser les postes, role: technicien}]}
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Path, Problem, Severity
from brt.language.parts import Action, TypeDoc
from brt.say import N_

SEVERITY: Severity = "error"
_FIRST = N_("First used here.")


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report the second and every further use of an id."""
    first: dict[str, Path] = {}
    for step in doc.steps():
        if step.id is None:
            continue
        known = first.setdefault(step.id.text, step.id.path)
        if known != step.id.path:
            says = N_("The id `{id}` is used twice.")
            yield Problem(step.id.path, says, {"id": step.id.text}, related=((known, _FIRST),), doubt=False)
    for action in doc.actions:
        yield from _asks(doc, action)


def _asks(doc: TypeDoc, action: Action) -> Iterator[Problem]:
    first: dict[tuple[str, str], Path] = {}
    for ask in action.asks:
        if ask.field is None or not doc.surely((*ask.path, "at")):
            continue
        known = first.setdefault((ask.field.text, ask.at), ask.field.path)
        if known != ask.field.path:
            says = N_("`{field}` is asked for twice.")
            yield Problem(ask.field.path, says, {"field": ask.field.text}, related=((known, _FIRST),), doubt=False)
