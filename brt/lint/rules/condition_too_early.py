"""A condition looks at a field that nobody has been asked for by then.

What it does
    For each field in a `when`, looks for an action that asks for it (also for an answer that may be left out) and is
    always closed before the condition is evaluated, which is when the trigger comes. (In `on_cancel` one that comes at
    any time is enough: how far things have come is what its conditions ask.)

Why is this bad
    A field that is not set is equal to nothing: the condition is decided before anybody has answered.

Example
    - {id: auditer, name: Auditer le réseau, role: technicien, asks: [poe_ports]}
    - {id: commander-switch, name: Commander un switch, role: adv, when: poe_ports < 8}

Use instead
    - {id: auditer, name: Auditer le réseau, role: technicien, asks: [poe_ports]}
    - {id: commander-switch, name: Commander un switch, role: adv, after: [auditer], when: poe_ports < 8}
"""

from collections.abc import Iterator

from brt import expr
from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.graph import Ref
from brt.language.parts import ON_CANCEL, Step, TypeDoc
from brt.language.rules.bad_expression import compiled, fields_of
from brt.lint.foresight import Foresight, asked
from brt.say import N_

SEVERITY: Severity = "warning"


def foresee(foresight: Foresight, context: Context) -> Iterator[Problem]:
    """Report the fields of conditions that are not asked for in time."""
    doc = foresight.doc
    fields = fields_of(doc)
    phases = {phase.path for phase in doc.phases}
    for step, tree in compiled(doc, context):
        if step.id is None:
            continue
        ref: Ref = ("start" if step.path in phases else "action", step.id.text)
        known = _askable(doc) if step.path[:1] == ON_CANCEL else foresight.known(ref, frozenset(), optional=True)
        for name in sorted(expr.names(tree) & fields.keys() - known):
            yield _problem(foresight, step, name)


def _askable(doc: TypeDoc) -> frozenset[str]:
    """Return the fields that somebody is asked for before the installation is cancelled."""
    return frozenset().union(*(asked(each, optional=True) for each in doc.actions if not doc.when_cancelled(each)))


def _problem(foresight: Foresight, step: Step, name: str) -> Problem:
    assert step.when is not None  # noqa: S101 - it named the field
    asking = [action.step.id.text for action in foresight.askers(name) if action.step.id is not None]
    says = N_("No action asks for `{field}`: here it is not set, unless somebody thinks of `brt set`.")
    if asking:
        says = N_("`{field}` may not be set by then: `{action}` asks for it, but may be closed later or not apply.")
    start = step.when.text.find(name)
    data = {"field": name, "action": asking[0] if asking else ""}
    return Problem(step.when.path, says, data, span=(start, start + len(name)))
