"""`brt skip`."""

import click

from brt.cli import params
from brt.cli.answer import answer
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_
from brt.service import work


@says(
    N_("Close actions without doing them; what waited for them opens."),
    'brt skip 118/former-utilisateurs --reason "déjà formés"',
)
@params.actions()
@params.reason()
@params.yes()
@params.style()
@click.pass_obj
def command(session: Session, actions: tuple[str, ...], reason: str, yes: bool, style: str) -> None:
    """Skip the actions and print what followed."""
    answer(session, work.skip(session.desk, actions, reason), style)
