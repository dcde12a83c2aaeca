"""What is done when an installation is cancelled is mixed up with what is done otherwise.

What it does
    Checks that the phase of `on_cancel` and its actions wait for nothing outside of it, that nothing outside waits for
    them, and that none of them bills or is a point of no return.

Why is this bad
    The phase is there only once the installation is cancelled, and everything else is over then: neither of them would
    ever come.

Example
    on_cancel:
      id: annulation
      name: Annulation
      after: [deposer-demande-porta]
      actions: [{id: annuler-porta, name: Annuler la portabilité, role: adv}]

Use instead
    on_cancel:
      id: annulation
      name: Annulation
      when: rios                                # which the request for porting asks for
      actions: [{id: annuler-porta, name: Annuler la portabilité, role: adv}]
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import ON_CANCEL, Step, TypeDoc
from brt.say import N_

SEVERITY: Severity = "error"


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report what reaches into the phase for a cancelled installation or out of it, and what has no sense in it."""
    if doc.on_cancel is None:
        return
    if doc.on_cancel.after is not None:
        says = N_("The phase of on_cancel opens when the installation is cancelled: leave `after` out.")
        yield Problem((*ON_CANCEL, "after"), says, key=True)
    yield from _triggers(doc)
    for action in doc.actions:
        for key, is_so in (("bills", action.bills), ("point_of_no_return", action.point_of_no_return)):
            if is_so and doc.when_cancelled(action):
                says = N_("`{key}` has no sense in on_cancel: the installation is cancelled already.")
                yield Problem((*action.step.path, key), says, {"key": key}, key=True)


def _triggers(doc: TypeDoc) -> Iterator[Problem]:
    known: dict[bool, set[str]] = {False: set(), True: set()}
    for step in doc.steps():
        known[_inside(step)].update([step.id.text] if step.id else [])
    for step in doc.steps():
        if step is doc.on_cancel or step.after is None:
            continue
        says = (
            N_("`{id}` is over when the installation is cancelled: nothing in on_cancel can wait for it.")
            if _inside(step)
            else N_("`{id}` is only there once the installation is cancelled: nothing else can wait for it.")
        )
        for ref in step.after.refs:
            if ref.text in known[not _inside(step)] - known[_inside(step)]:
                yield Problem(ref.path, says, {"id": ref.text})


def _inside(step: Step) -> bool:
    return step.path[: len(ON_CANCEL)] == ON_CANCEL
