"""A trigger is implied by another one beside it.

What it does
    Looks for ids in `after` that have certainly closed when another id of the same list does.

Why is this bad
    It is not; but whoever reads the list takes it for two things that come in any order.

Example
    - {id: former, name: Former, role: technicien, after: [installer]}
    - {id: facturer, name: Facturer, role: adv, after: [installer, former]}

Use instead
    - {id: facturer, name: Facturer, role: adv, after: [former]}
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.graph import kinds_of
from brt.lint.foresight import Foresight
from brt.say import N_

SEVERITY: Severity = "note"


def foresee(foresight: Foresight, context: Context) -> Iterator[Problem]:
    """Report the triggers that add nothing."""
    kinds = kinds_of(foresight.doc)
    for step in foresight.doc.steps():
        after = step.after
        if after is None or after.any:
            continue
        refs = [(kinds[ref.text], ref.text) for ref in after.refs if ref.text in kinds]
        for index, ref in enumerate(after.refs):
            own = (kinds[ref.text], ref.text)
            other = next((one for one in refs if one != own and own in foresight.before(one)), None)
            if own in refs[:index]:
                yield Problem(ref.path, N_("`{id}` is there twice."), {"id": ref.text})
            elif other is not None:
                says = N_("`{id}` is already closed when `{other}` is.")
                yield Problem(ref.path, says, {"id": ref.text, "other": other[1]})
