"""The text of an email shows a field that may have no value when the email leaves.

What it does
    For each type that sends the email, and each moment at which it does, works out which fields have been asked for by
    then on every path. Fields within an `{% if %}` that names them, with `default`, or in a condition are fine.

Why is this bad
    The customer reads "Date :" and nothing behind it.

Example
    Créneau : {{ port_slot | time }}            # and no action that comes before always asks for port_slot

Use instead
    {% if port_slot %}
    Créneau : {{ port_slot | time }}
    {% endif %}
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import EmailDoc
from brt.language.template import locate
from brt.language.texts import analyse
from brt.say import N_

SEVERITY: Severity = "warning"


def check_email(doc: EmailDoc, context: Context) -> Iterator[Problem]:
    """Report each such field once a text, at its first use."""
    moments = (context.sent or {}).get(doc.id, ())
    fields = {name for sender in context.types or () for name in sender.fields}
    for text in doc.texts:
        seen = set()
        for use in analyse(text.text).uses:
            name = use.chain[0]
            if name not in fields or name in seen or use.guarded or not use.shown:
                continue
            senders = list(dict.fromkeys(sender for sender, known in moments if name not in known))
            if senders:
                seen.add(name)
                says = N_("`{name}` may not be set when this email is sent by {types}: put it in an `if`.")
                span = locate(text.text, use.line, use.word)
                yield Problem(text.path, says, {"name": name, "types": ", ".join(senders)}, span=span)
