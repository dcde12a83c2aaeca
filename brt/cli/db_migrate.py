"""`brt db migrate`."""

import click

from brt.cli import params
from brt.cli.ends import ACTS, FILES, WRONG
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_
from brt.views import keeping as view


@says(
    N_(
        "Bring the database up to the format of this brt, forward only;"
        " a checked copy of what it was is kept beside it."
    ),
    "brt db migrate",
    ends=ACTS._replace(no="", usage=WRONG, variables=FILES.variables),
)
@params.style()
@click.pass_obj
def command(session: Session, style: str) -> None:
    """Migrate, and say what became of it."""
    from brt.service import keeping

    view.write_format(keeping.migrate(session.desk), style)
