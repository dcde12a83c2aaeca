"""`brt why`."""

import click

from brt.cli import params
from brt.cli.answer import tell, tell_remedies
from brt.cli.ends import LOOKS
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _


@says(
    N_("Say why an action cannot be done yet, or what keeps a dossier: who must act first."),
    "brt why 118/passer-en-facturation\nbrt why 118",
    ends=LOOKS,
)
@params.looked_at("name", "DOSSIER|ACTION")
@params.style()
@click.pass_obj
def command(session: Session, name: str, style: str) -> None:
    """Print what is waited for."""
    from brt.service.why import why
    from brt.views import why as view
    from brt.views.output import write
    from brt.views.screen import show

    desk = session.desk
    found = why(desk, name)
    if style != "table":
        write(found.rows, view.COLUMNS, style, found.rows)
        return
    if found.dossier is None:
        show(view.action(found.rows, found.stopped, desk.settings, desk.today))
        return
    show(view.dossier(found.dossier, found.rows, desk.settings, desk.today))
    _say_unsent(session, found.dossier["dossier"])
    if not found.dossier["installations"] and found.dossier["lost"] is None:
        tell(_("Nothing is at work here."))


def _say_unsent(session: Session, dossier: str) -> None:
    """Say which emails about a dossier wait for a person, and what that one must do."""
    from brt.service import mailing
    from brt.views import emails

    found = [one for one in mailing.posted(session.desk, dossier) if one.status in emails.PROBLEMS]
    for one in found:
        said = emails.problem(one, session.settings)
        tell(_("Email {number}, {email_type}: {reason}").format_map(said))
    tell_remedies(session, found)
