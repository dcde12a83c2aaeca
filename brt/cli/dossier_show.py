"""`brt dossier show`."""

import click

from brt.cli import params
from brt.cli.ends import LOOKS
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_
from brt.views import dossiers as view
from brt.views.output import write
from brt.views.screen import show


@says(
    N_("Show a dossier: people, contacts, what was sold, what is at work."),
    "brt dossier show 118",
    ends=LOOKS,
)
@params.looked_at("name", "DOSSIER")
@params.style()
@click.pass_obj
def command(session: Session, name: str, style: str) -> None:
    """Print the page."""
    from brt.service import dossiers

    data = dossiers.shown(session.desk, name)
    if style != "table":
        write(view.pairs(data), view.PAIRS, style, data)
        return
    show(view.lines(data, session.desk.settings, session.desk.today))
