"""`brt reopen`."""

import click

from brt.cli import params
from brt.cli.answer import answer, tell
from brt.cli.group import says
from brt.cli.session import Session
from brt.errors import Usage
from brt.say import N_, _
from brt.views import words


@says(
    N_("Open closed actions again; what they had opened and nobody touched waits again."),
    "brt reopen 118/valider-go-bascule\nbrt reopen 118/appel-lancement --redo",
)
@params.actions()
@click.option("--keep", is_flag=True, help=N_("Leave what others did since as it is."))
@click.option("--redo", is_flag=True, help=N_("Have what others did since done again."))
@params.reason(required=False)
@params.yes()
@params.style()
@click.pass_obj
def command(
    session: Session, actions: tuple[str, ...], keep: bool, redo: bool, reason: str | None, yes: bool, style: str
) -> None:
    """Reopen the actions and print what followed."""
    from brt.service import again

    if keep and redo:
        raise Usage(N_("Either --keep or --redo, not both."))
    desk = session.desk
    outcomes = again.reopen(desk, actions, redo if keep or redo else None, reason)
    answer(session, outcomes, style)
    for one in again.left(desk, outcomes):
        sentence = _("{email_type} had left to {to} on {day}: it does not leave again unless its text changes.")
        day = words.day(one.on, desk.today)
        tell(sentence.format(email_type=one.email_type, to=one.to, day=day))
    for fix in again.corrections(outcomes):
        sentence = _("To correct what it says: brt set {installation} {sets}; or brt done {number}, which asks again.")
        sets = " ".join(f"{name}=…" for name in fix.fields)
        tell(sentence.format(installation=fix.installation, sets=sets, number=fix.number))
