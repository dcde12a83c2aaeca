"""`brt get`."""

import click

from brt.cli import params
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_
from brt.service import fields
from brt.views.output import Column, write
from brt.views.screen import show

COLUMNS = (Column("value", "Value"),)


@says(
    N_("Print the value of a field; reading a secret is remembered in the history."),
    "brt get 118 port_date\nbrt get 118/3cx-porta licence_key",
)
@click.argument("name", metavar="DOSSIER[/TYPE]")
@click.argument("field", metavar=N_("FIELD"))
@params.style()
@click.pass_obj
def command(session: Session, name: str, field: str, style: str) -> None:
    """Print the value."""
    found = fields.get(session.desk, name, field)
    if style == "table":
        show(found.lines())
    else:
        write([{"value": line} for line in found.lines()], COLUMNS, style, found.value)
