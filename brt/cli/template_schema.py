"""`brt template schema`."""

import sys

import click

from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_
from brt.settings import NoWorkspace
from brt.views.output import json_text

KINDS = ("installation-type", "email-type")


@says(
    N_("Print the JSON Schema of installation types or email types, for an editor that completes and checks."),
    "brt template schema email-type",
)
@click.argument("which", metavar=f"[{'|'.join(KINDS)}]", type=click.Choice(KINDS), default=KINDS[0])
@click.pass_obj
def command(session: Session, which: str) -> None:
    """Print the schema, in the language of the workspace when there is one."""
    from contextlib import suppress

    from brt.service.workshop import schema

    with suppress(NoWorkspace):
        _speak = session.settings
    sys.stdout.write(json_text(schema(which)))
