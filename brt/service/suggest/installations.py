"""The installations that a command can act on."""

from collections.abc import Callable

from brt.plan import Plan
from brt.records import OPEN, Installation, Running, available
from brt.service.desk import Desk
from brt.service.suggest.typed import Typed
from brt.store import lists
from brt.store.database import Database

Sieve = Callable[[Database, list[Running], str], list[Running]]


def fitting(db: Database, desk: Desk, typed: Typed) -> list[Running]:
    """Return the installations that the command of `typed` can act on, by reference; not those already typed."""
    statuses, sieve = CAN[typed.command]
    rows = [row for row in lists.running(db) if row.installation.status in statuses]
    if sieve and not typed.options.get("force"):
        rows = sieve(db, rows, desk.today)
    return sorted((row for row in rows if row.ref not in typed.before), key=lambda row: (row.ref, row.installation.id))


def several(db: Database) -> set[int]:
    """Return the dossiers on which several installations are at work."""
    return {dossier for dossier, going in lists.running_of(db).items() if going.running > 1}


def billable(db: Database, rows: list[Running], today: str) -> list[Running]:
    """Return those of the installations that can be billed."""
    plans = lists.Plans(db)
    keys = {key: kind.id if (kind := plans[key].bills) else "" for key in {row.installation.plan_id for row in rows}}
    opened = lists.having(db, OPEN, keys.values())

    def may_be(row: Installation) -> bool:
        key = keys[row.plan_id]
        open_ = (row.id, key) in opened if key else row.status == "complete"
        return open_ and row.billed_on is None and can_be_billed(db, row.id, plans[row.plan_id], today)

    return [row for row in rows if may_be(row.installation)]


def can_be_billed(db: Database, installation: int, plan: Plan, today: str) -> bool:
    """Say whether nothing required is left to do but the action that bills, and that can be done: `engine.close`."""
    pending = lists.pending(db, installation)
    if plan.bills is not None:
        own = pending.pop(plan.bills.id, None)
        if own is None or not available(own, today) or own.blocked:
            return False
    later = plan.after_bills() | {*plan.members.get(plan.on_cancel or "", ())}
    return all(plan.actions[key].optional or key in later for key in pending)


def _revocable(db: Database, rows: list[Running], _today: str) -> list[Running]:
    """Return those of the installations that can be called off: no point of no return is passed."""
    plans = lists.Plans(db)
    ends = {key: _ends(plans[key]) for key in {row.installation.plan_id for row in rows}}
    passed = lists.having(db, "done", (key for keys in ends.values() for key in keys))
    return [
        row for row in rows if not any((row.installation.id, key) in passed for key in ends[row.installation.plan_id])
    ]


def _ends(plan: Plan) -> list[str]:
    return [one.id for one in plan.actions.values() if one.point_of_no_return or one.bills]


CAN: dict[str, tuple[tuple[str, ...], Sieve | None]] = {
    "hold": (("running",), None),
    "resume": (("on_hold",), None),
    "cancel": (("running", "on_hold"), _revocable),
    "bill": (("running", "complete"), billable),
}
"""The states in which an installation is something for a command, and what else it needs; the others look at any."""
