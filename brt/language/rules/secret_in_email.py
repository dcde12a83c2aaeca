"""The text of an email shows a secret.

What it does
    Checks that no field with `secret: true` (of an installation type that sends the email) is named in its texts.

Why is this bad
    Emails are kept, forwarded and read by others: a secret is read with `brt get`, which is logged.

Example
    Votre clé : {{ licence_key }}

Use instead
    Votre clé vous sera remise par {{ people.technicien.name }}.
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import EmailDoc
from brt.language.template import locate
from brt.language.texts import analyse
from brt.say import N_

SEVERITY: Severity = "error"


def check_email(doc: EmailDoc, context: Context) -> Iterator[Problem]:
    """Report every use of a secret, also of its previous value."""
    types = [sender for sender in context.types or () if sender.sending(doc.id)]
    secret = {field.name for sender in types for field in sender.fields.values() if field.secret}
    for text in doc.texts:
        for use in analyse(text.text).uses:
            name = use.chain[1] if use.chain[0] == "previous" and len(use.chain) > 1 else use.chain[0]
            if name in secret:
                span = locate(text.text, use.line, use.word)
                yield Problem(
                    text.path, N_("`{name}` is secret: it never stands in an email."), {"name": name}, span=span
                )
