"""Holding installations, letting them go on, and calling them off."""

from brt.engine import commands
from brt.engine.commands import Command
from brt.errors import Usage
from brt.plan import Plan
from brt.records import CALLED_OFF
from brt.say import N_
from brt.service import change, refs, stops, values
from brt.service.asked import Ask, Outcome
from brt.service.desk import Desk
from brt.service.stops import Stopping
from brt.service.view import View
from brt.store import work


def hold(desk: Desk, name: str, reason: str | None = None) -> Stopping:
    """Decide to let the installation `name` (DOSSIER[/TYPE]) rest: out of the lists, its emails wait."""
    why = None if reason is None else values.reason(reason)
    with desk.reading() as db:
        dossier, row = refs.installation(db, name)

    def asked(view: View) -> list[Command]:
        if view.state.installations[row.id].status == "on_hold":
            return stops.again(view, row.id, why)
        return [commands.Hold(row.id, why)]

    ask = Ask(dossier.id, asked)
    return Stopping(row.id, [ask], change.preview(desk, [ask]))


def resume(desk: Desk, name: str, reason: str | None = None) -> tuple[list[Ask], list[Outcome]]:
    """Decide to let an installation go on, without saving: dates move, a person may be asked first."""
    why = None if reason is None else values.reason(reason)
    with desk.reading() as db:
        dossier, row = refs.installation(db, name)
    asked = [Ask(dossier.id, lambda _: [commands.Resume(row.id, why)])]
    return asked, change.preview(desk, asked)


def cancel(desk: Desk, name: str, reason: str | None = None, force: bool = False) -> Stopping:
    """Decide to call an installation off, without saving: a person may be asked first.

    Raises Usage: beyond a point of no return (`force`), a reason is needed.
    """
    if force and reason is None:
        raise Usage(N_("--force needs a reason."), N_('Add --reason "…"'))
    why = None if reason is None else values.reason(reason)
    with desk.reading() as db:
        dossier, row = refs.installation(db, name)
        plan = desk.look(db, dossier.id).day.plans[row.plan_id]

    def asked(view: View) -> list[Command]:
        if view.state.installations[row.id].status in CALLED_OFF:
            return stops.again(view, row.id, why)
        return [commands.Cancel(row.id, why, force, _first_number(view, plan))]

    ask = Ask(dossier.id, asked, provisional=plan.on_cancel is not None)
    return Stopping(row.id, [ask], change.preview(desk, [ask]))


def _first_number(view: View, plan: Plan) -> int:
    """Return the number of the first action that calling off creates; on a first look, the one to come."""
    if plan.on_cancel is None:
        return 0
    count = len(plan.members[plan.on_cancel])
    return work.reserve(view.db, "action", count) if view.writes else work.upcoming(view.db, "action")
