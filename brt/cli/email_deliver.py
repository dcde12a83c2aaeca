"""`brt email deliver`."""

import sys

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.group import says
from brt.cli.session import Session
from brt.mail.deliver import Report
from brt.say import N_, _
from brt.service import mailing
from brt.views.output import Column, safe, write

COLUMNS = tuple(Column(key, key) for key in ("sent", "retried", "failed", "uncertain"))


@says(
    N_("Hand over the emails that may leave now; those that cannot are tried again later."),
    "brt email deliver --dry-run\nbrt email deliver --limit 50",
)
@click.option("--limit", metavar="N", type=click.IntRange(1, 10**15), help=N_("So many at most."))
@click.option("--dry-run", is_flag=True, help=N_("Count what would leave, and change nothing."))
@params.style()
@click.pass_obj
def command(session: Session, limit: int | None, dry_run: bool, style: str) -> int:
    """Deliver and print how many left; 1 when some never will or may have, 3 when nothing can leave now."""
    report = mailing.send(session.desk, limit, dry_run)
    if style == "table":
        sys.stdout.write(safe(_rehearsed(report) if dry_run else mailing.summary(report)) + "\n")
    else:
        row = {column.key: getattr(report, column.key) for column in COLUMNS}
        write([row], COLUMNS, style, row)
    if report.stopped is not None:
        raise report.stopped
    if report.failed:
        tell(_("To see what did not leave: brt email list --problems"))
    return int(bool(report.failed or report.uncertain))


def _rehearsed(report: Report) -> str:
    sentence = _("{sent} would leave, {failed} would fail. Nothing was changed.")
    return sentence.format(sent=report.sent, failed=report.failed)
