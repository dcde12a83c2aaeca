"""`brt dossier find`."""

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.ends import LOOKS
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.views import dossiers as view
from brt.views.output import write
from brt.views.words import either, quoted


@says(
    N_("Find dossiers by reference, customer, site, contact, telephone number, RIO, and say what holds the text."),
    "brt dossier find lenoir\nbrt dossier find 06 39 98 18 01\nbrt dossier find luc@morel.example",
    ends=LOOKS._replace(no=""),
)
@click.argument("words", metavar=N_("TEXT"), nargs=-1, required=True)
@params.style()
@click.pass_obj
def command(session: Session, words: tuple[str, ...], style: str) -> None:
    """Print a line a dossier."""
    from brt.service import find

    text = " ".join(words)
    found = find.find(session.desk, text)
    empty = "" if found else _nowhere(text, find.near(session.desk, text))
    write([view.found(row) for row in found], view.FOUND, style, found, empty=empty)
    if style == "table" and len(found) == 1:
        tell(_("To see it: brt show {dossier}").format(dossier=found[0]["dossier"]))


def _nowhere(text: str, near: list[str]) -> str:
    """Return what is said of a text that no dossier holds, and which customers may have been meant."""
    said = [_("No dossier holds “{text}”.").format(text=text)]
    if near:
        said.append(_("Did you mean {names}?").format(names=either(map(quoted, near))))
    return " ".join(said)
