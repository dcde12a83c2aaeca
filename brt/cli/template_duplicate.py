"""`brt template duplicate`."""

import click

from brt.cli import params
from brt.cli.group import says
from brt.cli.session import Session
from brt.cli.template_new import written
from brt.say import N_


@says(
    N_("Copy an installation type, comments and all, under another id and name."),
    'brt template duplicate 3cx-porta 3cx-sda --name "Téléphonie 3CX – SDA"',
)
@click.argument("source", metavar="TYPE")
@click.argument("id_", metavar="ID")
@click.option(
    "--name", metavar=N_("NAME"), help=N_("What people read (default: the name of the first, marked as a copy).")
)
@params.style()
@click.pass_obj
def command(session: Session, source: str, id_: str, name: str | None, style: str) -> None:
    """Write the copy and print its path."""
    from brt.language.catalogue import Catalogue
    from brt.service import workshop

    settings = session.settings
    written(workshop.duplicate(Catalogue(settings.root, settings), source, id_, name), style)
