"""`brt show`."""

import sys
from typing import TYPE_CHECKING

import click

from brt.cli import params
from brt.cli.ends import LOOKS
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_
from brt.views import action as single
from brt.views import show as view
from brt.views.output import json_text, write
from brt.views.screen import show as page

if TYPE_CHECKING:
    from brt.service.refs import Target


@says(
    N_("Show a dossier with its installations, or an action with what it asks for."),
    "brt show 118\nbrt show 118 --forecast\nbrt show 118/confirmer-date-porta",
    ends=LOOKS,
)
@params.looked_at("name", "DOSSIER|ACTION")
@click.option("--all", "everything", is_flag=True, help=N_("Every action of every phase."))
@click.option(
    "--forecast", is_flag=True, help=N_("Also when what waits will be due, if everything is done on its date.")
)
@params.style()
@click.pass_obj
def command(session: Session, name: str, everything: bool, forecast: bool, style: str) -> None:
    """Print the page."""
    from brt.service import refs, show

    desk = session.desk
    with desk.reading() as db:
        target, type_ = refs.shown(db, name)
    if isinstance(target, refs.Target):
        _action(session, target, forecast, style)
        return
    found = show.dossier(desk, target.id, type_, ahead=forecast)
    if style == "json":
        sys.stdout.write(json_text(found.data))
    elif style == "table":
        remarks = show.remarks(desk, target.id)
        sheet = view.Sheet(found.contacts, found.waits, desk.settings, desk.today, everything or forecast, remarks)
        page(view.dossier(found.data, sheet))
    else:
        rows = [row for one in found.data["installations"] for phase in one["phases"] for row in phase["actions"]]
        flat = [view.flat(row, found.waits.get(row["number"], ())) for row in rows]
        write(flat, view.AHEAD if forecast else view.COLUMNS, style)


def _action(session: Session, target: "Target", forecast: bool, style: str) -> None:
    from brt.service import show

    desk = session.desk
    data = show.action(desk, target, ahead=forecast)
    if style == "table":
        page(single.action(data, desk.settings, desk.today, show.remarks(desk, target.dossier, target.number)))
    else:
        write([view.flat(data, data["waits_for"])], view.AHEAD if forecast else view.COLUMNS, style, data)
