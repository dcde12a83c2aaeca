"""`brt assign`."""

import click

from brt.cli import ask, params
from brt.cli.answer import answer
from brt.cli.group import says
from brt.cli.session import Session
from brt.errors import Usage
from brt.say import N_


@says(
    N_("Give actions to a member of the team; they stay theirs whoever gets the role."),
    "brt assign 118/installer-3cx karim",
)
@click.argument("names", metavar=N_("ACTION… MEMBER"), nargs=-1, required=True)
@params.yes()
@params.style()
@click.pass_obj
def command(session: Session, names: tuple[str, ...], yes: bool, style: str) -> None:
    """Assign the actions and print them."""
    from brt.service import work

    if len(names) < 2:
        raise Usage(N_("Give the actions, then the member: brt assign 4127 karim"))
    answer(session, work.assign(session.desk, ask.picked(session, names[:-1], yes), names[-1]), style)
