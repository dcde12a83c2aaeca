"""`brt dossier export`."""

import sys

import click

from brt.cli import oneof
from brt.cli.answer import tell
from brt.cli.ends import FILES, LOOKS
from brt.cli.group import says
from brt.cli.session import Session
from brt.errors import Usage
from brt.say import N_, _, ngettext
from brt.views.show import DOSSIER


@says(
    N_("Write dossiers as a file that `brt dossier import` reads back: all of them, or those that are named."),
    "brt dossier export --output tous.csv\nbrt dossier export 118 119\nbrt dossier export --status quote --format csv",
    ends=LOOKS._replace(variables=FILES.variables, no=N_("not found, or the file is there already")),
)
@click.argument("names", metavar=N_("[DOSSIER…]"), nargs=-1)
@click.option("--status", type=oneof.Choice(tuple(DOSSIER), DOSSIER), help=N_("Those in this state."))
@click.option("--output", "-o", metavar=N_("FILE"), help=N_("Write this file, which must not exist yet."))
@click.option(
    "--format",
    "kind",
    type=oneof.Choice(("yaml", "csv")),
    help=N_("The kind of file (default: as FILE ends, else yaml); csv opens in a French Excel."),
)
@click.pass_obj
def command(session: Session, names: tuple[str, ...], status: str | None, output: str | None, kind: str | None) -> None:
    """Write them, to stdout without a file."""
    from brt.service import export
    from brt.service.sheets import kind_of

    if output and kind and kind != kind_of(output):
        raise Usage(N_("--format {kind} is not what the name {file} says."), kind=kind, file=output)
    found = export.export(session.desk, names, status, kind or (kind_of(output) if output else "yaml"))
    for ref, role, member in found.left_out:
        sentence = _("{ref}: {role} is {member}, whom brt.toml does not know; left out.")
        tell(sentence.format(ref=ref, role=role, member=member))
    if output:
        export.write(output, found.text)
        sentence = ngettext("{count} dossier written.", "{count} dossiers written.", found.dossiers)
        tell(sentence.format(count=found.dossiers))
    else:
        sys.stdout.write(found.text)
