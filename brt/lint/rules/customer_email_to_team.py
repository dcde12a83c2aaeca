"""An email for the customer that is only sent to the team.

What it does
    Looks at the recipients of every `send` of an email type with `audience: customer`: at least one of them is a
    contact (`contact:FUNCTION`) or an address.

Why is this bad
    The customer never reads what was written for them.

Example
    - {send: confirmation-rdv, to: [role:adv]}                       # audience: customer

Use instead
    - {send: confirmation-rdv, to: [contact:technique, role:adv]}
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import EmailDoc
from brt.say import N_

SEVERITY: Severity = "warning"


def check_email(doc: EmailDoc, context: Context) -> Iterator[Problem]:
    """Report it at the audience, with the types that leave the customer out."""
    if doc.audience != "customer":
        return
    types = [
        sender.id
        for sender in context.types or ()
        if any(
            send.to and not any(to.text.startswith("contact:") or "@" in to.text for to in send.to)
            for send in sender.sending(doc.id)
        )
    ]
    if types:
        says = N_("This email for the customer is sent to the team only by {types}.")
        yield Problem(("audience",), says, {"types": ", ".join(types)})
