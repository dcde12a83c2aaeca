"""Actions or phases wait for each other in a circle.

What it does
    Follows the triggers: an action waits for what its `after` names (by default for the start of its phase), a phase
    for what its `after` names (by default for the phase before), and what waits for a phase waits for its required
    actions. The circle is printed as a path: each waits for the next.

Why is this bad
    None of them would ever become available.

Example
    - {id: commander, name: Commander, role: adv, after: [livrer]}
    - {id: livrer, name: Livrer, role: adv, after: [commander]}

Use instead
    - {id: commander, name: Commander, role: adv}
    - {id: livrer, name: Livrer, role: adv, after: [commander]}
"""

from collections.abc import Iterator
from itertools import groupby

from brt.language.context import Context
from brt.language.finding import Path, Problem, Severity
from brt.language.graph import Ref, build, cycles
from brt.language.parts import Step, TypeDoc
from brt.say import N_

SEVERITY: Severity = "error"


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report each circle once, at the first of it in the file."""
    circles = cycles(build(doc))
    if not circles:
        return
    steps = {step.id.text: step for step in reversed(list(doc.steps())) if step.id is not None}
    for circle in circles:
        names = [name for name, _ in groupby(name for _, name in (*circle, circle[0]))]
        if not steps.keys() >= set(names):
            continue  # through a phase whose id could not be read
        alone = len(names) == 1
        says = N_("`{id}` waits for itself.") if alone else N_("These wait for each other: {path}.")
        data = {"id": names[0]} if alone else {"path": " -> ".join(names)}
        yield Problem(_place(steps[names[0]], circle), says, data)


def _place(step: Step, circle: list[Ref]) -> Path:
    """Return the place of the name in `after` that closes the circle; of a default trigger, that of the id."""
    assert step.id is not None  # noqa: S101 - what has no id is not in the graph
    names = {name for _, name in circle}
    refs = step.after.refs if step.after else ()
    return next((ref.path for ref in refs if ref.text in names), step.id.path)
