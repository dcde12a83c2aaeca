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

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import SENDS, EmailDoc
from brt.say import N_

SEVERITY: Severity = "note"


def check_email(doc: EmailDoc, context: Context) -> Iterator[Problem]:
    """Report it at its name; silent when what a type sends could not be read."""
    types = context.types
    if types is None or not all(each.surely(*SENDS) for each in types):
        return
    if not any(True for each in types for _ in each.sending(doc.id)):
        yield Problem(("name",), N_("No installation type sends this email."))
