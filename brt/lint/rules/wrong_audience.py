"""An email type that is written for the team is sent to a contact of the customer.

What it does
    Compares `audience: team` with the recipients of every installation type that sends the email.

Why is this bad
    The customer reads what was meant for colleagues.

Example
    audience: team                              # and a type sends it to [contact:technique]

Use instead
    audience: customer
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import EmailDoc
from brt.say import N_

SEVERITY: Severity = "warning"


def check_email(doc: EmailDoc, context: Context) -> Iterator[Problem]:
    """Report it at the audience, with the types that send it to a contact."""
    if doc.audience != "team":
        return
    types = [
        sender.id
        for sender in context.types or ()
        if any(to.text.startswith("contact:") for send in sender.sending(doc.id) for to in send.to)
    ]
    if types:
        says = N_("This email for the team is sent to contacts of the customer by {types}.")
        yield Problem(("audience",), says, {"types": ", ".join(types)})
