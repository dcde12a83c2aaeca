"""`brt template schema`."""

import sys

import click

from brt.cli import oneof
from brt.cli.ends import ALONE
from brt.cli.group import says
from brt.say import N_
from brt.views.output import json_text

KINDS = ("installation-type", "phase", "email-type", "scenario")


@says(
    N_("Print the JSON Schema of installation types, email types or scenarios, for editors."),
    "brt template schema email-type",
    ends=ALONE,
)
@click.argument("which", metavar=f"[{'|'.join(KINDS)}]", type=oneof.Choice(KINDS), default=KINDS[0])
def command(which: str) -> None:
    """Print the schema, in the language that is spoken here."""
    from brt.service.workshop import schema

    sys.stdout.write(json_text(schema(which)))
