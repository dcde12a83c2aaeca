"""`brt dossier lose`."""

import click

from brt.cli import params
from brt.cli.answer import answer
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.service import dossiers
from brt.views import words
from brt.views.screen import show


@says(
    N_("Mark a dossier as lost: the customer does not buy. Producing it takes that back."),
    'brt dossier lose 124 --reason "parti chez un concurrent"',
)
@click.argument("name", metavar="DOSSIER")
@params.reason(required=False)
@params.style()
@click.pass_obj
def command(session: Session, name: str, reason: str | None, style: str) -> None:
    """Mark it, and say so."""
    outcomes = dossiers.lose(session.desk, name, reason)
    if style == "table" and outcomes[0].decision.facts:
        found = outcomes[0].dossier
        sentence = _("✓ {dossier} is lost")
        show([sentence.format(dossier=words.dossier(found.ref, found.customer))])
    answer(session, outcomes, style, _("It was lost already: nothing to change."))
