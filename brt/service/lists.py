"""What is to be done: the open actions of a person, a role, the pool or the team."""

from collections.abc import Collection
from typing import Any, NamedTuple

from brt.kinds.base import fold
from brt.records import Listed
from brt.service.desk import Desk
from brt.service.members import called
from brt.settings import Settings
from brt.store import lists
from brt.store.database import Database
from brt.views.item import Place, is_back, is_late, item, urgency


class Scope(NamedTuple):
    """Whose actions, and which of them."""

    member: str | None = None
    role: str | None = None
    pool: bool = False
    text: str = ""  # every word of it stands somewhere in an action or its dossier, or in who has it
    until: str | None = None  # what is due, or opens, by that day
    all: bool = False  # everything available
    healths: frozenset[str] = frozenset()  # late, blocked: what is one of them, or both; none: whatever it is


class Todo(NamedTuple):
    """A list: what is on it, and what it leaves out."""

    items: list[dict[str, Any]]
    later: dict[str, int]  # how many come on which day
    ready: int  # how many of those can be done already
    undelivered: int  # emails that wait for a person: undeliverable, failed, uncertain


def todo(desk: Desk, scope: Scope) -> Todo:
    """Return the list of `scope`, the most urgent first.

    By default what is late, due today, blocked or without a date; what comes later is counted. Of the pool all that can
    be done, for nobody else will think of it.
    """
    with desk.reading() as db:
        items, rows = Items(desk, db), _found(db, scope, desk.settings.team)
        found = sorted((items.item(row) for row in rows), key=lambda one: (not is_back(one, desk.today), urgency(one)))
        troubles = lists.undelivered(db)
    listed: list[dict[str, Any]] = []
    later: dict[str, int] = {}
    ready = 0
    for one in found:
        if not (_fits(one, scope, desk.today) and _holds(one, scope.text, desk.settings)):
            continue
        if _now(one, scope, desk.today):
            listed.append(one)
        elif on := max(one["due"] or "", one["available_on"] or ""):
            later[on] = later.get(on, 0) + 1
            ready += one["status"] == "available"
    return Todo(listed, later, ready, _undelivered(desk, scope, troubles))


def _found(db: Database, scope: Scope, team: Collection[str]) -> list[Listed]:
    if scope.pool:  # and what those have who left the team: nobody else would see it
        return [row for row in lists.everyone(db) if row.action.assignee not in team]
    return lists.open_actions(db, scope.member) if scope.member else lists.everyone(db)


class Items:
    """Rows of lists as items; what many of them share is read once."""

    def __init__(self, desk: Desk, db: Database) -> None:
        """Read from `db` what the rows do not hold."""
        self._desk = desk
        self._db = db
        self._plans = lists.Plans(db)
        self._values = lists.Values(db)

    def item(self, row: Listed) -> dict[str, Any]:
        """Return a row as an item."""
        plan = self._plans[row.plan_id]
        asked = [ask.field for ask in plan.actions[row.action.key].asks]
        return item(
            row.action,
            Place(row.ref, row.customer, row.type, row.label, row.site, row.siblings, plan),
            self._values.of(row.action.installation_id, asked),
            self._desk.calendar(self._db, row.site),
            self._desk.today,
        )


def _fits(one: dict[str, Any], scope: Scope, today: str) -> bool:
    if scope.role and one["role"] != scope.role:
        return False
    return not scope.healths or bool(scope.healths & {*healths(one, today)})


def healths(one: dict[str, Any], today: str) -> list[str]:
    """Return what is wrong with an item: it is blocked, late, or both."""
    return [name for name, holds in (("blocked", one["blocked"]), ("late", is_late(one, today))) if holds]


def _holds(one: dict[str, Any], text: str, settings: Settings) -> bool:
    texts = (one[key] for key in ("number", "ref", "customer", "name", "installation_type"))
    return holds(text, *texts, called(settings, one["assignee"]))


def holds(text: str, *values: object) -> bool:
    """Say whether every word of `text` stands somewhere in `values`, whatever its case and accents."""
    held = fold(" ".join(map(str, values))) if text else ""
    return all(word in held for word in fold(text).split())


def _now(one: dict[str, Any], scope: Scope, today: str) -> bool:
    """Say whether an item stands on the list today; one whose day nobody knows stands there, lest it be forgotten."""
    ready = one["status"] in ("available", "blocked") or one["available_on"] is None
    if scope.until:
        on = one["due"] or one["available_on"]
        return one["status"] == "blocked" or (ready and on is None) or bool(on and on <= scope.until)
    if not ready:
        return False
    return scope.all or scope.pool or one["status"] == "blocked" or one["due"] is None or one["due"] <= today


def section(one: dict[str, Any], today: str) -> str:
    """Return where an item stands on the list: late, today, blocked, undated or later."""
    if one["blocked"] and not is_back(one, today):
        return "blocked"
    if is_late(one, today):
        return "late"
    if is_back(one, today):
        return "today"
    if one["due"] is None:
        return "undated"
    return "today" if one["due"] == today else "later"


def _undelivered(desk: Desk, scope: Scope, troubles: list[str | None]) -> int:
    """Count the emails with a problem: those of the member; all for a manager, who sees to it that somebody acts."""
    team = desk.settings.team
    if scope.pool or scope.member is None or (scope.member in team and team[scope.member].manager):
        return len(troubles)
    return troubles.count(scope.member)
