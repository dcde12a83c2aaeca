"""Holding installations, letting them go on, and calling them off."""

from collections.abc import Callable

from brt.engine import commands
from brt.engine.commands import Command
from brt.errors import Usage
from brt.say import N_
from brt.service import refs, values
from brt.service.desk import Ask, Desk, Outcome


def hold(desk: Desk, name: str, reason: str | None = None) -> list[Outcome]:
    """Let the installation `name` (DOSSIER[/TYPE]) rest: out of the lists, its emails wait."""
    why = None if reason is None else values.reason(reason)
    return desk.change("hold", _asks(desk, name, lambda key: commands.Hold(key, why)))


def resume(desk: Desk, name: str) -> tuple[list[Ask], list[Outcome]]:
    """Decide to let an installation go on, without saving: dates move, a person may be asked first."""
    asked = _asks(desk, name, commands.Resume)
    return asked, desk.preview(asked)


def cancel(desk: Desk, name: str, reason: str | None = None, force: bool = False) -> tuple[list[Ask], list[Outcome]]:
    """Decide to call an installation off, without saving: a person may be asked first.

    Raises Usage: beyond a point of no return (`force`), a reason is needed.
    """
    if force and reason is None:
        raise Usage(N_("--force needs a reason."), N_('Add --reason "…"'))
    why = None if reason is None else values.reason(reason)
    asked = _asks(desk, name, lambda key: commands.Cancel(key, why, force))
    return asked, desk.preview(asked)


def _asks(desk: Desk, name: str, make: Callable[[int], Command]) -> list[Ask]:
    with desk.reading() as db:
        dossier, row = refs.installation(db, name)
    return [Ask(dossier.id, lambda _: [make(row.id)])]
