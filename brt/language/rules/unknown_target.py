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

from collections.abc import Collection, Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity, advice
from brt.language.graph import kinds_of
from brt.language.parts import CANCEL_NAMES, PHASE_NAMES, TypeDoc
from brt.say import N_

SEVERITY: Severity = "error"


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report ids that nothing has, unless something whose id could not be read may have it."""
    known = kinds_of(doc)
    for step in doc.steps():
        for ref in step.after.refs if step.after else ():
            if not _is_there(doc, ref.text, known):
                hint, data = advice(ref.text, known)
                says = N_("There is no phase and no action `{id}`.")
                yield Problem(ref.path, says, {"id": ref.text, **data}, hint)
    actions = [ref for ref, kind in known.items() if kind == "action"]
    for action in doc.actions:
        for back in action.sends_back:
            if not _is_there(doc, back.text, actions):
                hint, data = advice(back.text, actions)
                yield Problem(back.path, N_("There is no action `{id}`."), {"id": back.text, **data}, hint)


def _is_there(doc: TypeDoc, name: str, known: Collection[str]) -> bool:
    more = CANCEL_NAMES if doc.on_cancel else ()
    return name in known or doc.document.may_hold(name, *PHASE_NAMES, *more)
