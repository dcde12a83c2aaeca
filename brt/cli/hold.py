"""`brt hold`."""

import click

from brt.cli import params
from brt.cli.answer import answer
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_


@says(
    N_("Let an installation rest: out of the lists, and its emails wait."),
    'brt hold 118 --reason "travaux sur le site"',
)
@click.argument("name", metavar="DOSSIER[/TYPE]")
@params.reason(required=False)
@params.style()
@click.pass_obj
def command(session: Session, name: str, reason: str | None, style: str) -> None:
    """Hold the installation."""
    from brt.service import pause

    answer(session, pause.hold(session.desk, name, reason), style)
