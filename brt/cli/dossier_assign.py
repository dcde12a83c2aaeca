"""`brt dossier assign`."""

import click

from brt import facts
from brt.cli import params
from brt.cli.answer import answer
from brt.cli.dossier_import import warn
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_
from brt.service import dossiers
from brt.service.desk import Outcome
from brt.views import words
from brt.views.screen import show


@says(
    N_("Give roles on a dossier to members of the team; their open actions follow, but those assigned by hand."),
    "brt dossier assign 118 technicien=karim",
)
@click.argument("name", metavar="DOSSIER")
@click.argument("people", metavar=N_("ROLE=MEMBER…"), nargs=-1, required=True)
@params.style()
@click.pass_obj
def command(session: Session, name: str, people: tuple[str, ...], style: str) -> None:
    """Change the holders and print the actions that moved."""
    outcomes = dossiers.assign(session.desk, name, people)
    given = [fact for one in outcomes for fact in one.decision.facts if isinstance(fact, facts.PersonSet)]
    warn(session, [(fact.role, fact.member) for fact in given if fact.member])
    if style == "table":
        for fact in given:
            _say(session, outcomes[0], fact)
    answer(session, outcomes, style)


def _say(session: Session, outcome: Outcome, fact: facts.PersonSet) -> None:
    settings = session.desk.settings
    who = words.member(settings, fact.member)
    parts = [words.dossier(outcome.dossier.ref, outcome.dossier.customer), words.role(settings, fact.role), who]
    show(["  ".join(["✓", *parts])])
