"""`brt email deliver`."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.ask import agreed
from brt.cli.ends import ACTS, FILES, MAILS, WRONG
from brt.cli.group import says
from brt.cli.session import Session
from brt.errors import Usage
from brt.say import N_, _, ngettext
from brt.views import words
from brt.views.output import Column, write
from brt.views.screen import show

if TYPE_CHECKING:
    from brt.mail.deliver import Report

COLUMNS = tuple(Column(key, key) for key in ("sent", "retried", "failed", "uncertain"))


@says(
    N_("Hand over the emails that may leave now; those that cannot are tried again later."),
    "brt email deliver --dry-run\nbrt email deliver --limit 50",
    ends=ACTS._replace(no=N_("an email failed, or may have left"), usage=WRONG, fails=MAILS, variables=FILES.variables),
)
@click.option("--limit", metavar="N", type=params.Number(), help=N_("So many at most."))
@click.option("--dry-run", is_flag=True, help=N_("Count what would leave, and change nothing."))
@click.option("--watch", is_flag=True, help=N_("Go on, and hand over what comes, until it is stopped."))
@click.option(
    "--redirect-to",
    metavar=N_("ADDRESS"),
    help=N_("Send all of them to this address, to try things out; they count as sent."),
)
@params.yes()
@params.style()
@click.pass_obj
def command(
    session: Session, limit: int | None, dry_run: bool, watch: bool, redirect_to: str | None, yes: bool, style: str
) -> int:
    """Deliver and print how many left; 1 when some never will or may have, 3 when nothing can leave now."""
    from brt.service import mailing

    if watch and (dry_run or redirect_to):
        raise Usage(N_("--watch goes with --limit and --format only."))
    if watch:
        mailing.watch(session.desk, lambda report: _tell(report, style), _until_terminated(), limit)
        return 0
    if redirect_to and not dry_run and not yes:
        _warn(session, redirect_to)
    said = mailing.first(session.desk)
    report = mailing.send(session.desk, limit, dry_run, redirect_to)
    _print(_rehearsed(report) if dry_run else mailing.summary(report), report, style)
    tell(said if report.sent else "")
    if report.stopped is not None:
        raise report.stopped
    if report.failed or report.uncertain:
        tell(_("To see what did not leave: brt email list --problems"))
    return int(bool(report.failed or report.uncertain))


def _warn(session: Session, to: str) -> None:
    """Ask whether real emails, not those of a copy, are to count as sent. Raises Usage, Declined."""
    from brt.service import mailing

    waiting = mailing.waiting(session.desk)
    if not waiting or mailing.disarmed(session.desk):
        return
    if not session.interactive:
        raise Usage(
            N_("This database is no copy: what waits (emails: {n}) would go to {to} and count as sent."),
            N_("To try things out, take a copy of the workspace; to do it all the same, add --yes."),
            n=waiting,
            to=to,
        )
    says = ngettext(
        "{n} email goes to {to} and counts as sent: nobody else gets it. Go on?",
        "{n} emails go to {to} and count as sent: nobody else gets them. Go on?",
        waiting,
    )
    agreed(says.format(n=waiting, to=to))


def _print(sentence: str, report: "Report", style: str) -> None:
    if style == "table":
        show([sentence])
    else:
        row = {column.key: getattr(report, column.key) for column in COLUMNS}
        write([row], COLUMNS, style, row)
    sys.stdout.flush()


def _tell(report: "Report", style: str) -> None:
    """Say what a round of --watch did, at once."""
    from brt.service import mailing

    if any(report[:-1]):
        _print(mailing.summary(report), report, style)
    if report.stopped is not None:
        tell(words.error(report.stopped))


def _until_terminated() -> Callable[[], bool]:
    """Return what says whether SIGTERM has come: the message at hand is finished first."""
    import signal

    came: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: came.append(number))
    return lambda: bool(came)


def _rehearsed(report: "Report") -> str:
    sentence = _("{sent} would leave, {failed} would fail. Nothing was changed.")
    return sentence.format(sent=report.sent, failed=report.failed)
