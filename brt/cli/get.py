"""`brt get`."""

import sys

import click

from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_
from brt.service import fields
from brt.views.output import json_text, safe


@says(
    N_("Print the value of a field; reading a secret is remembered in the history."),
    "brt get 118 port_date\nbrt get 118/3cx-porta licence_key",
)
@click.argument("name", metavar="DOSSIER[/TYPE]")
@click.argument("field", metavar=N_("FIELD"))
@click.option("--format", "style", type=click.Choice(("plain", "json")), default="plain", show_default=True)
@click.pass_obj
def command(session: Session, name: str, field: str, style: str) -> None:
    """Print the value."""
    found = fields.get(session.desk, name, field)
    if style == "json":
        sys.stdout.write(json_text(found.value))
        return
    for line in found.lines():
        sys.stdout.write(safe(line) + "\n")
