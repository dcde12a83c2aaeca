"""`brt dossier edit`."""

import os
from typing import TYPE_CHECKING

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.ask import Interrupted, agreed
from brt.cli.dossier_import import imported, warn_of
from brt.cli.ends import ACTS
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.views import filing as view

if TYPE_CHECKING:
    from brt.service import edit


@says(
    N_(
        "Change a dossier in your editor (VISUAL, else EDITOR): customer, site, people, contacts, lines. What comes "
        "back is checked, and what it changes is shown; a mistake opens the editor again. With --customer or --site "
        "the editor stays closed."
    ),
    'brt dossier edit 118\nbrt dossier edit 118 --customer "Boulangerie Morel et Fils"',
    ends=ACTS._replace(variables=(*ACTS.variables, "VISUAL", "EDITOR")),
)
@click.argument("name", metavar="DOSSIER")
@click.option("--customer", metavar=N_("NAME"), help=N_("Another customer; a known name is that customer."))
@click.option("--site", metavar=N_("TEXT"), help=N_("Another address of the site."))
@params.yes()
@params.style()
@click.pass_obj
def command(session: Session, name: str, customer: str | None, site: str | None, yes: bool, style: str) -> None:
    """Write what the options say; without any, what a person leaves in the editor."""
    if (customer, site) == (None, None):
        _in_editor(session, name, yes, style)
        return
    from brt.service import dossiers

    change = dossiers.amend(session.desk, name, customer, site)
    if change.what == "unchanged":
        tell(_("Nothing to change."))
        return
    imported([change], style)


def _in_editor(session: Session, name: str, yes: bool, style: str) -> None:
    """Open the editor, until what it leaves is right; show what changes, ask on a terminal, and save."""
    from brt.service import edit

    desk = session.desk
    opened = edit.begin(desk, name)
    try:
        text, change = edit.edited(desk, opened, os.environ, session.interactive)
    except KeyboardInterrupt:
        raise Interrupted from None
    if change is None or change.what == "unchanged":
        tell(_("Nothing to change."))
        return
    asks = session.interactive and not yes
    if asks:
        tell("\n".join(view.lines([change])))
    warn_of(session, [change])
    if asks:
        _agreed(opened, text)
    edit.save(desk, opened, change, text)
    imported([change], style, brief=asks)


def _agreed(opened: "edit.Opened", text: str) -> None:
    """Ask whether to save. Raises Declined; at Ctrl-C Left, which says where to find what was written."""
    from brt.service import edit

    try:
        agreed(_("Save it?"))
    except Interrupted:
        raise edit.left(opened, text) from None
