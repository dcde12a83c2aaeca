"""`brt dossier add`."""

from functools import partial
from typing import TYPE_CHECKING

import click

from brt.cli import ask, params
from brt.cli.answer import tell
from brt.cli.dossier_import import imported, warn_of
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.views import words

if TYPE_CHECKING:
    from brt.service.desk import Desk


@says(
    N_("Write a dossier; whoever has many imports them from a file."),
    'brt dossier add D-2026-141 --customer "Menuiserie Bréhat"\n'
    'brt dossier add D-2026-140 --customer "Boulangerie Morel" --person commercial=amelie --person adv=sonia '
    '--contact "technique,signataire=Luc Morel <luc@morel.example>" '
    '--line "Licence 3CX Pro 8 appels;1;350,00;yearly"',
    asks=("ref", "customer"),
)
@click.argument("ref", metavar="REF", required=False)
@click.option("--customer", metavar=N_("NAME"), help=N_("To whom it was sold; a known name is that customer."))
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
@click.option(
    "--line",
    "lines",
    metavar=N_('"LABEL;QUANTITY;PRICE[;BILLING]"'),
    multiple=True,
    help=N_("What was sold, as in a file; the billing is one_off where none is said. Repeat it for more."),
)
@params.yes()
@params.style()
@click.pass_obj
def command(
    session: Session,
    ref: str | None,
    customer: str | None,
    site: str | None,
    people: tuple[str, ...],
    contacts: tuple[str, ...],
    lines: tuple[str, ...],
    yes: bool,
    style: str,
) -> None:
    """Write it and say what comes next."""
    from brt.service import adding, dossiers

    desk = session.desk
    ref = ask.required(
        session, ref, lambda: ask.until(_("Reference? (e.g. D-2026-141)") + " ", partial(dossiers.free, desk))
    )
    asks = session.interactive and not yes
    if asks and customer is None:
        _sure(desk, ref)  # before more is typed
    typed = adding.Typed(
        ref, ask.required(session, customer, lambda: _customer(desk, ref)), site, people, contacts, lines
    )
    new = dossiers.planned(desk, typed, sure=yes or session.interactive)
    if asks and customer is not None:
        _sure(desk, new.sheet.ref)
    dossiers.add(desk, new)
    warn_of(session, [new])
    imported([new], style, brief=True)
    if style == "table":
        tell(
            _("Contacts: brt dossier contact {ref}; people, what was sold: brt dossier edit {ref}").format(
                ref=new.sheet.ref
            )
        )
        tell(_("To put it to work: brt produce {ref}").format(ref=new.sheet.ref))


def _sure(desk: "Desk", ref: str) -> None:
    """Ask about a reference that names another dossier so far. Raises Declined."""
    from brt.service import dossiers

    problem = dossiers.hides(desk, ref)
    if problem:
        tell(words.said(problem))
        ask.agreed(_("A new dossier {ref}, all the same?").format(ref=ref), likely=False)


def _customer(desk: "Desk", ref: str) -> str:
    """Ask for the customer of a new dossier. Raises what is wrong with its reference before."""
    from brt.service import dossiers

    dossiers.free(desk, ref)
    return ask.until(_("Customer?") + " ", dossiers.named)
