"""A recipient of an email is not one of the forms that brt knows, or is nobody.

What it does
    Checks each entry of `to`: `contact:FUNCTION`, `role:ROLE`, `assignee`, `managers`, `member:ID` of the team in
    brt.toml, or an address. `assignee` is for emails of actions: an installation and a field have none.

Why is this bad
    The email would reach nobody.

Example
    to: [technique, assigne]

Use instead
    to: [contact:technique, assignee]
"""

from collections.abc import Iterator

from brt import kinds
from brt.language.context import Context
from brt.language.finding import Problem, Severity, advice
from brt.language.names import is_id
from brt.language.parts import Send, Text, TypeDoc
from brt.say import N_

SEVERITY: Severity = "error"
WORDS = ("assignee", "managers")
_FORMS = N_("Write contact:FUNCTION, role:ROLE, assignee, managers, member:ID or an address.")


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report recipients that nobody can be."""
    of_actions = {send.path for action in doc.actions for send in action.emails}
    for send in doc.sends():
        for to in send.to:
            yield from _recipient(to, context)
            yield from _assignee(to, send, of_action=send.path in of_actions)


def _assignee(to: Text, send: Send, *, of_action: bool) -> Iterator[Problem]:
    if to.text == "assignee" and not of_action:
        yield Problem(to.path, N_("Only the emails of an action have an assignee."), hint=N_("Write role:ROLE."))


def _recipient(to: Text, context: Context) -> Iterator[Problem]:
    sort, colon, name = to.text.partition(":")
    if sort == "member" and colon:
        if name not in context.team:
            hint, data = advice(name, context.team)
            span = (len(sort) + 1, len(to.text))
            says = N_("There is no member `{member}` in brt.toml.")
            yield Problem(to.path, says, {"member": name, **data}, hint, span=span)
    elif sort in ("contact", "role") and colon:
        if not is_id(name):
            says = N_("`{to}` does not name anybody.")
            yield Problem(to.path, says, {"to": to.text}, _FORMS)
    elif "@" in to.text:
        yield from _address(to)
    elif to.text not in WORDS:
        yield _neither(to, context)


def _address(to: Text) -> Iterator[Problem]:
    try:
        kinds.parse("email", to.text)
    except kinds.Bad as bad:
        yield Problem(to.path, bad.says, bad.data, bad.hint)


def _neither(to: Text, context: Context) -> Problem:
    sort = "role" if to.text in context.roles else "member" if to.text in context.team else None
    close = f"{sort}:{to.text}" if sort else kinds.near(to.text, WORDS)
    hint = N_("Did you mean `{near}`?") if close else _FORMS
    return Problem(to.path, N_("`{to}` is not a recipient."), {"to": to.text, "near": close}, hint)
