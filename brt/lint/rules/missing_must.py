"""A choice closes an action whatever the answer, although there is a way to say no.

What it does
    Looks at actions that send an email when they are blocked or rejected, or that send the work back, and ask for a
    choice that has a refusal among its values (`rejetee`, `no-go`, `echec-…`), without `must`.

Why is this bad
    A refusal is not a success: closed with it, the action opens the next ones as if all were well.

Example
    asks: [port_decision]                      # choices: [acceptee, rejetee]
    emails: [{send: rejet-portabilite, at: blocked, to: [contact:administratif]}]

Use instead
    asks: [{field: port_decision, must: acceptee}]
    emails: [{send: rejet-portabilite, at: blocked, to: [contact:administratif]}]
"""

import re
from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import TypeDoc
from brt.say import N_

SEVERITY: Severity = "warning"
_NO = re.compile(r"(?:no|non|ko|no-go|[ée]chec|refus|rejet|reject|fail|annul|cancel|d[ée]clin)", re.IGNORECASE)
_WHOLE = ("no", "non", "ko")


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report the choices that take no for an answer."""
    for action in doc.actions:
        if not action.sends_back and not any(send.at in ("blocked", "rejected") for send in action.emails):
            continue
        for ask in action.asks:
            field = doc.fields.get(ask.field.text) if ask.field is not None else None
            if field is None or ask.field is None or ask.at != "done" or ask.fixed:
                continue
            no = next((choice for choice in field.choices or () if _refuses(choice)), None)
            if no is not None and field.kind == "choice" and doc.surely((*ask.path, "must"), (*ask.path, "at")):
                says = N_("The answer `{no}` closes the action like any other: say which answer it must be.")
                yes = next((choice for choice in field.choices or () if not _refuses(choice)), no)
                data = {"no": no, "example": f"{{field: {field.name}, must: {yes}}}"}
                yield Problem(ask.field.path, says, data, N_("Write `{example}`."))


def _refuses(choice: str) -> bool:
    found = _NO.match(choice)
    return found is not None and (found.group().lower() not in _WHOLE or found.group() == choice)
