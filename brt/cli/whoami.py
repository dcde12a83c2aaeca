"""`brt whoami`."""

import os
from typing import Any

import click

from brt.cli import params
from brt.cli.ends import FILES, NOBODY
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.views import words
from brt.views.layout import Line
from brt.views.output import Column, write
from brt.views.screen import show

COLUMNS = (
    Column("member", "Member"),
    Column("name", "Name"),
    Column("source", "Source"),
    Column("roles", "Roles"),
    Column("manager", "Manager"),
)
SOURCES = {
    "option": N_("--as says so."),
    "environment": N_("BRT_USER says so."),
    "file": N_("{file} says so."),
    "login": N_("The account on this computer says so: {login}."),
}


@says(
    N_("Say who you are for brt, and what says it."),
    "brt whoami\nbrt whoami --as sonia --format json",
    ends=FILES._replace(no="", usage=NOBODY, variables=("BRT_USER", *FILES.variables)),
)
@params.style()
@click.pass_obj
def command(session: Session, style: str) -> None:
    """Print the member who acts."""
    from brt.identity import own_file

    me = session.desk.me
    member = me.member
    row: dict[str, Any] = {
        "member": member.id,
        "name": member.name,
        "source": me.source,
        "roles": list(member.roles),
        "manager": member.manager,
    }
    if style != "table":
        write([row], COLUMNS, style, row)
        return
    roles = [words.role(session.settings, role) for role in member.roles]
    parts = [member.name, member.id, ", ".join(roles), _("manager") if member.manager else ""]
    source = _(SOURCES[me.source]).format(file=own_file(os.environ), login=me.claim["login"])
    show([Line(parts), source])
