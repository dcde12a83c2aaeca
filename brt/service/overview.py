"""The manager's view: every running installation, how far it is, how it is doing, and who must do what next."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from brt.engine import forecast
from brt.records import Action, Listed, Running, Summary, available
from brt.service.desk import Desk
from brt.service.lists import Items, holds
from brt.service.members import called
from brt.settings import Settings
from brt.store import lists
from brt.store.database import Database
from brt.views.overview import WORST_FIRST, Key, key

if TYPE_CHECKING:
    from brt.service.view import View

REASONS = 5
"""Of so many installations the view says why they are at risk."""


class Scope(NamedTuple):
    """Which installations."""

    member: str | None = None  # those on which this member has an open action, or holds a role
    type: str | None = None
    since: str | None = None  # produced on that day or later
    text: str = ""  # every word of it stands in the reference, customer, type or label, or names one of the members
    healths: frozenset[str] = frozenset()  # one of them applies, be the health a worse one; none: any


class Load(NamedTuple):
    """How much a member has to do."""

    member: str | None  # None: nobody has it
    open: int  # what can be done today
    late: int
    blocked: int
    coming: str | None  # the nearest date that has not passed


class Overview(NamedTuple):
    """The manager's view."""

    rows: list[dict[str, Any]]  # the installations, the worst first
    risks: dict[Key, dict[str, Any]]  # why the first of those at risk are so
    undelivered: int  # emails that reached nobody, or may not have
    loads: list[Load]  # how much each member has to do there, and how much nobody has; who is the latest first


def overview(desk: Desk, scope: Scope, reasons: int = 0) -> Overview:
    """Return the running installations of `scope`, and why the first `reasons` of those at risk are so.

    The view stands on stored summaries; a whole dossier is read where the forecast has run out, or a reason is wanted.
    Raises UnknownType.
    """
    with desk.reading() as db:
        looked = list(_looked(desk, db, scope))
        views = {key: desk.look(db, key) for key in set(_whole(looked, desk.today, reasons))}
        undelivered = len(lists.undelivered(db))
    every = ((_row(one, views.get(one.running.installation.dossier_id), desk.today), one) for one in looked)
    found = [(row, one) for row, one in every if not scope.healths or scope.healths & {*row["healths"]}]
    rows = sorted((row for row, _one in found), key=_badness)
    loads = _loads((action for _row, one in found for action in one.actions), desk)
    return Overview(rows, _risks(rows, views, reasons), undelivered, loads)


def _loads(actions: Iterable[Action], desk: Desk) -> list[Load]:
    """Return how much of the open `actions` each has; members who hold a role of the team are there with nothing."""
    of: dict[str | None, list[Action]] = {who: [] for who, member in desk.settings.team.items() if member.roles}
    for action in actions:
        of.setdefault(action.assignee, []).append(action)
    loads = (_load(who, some, desk.today) for who, some in of.items())
    return sorted(loads, key=lambda load: (-load.late, -load.open, load.coming or "9999", load.member or ""))


def _load(member: str | None, actions: Sequence[Action], today: str) -> Load:
    ready = [action for action in actions if available(action, today)]
    late = sum(action.due is not None and action.due < today for action in ready)
    blocked = sum(action.blocked is not None for action in ready)
    coming = min((action.due for action in actions if action.due and action.due >= today), default=None)
    return Load(member, len(ready), late, blocked, coming)


def _whole(looked: "Iterable[Looked]", today: str, reasons: int) -> Iterator[int]:
    """Yield the dossiers that must be read whole."""
    at_risk = list[tuple[dict[str, Any], int]]()
    for one in looked:
        told, dossier = one.running.summary, one.running.installation.dossier_id
        if told.forecast_until < today:
            yield dossier
        elif reasons and told.at_risk:
            at_risk.append((_row(one, None, today), dossier))
    worst = sorted((pair for pair in at_risk if _is_at_risk(pair[0])), key=lambda pair: _badness(pair[0]))
    yield from (dossier for _told, dossier in worst[:reasons])


def _risks(rows: Iterable[dict[str, Any]], views: "Mapping[int, View]", reasons: int) -> dict[Key, dict[str, Any]]:
    """Return why the first `reasons` of the `rows` that are at risk are so."""
    if not reasons:
        return {}
    from brt.service.risk import risk

    read = {view.dossier.ref: view for view in views.values()}
    found: dict[Key, dict[str, Any]] = {}
    for row in islice(filter(_is_at_risk, rows), reasons):
        view = read[row["dossier"]]
        for one in view.state.installations.values():
            if (one.type, one.label or None) == (row["installation_type"], row["label"]):
                reason = risk(view, one, forecast.forecast(view.state, one.id, view.day))
                found |= {key(row): reason} if reason else {}
    return found


