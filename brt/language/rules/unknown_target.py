"""A trigger names a phase or an action that does not exist, or `sends_back` an action that does not.

What it does
    Checks the ids of `after` against those of the phases and actions of the type, and those of `sends_back` against its
    actions.

Why is this bad
    What waits for it would wait for ever; nothing could be sent back to it.

Example
    after: [deposer-demande]

Use instead
    after: [deposer-demande-porta]
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity, advice
from brt.language.graph import kinds_of
from brt.language.parts import NAMES, TypeDoc
from brt.say import N_

SEVERITY: Severity = "error"


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report ids that nothing has; silent when the id of something could not be read, which may be the one meant."""
    if not doc.surely(*NAMES):
        return
    known = kinds_of(doc)
    for step in doc.steps():
        for ref in step.after.refs if step.after else ():
            if ref.text not in known:
                hint, data = advice(ref.text, known)
                says = N_("There is no phase and no action `{id}`.")
                yield Problem(ref.path, says, {"id": ref.text, **data}, hint)
    actions = [ref for ref, kind in known.items() if kind == "action"]
    for action in doc.actions:
        for back in action.sends_back:
            if back.text not in actions:
                hint, data = advice(back.text, actions)
                yield Problem(back.path, N_("There is no action `{id}`."), {"id": back.text, **data}, hint)
