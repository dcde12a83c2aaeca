"""`brt dossier add`."""

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.dossier_import import imported, warn
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.service import dossiers


@says(
    N_("Write a dossier; whoever has many imports them from a file."),
    'brt dossier add D-2026-140 --customer "Boulangerie Morel" --person commercial=amelie --person adv=sonia '
    '--contact "technique,signataire=Luc Morel <luc@morel.example>"',
)
@click.argument("ref")
@click.option(
    "--customer", metavar=N_("NAME"), required=True, help=N_("To whom it was sold; a known name is that customer.")
)
@click.option("--site", metavar=N_("TEXT"), help=N_("The address of the site."))
@click.option(
    "--person", "people", metavar=N_("ROLE=MEMBER"), multiple=True, help=N_("Who holds a role on the dossier.")
)
@click.option(
    "--contact",
    "contacts",
    metavar=N_('"FUNCTION[,…]=Name <address>"'),
    multiple=True,
    help=N_("A person at the customer's."),
)
@params.style()
@click.pass_obj
def command(
    session: Session,
    ref: str,
    customer: str,
    site: str | None,
    people: tuple[str, ...],
    contacts: tuple[str, ...],
    style: str,
) -> None:
    """Write it and say what comes next."""
    desk = session.desk
    new = dossiers.add(desk, ref, customer, site, people, contacts)
    warn(session, new.sheet.people.items())
    imported([new], style, brief=True)
    if style == "table":
        tell(_("To put it to work: brt produce {ref} --type TYPE").format(ref=new.sheet.ref))