def _is_at_risk(row: Mapping[str, Any]) -> bool:
    return bool(row["health"] == "at_risk")


def _looked(desk: Desk, db: Database, scope: Scope) -> "Iterator[Looked]":
    every = list(lists.running(db))
    _check_type(desk, scope.type, every)
    going: dict[int, list[Listed]] = {}
    for listed in lists.everyone(db):
        going.setdefault(listed.action.installation_id, []).append(listed)
    items, holders = Items(desk, db), _holders(desk, db, scope)
    for one in every:
        actions = going.get(one.installation.id, [])
        members = holders.get(one.installation.dossier_id, set()) | {row.action.assignee for row in actions}
        if _fits(one, scope, members) and _holds(one, scope.text, members, desk.settings):
            yield _look(desk, db, one, actions, items)


def _check_type(desk: Desk, type_: str | None, every: Iterable[Running]) -> None:
    """Raise UnknownType when neither a running installation nor a file of the workspace is called so."""
    if type_ and not any(one.installation.type == type_ for one in every):
        from brt.language.catalogue import Catalogue

        Catalogue(desk.settings.root, desk.settings).raw_type(type_)


def _holders(desk: Desk, db: Database, scope: Scope) -> dict[int, set[str | None]]:
    """Return who holds a role on which dossier, as far as `scope` asks for it."""
    found: dict[int, set[str | None]] = {}
    for member in desk.settings.team if scope.text else filter(None, [scope.member]):
        for dossier in lists.dossiers_of(db, member):
            found.setdefault(dossier, set()).add(member)
    return found


def _fits(one: Running, scope: Scope, members: Collection[str | None]) -> bool:
    if scope.type and one.installation.type != scope.type:
        return False
    if scope.since and one.installation.produced_on < scope.since:
        return False
    return scope.member is None or scope.member in members


def _holds(one: Running, text: str, members: Collection[str | None], settings: Settings) -> bool:
    """Say whether every word of `text` stands in an installation, or in what one of its members is called."""
    row, names = one.installation, (called(settings, who) for who in members)
    return holds(text, one.ref, one.customer, row.type, row.label, *names)


class Looked(NamedTuple):
    """What the database says of an installation; working it out can wait until others may save again."""

    running: Running
    actions: list[Action]  # the open ones
    following: dict[str, Any] | None  # the next one, as an item
    late_days: int


def _look(desk: Desk, db: Database, one: Running, going: list[Listed], items: Items) -> Looked:
    actions = [listed.action for listed in going]
    upcoming = forecast.next_action(actions, desk.today)
    following = items.item(going[actions.index(upcoming)]) if upcoming else None
    return Looked(one, actions, following, _late_days(desk, db, going))


def _row(looked: Looked, view: "View | None", today: str) -> dict[str, Any]:
    """Return an installation of the view; `view`: its whole dossier, where that was read."""
    row, following = looked.running.installation, looked.following
    told = _anew(view, row.id) if view else looked.running.summary
    healths = forecast.healths(looked.actions, row.status, told.at_risk, today)
    return {
        "dossier": looked.running.ref,
        "customer": looked.running.customer,
        "installation_type": row.type,
        "label": row.label or None,
        "status": row.status,
        "health": healths[0],
        "healths": healths,
        "produced_on": row.produced_on,
        "phase": following["phase"] if following else told.phase,
        "progress": {
            "closed": told.closed,
            "total": told.total,
            "percent": forecast.Progress(told.closed, told.total).percent,
        },
        "next_action": following,
        "open_actions": sum(available(action, today) for action in looked.actions),
        "late_days": looked.late_days,
        "expected_end": told.expected_end,
    }


def _anew(view: "View", installation: int) -> Summary:
    from brt.service.change import summary

    return summary(view.state, installation, view.day)


def _late_days(desk: Desk, db: Database, going: list[Listed]) -> int:
    """Return by how many business days the latest open action is late."""
    late = [row for row in going if available(row.action, desk.today) and row.action.due]
    days = [desk.calendar(db, row.site).late(row.action.due or desk.today, desk.today) for row in late]
    return max(days, default=0)


def _badness(row: dict[str, Any]) -> tuple[int, int, str, str]:
    due = row["next_action"]["due"] if row["next_action"] else None
    return WORST_FIRST.index(row["health"]), -row["late_days"], due or "9999", row["dossier"]
