"""A date is used, and it may not be known by then.

What it does
    For each date field that a `due` or a `wait` hangs on, looks for the actions that ask for it: one of them must
    always be closed before the date is used. An action that applies only sometimes does not count, unless what uses
    the date applies only then, too; nor does one whose answer may be left out.

Why is this bad
    The action would be available without a date, or would not become available, until the other one is closed.

Example
    - {id: confirmer, name: Confirmer la date, role: adv, asks: [port_date]}
    - {id: basculer, name: Basculer, role: adv, due: on port_date}

Use instead
    - {id: confirmer, name: Confirmer la date, role: adv, asks: [port_date]}
    - {id: basculer, name: Basculer, role: adv, after: [confirmer], due: on port_date}
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.graph import Ref, downstream
from brt.lint.foresight import Foresight, action_ref, asked
from brt.lint.rules.date_never_asked import dates, problem
from brt.say import N_

SEVERITY: Severity = "warning"


def foresee(foresight: Foresight, context: Context) -> Iterator[Problem]:
    """Report each use of a date that may come before the answer."""
    for text, name, ref in dates(foresight.doc):
        asking = foresight.askers(name)
        if ref is None or not asking or foresight.knows(name, ref, _conditions(foresight, ref)):
            continue
        late = {ref, *downstream(foresight.graph, ref)}
        first = asking[0]
        action = first.step.id.text if first.step.id else ""
        if all(action_ref(each) in late for each in asking):
            says = N_("`{field}` is only asked for by what comes later: nobody will think of it in time.")
        elif name not in asked(first):
            says = N_("`{field}` may not be known by then: `{action}` asks for it, but the answer may be left out.")
        elif action_ref(first) in foresight.before(ref):
            says = N_("`{field}` may not be known by then: `{action}` asks for it, but does not always apply.")
        else:
            says = N_("`{field}` may not be known by then: `{action}` asks for it, but may be closed later.")
        yield problem(text, name, says, action=action)


def _conditions(foresight: Foresight, ref: Ref) -> frozenset[str]:
    action = foresight.actions.get(ref[1]) if ref[0] == "action" else None
    if action is not None:
        return foresight.conditions(action)
    phases = (phase for phase in foresight.doc.phases if phase.id is not None and phase.id.text == ref[1])
    return frozenset(" ".join(phase.when.text.split()) for phase in phases if phase.when is not None)
