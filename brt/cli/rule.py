"""`brt rule`."""

import click

from brt.cli import params
from brt.cli.ends import ALONE
from brt.cli.group import says
from brt.say import N_, _
from brt.views.output import Column, write
from brt.views.screen import show

COLUMNS = (
    Column("name", N_("RULE")),
    Column("severity", N_("SEVERITY")),
    Column("summary", N_("WHAT IT FINDS")),
)

TEXT = Column("text", "")


@says(
    N_("Explain a rule of the linter, or list them all."),
    "brt rule\nbrt rule redundant-trigger",
    ends=ALONE._replace(no=N_("no such rule")),
)
@click.argument("name", metavar=N_("[NAME]"), required=False)
@params.style()
def command(name: str | None, style: str) -> None:
    """Print the page of the rule, or a line a rule."""
    from brt.lint import manual
    from brt.lint.formats import SEVERITIES

    if name is None:
        pages = manual.pages()
        rows = [{"name": page.name, "severity": page.severity, "summary": page.summary} for page in pages]
        if style == "table":
            rows = [{**row, "severity": _(SEVERITIES[page.severity])} for row, page in zip(rows, pages, strict=True)]
        write(rows, COLUMNS, style)
        return
    page = manual.page(name)
    if style != "table":
        write([page._asdict()], [*COLUMNS, TEXT], style, page._asdict())
    else:
        show([f"{page.name} ({_(SEVERITIES[page.severity])})", "", page.summary, "", *page.text.splitlines()])
