"""A member's day at a glance: what is to be done, and what others did since the member last acted."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from brt.service import lists
from brt.service.desk import Desk
from brt.service.lists import Scope, Todo
from brt.store import lists as stored
from brt.store.database import Database
from brt.store.rows import Row


class Change(NamedTuple):
    """What somebody else did last on a dossier of the member's."""

    ref: str
    customer: str
    at: str
    actor: str
    command: str
    things: list[str]  # the actions or fields that the command was about, as people call them
    remark: str  # what it says, nothing for another command
    more: int  # so many commands of others came before it


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
    dossier, seq, ref, customer, at, actor, command, facts = row
    things = list(dict.fromkeys(_things(db, plans, command, facts)))
    remark = stored.remark(db, dossier, seq) if command == "note" else ""
    return Change(ref, customer, at, actor, command, things, remark, more)


def _things(db: Database, plans: stored.Plans, command: str, text: str) -> Iterator[str]:
    """Yield the names of what a command was about, from its facts as they are stored.

    `set` is about all its fields; any other about the action of its first fact: the rest is what followed.
    """
    facts = [data for _kind, data in json.loads(text)]
    if command == "set":
        for data in facts:
            if "field" in data:
                yield plans[stored.plan_of(db, data["installation"])].fields[data["field"]].label
        return
    number = next((data["number"] for data in facts if data.get("number")), None)
    found = stored.key_of(db, number) if number else None
    if found:
        yield plans[found[1]].actions[found[0]].name
