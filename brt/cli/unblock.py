"""`brt unblock`."""

from collections.abc import Sequence

import click

from brt.cli import ask, params
from brt.cli.answer import answer
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_


@says(N_("Let stuck actions go on."), "brt unblock 118/retour-operateur-porta")
@params.actions()
@params.yes()
@params.style()
@click.pass_obj
def command(session: Session, actions: Sequence[str], yes: bool, style: str) -> None:
    """Unblock the actions and print what followed."""
    from brt.service import work

    actions = ask.picked(session, actions, yes, N_("Let these {count} actions go on?"))
    answer(session, work.unblock(session.desk, actions), style)
