"""`brt dossier assign`."""

from typing import TYPE_CHECKING

import click

from brt import facts
from brt.cli import ask, params
from brt.cli.answer import answer
from brt.cli.dossier_import import warn
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.views import words
from brt.views.screen import show

if TYPE_CHECKING:
    from brt.service.asked import Outcome


@says(
    N_("Give roles on a dossier to members of the team; their open actions follow, but those assigned by hand."),
    "brt dossier assign 118 technicien=karim",
    asks=("people",),
)
@click.argument("name", metavar="DOSSIER")
@click.argument("people", metavar=N_("ROLE=MEMBER…"), nargs=-1)
@params.yes(is_used=False)
@params.style()
@click.pass_obj
def command(session: Session, name: str, people: tuple[str, ...], style: str) -> None:
    """Change the holders, asking for one on a terminal, and print the actions that moved."""
    from brt.service import dossiers

    given = ask.required(session, people or None, lambda: (_one(session, name),))
    outcomes = dossiers.assign(session.desk, name, given)
    changed = [fact for one in outcomes for fact in one.decision.facts if isinstance(fact, facts.PersonSet)]
    warn(session, [(fact.role, fact.member) for fact in changed if fact.member])
    if style == "table":
        for fact in changed:
            _say(session, outcomes[0], fact)
    answer(session, outcomes, style)


def _one(session: Session, name: str) -> str:
    """List the roles with who holds them on the dossier, and ask for one of them and its new holder."""
    from brt.service import dossiers

    held, settings = dossiers.people(session.desk, name), session.settings
    labels = {row.id: row.label for row in settings.roles.values()}
    said = _("{label}: {value}")
    shown = {key: said.format(label=labels[key], value=words.member(settings, held.get(key))) for key in labels}
    role = ask.choice(_("Which role?") + " ", labels, shown)
    who = ask.member(session, _("Who gets the role {role}?").format(role=labels[role]))
    return f"{role}={who}"


def _say(session: Session, outcome: "Outcome", fact: facts.PersonSet) -> None:
    settings = session.desk.settings
    who = words.member(settings, fact.member)
    parts = [words.dossier(outcome.dossier.ref, outcome.dossier.customer), words.role(settings, fact.role), who]
    show(["  ".join(["✓", *parts])])
