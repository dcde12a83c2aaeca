"""`brt block`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from brt.cli import ask, choices, form, params
from brt.cli.answer import answer
from brt.cli.group import says
from brt.cli.session import Session
from brt.records import PARTIES
from brt.say import N_, _
from brt.views import words

if TYPE_CHECKING:
    from brt.service.asked import Ask


@says(
    N_("Say that actions are stuck: why, on whom, and until when. They stay in the list, marked."),
    'brt block 118/retour-operateur-porta --party carrier --reason "sans réponse" --until +3jo',
    asks=("reason", "party"),
)
@params.actions()
@params.reason(required=False)
@params.party(N_("Whom it is stuck on."))
@click.option("--until", metavar="DATE", help=N_("The day on which it comes back on top."))
@params.values(params.EACH)
@params.yes()
@params.style()
@click.pass_obj
def command(
    session: Session,
    actions: Sequence[str],
    reason: str | None,
    party: str | None,
    until: str | None,
    sets: tuple[str, ...],
    yes: bool,
    style: str,
) -> None:
    """Block the actions and print what followed."""
    from brt.service import values

    actions = ask.picked(session, actions, yes, N_("Block these {count} actions?"))
    block(session, Stuck(actions, values.split(sets), form.Answers()), reason, party, until, yes=yes, style=style)


class Stuck(NamedTuple):
    """What is to be blocked, and the values that come with it."""

    actions: Sequence[str]
    pairs: list[tuple[str, str]]
    answers: form.Answers


def block(
    session: Session,
    what: Stuck,
    reason: str | None = None,
    party: str | None = None,
    until: str | None = None,
    *,
    yes: bool,
    style: str,
) -> None:
    """Block actions, asking for what is missing, and print what followed."""
    from brt.service import questions, work

    actions, pairs, answers = what
    desk = session.desk

    def asks(why: str | None, whom: str | None, until: str | None) -> "list[Ask]":
        return work.blocking(desk, actions, "?" if why is None else why, whom or PARTIES[0], until, pairs, answers)

    def read(typed: str) -> str | None:
        if typed:
            choices.understood(typed, words.day(questions.until(desk, asks(reason, party, typed))))
        return typed or None

    whole = reason is not None and party is not None
    ask.ready(session, {"--reason": reason, "--party": party}, lambda: asks(reason, party, until), yes)
    asked = asks(reason, party, until)
    filled = form.fill(session, asked, pairs, answers, yes, "blocked", whole=whole)
    if reason is None:
        reason = ask.reason(is_told=True, likely=questions.gist(desk, filled, pairs, answers, "blocked"))
    party = party or ask.party()
    if not whole and until is None:
        until = ask.until(_("Until when? (optional)") + " ", read)
    asked = work.only(asks(reason, party, until), filled)
    looked = ask.dates(session, asked, session.preview(asked), yes)
    ask.confirm(session, asked, looked, yes, plan=False)
    answer(session, session.save("block", asked, looked), style)
