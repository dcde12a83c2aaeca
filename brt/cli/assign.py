"""`brt assign`."""

from collections.abc import Sequence

import click

from brt.cli import ask, params
from brt.cli.answer import answer, tell
from brt.cli.group import says
from brt.cli.session import Session
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
    """Assign the actions and print them, asking for the member on a terminal."""
    from brt.service import work

    named, member = (names[:-1], names[-1]) if len(names) > 1 else (names, None)
    actions = ask.picked(session, named, yes)
    who = ask.required(session, member, lambda: _member(session, actions), "MEMBER")
    outcomes = work.assign(session.desk, actions, who)
    answer(session, outcomes, style)
    if style == "table":
        from brt.views import whose

        for text in whose.staying(((one.dossier, one.decision, one.day) for one in outcomes), session.settings):
            tell(text)


def _member(session: Session, actions: Sequence[str]) -> str:
    """Ask for the member, once it is sure that the actions can be given."""
    from brt.service import work

    desk = session.desk
    session.preview(work.assigning(desk, actions, desk.me.member.id))
    return ask.member(session)
