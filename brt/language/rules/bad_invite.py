"""An invitation has no date: its field is none of the type, or not one of the right kind.

What it does
    Checks `invite` against the fields of every installation type that sends the email: `date` names a field of kind
    `date`, `slot` one of kind `slot`; neither is a list.

Why is this bad
    There would be nothing to put into a calendar.

Example
    invite: {date: port_slot}

Use instead
    invite: {date: port_date, slot: port_slot}
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity, advice
from brt.language.parts import EmailDoc, Sender, Text
from brt.say import N_

SEVERITY: Severity = "error"


def check_email(doc: EmailDoc, context: Context) -> Iterator[Problem]:
    """Report the fields that some sender does not have, or has as something else."""
    known = [each for each in context.types or () if each.sure_fields]
    senders = [each for each in known if each.sending(doc.id)]
    for kind, text in doc.invite.items():
        for sender in senders:
            found = _problem(sender, kind, text)
            if found:
                yield found
                break


def _problem(sender: Sender, kind: str, text: Text) -> Problem | None:
    field = sender.fields.get(text.text)
    if field is None:
        hint, data = advice(text.text, [name for name, each in sender.fields.items() if each.kind == kind])
        says = N_("{type} has no field `{field}`.")
        return Problem(text.path, says, {"type": sender.id, "field": text.text, **data}, hint)
    if field.kind != kind or field.many or field.secret:
        says = N_("In {type}, `{field}` is not a field of kind {kind} with one value.")
        return Problem(text.path, says, {"type": sender.id, "field": text.text, "kind": kind})
    return None
