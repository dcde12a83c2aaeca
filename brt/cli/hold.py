"""`brt hold`."""

import click

from brt.cli import params, stopping
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_


@says(
    N_("Let an installation rest: out of the lists, and its emails wait."),
    'brt hold 118 --reason "travaux sur le site"',
)
@click.argument("name", metavar="DOSSIER[/TYPE]")
@params.reason(required=False)
@params.yes()
@params.style()
@click.pass_obj
def command(session: Session, name: str, reason: str | None, yes: bool, style: str) -> None:
    """Hold the installation, asking for the reason."""
    from brt.service import pause

    found = stopping.planned(session, lambda why: pause.hold(session.desk, name, why), reason, yes)
    stopping.finish(session, "hold", found, style)
