"""`brt resume`."""

import click

from brt.cli import ask, params
from brt.cli.answer import answer
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_


@says(
    N_("Let an installation that rests go on; its computed dates move by the business days that it rested."),
    "brt resume 118",
)
@click.argument("name", metavar="DOSSIER[/TYPE]")
@params.reason(required=False)
@params.yes()
@params.style()
@click.pass_obj
def command(session: Session, name: str, reason: str | None, yes: bool, style: str) -> None:
    """Resume the installation, asking first when dates move."""
    from brt.service import pause

    asked, looked = pause.resume(session.desk, name, reason)
    ask.confirm(session, asked, looked, yes)
    answer(session, session.save("resume", asked, looked), style)
