"""`brt dossier import`."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.ask import agreed
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.views import filing as view
from brt.views import words
from brt.views.output import json_text, write
from brt.views.screen import show

if TYPE_CHECKING:
    from brt.service import filing


@says(
    N_(
        "Create and update the dossiers of a file, YAML or CSV, all or none; what is as the file says stays untouched."
        "\n\nThe columns of a CSV file: ref, customer; site.name, site.address, site.subdivision; people.ROLE; "
        "contact.FUNCTION.name, .email, .phone, .language; contacts.N.name, .functions, .email, .phone, .language, "
        ".active, .accept_emails; lines.N.label, .quantity, .unit_price, .billing."
    ),
    "brt dossier import dossiers.csv --dry-run\nbrt dossier import dossiers.yaml",
)
@click.argument("file", metavar=N_("FILE"))
@click.option("--dry-run", is_flag=True, help=N_("Say what would be created and updated, and change nothing."))
@params.yes()
@params.style()
@click.pass_obj
def command(session: Session, file: str, dry_run: bool, yes: bool, style: str) -> None:
    """Say what the import will do, ask on a terminal, do it, and say what was done."""
    from brt.service import filing

    planned = filing.plan(session.desk, file)
    if planned.found.encoding != "UTF-8":
        tell(_("{file} was read as {encoding}.").format(file=file, encoding=planned.found.encoding))
    asks = session.interactive and not (yes or dry_run) and bool(planned.touched)
    if not (asks or yes or dry_run):
        filing.refuse_hiding(planned)
    if asks:
        tell("\n".join([*view.lines(planned.changes), view.summary(view.as_data(planned.changes), ahead=True)]))
        warn_of(session, planned.touched)
        _say_hiding(planned)
        agreed(_("Import them?"), likely=not planned.hides)
    done = planned if dry_run else filing.save(session.desk, planned)
    if not asks:
        warn_of(session, done.touched)
    imported(done.changes, style, brief=asks, ahead=dry_run)
    if dry_run:
        _say_hiding(planned)
    if not done.touched:
        tell(_("Nothing to do: everything is as the file says."))
    elif dry_run:
        tell(_("Nothing was changed."))


def _say_hiding(planned: "filing.Import") -> None:
    from brt.service.sheets.problems import located

    for problem in located(planned.found.name, planned.hides):
        tell(words.said(problem))


def imported(changes: list[Any], style: str, brief: bool = False, ahead: bool = False) -> None:
    """Print what became of dossiers, or would (`ahead`); `brief`: their number alone, where people saw the rest."""
    data = view.as_data(changes)
    if style == "table":
        lines = [] if brief else view.lines(changes)
        show((*lines, view.summary(data, ahead)))
    elif style == "json":
        sys.stdout.write(json_text(data))
    else:
        write(view.rows(data), view.COLUMNS, style)


def warn_of(session: Session, changes: "Iterable[filing.Change]") -> None:
    """Say which members were given a role, and which contacts a function, that nothing else gives them."""
    from brt.service import functions

    touched = list(changes)
    warn(session, ((one.role, one.member) for change in touched for one in change.people if one.member))
    for one in functions.unheard(session.settings.root, (change.sheet for change in touched)):
        tell(words.said(one))


def warn(session: Session, pairs: Iterable[tuple[str, str]]) -> None:
    """Say which members were given a role that brt.toml does not give them."""
    from brt.service import dossiers

    settings = session.desk.settings
    for role, who in dossiers.strangers(settings, pairs):
        sentence = _("{member} does not have the role {role} in brt.toml; it was given all the same.")
        tell(sentence.format(member=words.member(settings, who), role=words.role(settings, role)))
