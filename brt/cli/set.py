"""`brt set`."""

import click

from brt.cli import ask, params
from brt.cli.answer import answer
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_


@says(
    N_("Give fields of an installation other values; open dates that hang on them move."),
    "brt set 118 port_date=17/12/2026\nbrt set 118/3cx-porta port_slot=09:00-12:00",
)
@click.argument("name", metavar="DOSSIER[/TYPE]")
@click.argument("sets", metavar=N_("FIELD=VALUE…"), nargs=-1, required=True)
@params.reason(required=False, text=N_("Why; the emails that leave may say it."))
@params.party(N_("On whose account."))
@params.yes()
@params.style()
@click.pass_obj
def command(
    session: Session,
    name: str,
    sets: tuple[str, ...],
    reason: str | None,
    party: str | None,
    yes: bool,
    style: str,
) -> None:
    """Set the fields, asking first when dates move."""
    from brt.service import values, work

    asked, looked = work.set_fields(session.desk, name, values.split(sets), reason, party)
    ask.confirm(session, asked, looked, yes)
    answer(session, session.desk.save("set", asked, looked), style)
