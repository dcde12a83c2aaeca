"""`brt dossier find`."""

import click

from brt.cli import params
from brt.cli.ends import LOOKS
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.views import dossiers as view
from brt.views.output import write


@says(
    N_("Find dossiers by reference, customer, site, contact, telephone number, RIO, and say what holds the text."),
    "brt dossier find lenoir\nbrt dossier find 06 39 98 18 01\nbrt dossier find luc@morel.example",
    ends=LOOKS._replace(no=""),
)
@click.argument("words", metavar=N_("TEXT"), nargs=-1, required=True)
@params.style()
@click.pass_obj
def command(session: Session, words: tuple[str, ...], style: str) -> None:
    """Print a line a dossier."""
    from brt.service import find

    text = " ".join(words)
    found = find.find(session.desk, text)
    empty = _("No dossier holds “{text}”.").format(text=text)
    write([view.found(row) for row in found], view.FOUND, style, found, empty=empty)
