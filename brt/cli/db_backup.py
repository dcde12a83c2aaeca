"""`brt db backup`."""

import click

from brt.cli import params
from brt.cli.ends import ACTS, FILES, WRONG
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_
from brt.views import keeping as view


@says(
    N_("Write a checked copy of the database to a file, while others may work. Nothing is ever overwritten."),
    "brt db backup ../brt-lundi.db",
    ends=ACTS._replace(usage=WRONG, variables=FILES.variables, no=N_("the file is there already")),
)
@click.argument("file", metavar=N_("FILE"))
@params.style()
@click.pass_obj
def command(session: Session, file: str, style: str) -> None:
    """Copy it and say where it is."""
    from brt.service import keeping

    view.write_copy(keeping.backup(session.desk, file), style)
