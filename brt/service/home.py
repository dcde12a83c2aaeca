"""A member's day at a glance: what is to be done, and what others did since the member last acted."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from brt.service import lists
from brt.service.desk import Desk
from brt.service.lists import Scope, Todo
from brt.store import lists as stored
from brt.store.database import Database
from brt.store.rows import Row

FIELDS = ("field", "field_chosen")
ABOUT = {
    "done": ("closed",),
    "skip": ("closed", "skip_asked"),
    "block": ("blocked",),
    "unblock": ("unblocked",),
    "reopen": ("reopened",),
    "reject": ("rejected",),
    "shift": ("shifted",),
    "take": ("assigned",),
    "assign": ("assigned",),
}
"""The facts that hold the actions that a command named, as the log calls them: all others are what followed."""
HOW = {"done": "done", "skip": "skipped"}
"""How a command closes actions; those that it closes otherwise followed from it."""


class Change(NamedTuple):
    """What somebody else did last on a dossier of the member's."""

    ref: str
    customer: str
    at: str
    actor: str
    command: str
    things: list[str]  # the actions or fields that the command was about, as people call them
    more: int  # so many commands of others came before it
    remark: str = ""  # what a remark says
    member: str | None = None  # to whom the actions were given
    day: str | None = None  # to which they were shifted, or the one date that was set
    party: str | None = None  # on whom they are stuck
    roles: tuple[tuple[str, str | None], ...] = ()  # those that were given out, with who has each; None: nobody


class Home(NamedTuple):
    """The day of a member."""

    todo: Todo  # everything that can be done, what is due later too
    since: str | None  # the instant at which the member last acted; None = never
    changes: list[Change]  # since then, by others, one a dossier, the newest first


def home(desk: Desk, member: str) -> Home:
    """Return the day of `member`; a dossier is a member's where they hold a role or have an open action."""
    todo = lists.todo(desk, Scope(member=member, all=True))
    with desk.reading() as db:
        last = stored.last_act(db, member)
        if last is None:
            return Home(todo, None, [])
        plans = stored.Plans(db)
        rows = stored.others(db, member, last[0])
        counts = Counter(dossier for dossier, *_ in rows)
        newest = {row[0]: row for row in reversed(rows)}  # and the newest comes first
        changes = [_change(db, plans, newest[dossier], count - 1) for dossier, count in counts.items()]
    return Home(todo, last[1], changes)


def _change(db: Database, plans: stored.Plans, row: Row, more: int) -> Change:
    dossier, seq, ref, customer, at, actor, command, text = row
    facts = json.loads(text)
    if {kind for kind, _data in facts} == {"noted"}:  # another reason for what was so already is a remark
        command = "note"
    found = Change(ref, customer, at, actor, command, [], more)
    if command == "note":
        return found._replace(remark=stored.remark(db, dossier, seq))
    if command == "dossier assign":
        return found._replace(roles=tuple((data["role"], data["member"]) for kind, data in facts if kind == "person"))
    if command == "set":
        return _set(db, plans, found, [data for kind, data in facts if kind in FIELDS])
    how = HOW.get(command)
    about = [data for kind, data in facts if kind in ABOUT.get(command, ()) and data.get("how", how) == how]
    first = about[0] if about else {}
    return found._replace(
        things=list(dict.fromkeys(_names(db, plans, about))),
        member=first.get("assignee"),
        day=first.get("day"),
        party=first.get("party"),
    )


def _set(db: Database, plans: stored.Plans, found: Change, about: list[dict[str, Any]]) -> Change:
    """Return a change of fields: their labels, and the day if it is one date."""
    fields = [plans[stored.plan_of(db, data["installation"])].fields[data["field"]] for data in about]
    is_date = len(fields) == 1 and fields[0].kind == "date" and isinstance(about[0]["value"], str)
    labels = list(dict.fromkeys(field.label for field in fields))
    return found._replace(things=labels, day=about[0]["value"] if is_date else None)


def _names(db: Database, plans: stored.Plans, about: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what the actions are called that facts are about."""
    for data in about:
        if found := stored.key_of(db, data["number"]):
            yield plans[found[1]].actions[found[0]].name
