"""`brt cancel`."""

from typing import TYPE_CHECKING

import click

from brt.cli import ask, params, stopping
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_

if TYPE_CHECKING:
    from brt.service.stops import Stopping


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
    """Cancel the installation, asking for the reason and showing first what goes with it."""
    from brt.service import pause

    def plan(why: str | None) -> "Stopping":
        return pause.cancel(session.desk, name, why, force)

    found = stopping.planned(session, plan, reason, yes, is_needed=force)
    ask.confirm(session, found.asked, found.looked, yes, likely=False)
    stopping.finish(session, "cancel", found, style)
