"""`brt config`."""

import os
from typing import TYPE_CHECKING, Any

import click

from brt.cli import oneof, params
from brt.cli.ends import PAGES
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.settings import FILE
from brt.views.output import Column, cell, write
from brt.views.screen import show

if TYPE_CHECKING:
    from brt.service import config

SETTING = Column("setting", N_("Setting"))
VALUE = Column("value", N_("Value"), show=cell)
ORIGIN = Column("origin", N_("Origin"))
PATH = Column("file", "File")
SAID = {
    "default": N_("default"),
    "folder": N_("the current folder"),
    "locale": N_("the computer's language"),
    "login": N_("the account on this computer"),
    "none": N_("nothing says it"),
}

WHAT = {"show": N_("the settings that count"), "path": N_("where brt.toml is")}


@says(
    N_(
        "Show the settings that count, and where each comes from. `path` prints where brt.toml is.\n\n"
        'Who acts may stand in ~/.config/brt/config.toml, a file of one\'s own: user = "MEMBER"'
    ),
    "brt config\nbrt config show --origin\nbrt config path",
    ends=PAGES._replace(no=""),
)
@click.argument("what", metavar="[show|path]", type=oneof.Choice(tuple(WHAT), means=WHAT), default="show")
@click.option("--origin", is_flag=True, help=N_("And what says so: a line of a file, a variable, an option."))
@params.style()
@click.pass_obj
def command(session: Session, what: str, origin: bool, style: str) -> None:
    """Print the settings."""
    from brt.service import config

    if what == "path":
        file = {"file": str(session.settings.root / FILE)}
        if style == "table":
            show([file["file"]])
        else:
            write([file], (PATH,), style, file)
        return
    found = config.settings(session.settings, os.environ, session.workspace, session.as_)
    data = [one._asdict() for one in found]
    rows = data if style != "table" else [_row(one) for one in found]
    write(rows, (SETTING, VALUE, ORIGIN) if origin else (SETTING, VALUE), style, data)


def _row(one: "config.Setting") -> dict[str, Any]:
    return {"setting": one.setting, "value": one.value, "origin": one.origin or _(SAID[one.source])}
