"""`brt template diff`."""

import sys

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.ends import PAGES
from brt.cli.findings import shown
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.views import differences as view
from brt.views.output import json_text, write
from brt.views.screen import show


@says(
    N_(
        "Compare two installation types: phases, actions, triggers, dates, roles, emails; never lines. "
        "TYPE@REVISION is a type as it was in git; of one type alone, what is otherwise since the last commit."
    ),
    "brt template diff 3cx-porta 3cx-sans-porta-a-distance",
    ends=PAGES,
)
@click.argument("one", metavar="TYPE")
@click.argument("other", metavar="[TYPE]", required=False)
@params.style()
@click.pass_obj
def command(session: Session, one: str, other: str | None, style: str) -> None:
    """Print what is otherwise in the second one; a revision is one of git (3cx-porta@HEAD~3)."""
    from brt.language.catalogue import Catalogue
    from brt.service.diff import diff

    settings = session.settings
    with shown():
        found = diff(Catalogue(settings.root, settings), one, other)
    rows = [change._asdict() for change in found.changes]
    if style == "json":
        sys.stdout.write(json_text({"one": found.one, "other": found.other, "changes": rows}))
    elif style == "table":
        show(view.page(rows))
        if not rows:
            tell(_("{one} and {other} are the same.").format(one=found.one, other=found.other))
    else:
        write(rows, view.COLUMNS, style)
