"""`brt reject`."""

from typing import TYPE_CHECKING, NamedTuple

import click

from brt.cli import ask, form, params
from brt.cli.answer import answer
from brt.cli.group import says
from brt.cli.session import Session
from brt.records import PARTIES
from brt.say import N_

if TYPE_CHECKING:
    from brt.service.asked import Ask
    from brt.service.questions import Pair


@says(
    N_("Send the work before an action back, for a second attempt: the action waits until it was done again."),
    'brt reject 118/retour-operateur-porta --party carrier --reason "RIO incorrect" '
    "--set port_rejection_reason=rio-incorrect",
    asks=("reason", "party"),
)
@click.argument("action", metavar="ACTION")
@params.reason(required=False)
@params.party(N_("On whose account."))
@click.option("--to", metavar="ACTION", help=N_("The action to do again, when the type names several."))
@click.option("--keep", is_flag=True, help=N_("Leave what was closed in between as it is."))
@params.values()
@params.yes()
@params.style()
@click.pass_obj
def command(
    session: Session,
    action: str,
    reason: str | None,
    party: str | None,
    to: str | None,
    keep: bool,
    sets: tuple[str, ...],
    yes: bool,
    style: str,
) -> None:
    """Reject the action, asking first when much is to be done again."""
    from brt.service import values

    back = Back(action, to, values.split(sets), form.Answers(), keep)
    reject(session, back, reason, party, yes=yes, style=style)


class Back(NamedTuple):
    """The action that sends work back, to which one, and the values that come with it."""

    action: str
    to: str | None
    pairs: "list[Pair]"
    answers: form.Answers
    keep: bool = False


def reject(
    session: Session, what: Back, reason: str | None = None, party: str | None = None, *, yes: bool, style: str
) -> None:
    """Reject an action, asking for what is missing and when much is to be done again, and print what followed."""
    from brt.service import again, questions

    desk, (action, to, pairs, answers, keep) = session.desk, what

    def asks(why: str | None, whom: str | None) -> "list[Ask]":
        return again.rejecting(
            desk, action, "?" if why is None else why, whom or PARTIES[0], to, pairs, answers, keep=keep
        )

    whole = reason is not None and party is not None
    ask.ready(session, {"--reason": reason, "--party": party}, lambda: asks(reason, party), yes)
    asked = asks(reason, party)
    form.fill(session, asked, pairs, answers, yes, "rejected", whole=whole)
    if reason is None:
        reason = ask.reason(is_told=True, likely=questions.gist(desk, asked, pairs, answers, "rejected"))
    asked = asks(reason, party or ask.party())
    looked = session.preview(asked)
    ask.confirm(session, asked, looked, yes)
    answer(session, session.save("reject", asked, looked), style)
