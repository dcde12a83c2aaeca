"""Holding installations, letting them go on, and calling them off."""

from collections.abc import Callable

from brt.engine import commands
from brt.engine.commands import Command
from brt.errors import Usage
from brt.plan import Plan
from brt.records import CALLED_OFF
from brt.say import N_
from brt.service import refs, values
from brt.service.desk import Ask, Desk, Outcome
from brt.service.view import View
from brt.store import work


def hold(desk: Desk, name: str, reason: str | None = None) -> list[Outcome]:
    """Let the installation `name` (DOSSIER[/TYPE]) rest: out of the lists, its emails wait."""
    why = None if reason is None else values.reason(reason)
    return desk.change("hold", _asks(desk, name, lambda key: commands.Hold(key, why)))


def resume(desk: Desk, name: str, reason: str | None = None) -> tuple[list[Ask], list[Outcome]]:
    """Decide to let an installation go on, without saving: dates move, a person may be asked first."""
    why = None if reason is None else values.reason(reason)
    asked = _asks(desk, name, lambda key: commands.Resume(key, why))
    return asked, desk.preview(asked)


def cancel(desk: Desk, name: str, reason: str | None = None, force: bool = False) -> tuple[list[Ask], list[Outcome]]:
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
        return [commands.Cancel(row.id, why, force, _first_number(view, row.id, plan))]

    ask = Ask(dossier.id, asked, provisional=plan.on_cancel is not None)
    return [ask], desk.preview([ask])


def _asks(desk: Desk, name: str, make: Callable[[int], Command]) -> list[Ask]:
    with desk.reading() as db:
        dossier, row = refs.installation(db, name)
    return [Ask(dossier.id, lambda _: [make(row.id)])]


def _first_number(view: View, installation: int, plan: Plan) -> int:
    """Return the number of the first action that calling off creates; on a first look, the one to come."""
    if plan.on_cancel is None or view.state.installations[installation].status in CALLED_OFF:
        return 0
    count = len(plan.members[plan.on_cancel])
    return work.reserve(view.db, "action", count) if view.writes else work.upcoming(view.db, "action")
