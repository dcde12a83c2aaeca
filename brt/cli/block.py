"""`brt block`."""

import click

from brt.cli import params
from brt.cli.answer import answer
from brt.cli.group import says
from brt.cli.session import Session
from brt.engine.stop import PARTIES
from brt.say import N_
from brt.service import values, work


@says(
    N_("Say that actions are stuck: why, on whom, and until when. They stay in the list, marked."),
    'brt block 118/retour-operateur-porta --party carrier --reason "RIO incorrect" '
    "--set port_rejection_reason=rio-incorrect",
)
@params.actions()
@params.reason()
@click.option("--party", type=click.Choice(PARTIES), required=True, help=N_("Whom it is stuck on."))
@click.option("--until", metavar="DATE", help=N_("The day on which it comes back on top."))
@params.values()
@params.yes()
@params.style()
@click.pass_obj
def command(
    session: Session,
    actions: tuple[str, ...],
    reason: str,
    party: str,
    until: str | None,
    sets: tuple[str, ...],
    yes: bool,
    style: str,
) -> None:
    """Block the actions and print what followed."""
    answer(session, work.block(session.desk, actions, reason, party, until, values.split(sets)), style)
