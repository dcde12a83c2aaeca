"""`brt digest`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.ends import ACTS, MAILS, PAGES, WRONG
from brt.cli.group import says
from brt.cli.session import Session
from brt.errors import Surroundings
from brt.say import N_, _
from brt.views import digest as view
from brt.views import words
from brt.views.emails import PROBLEMS, RULE
from brt.views.layout import Block, Text
from brt.views.output import write
from brt.views.screen import show

if TYPE_CHECKING:
    from brt.service import digest


@says(
    N_(
        "Send each member the list of the day (late, today, the next business day), and the managers the installations"
        " that are late, blocked or stalled: once per day, and nothing where there is nothing."
    ),
    "brt digest --dry-run\nbrt digest",
    ends=ACTS._replace(no=N_("an email failed, or may have left"), usage=WRONG, fails=MAILS, variables=PAGES.variables),
)
@click.option("--dry-run", is_flag=True, help=N_("Show what would leave, and change nothing."))
@params.style()
@click.pass_obj
def command(session: Session, dry_run: bool, style: str) -> int:
    """Send the digests and print what became of each; 1 when one failed or may have left, 3 when none can leave."""
    from brt.service import digest

    sent = digest.rehearse(session.desk) if dry_run else digest.send(session.desk, tell)
    if dry_run and style == "table":
        show(_pages(session, sent))
    else:
        rows = [view.row(of.member, status, of.sections, of.worrying) for of, status in sent]
        write(rows, view.COLUMNS, style, rows)
    if not sent:
        tell(_("There is nothing to tell anybody today."))
    if any(one.status in PROBLEMS for one in sent):
        tell(_("To see what did not leave: brt email list --problems"))
        return 1
    return Surroundings.exit_code if any(one.status == "queued" for one in sent) else 0


def _pages(session: Session, sent: "list[digest.Sent]") -> Iterator[Block]:
    """Yield the digests themselves."""
    desk = session.desk
    for of, _status in sent:
        yield Text(f"{of.member.name} <{of.member.email or words.NOBODY}>", "title")
        yield ""
        yield from view.page(of.sections, of.worrying, desk.settings, desk.today)
        yield RULE
