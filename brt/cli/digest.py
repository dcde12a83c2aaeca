"""`brt digest`."""

import sys

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.service import digest
from brt.views import digest as view
from brt.views import words
from brt.views.emails import RULE
from brt.views.output import safe, write


@says(
    N_(
        "Send each member the list of the day (late, today, the next business day), and the managers the installations"
        " that are late, blocked or stalled: once per day, and nothing where there is nothing."
    ),
    "brt digest --dry-run\nbrt digest",
)
@click.option("--dry-run", is_flag=True, help=N_("Show what would leave, and change nothing."))
@params.style()
@click.pass_obj
def command(session: Session, dry_run: bool, style: str) -> int:
    """Send the digests and print what became of each; 1 when one failed, 3 when nothing can leave."""
    desk = session.desk
    sent = list(digest.send(desk, dry_run))
    if dry_run and style == "table":
        for one in sent:
            for line in (f"{one.digest.member.name} <{one.digest.member.email or words.NOBODY}>", ""):
                sys.stdout.write(safe(line) + "\n")
            for line in (*view.lines(one.digest.sections, one.digest.worrying, desk.settings, desk.today), RULE):
                sys.stdout.write(safe(line) + "\n")
    else:
        rows = [
            view.row(
                of.member, status, of.sections, of.worrying, None if error is None else words.said(error, desk.today)
            )
            for of, status, error in sent
        ]
        write(rows, view.COLUMNS, style, rows)
    if not sent:
        tell(_("There is nothing to tell anybody today."))
    return int(any(one.status in ("failed", "uncertain") for one in sent))
