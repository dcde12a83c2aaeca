"""`brt get`."""

import click

from brt.cli import ask, params
from brt.cli.ends import MINE
from brt.cli.group import says
from brt.cli.session import Session
from brt.cli.which import which_field
from brt.say import N_
from brt.views.output import Column, write
from brt.views.screen import show

COLUMNS = (Column("value", "Value"),)


@says(
    N_("Print the value of a field; reading a secret is remembered in the history."),
    "brt get 118 port_date\nbrt get 118/3cx-porta licence_key",
    asks=("field",),
    ends=MINE,
)
@click.argument("name", metavar="DOSSIER[/TYPE]")
@click.argument("field", metavar=N_("FIELD"), required=False)
@params.yes(is_used=False)
@params.style()
@click.pass_obj
def command(session: Session, name: str, field: str | None, style: str) -> None:
    """Print the value, asking for the field on a terminal."""
    from brt.service import fields

    key = ask.required(session, field, lambda: which_field(fields.known(session.desk, name, reads=True)))
    found = fields.get(session.desk, name, key)
    if style == "table":
        show(found.lines())
    else:
        write([{"value": line} for line in found.lines()], COLUMNS, style, found.value)
