"""`brt template new`."""

from pathlib import Path

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.ends import FILES
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.views.output import Column, write
from brt.views.screen import show

COLUMNS = (Column("file", "File"),)


@says(
    N_("Write a first, commented installation type with the roles of the team."),
    'brt template new visio --name "Salle de visioconférence"',
    ends=FILES,
)
@click.argument("id_", metavar="ID")
@click.option("--name", metavar=N_("NAME"), help=N_("What people read (default: the id)."))
@params.style()
@click.pass_obj
def command(session: Session, id_: str, name: str | None, style: str) -> None:
    """Write the file and print its path."""
    from brt.language.catalogue import Catalogue
    from brt.service import workshop

    settings = session.settings
    written(workshop.new(Catalogue(settings.root, settings), id_, name), style)


def written(path: Path, style: str) -> None:
    """Print the path of a new file, as it is typed here, and what to do with it."""
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    if style == "table":
        show([str(shown)])
    else:
        row = {"file": str(shown)}
        write([row], COLUMNS, style, row)
    tell(_("Edit it, then: brt lint {file}").format(file=shown))
