"""An email type that is to be sent does not exist.

What it does
    Checks that each `send` names a file of email_types/ (without `.yaml`).

Why is this bad
    There is no text to send.

Example
    emails:
      - {send: bienvenu, at: produced, to: [contact:administratif]}

Use instead
    emails:
      - {send: bienvenue, at: produced, to: [contact:administratif]}
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity, advice
from brt.language.parts import TypeDoc
from brt.say import N_

SEVERITY: Severity = "error"


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report email types without a file."""
    if context.emails is None:
        return
    for send in doc.sends():
        if send.email is not None and send.email.text not in context.emails:
            hint, data = advice(send.email.text, context.emails)
            says = N_("There is no email type `{email}`.")
            yield Problem(send.email.path, says, {"email": send.email.text, **data}, hint, doubt=False)
