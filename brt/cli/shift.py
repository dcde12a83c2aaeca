"""`brt shift`."""

import click

from brt.cli import ask, params
from brt.cli.answer import answer
from brt.cli.group import says
from brt.cli.session import Session
from brt.errors import Usage
from brt.say import N_


@says(
    N_(
        "Give an action another date. One that is due on the date of a field moves the field, and all that hangs on it."
    ),
    "brt shift 118/basculer-numeros 17/12/2026\nbrt shift 4127 +3jo --only",
)
@click.argument("names", metavar="ACTION… DATE", nargs=-1, required=True)
@click.option("--only", is_flag=True, help=N_("This action alone, not the field that its date is."))
@params.yes()
@params.style()
@click.pass_obj
def command(session: Session, names: tuple[str, ...], only: bool, yes: bool, style: str) -> None:
    """Shift the actions, asking first when other dates move."""
    from brt.service import work

    if len(names) < 2:
        raise Usage(N_("Give the action, then the date: brt shift 4127 fri"))
    desk = session.desk
    asked, looked = work.shift(desk, ask.picked(session, names[:-1], yes), names[-1], only)
    ask.confirm(session, asked, looked, yes)
    answer(session, desk.save("shift", asked, looked), style)
