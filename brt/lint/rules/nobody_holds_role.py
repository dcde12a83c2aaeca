"""A role is used that nobody on the team holds.

What it does
    For each role of the type's actions and emails, looks for a member of brt.toml with it, and for its fallback.
    Silent as long as brt.toml has no team.

Why is this bad
    The action waits in the pool (`brt todo --unassigned`) on every dossier that does not name somebody.

Example
    role: chef-projet                           # and no member has roles = ["chef-projet"]

Use instead
    chef-projet = { label = "Chef de projet", fallback = "adv" }    # in brt.toml
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import TypeDoc
from brt.say import N_

SEVERITY: Severity = "warning"


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report each such role once, where it is used first."""
    seen = set()
    for action in doc.actions:
        role = action.role
        if role is not None and role.text in context.vacant and role.text not in seen:
            seen.add(role.text)
            yield Problem(role.path, N_("Nobody on the team has the role `{role}`."), {"role": role.text})
