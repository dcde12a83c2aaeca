"""`brt reopen`."""

import sys
from collections.abc import Sequence

import click

from brt.cli import about, ask, params
from brt.cli.answer import answer, tell
from brt.cli.group import says
from brt.cli.session import Session
from brt.errors import Refused, Usage
from brt.say import N_, _
from brt.views import reopened as view
from brt.views import words
from brt.views.screen import show


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
    again_too = redo if keep or redo else None
    if again_too is None and session.interactive and not yes:
        again_too = _chosen(session, actions)
    outcomes = again.reopen(desk, actions, again_too, reason)
    answer(session, outcomes, style)
    for one in again.left(desk, outcomes):
        sentence = _("{email_type} had left to {to} on {day}: it does not leave again unless its text changes.")
        day = words.day(one.on, desk.today)
        tell(sentence.format(email_type=one.email_type, to=one.to, day=day))
    for fix in again.corrections(outcomes):
        sentence = _("To correct what it says: brt set {installation} {sets}; or brt done {number}, which asks again.")
        sets = " ".join(f"{name}=…" for name in fix.fields)
        tell(sentence.format(installation=fix.installation, sets=sets, number=fix.number))


def _chosen(session: Session, actions: Sequence[str]) -> bool | None:
    """Ask what becomes of what was worked on since: is it done again? None: nothing was. Raises Declined."""
    from brt.engine.again import Followed
    from brt.service import again

    desk = session.desk
    try:
        session.preview(again.reopening(desk, actions))
    except Followed as followed:
        try:
            behind = again.behind(desk, actions)
        except Refused:  # it cannot be done again: there is nothing to choose
            raise followed from None
        about.actions(session, again.reopening(desk, actions))
        tell(_("Worked on since, behind it:"))
        show(view.behind(behind, desk.settings, desk.today), sys.stderr)
        ways = {"keep": _("leave that as it is"), "redo": _("have it done again, too")}
        return ask.choice(_("Which? (Enter: change nothing)") + " ", ways, may_leave=True) == "redo"
    return None
