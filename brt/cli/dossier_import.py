"""`brt dossier import`."""

import sys
from collections.abc import Iterable, Mapping

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.service import dossiers
from brt.views import dossiers as view
from brt.views import words
from brt.views.output import json_text, write


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
@params.style()
@click.pass_obj
def command(session: Session, file: str, dry_run: bool, style: str) -> None:
    """Import, and say how many dossiers were created, updated and left unchanged."""
    found = dossiers.load(session.desk, file, dry_run)
    if found.encoding != "UTF-8":
        tell(_("{file} was read as {encoding}.").format(file=file, encoding=found.encoding))
    warn(session, (pair for change in found.changes for pair in change.people))
    imported({what: found.refs(what) for what in ("created", "updated", "unchanged")}, style)
    if dry_run:
        tell(_("Nothing was changed."))


def imported(refs: Mapping[str, list[str]], style: str) -> None:
    """Print which dossiers were created, updated and left unchanged."""
    if style == "table":
        sentence = _("{created} created, {updated} updated, {unchanged} unchanged")
        sys.stdout.write(sentence.format(**{what: len(names) for what, names in refs.items()}) + "\n")
    elif style == "json":
        sys.stdout.write(json_text(refs))
    else:
        rows = [{"dossier": ref, "change": what} for what, names in refs.items() for ref in names]
        write(rows, view.CHANGES, style)


def warn(session: Session, pairs: Iterable[tuple[str, str]]) -> None:
    """Say which members were given a role that brt.toml does not give them."""
    settings = session.desk.settings
    for role, who in dossiers.strangers(settings, pairs):
        sentence = _("{member} does not have the role {role} in brt.toml; it was given all the same.")
        tell(sentence.format(member=words.member(settings, who), role=words.role(settings, role)))
