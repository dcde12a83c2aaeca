"""`brt take`."""

from collections.abc import Sequence

import click

from brt.cli import ask, params
from brt.cli.answer import answer
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_
from brt.views import words


@says(N_("Take actions on; they stay yours whoever gets the role."), "brt take 118/installer-3cx")
@params.actions()
@params.yes()
@params.style()
@click.pass_obj
def command(session: Session, actions: Sequence[str], yes: bool, style: str) -> None:
    """Take the actions and print them."""
    from brt.service import work

    desk, found = session.desk, ask.named(actions)
    who = words.member(desk.settings, desk.me.member.id)
    ask.sure(session, found, yes, N_("Take on these {count} actions as {member}?"), member=who)
    answer(session, work.take(desk, found.names), style)
