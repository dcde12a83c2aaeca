"""The manager's view: every running installation, how far it is, how it is doing, and who must do what next."""

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from brt.engine import forecast
from brt.records import Action, Listed, Running, Summary, available
from brt.service import refs
from brt.service.desk import Desk
from brt.service.lists import Items
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


def overview(desk: Desk, scope: Scope) -> list[dict[str, Any]]:
    """Return the running installations of `scope`, the worst first. Raises UnknownType."""
    with desk.reading() as db:
        every = list(lists.running(db))
        _check_type(desk, scope.type, every)
        going: dict[int, list[Listed]] = {}
        for listed in lists.everyone(db):
            going.setdefault(listed.action.installation_id, []).append(listed)
        items = Items(desk, db)
        mine = _held(db, scope)
        looked = [
            _look(desk, db, one, going.get(one.installation.id, []), items)
            for one in every
            if _fits(one, scope, going.get(one.installation.id, []), mine)
        ]
    return sorted((_row(one, desk.today) for one in looked), key=_badness)


def risks(desk: Desk, rows: Iterable[dict[str, Any]]) -> dict[Key, dict[str, Any]]:
    """Return why the first `REASONS` of the `rows` that are at risk are so.

    The view stands on stored summaries; a reason takes a look at the whole dossier.
    """
    from brt.service.risk import risk

    worst = list(islice((row for row in rows if row["health"] == "at_risk"), REASONS))
    if not worst:
        return {}
    found: dict[Key, dict[str, Any]] = {}
    with desk.reading() as db:
        looked = [desk.look(db, refs.dossier(db, row["dossier"]).id) for row in worst]
    for row, view in zip(worst, looked, strict=True):
        for one in view.state.installations.values():
            if (one.type, one.label or None) == (row["installation_type"], row["label"]):
                reason = risk(view, one, forecast.forecast(view.state, one.id, view.day))
                found |= {key(row): reason} if reason else {}
    return found


def undelivered(desk: Desk) -> int:
    """Return how many emails reached nobody, or may not have."""
    with desk.reading() as db:
        return len(lists.undelivered(db))


def _check_type(desk: Desk, type_: str | None, every: Iterable[Running]) -> None:
    """Raise UnknownType when neither a running installation nor a file of the workspace is called so."""
    if type_ and not any(one.installation.type == type_ for one in every):
        from brt.language.catalogue import Catalogue

        Catalogue(desk.settings.root, desk.settings).raw_type(type_)


def _held(db: Database, scope: Scope) -> set[int]:
    return set(lists.dossiers_of(db, scope.member)) if scope.member else set()


def _fits(one: Running, scope: Scope, going: Iterable[Listed], mine: set[int]) -> bool:
    if scope.type and one.installation.type != scope.type:
        return False
    if scope.since and one.installation.produced_on < scope.since:
        return False
    if scope.member is None:
        return True
    return one.installation.dossier_id in mine or any(row.action.assignee == scope.member for row in going)


class Looked(NamedTuple):
    """What the database says of an installation; working it out can wait until others may save again."""

    running: Running
    actions: list[Action]  # the open ones
    following: dict[str, Any] | None  # the next one, as an item
    late_days: int
    view: "View | None"  # the whole dossier, when the stored forecast has run out


def _look(desk: Desk, db: Database, one: Running, going: list[Listed], items: Items) -> Looked:
    actions = [listed.action for listed in going]
    upcoming = forecast.next_action(actions, desk.today)
    following = items.item(going[actions.index(upcoming)]) if upcoming else None
    ran_out = one.summary.forecast_until < desk.today
    view = desk.look(db, one.installation.dossier_id) if ran_out else None
    return Looked(one, actions, following, _late_days(desk, db, going), view)


def _row(looked: Looked, today: str) -> dict[str, Any]:
    """Return an installation of the view."""
    row, told = looked.running.installation, looked.running.summary
    if looked.view:
        told = _anew(looked.view, row.id)
    following = looked.following
    return {
        "dossier": looked.running.ref,
        "customer": looked.running.customer,
        "installation_type": row.type,
        "label": row.label or None,
        "status": row.status,
        "health": forecast.health(looked.actions, row.status, told.at_risk, today),
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
