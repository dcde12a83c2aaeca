"""`brt template duplicate`."""

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.ends import FILES
from brt.cli.findings import shown
from brt.cli.group import says
from brt.cli.session import Session
from brt.cli.template_new import written
from brt.say import N_, _
from brt.views import words


@says(
    N_("Copy an installation type, comments and all, under another id and name, without what is not needed."),
    'brt template duplicate 3cx-porta 3cx-sda --name "Téléphonie 3CX – SDA"\n'
    "brt template duplicate 3cx-porta 3cx-simple --without portabilite --without bascule --without installation "
    "--without planifier-intervention",
    ends=FILES,
)
@click.argument("source", metavar="TYPE")
@click.argument("id_", metavar="ID")
@click.option(
    "--name", metavar=N_("NAME"), help=N_("What people read (default: the name of the first, marked as a copy).")
)
@click.option(
    "--without",
    metavar="ID",
    multiple=True,
    help=N_("Leave out this phase or action; what waited for it waits for what came before. Repeat it for others."),
)
@params.style()
@click.pass_obj
def command(session: Session, source: str, id_: str, name: str | None, without: tuple[str, ...], style: str) -> None:
    """Write the copy and print its path."""
    from brt.language.catalogue import Catalogue
    from brt.service import workshop

    settings = session.settings
    with shown():
        copy = workshop.duplicate(Catalogue(settings.root, settings), source, id_, name, without)
    for sentence, names in (
        (N_("Left out: {names}."), copy.removed),
        (N_("Fields that nothing uses any more, left out too: {names}."), copy.fields),
        (N_("Fields that nobody is asked for any more, kept for the emails that show them: {names}."), copy.kept),
        (N_("With another trigger: {names}."), copy.reconnected),
        (N_("Without the date they had, as nobody is asked for it any more: {names}."), copy.undated),
    ):
        tell(_(sentence).format(names=words.join(names)) if names else "")
    written(copy.path, style)
