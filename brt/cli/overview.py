"""`brt overview`."""

import click

from brt.cli import oneof, params
from brt.cli.answer import tell
from brt.cli.ends import MINE
from brt.cli.group import says
from brt.cli.session import Session
from brt.errors import Usage
from brt.say import N_, _
from brt.views import overview as view
from brt.views import words
from brt.views.output import write
from brt.views.screen import show

BY = {
    "customer": N_("by customer"),
    "person": N_("by who has the next action"),
    "type": N_("by installation type"),
}
SAID = {"customer": N_("customer"), "person": N_("person"), "type": N_("type")}


@says(
    N_("Show every running installation: how far, how it is doing, and who must do what next; the worst first."),
    "brt overview\nbrt overview --me\nbrt overview --by person --format json",
    ends=MINE,
)
@click.option("--me", is_flag=True, help=N_("Those in which I hold a role, or have an action."))
@click.option("--who", metavar=N_("MEMBER"), help=N_("Those in which a member holds a role, or has an action."))
@click.option("--type", "type_", metavar="TYPE", help=N_("Of one installation type."))
@click.option("--by", type=oneof.Choice(tuple(BY), SAID, BY), help=N_("Group the lines."))
@click.option("--since", metavar="DATE", help=N_("Produced on that day or later."))
@params.style()
@click.pass_obj
def command(
    session: Session, me: bool, who: str | None, type_: str | None, by: str | None, since: str | None, style: str
) -> None:
    """Print the view."""
    from brt.service import members, overview
    from brt.service.overview import Scope

    if me and who:
        raise Usage(N_("Choose one of --me and --who."))
    desk = session.desk
    member = desk.me.member.id if me else members.member(desk.settings, who) if who is not None else None
    since = session.past("--since", since)
    rows = overview.overview(desk, Scope(member, type_, since))
    if style != "table":
        write([view.flat(row) for row in rows], view.COLUMNS, style, rows)
        return
    if not rows:
        tell(_nothing(session, member, type_, since))
        return
    risks = overview.risks(desk, rows)
    show(view.page(rows, by, desk.settings, desk.today, risks, since, overview.undelivered(desk)))


def _nothing(session: Session, member: str | None, type_: str | None, since: str | None) -> str:
    """Return what is said when no row is left."""
    if type_ is not None or since is not None:
        return _("Nothing that is running is like that. All that is: brt overview")
    if member is not None:
        return _("Nothing is running for {member}.").format(member=words.member(session.settings, member))
    return _("Nothing is running. To begin: brt produce DOSSIER")
