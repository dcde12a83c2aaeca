"""`brt email preview`."""

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.ends import LOOKS
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.views import emails as view
from brt.views.output import write
from brt.views.screen import show


@says(
    N_("Show an email type with the values that a dossier has now, for each recipient. Nothing is sent."),
    "brt email preview bienvenue-lancement 118\n"
    "brt email preview mandat-portabilite 118/controler-rio-sda --to role:adv",
    ends=LOOKS,
)
@params.written()
@params.style()
@click.pass_obj
def command(session: Session, email_type: str, name: str, to: tuple[str, ...], style: str) -> int:
    """Print the emails; 1 when one of them cannot be written."""
    from brt.service.preview import preview

    found = preview(session.desk, email_type, name, to)
    rows = [view.previewed(letter, found.dossier, found.action) for letter in found.letters]
    if style == "table":
        show(view.previews(rows, session.settings))
    else:
        write(rows, view.PREVIEWED, style, rows)
    unset = {name for letter in found.letters for name, value in letter.shows.items() if value is None}
    if unset:
        tell(_("Not set on the dossier yet: {fields}.").format(fields=", ".join(sorted(unset))))
    return int(any(row["status"] == "failed" for row in rows))
