"""`brt template show`."""

import click

from brt.cli import params
from brt.cli.ends import PAGES
from brt.cli.findings import shown
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_
from brt.views import templates as view
from brt.views.output import write
from brt.views.screen import show


@says(
    N_("Show what an installation type holds: phases, actions, roles, triggers, dates, what is asked, emails."),
    "brt template show 3cx-porta",
    ends=PAGES,
)
@click.argument("type_", metavar="TYPE")
@params.style()
@click.pass_obj
def command(session: Session, type_: str, style: str) -> None:
    """Print the type."""
    from brt.language.catalogue import Catalogue
    from brt.service import workshop

    settings = session.settings
    with shown():
        data = workshop.describe(Catalogue(settings.root, settings), type_)
    if style == "table":
        show(view.page(data, settings))
    else:
        write(view.steps(data), view.STEPS, style, data)
