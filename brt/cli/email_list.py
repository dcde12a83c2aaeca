"""`brt email list`."""

import click

from brt.cli import params
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.service import mailing
from brt.views import emails as view
from brt.views.output import write


@says(N_("List the emails, sent ones included, the newest last."), "brt email list\nbrt email list --problems")
@click.option("--problems", is_flag=True, help=N_("Those that reached nobody, failed, or may have left."))
@params.style()
@click.pass_obj
def command(session: Session, problems: bool, style: str) -> None:
    """Print a line an email."""
    found = [one for one in mailing.posted(session.desk) if not problems or one.status in view.PROBLEMS]
    if style == "table":
        empty = _("No email has a problem.") if problems else _("There is no email yet.")
        write(map(view.listed, found), view.WITH_REASON if problems else view.SHOWN, style, empty=empty)
        return
    rows = [view.row(one) for one in found]
    write(rows, view.COLUMNS, style, rows)
