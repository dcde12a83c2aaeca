"""`brt email test`."""

import click

from brt.cli import params
from brt.cli.ends import FILES, MAILS
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.views.output import Column, write
from brt.views.screen import show

COLUMNS = (Column("to", "To"), Column("by", "By"), Column("answer", "Answer"))


@says(
    N_("Send a test through the mail server of brt.toml, and print what it answers."),
    "brt email test --to sonia@telecom.example",
    ends=FILES._replace(no=N_("the address is not one"), fails=MAILS),
)
@click.option("--to", metavar=N_("ADDRESS"), required=True, help=N_("Who gets it."))
@params.style()
@click.pass_obj
def command(session: Session, to: str, style: str) -> None:
    """Send it; 3 when it did not leave, with what to set up."""
    from brt.service import mailing

    tried = mailing.try_out(session.desk, to)
    row = {"to": to, **tried._asdict()}
    if style != "table":
        write([row], COLUMNS, style, row)
        return
    sentence = _("Taken by {by}, for {to}: {answer}")
    show([sentence.format(**row)])
