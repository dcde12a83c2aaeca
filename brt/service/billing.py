"""What can be billed, and what one action holds back."""

from decimal import Decimal
from functools import cache
from typing import Any

from brt.engine.close import unbillable
from brt.engine.course import Course
from brt.plan import Plan
from brt.records import CALLED_OFF, LIVE, Installation, Line, available
from brt.service.desk import Desk
from brt.service.show import action_item
from brt.service.view import View
from brt.store import dossiers, lists
from brt.store.database import Database

BILLINGS = ("one_off", "monthly", "yearly")


def totals(lines: list[Line]) -> dict[str, str]:
    """Return the sums of the lines sold, by how they are billed, with two decimals."""
    sums = dict.fromkeys(BILLINGS, Decimal(0))
    for line in lines:
        sums[line.billing] += line.quantity * Decimal(line.unit_price)
    return {billing: f"{amount:.2f}" for billing, amount in sums.items()}


def billable(desk: Desk) -> list[dict[str, Any]]:
    """Return the installations that can be billed now, then those that one action holds back.

    What was sold belongs to the dossier: each of its installations carries the amounts of the whole.
    """
    found = []
    with desk.reading() as db:
        for key in nearly(db):
            view = desk.look(db, key)
            amounts = totals(dossiers.lines(db, key))
            found += [
                row
                for installation in view.state.installations.values()
                if installation.billed_on is None
                and installation.status not in CALLED_OFF
                and (row := _row(view, installation, amounts)) is not None
            ]
    return sorted(found, key=lambda row: (not row["ready"], row["dossier"]))


def nearly(db: Database) -> list[int]:
    """Return the dossiers of which so little is left to do that one action at most can hold a billing back.

    That much their summaries say: to look at all that run, for the few, would take many times as long.
    """
    plans = lists.Plans(db)
    free = cache(lambda key: _free(plans[key]))
    found = [one for one in lists.unbilled(db) if one.status not in LIVE or one.left <= free(one.plan) + 1]
    return sorted({one.dossier for one in found})


def _free(plan: Plan) -> int:
    """Return how many actions of a type never hold its billing back."""
    after = plan.after_bills()
    return sum(action.optional or action.bills or action.id in after for action in plan.actions.values())


def _row(view: View, row: Installation, amounts: dict[str, str]) -> dict[str, Any] | None:
    course = Course(view.state, view.day)
    missing = unbillable(course, row.id)
    kind = course.plan(row.id).bills
    if kind is not None:
        billing = course.action(row.id, kind.id)
        if billing.blocked:
            missing.append(billing)
        elif not missing and not available(billing, view.day.today):
            return None
    if len(missing) > 1:
        return None
    return {
        "dossier": view.dossier.ref,
        "customer": view.dossier.customer,
        "installation_type": row.type,
        "label": row.label or None,
        "ready": not missing,
        "missing": [action_item(view, action) for action in missing],
        "amounts": amounts,
    }
