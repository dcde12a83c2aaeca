"""`brt set`."""

import click

from brt.cli import ask, form, params
from brt.cli.answer import answer
from brt.cli.group import says
from brt.cli.session import Session
from brt.cli.which import which_field
from brt.say import N_


@says(
    N_("Give fields of an installation other values; open dates that hang on them move."),
    "brt set 118 port_date=17/12/2026\nbrt set 118/3cx-porta port_slot=09:00-12:00",
    asks=("sets",),
)
@click.argument("name", metavar="DOSSIER[/TYPE]")
@click.argument("sets", metavar=N_("FIELD=VALUE…"), nargs=-1)
@params.reason(required=False, text=N_("The reason; the emails that leave may say it."))
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
    """Set the fields, asking for one on a terminal, and before dates move."""
    from brt.service import values, work

    is_asked = len(sets) == 1 and "=" not in sets[0] and session.interactive
    given = () if is_asked else ask.required(session, sets or None, lambda: ())
    answers = [] if given else _one(session, name, sets[0] if sets else None)
    asked, looked = work.set_fields(session.desk, name, values.split(given), reason, party, answers)
    looked = ask.dates(session, asked, looked, yes)
    ask.confirm(session, asked, looked, yes)
    answer(session, session.save("set", asked, looked), style)


def _one(session: Session, name: str, field: str | None) -> list[tuple[str, str]]:
    """Ask for the new value of a field; without one, list the fields with their values, and ask for one of them."""
    from brt.service import fields, questions

    _who = session.desk.me  # said before more is typed
    field = field or which_field(fields.known(session.desk, name))
    return [(field, text) for text in form.answer(questions.of(session.desk, name, field))]
