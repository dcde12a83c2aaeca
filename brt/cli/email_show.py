"""`brt email show`."""

import click

from brt.cli import params
from brt.cli.answer import tell_remedies
from brt.cli.ends import LOOKS
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_
from brt.views import emails as view
from brt.views.output import write
from brt.views.screen import show


@says(
    N_("Show an email: to whom, what became of it, its subject and its text."),
    "brt email show 1",
    ends=LOOKS,
)
@click.argument("number", metavar=N_("NUMBER"), type=params.EMAIL_NUMBER)
@params.style()
@click.pass_obj
def command(session: Session, number: int, style: str) -> None:
    """Print the email."""
    from brt.service import mailing

    found = mailing.one(session.desk, number)
    data = view.whole(*found)
    if style != "table":
        write([data], view.COLUMNS, style, data)
        return
    show(view.lines(data, session.settings))
    tell_remedies(session, [found.posted])
