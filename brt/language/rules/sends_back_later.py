"""An action sends back to one that does not come before it.

What it does
    Checks that every action of `sends_back` is one that this action waits for, directly or not.

Why is this bad
    The work would be sent back to something that has not been done when the action can be rejected.

Example
    - id: deposer-demande-porta
      sends_back: [confirmer-date-porta]      # which comes after it

Use instead
    - id: confirmer-date-porta
      after: [deposer-demande-porta]
      sends_back: [deposer-demande-porta]
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.graph import Ref, build, downstream, kinds_of
from brt.language.parts import TRIGGERS, TypeDoc
from brt.say import N_

SEVERITY: Severity = "error"
SAYS = N_("`{id}` does not come before `{action}`: nothing can be sent back to it.")


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report the actions of `sends_back` after which this one does not come, where every trigger is understood."""
    if not any(action.sends_back for action in doc.actions):
        return
    known, graph = kinds_of(doc), build(doc)
    triggers = [ref.text for step in doc.steps() for ref in (step.after.refs if step.after else ())]
    if not doc.surely(*TRIGGERS) or not set(triggers) <= known.keys():
        return
    for action in doc.actions:
        mine = action.step.id
        for back in action.sends_back if mine else ():
            origin: Ref = ("action", back.text)
            if known.get(back.text) == "action" and mine and ("action", mine.text) not in downstream(graph, origin):
                yield Problem(back.path, SAYS, {"id": back.text, "action": mine.text})
