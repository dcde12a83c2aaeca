"""`brt shift`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from brt.cli import ask, params
from brt.cli.answer import answer
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.views import words

if TYPE_CHECKING:
    from brt.service.asked import Outcome

LATER = "+52w"
"""A date that no action is too early for."""


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
    """Shift the actions, asking for the date on a terminal, and before other dates move."""
    from brt.service import work

    named, date = (names[:-1], names[-1]) if len(names) > 1 else (names, None)
    found = ask.named(named)
    day = ask.required(session, date, lambda: _date(session, found.names, only), "DATE")
    asked, looked = work.shift(session.desk, found.names, day, only)
    looked = ask.dates(session, asked, looked, yes)
    ask.sure(session, found, yes, N_("Shift these {count} actions to {dates}?"), dates=_dates(session, looked) or day)
    ask.confirm(session, asked, looked, yes)
    answer(session, session.save("shift", asked, looked), style)


def _dates(session: Session, looked: "Sequence[Outcome]") -> str:
    """Return the days that were typed, in words."""
    days = sorted({date.day for one in looked for _installation, date in one.dates})
    return words.join(words.day(one, session.desk.today) for one in days)


def _date(session: Session, actions: Sequence[str], only: bool) -> str:
    """Ask for the date, once it is sure that the actions can have another one."""
    from brt.service import work

    def read(typed: str) -> str:
        if not typed:
            raise ask.Needed
        work.shift(session.desk, actions, typed, only)
        return typed

    work.shift(session.desk, actions, LATER, only)
    return ask.until(_("Which date? (15/12, fri, +3bd)") + " ", read)
