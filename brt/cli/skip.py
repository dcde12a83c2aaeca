"""`brt skip`."""

from collections.abc import Sequence

import click

from brt.cli import ask, params, stopping
from brt.cli.answer import answer
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_


@says(
    N_("Close actions without doing them; what waited for them opens."),
    'brt skip 118/former-utilisateurs --reason "déjà formés"',
    asks=("reason",),
)
@params.actions()
@params.reason(required=False)
@params.yes()
@params.style()
@click.pass_obj
def command(session: Session, actions: Sequence[str], reason: str | None, yes: bool, style: str) -> None:
    """Skip the actions and print what followed."""
    from brt.service import work

    actions = ask.picked(session, actions, yes, N_("Skip these {count} actions, without doing them?"))
    ask.ready(session, {"--reason": reason}, lambda: work.skipping(session.desk, actions, "?"), yes)
    why = ask.reason() if reason is None else reason
    outcomes, already = work.skip(session.desk, work.skipping(session.desk, actions, why))
    answer(session, outcomes, style, nothing="" if already else None)
    for one in already:
        stopping.tell_already(session, one)
