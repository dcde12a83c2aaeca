"""`brt lint`, which is `brt template lint`."""

import sys
from pathlib import Path

import click

from brt.cli import params
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, ngettext
from brt.views.output import json_text, safe

FORMATS = ("full", "concise", "json")


@says(
    N_("Check installation types and email types: errors, warnings and notes, each with its place."),
    "brt lint\nbrt lint installation_types/3cx-porta.yaml --format concise",
    no=N_("findings"),
)
@click.argument("paths", metavar=N_("[PATH]…"), nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", "style", type=params.Choice(FORMATS), default="full", show_default=True, help=N_("How to print.")
)
@click.pass_obj
def command(session: Session, paths: tuple[Path, ...], style: str) -> int:
    """Print what was found; 1 when there are errors or warnings."""
    from brt.lint import formats, runner

    settings = session.settings
    found = runner.lint(paths or None, settings, settings.root)
    if style == "json":
        sys.stdout.write(json_text([formats.record(finding) for finding in found]))
    elif found:
        sys.stdout.writelines(f"{line}\n" for line in formats.FORMATS[style](found))
    else:
        sys.stderr.write(safe(_clean(runner.count(paths or None, settings.root))) + "\n")
    return int(runner.fails(found))


def _clean(count: int) -> str:
    return ngettext("{count} file, nothing found.", "{count} files, nothing found.", count).format(count=count)
