"""`brt history`."""

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.service import history
from brt.views import history as view
from brt.views.output import write
from brt.views.screen import show


@says(N_("Show who did what, when, on a dossier or lately."), "brt history 118")
@click.argument("dossier", metavar="[DOSSIER]", required=False)
@params.style()
@click.pass_obj
def command(session: Session, dossier: str | None, style: str) -> None:
    """Print the entries."""
    entries = history.history(session.desk, dossier)
    if style == "table":
        show(view.page(entries, session.desk.settings, session.desk.today))
        if not entries:
            tell(_("Nothing has happened yet."))
        return
    write([{**entry, **fact} for entry in entries for fact in entry["facts"]], view.COLUMNS, style, entries)
