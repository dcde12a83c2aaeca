"""`brt email arm`."""

import click

from brt.cli import ask, params
from brt.cli.answer import tell
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _, ngettext


@says(
    N_(
        "Let emails leave from this database, which was copied or restored: those that the original sent in the "
        "meantime would leave again. Call them off first."
    ),
    "brt email list --status queued\nbrt email arm",
)
@params.yes()
@click.pass_obj
def command(session: Session, yes: bool) -> None:
    """Arm the database; a person is asked when emails wait."""
    from brt.service import mailing, mending

    if not mailing.disarmed(session.desk):
        tell(_("Emails leave from this database already."))
        return
    waiting = mailing.waiting(session.desk)
    said = ngettext("{n} email may leave now", "{n} emails may leave now", waiting).format(n=waiting)
    if waiting and session.interactive and not yes:
        ask.agreed(_("{said}. Go on?").format(said=said))
    mending.arm(session.desk)
    tell(_("{said}: brt email deliver").format(said=said))
