"""A role is not one of the team's.

What it does
    Checks the `role` of actions and the `role:` of recipients against the roles of brt.toml.

Why is this bad
    Nobody would see the action in a to-do list, and nobody would get the email.

Example
    role: technicen

Use instead
    role: technicien
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity, advice
from brt.language.names import is_id
from brt.language.parts import TypeDoc
from brt.say import N_

SEVERITY: Severity = "error"
PREFIX = "role:"


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report roles that brt.toml does not have."""
    for action in doc.actions:
        role = action.role
        if role is not None and role.text not in context.roles:
            yield _problem(role.path, role.text, (0, len(role.text)), context)
    for send in doc.sends():
        for to in send.to:
            name = to.text.removeprefix(PREFIX)
            if name != to.text and is_id(name) and name not in context.roles:
                yield _problem(to.path, name, (len(PREFIX), len(to.text)), context)


def _problem(path: tuple[str | int, ...], role: str, span: tuple[int, int], context: Context) -> Problem:
    hint, data = advice(role, context.roles)
    return Problem(path, N_("There is no role `{role}` in brt.toml."), {"role": role, **data}, hint, span=span)
