"""`brt init`."""

import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brt.cli import params
from brt.cli.ends import ALONE
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _, ngettext
from brt.settings import FILE, load
from brt.views.output import Column, write
from brt.views.screen import show

if TYPE_CHECKING:
    from brt.service.workspace import Made

COLUMNS = (Column("file", "File"), Column("change", "Change"))


@says(
    N_("Make a workspace: installation types, email types and a commented brt.toml. Nothing is ever overwritten."),
    'brt init my-company\nbrt init my-company --types 3cx-porta,ftth-pro --company "Télécom Exemple"',
    ends=ALONE._replace(no=N_("no such installation type is shipped"), fails=N_("the folder cannot be written")),
)
@click.argument("directory", metavar=N_("[DIR]"), default=".")
@click.option(
    "--types",
    metavar="all|none|ID,…",
    default="all",
    show_default=True,
    help=N_("The installation types to begin with; the emails they send come with them."),
)
@click.option("--company", metavar=N_("NAME"), help=N_("The name of the company, which signs the emails."))
@params.style()
@click.pass_obj
def command(session: Session, directory: str, types: str, company: str | None, style: str) -> None:
    """Make it and say what was written and what to type next."""
    from brt.identity import account
    from brt.service import workspace

    root = Path(session.workspace or ".") / directory
    made = workspace.init(root, types, account(os.environ), company)
    folder = "" if root == Path() else f"{root}/"
    if style == "table":
        show(folder + line for line in _grouped(made.written))
    else:
        data = {change: [folder + name for name in getattr(made, change)] for change in ("written", "kept")}
        rows = [{"file": name, "change": change} for change, names in data.items() for name in names]
        write(rows, COLUMNS, style, data)
    show(_said(made), sys.stderr)


def _grouped(names: list[str]) -> Iterator[str]:
    """Yield the files, those of a folder as their number."""
    folders: dict[str, int] = {}
    for name in names:
        folder, slash, _file = name.rpartition("/")
        if slash:
            folders[folder] = folders.get(folder, 0) + 1
        elif "." in name:
            yield name
        else:
            folders.setdefault(name, 0)
    for folder, count in folders.items():
        files = ngettext("{count} file", "{count} files", count).format(count=count)
        yield f"{folder}/  {files}" if count else f"{folder}/"


def _said(made: "Made") -> Iterator[str]:
    from brt.service import mailing, workspace

    if not made.written:
        yield _("Everything was there already: nothing was changed.")
    elif made.kept:
        yield _("Kept as they were:")
        yield from (f"  {line}" for line in _grouped(made.kept))
    if made.unignored:
        yield _("To keep data and emails out of git, add to {file}:").format(file=made.root / workspace.IGNORE)
        yield from (f"  {line}" for line in made.unignored)
    if made.around is not None:
        yield _("{folder} lies inside the workspace {around}: the commands typed in it no longer see that one.").format(
            folder=made.root.resolve(), around=made.around
        )
        yield _("If that is not meant:")
        yield f"  rm {shlex.quote(str(made.root.resolve() / FILE))}"
    if FILE in made.written:
        yield mailing.where(load(made.root))
    yield _("Next: put your team and the name of your company into {file}, then").format(file=made.root / FILE)
    where = "" if made.root == Path() else f" -C {shlex.quote(str(made.root))}"
    yield f"  brt{where} template list"
    yield f"  brt{where} lint"
    yield f'  brt{where} dossier add D-1 --customer "…"'
    yield f"  brt{where} produce D-1"
