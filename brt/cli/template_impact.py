"""`brt template impact`."""

import sys
from pathlib import Path

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.ends import LOOKS
from brt.cli.findings import shown
from brt.cli.group import says
from brt.cli.session import Session
from brt.errors import Usage
from brt.say import N_
from brt.views import differences as view
from brt.views.output import json_text, write
from brt.views.screen import show


@says(
    N_(
        "Show which running installations the changes of types and emails since a revision of git would touch. "
        "Nothing is changed."
    ),
    "brt template impact --against HEAD\nbrt template impact --against HEAD --format json\n"
    "brt template impact --from running.json",
    ends=LOOKS,
)
@click.option("--against", metavar=N_("REVISION"), default="HEAD", show_default=True, help=N_("A revision of git."))
@click.option(
    "--database",
    metavar=N_("FILE"),
    type=click.Path(path_type=Path),
    help=N_("A copy of the database, to look at in place of the workspace's."),
)
@click.option(
    "--from",
    "export",
    metavar=N_("FILE"),
    help=N_(
        "In place of a database, what `brt show DOSSIER --format json` printed, of one dossier or several (`-`: stdin)."
    ),
)
@params.style()
@click.pass_obj
def command(session: Session, against: str, database: Path | None, export: str | None, style: str) -> None:
    """Print each installation with what touches it."""
    from brt.service.impact import impact

    if database is not None and export is not None:
        raise Usage(N_("Either --database or --from, not both."))
    with shown():
        data = impact(session.desk, against, database, export)
    tell(view.not_looked_at(data))
    if style == "json":
        sys.stdout.write(json_text(data))
    elif style == "table":
        show(view.impact(data))
    else:
        write(view.touched(data), view.TOUCHED, style)
