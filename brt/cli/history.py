"""`brt history`."""

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.ends import LOOKS
from brt.cli.group import says
from brt.cli.session import Session
from brt.errors import Usage
from brt.say import N_, _
from brt.views import history as view
from brt.views import words
from brt.views.output import write
from brt.views.screen import show


@says(
    N_("Show who did what, when, and the emails that left: of a dossier, or lately."),
    "brt history 118\nbrt history --since lun\nbrt history --all",
    ends=LOOKS,
)
@params.looked_at("dossier", "[DOSSIER]", required=False)
@click.option("--since", metavar="DATE", help=N_("What happened on that day or later."))
@click.option("--all", "everything", is_flag=True, help=N_("From the beginning, without a dossier too."))
@params.style()
@click.pass_obj
def command(session: Session, dossier: str | None, since: str | None, everything: bool, style: str) -> None:
    """Print the entries; a program is given all of them, a person who names neither dossier nor day the latest."""
    from brt.service import history

    if since is not None and everything:
        raise Usage(N_("Choose one of --since and --all."))
    since = session.past("--since", since)
    is_short = style == "table" and not (dossier or since or everything)
    found = history.history(session.desk, dossier, since, history.LATEST if is_short else history.EVERYTHING)
    if style != "table":
        rows = [{**entry, **fact} for entry in found.entries for fact in entry["facts"]]
        write(rows, view.COLUMNS, style, found.entries)
        return
    if not found.moments:
        tell(_nothing(session, dossier, since))
        return
    show(view.page(found.moments, session.settings, session.desk.today, since, of_one=dossier is not None))
    if found.is_cut:
        tell(_("The latest {count} entries. From the beginning: brt history --all").format(count=len(found.entries)))


def _nothing(session: Session, dossier: str | None, since: str | None) -> str:
    """Return what is said when nothing happened, and what to type."""
    if since is None:
        return _("Nothing has happened yet. To begin: brt produce DOSSIER")
    from shlex import join

    day, command = words.day(since, session.desk.today), join(["brt", "history", *([dossier] if dossier else [])])
    return _("Nothing has happened since {day} (--since). What was before: {command}").format(day=day, command=command)
