"""`brt template graph`."""

import sys

import click

from brt.cli import oneof
from brt.cli.ends import FILES
from brt.cli.findings import shown
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_
from brt.views.output import safe


@says(
    N_("Draw an installation type: phases as groups, roles by word and colour, what the end hangs on thick."),
    "brt template graph 3cx-porta\nbrt template graph ftth-pro --format dot",
    ends=FILES,
)
@click.argument("type_", metavar="TYPE")
@click.option(
    "--format",
    "style",
    type=oneof.Choice(("mermaid", "dot")),
    default="mermaid",
    show_default=True,
    help=N_("For Mermaid (GitHub and GitLab show it between ```mermaid and ```), or for Graphviz."),
)
@click.pass_obj
def command(session: Session, type_: str, style: str) -> None:
    """Print the drawing's text."""
    from brt.language.catalogue import Catalogue
    from brt.plan import from_data
    from brt.service import simulate, workshop
    from brt.views import chart

    settings = session.settings
    with shown():
        plan = from_data(workshop.compiled(Catalogue(settings.root, settings), type_))
    found = chart.Chart(plan, settings, simulate.structure(plan.regular))
    sys.stdout.writelines(safe(line) + "\n" for line in chart.FORMATS[style](found))
