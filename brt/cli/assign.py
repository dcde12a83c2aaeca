"""`brt assign`."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from brt.cli import about, ask, params
from brt.cli.answer import answer, tell
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, ngettext
from brt.views import words
from brt.views.screen import show

if TYPE_CHECKING:
    from brt.service.asked import Outcome
    from brt.views.whose import Decided


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
    from brt.service import members, persons, work
    from brt.views import whose

    settings = session.settings
    typed, member = persons.apart(settings, names)
    found = ask.named(typed)
    who = ask.required(session, member, lambda: _member(session, found.names), "MEMBER")
    asked = work.assigning(session.desk, found.names, who)
    looked = session.preview(asked)
    mind = "\n".join(whose.unlike(_decided(looked), settings))
    to = words.member(settings, members.member(settings, who))
    ask.sure(session, found, yes, N_("Give these {count} actions to {member}?"), mind, member=to)
    outcomes = session.save("assign", asked, looked)
    answer(session, outcomes, style)
    if not ask.is_many(session, found, yes):  # else it was told before the question
        tell(mind)
    if style == "table":
        show(whose.staying(_decided(outcomes), settings), sys.stderr)


def _decided(outcomes: "Sequence[Outcome]") -> "list[Decided]":
    return [(one.dossier, one.decision, one.day) for one in outcomes]


def _member(session: Session, actions: Sequence[str]) -> str:
    """Ask for the member, once it is sure that the actions can be given."""
    from brt.service import work

    desk, count = session.desk, len(actions)
    asked = work.assigning(desk, actions, desk.me.member.id)
    session.preview(asked)
    if count <= ask.FEW:  # more are shown with the question whether they are meant
        about.actions(session, asked)
    question = ngettext("Who gets the action?", "Who gets the {count} actions?", count)
    return ask.member(session, question.format(count=count))
