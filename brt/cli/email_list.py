"""`brt email list`."""

import click

from brt.cli import oneof, params
from brt.cli.answer import tell, tell_remedies
from brt.cli.ends import LOOKS
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.views import emails as view
from brt.views.output import write


@says(
    N_("List the emails, sent ones included, the newest last; of a dossier, those about it."),
    "brt email list\nbrt email list 118\nbrt email list --problems\nbrt email list --superseded",
    ends=LOOKS,
)
@params.looked_at("dossier", "[DOSSIER]", required=False)
@click.option("--problems", is_flag=True, help=N_("Those that reached nobody, failed, or may have left."))
@click.option("--superseded", is_flag=True, help=N_("Those that left and announced a value which has changed since."))
@click.option("--status", type=oneof.Choice(tuple(view.STATUS), view.STATUS), help=N_("Those that have this status."))
@params.style()
@click.pass_obj
def command(
    session: Session, dossier: str | None, problems: bool, superseded: bool, status: str | None, style: str
) -> None:
    """Print a line an email."""
    from brt.service import mailing

    if superseded:
        _superseded(session, dossier, style)
        return
    wanted = (set(view.PROBLEMS) if problems else set(view.STATUS)) & ({status} if status else set(view.STATUS))
    found = [one for one in mailing.posted(session.desk, dossier, problems=problems) if one.status in wanted]
    if style == "table":
        filtered = _("No email has that status.") if status else _("No email has a problem.") if problems else ""
        nothing = _("There is no email yet.") if dossier is None else _("No email is about this dossier.")
        line, columns = (view.problem, view.IN_TROUBLE) if problems else (view.listed, view.SHOWN)
        found.sort(key=lambda one: (one.at, one.number))
        shown = [line(one, session.settings, session.desk.today) for one in found]
        write(shown, columns, style, empty=filtered or nothing)
        if problems:
            tell_remedies(session, found)
        if not filtered:
            tell(mailing.where(session.settings))
        return
    rows = [view.row(one) for one in found]
    write(rows, view.COLUMNS, style, rows)


def _superseded(session: Session, dossier: str | None, style: str) -> None:
    from brt.service import mailing
    from brt.service.superseded import superseded

    changed = superseded(session.desk)
    found = [one for one in mailing.posted(session.desk, dossier) if one.number in changed]
    rows = [{**view.row(one), "superseded": changed[one.number]} for one in found]
    if style == "table":
        empty = _("Everything that was announced still holds.")
        listed = [(view.listed(one, session.settings), changed[one.number]) for one in found]
        shown = [{**row, "since": view.since(values, session.desk.today)} for row, values in listed]
        write(shown, view.WITH_CHANGES, style, empty=empty)
        return
    write(rows, (*view.COLUMNS, view.SUPERSEDED), style, rows)
