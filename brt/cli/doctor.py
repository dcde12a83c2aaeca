"""`brt doctor`."""

import os
from pathlib import Path

import click

from brt.cli import params
from brt.cli.ends import LOOKS
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_
from brt.views import doctor as view
from brt.views.output import write
from brt.views.screen import show


@says(
    N_(
        "Check that everything is there that brt needs: settings, templates, database, holidays, mail. Changes nothing."
    ),
    "brt doctor\nbrt doctor --format json",
    ends=LOOKS._replace(no="", fails=N_("a check failed")),
)
@params.style()
@click.pass_obj
def command(session: Session, style: str) -> int:
    """Print what every check found; 3 when one failed."""
    from brt.service import doctor

    where = session.workspace or os.environ.get("BRT_WORKSPACE")
    found = doctor.examine(Path(where) if where else None, os.environ, session.as_)
    if style == "table":
        show(view.page(found))
    else:
        write([view.row(one) for one in found], view.COLUMNS, style)
    return 3 if any(one.status == doctor.FAIL for one in found) else 0
