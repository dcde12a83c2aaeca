"""An email type that no installation type sends.

What it does
    Looks for the email type in the `send` of all installation types.

Why is this bad
    It is not, but the text may have been forgotten, or its name mistyped where it should be sent.

Example
    email_types/bienvenu.yaml                  # and every type sends `bienvenue`

Use instead
    email_types/bienvenue.yaml
"""

from collections.abc import Iterator

from brt.kinds import near
from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import EmailDoc
from brt.say import N_

SEVERITY: Severity = "note"


def check_email(doc: EmailDoc, context: Context) -> Iterator[Problem]:
    """Report it at its name; silent when a `send` could not be read, or may be meant for it."""
    types = context.types
    if types is None or not all(each.sure_sends for each in types):
        return
    sent = {send.email.text for each in types for send in each.sends if send.email is not None}
    unknown = sent - set(sent if context.emails is None else context.emails)
    if doc.id not in sent and near(doc.id, unknown) is None:
        yield Problem(("name",), N_("No installation type sends this email."))
