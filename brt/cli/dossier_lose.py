"""`brt dossier lose`."""

import click

from brt.cli import params, stopping
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _


@says(
    N_("Mark a dossier as lost: the customer does not buy. brt produce takes that back."),
    'brt dossier lose 124 --reason "parti chez un concurrent"',
)
@click.argument("name", metavar="DOSSIER")
@params.reason(required=False)
@params.yes()
@params.style()
@click.pass_obj
def command(session: Session, name: str, reason: str | None, yes: bool, style: str) -> None:
    """Mark it, asking for the reason, and say so."""
    from brt.service import dossiers

    found = stopping.planned(session, lambda why: dossiers.lose(session.desk, name, why), reason, yes)
    stopping.finish(session, "dossier lose", found, style, _("✓ {dossier} is lost"))
