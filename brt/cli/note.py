"""`brt note`."""

import click

from brt.cli import params
from brt.cli.answer import answer, tell
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _


@says(
    N_("Write a remark on an action or a dossier; brt show and brt history show it."),
    'brt note 118/appel-lancement "préfère être appelé le matin"',
)
@click.argument("name", metavar="ACTION|DOSSIER")
@click.argument("text", metavar=N_("TEXT"), nargs=-1, required=True)
@params.style()
@click.pass_obj
def command(session: Session, name: str, text: tuple[str, ...], style: str) -> None:
    """Write the remark."""
    from brt.service import work

    answer(session, work.note(session.desk, name, " ".join(text)), style)
    tell(_("Noted."))
