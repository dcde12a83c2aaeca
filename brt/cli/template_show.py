"""`brt template show`."""

import sys

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_
from brt.views import templates as view
from brt.views.output import safe, write


@says(
    N_("Show what an installation type holds: phases, actions, roles, triggers, dates, what is asked, emails."),
    "brt template show 3cx-porta",
)
@click.argument("type_", metavar="TYPE")
@params.style()
@click.pass_obj
def command(session: Session, type_: str, style: str) -> None:
    """Print the type."""
    from brt.language.catalogue import Catalogue
    from brt.lint.formats import concise
    from brt.service import workshop

    settings = session.settings
    try:
        data = workshop.describe(Catalogue(settings.root, settings), type_)
    except workshop.HasErrors as error:
        for line in concise(error.findings):
            tell(line)
        raise
    if style == "table":
        for line in view.lines(data, settings):
            sys.stdout.write(safe(line).rstrip() + "\n")
    else:
        write(view.steps(data), view.STEPS, style, data)
