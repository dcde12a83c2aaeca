"""`brt produce`."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from brt.cli import ask, params
from brt.cli.answer import answer, tell, warn
from brt.cli.group import says
from brt.cli.session import Session
from brt.errors import BrtError, NotFound, Several
from brt.plan import Plan
from brt.say import N_, _, ngettext
from brt.views import words
from brt.views.output import json_text, write
from brt.views.screen import show

if TYPE_CHECKING:
    from brt.service.asked import Outcome
    from brt.service.produce import Production


class NoTypes(NotFound):
    """There is nothing to choose from."""

    says = N_("There is no installation type yet.")
    hint = N_("To begin one: brt template new ID")


class _Untyped(ask.Unsaid):
    """Nobody can be asked for the type."""

    hint = N_("To see the types: brt template list")


@says(
    N_("Put dossiers to work with an installation type: every action is created for the people of the dossier."),
    "brt produce D-2026-118 --type 3cx-porta --dry-run\nbrt produce D-2026-118 --type 3cx-porta",
    asks=("type_",),
)
@click.argument("dossiers", metavar="DOSSIER…", nargs=-1, required=True)
@click.option("--type", "type_", metavar="TYPE", help=N_("The installation type (brt template list)."))
@params.values()
@click.option(
    "--person", "people", metavar=N_("ROLE=MEMBER"), multiple=True, help=N_("Who holds a role on the dossier.")
)
@click.option("--dry-run", is_flag=True, help=N_("Show people, dates and emails, and change nothing."))
@click.option("--again", is_flag=True, help=N_("Although the type is at work on the dossier; needs --label."))
@click.option("--label", metavar=N_("TEXT"), help=N_("What tells this one from the others, such as Lot 2."))
@params.yes()
@params.style()
@click.pass_obj
def command(
    session: Session,
    dossiers: Sequence[str],
    type_: str | None,
    sets: tuple[str, ...],
    people: tuple[str, ...],
    dry_run: bool,
    again: bool,
    label: str | None,
    yes: bool,
    style: str,
) -> None:
    """Produce, or show what would be produced."""
    from brt.service import produce

    desk = session.desk
    found = ask.named(dossiers, ask.DOSSIERS)
    ask.is_many(session, found, yes or dry_run)  # a person is asked below, where all of it is shown
    dossiers = found.names
    what = produce.order(desk, type_ or "", sets, people, again, label)
    if type_ is None:
        missing = () if session.interactive else (_Untyped(options=["--type"]),)
        produce.possible(desk, dossiers, what._replace(wrong=(*missing, *what.wrong)))
        what = what._replace(type=_which(session))
    try:
        made = produce.look(desk, dossiers, what, dry_run=dry_run)
    except BrtError as error:
        _say_findings(error)
        raise
    if dry_run:
        _dry(session, made, style)
        return
    if session.interactive and not yes:
        _show(session, made.looked)
    _lacks(session, made)
    if session.interactive and not yes:
        _agreed(made.looked)
    answer(session, session.save("produce", made.asked, made.looked), style)


def _which(session: Session) -> str:
    """Ask for the type. Raises NoTypes."""
    from brt.language.catalogue import Catalogue
    from brt.service.workshop import listing

    rows = listing(Catalogue(session.settings.root, session.settings))
    if not rows:
        raise NoTypes
    return ask.choice(
        _("Which type?") + " ", {row["id"]: row["id"] for row in rows}, {row["id"]: row["summary"] for row in rows}
    )


def _show(session: Session, looked: "list[Outcome]") -> None:
    """Show people, dates and emails, as they would be."""
    from brt.views import produced as view

    desk = session.desk
    for one in looked:
        data = _planned(one)
        show(view.page(data, desk.settings, desk.today), sys.stderr)
        warn(session, data)


def _agreed(looked: "list[Outcome]") -> None:
    """Ask. Raises Declined."""
    question = _("Produce?") if len(looked) == 1 else _("Produce these {count} dossiers?")
    ask.agreed(question.format(count=len(looked)), likely=not ask.doubtful(looked))


def _planned(one: "Outcome") -> dict[str, Any]:
    """Return a production as data."""
    from brt.views import produced as view

    lost = one.lost and one.lost._asdict()
    return view.dry(one.dossier, one.decision, one.day, one.letters, one.dates, lost)


def _say_findings(error: BrtError) -> None:
    """Say what is wrong in the type, a line a mistake."""
    from brt.service.produce import HasErrors

    for one in error.errors if isinstance(error, Several) else [error]:
        for finding in one.data["findings"] if isinstance(one, HasErrors) else ():
            tell(f"{finding.file}:{finding.line}:{finding.column}: {finding.message()}")


def _lacks(session: Session, made: "Production") -> None:
    """Say what is missing, below a plan that may be longer than the screen."""
    for one in made.looked:
        _warn(session, one, made.plan)
    _warn_of_company(session)


def _warn(session: Session, outcome: "Outcome", plan: Plan) -> None:
    """Say which roles and functions nobody has, and the commands that give them."""
    from brt.service import produce, remedies

    desk, ref = session.desk, outcome.dossier.ref
    roles = produce.without_holder(outcome, plan)
    if roles:
        sentence = ngettext(
            "{dossier}: nobody holds the role {roles}; its actions wait in the pool (brt todo --unassigned).",
            "{dossier}: nobody holds the roles {roles}; their actions wait in the pool (brt todo --unassigned).",
            len(roles),
        )
        tell(sentence.format(dossier=ref, roles=words.join(words.role(desk.settings, role) for role in roles)))
        given = " ".join(f"{role}=…" for role in roles)
        tell(_("To give them: {command}").format(command=f"brt dossier assign {ref} {given}"))
    functions = produce.without_contact(desk, outcome, plan)
    if functions:
        sentence = ngettext(
            "{dossier}: no contact with the function {functions}; its emails will reach nobody.",
            "{dossier}: no contact with the functions {functions}; their emails will reach nobody.",
            len(functions),
        )
        tell(sentence.format(dossier=ref, functions=words.join(functions)))
        tell(_("To add them: {command}").format(command=remedies.addition(ref, *functions)))


def _warn_of_company(session: Session) -> None:
    """Say that the company's name, which signs the emails, is still to be put in."""
    from brt.service import company

    if nameless := company.nameless(session.settings):
        tell(words.said(nameless))
        tell(_(nameless.hint).format_map(nameless.data))


def _dry(session: Session, made: "Production", style: str) -> None:
    from brt.views import produced as view

    desk = session.desk
    data = [_planned(one) for one in made.looked]
    for one in data:
        warn(session, one)
    if style == "json":
        sys.stdout.write(json_text(data))
    elif style == "table":
        for one in data:
            show(view.page(one, desk.settings, desk.today))
    else:
        rows = [{"dossier": one["dossier"], **action} for one in data for action in one["actions"]]
        write(rows, view.COLUMNS, style)
    _lacks(session, made)
    if style == "table":
        tell(_("Nothing was changed."))
