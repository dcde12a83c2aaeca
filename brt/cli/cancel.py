"""`brt cancel`."""

import click

from brt.cli import ask, params
from brt.cli.answer import answer
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_


@says(
    N_("Call an installation off: what is not closed is cancelled, emails that wait do not leave."),
    'brt cancel 118 --reason "le client renonce"',
)
@click.argument("name", metavar="DOSSIER[/TYPE]")
@params.reason(required=False)
@click.option("--force", is_flag=True, help=N_("Although a point of no return was passed; needs --reason."))
@params.yes()
@params.style()
@click.pass_obj
def command(session: Session, name: str, reason: str | None, force: bool, yes: bool, style: str) -> None:
    """Cancel the installation, showing first what goes with it."""
    from brt.service import pause

    asked, looked = pause.cancel(session.desk, name, reason, force)
    ask.confirm(session, asked, looked, yes)
    answer(session, session.desk.save("cancel", asked, looked), style)
