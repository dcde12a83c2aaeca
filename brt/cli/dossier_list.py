"""`brt dossier list`."""

import click

from brt.cli import oneof, params
from brt.cli.ends import LOOKS
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.views import dossiers as view
from brt.views.output import write
from brt.views.show import DOSSIER


@says(
    N_("List the dossiers, all of them or those whose reference, customer or site holds a text."),
    "brt dossier list morel\nbrt dossier list --status quote",
    ends=LOOKS._replace(no=""),
)
@click.argument("texts", metavar=N_("[TEXT]…"), nargs=-1)
@click.option("--status", type=oneof.Choice(tuple(DOSSIER), DOSSIER), help=N_("Those in this state."))
@params.style()
@click.pass_obj
def command(session: Session, texts: tuple[str, ...], status: str | None, style: str) -> None:
    """Print a line a dossier."""
    from brt.service import dossiers

    found = dossiers.listed(session.desk, " ".join(texts), status)
    is_filtered = bool(texts) or status is not None
    empty = (
        _("No dossier is like that.")
        if is_filtered
        else _("There is no dossier yet: brt dossier add REF --customer NAME, or brt dossier import FILE")
    )
    cells = view.shown if style == "table" else view.listed
    write([cells(row) for row in found], view.COLUMNS, style, found, empty=empty)
