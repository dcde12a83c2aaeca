"""`brt db restore`."""

import click

from brt.cli import params
from brt.cli.ends import ACTS, FILES, WRONG
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_
from brt.views import keeping as view


@says(
    N_("Put a checked copy of a backup in the place of the database, which must have been moved away before."),
    "brt db restore brt-lundi.db",
    ends=ACTS._replace(no=N_("a database is there already"), usage=WRONG, variables=FILES.variables),
)
@click.argument("file", metavar=N_("FILE"))
@params.style()
@click.pass_obj
def command(session: Session, file: str, style: str) -> None:
    """Copy it and say where it is."""
    from brt.service import keeping

    view.write_copy(keeping.restore(session.desk, file), style)
