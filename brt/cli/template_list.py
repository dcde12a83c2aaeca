"""`brt template list`."""

from collections import Counter

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.ends import PAGES
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.views import templates as view
from brt.views import words
from brt.views.output import write


@says(
    N_("List the installation types, and how much the linter finds in each."),
    "brt template list",
    ends=PAGES._replace(no=""),
)
@params.style()
@click.pass_obj
def command(session: Session, style: str) -> None:
    """Print a line a type."""
    from brt.language.catalogue import TYPES, Catalogue
    from brt.lint.runner import lint
    from brt.service import workshop

    settings = session.settings
    rows = workshop.listing(Catalogue(settings.root, settings))
    paths = {row["id"]: settings.root / TYPES / f"{row['id']}.yaml" for row in rows}
    found = Counter(finding.file for finding in lint(list(paths.values()), settings, settings.root))
    for row in rows:
        row["findings"] = found[f"{TYPES}/{row['id']}.yaml"]
    if style == "table":
        for row in rows:
            row.update({key: words.NOBODY for key in ("phases", "actions") if row[key] is None})
    empty = _("There is no installation type yet. To write one: brt template new ID")
    write(rows, view.SHOWN if style == "table" else view.COLUMNS, style, rows, empty=empty)
    if broken := [row["id"] for row in rows if row["errors"]]:
        files = " ".join(f"{TYPES}/{name}.yaml" for name in broken)
        tell(
            _("Nothing can be produced with {types} as it is: brt lint {files}").format(
                types=", ".join(broken), files=files
            )
        )
