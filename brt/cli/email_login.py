"""`brt email login`."""

import sys

import click

from brt.cli import ask, params
from brt.cli.answer import tell
from brt.cli.ends import FILES
from brt.cli.group import says
from brt.cli.session import Session
from brt.errors import Usage
from brt.say import N_, _


@says(
    N_("Ask for the password of the mail server and keep it in the keyring of this session."),
    "brt email login --help",
    ends=FILES._replace(
        no="", fails=N_("no workspace, a mistake in brt.toml, no account in it, or the keyring failed")
    ),
)
@params.yes(is_used=False)
@click.pass_obj
def command(session: Session) -> None:
    """Keep the password that is typed, or the first line of what comes in."""
    from brt.service import mailing

    server = mailing.account(session.desk)
    of = {"user": server.user, "server": server.host}
    if session.interactive:
        password = ask.line(_("Password of {user} at {server}: ").format(**of), hidden=True)
    else:
        password = "" if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise Usage(
            N_("No password was given."),
            N_("Type it when you are asked, or let a program print it: … | brt email login"),
        )
    mailing.login(session.desk, password)
    tell(_("Kept for {user} at {server}. To try it: brt email test --to ADDRESS").format(**of))
