"""`brt history`."""

from typing import Any

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.ends import LOOKS
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.views import history as view
from brt.views.output import write
from brt.views.screen import show


@says(
    N_("Show who did what, when, on a dossier or lately."),
    "brt history 118\nbrt history --all",
    ends=LOOKS,
)
@click.argument("dossier", metavar="[DOSSIER]", required=False)
@click.option("--all", "everything", is_flag=True, help=N_("From the beginning, without a dossier too."))
@params.style()
@click.pass_obj
def command(session: Session, dossier: str | None, everything: bool, style: str) -> None:
    """Print the entries; a program is given all of them, a person without a dossier the latest."""
    from brt.service import history

    if style == "table" and dossier is None and not everything:
        entries = history.history(session.desk, None, history.LATEST + 1)
    else:
        entries = history.history(session.desk, dossier)
    if style == "table":
        _show(session, entries, cut=dossier is None and not everything)
        return
    write([{**entry, **fact} for entry in entries for fact in entry["facts"]], view.COLUMNS, style, entries)


def _show(session: Session, entries: list[dict[str, Any]], *, cut: bool) -> None:
    from brt.service import history

    shown = entries[-history.LATEST :] if cut else entries
    show(view.page(shown, session.desk.settings, session.desk.today))
    if not entries:
        tell(_("Nothing has happened yet. To begin: brt produce DOSSIER"))
    if len(shown) < len(entries):
        tell(_("The latest {count} entries. From the beginning: brt history --all").format(count=len(shown)))
