"""`brt dossier contact`."""

import click

from brt.cli import ask, contact, params
from brt.cli.answer import tell
from brt.cli.dossier_import import imported, warn_of
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _


@says(
    N_(
        "Add a contact to a dossier, or change the one of that name: it keeps the functions, the address and the "
        "number that are not given."
    ),
    'brt dossier contact 118 "administratif=Anne Morel <anne@morel.example>"\n'
    'brt dossier contact 118 "technique=Luc Morel" --phone "06 12 34 56 78"',
    asks=("words",),
)
@click.argument("name", metavar="DOSSIER")
@click.argument("words", metavar=N_('"FUNCTION[,…]=Name <address>"…'), nargs=-1)
@click.option("--phone", metavar=N_("PHONE"), help=N_("The contact's telephone number."))
@params.yes(is_used=False)
@params.style()
@click.pass_obj
def command(session: Session, name: str, words: tuple[str, ...], phone: str | None, style: str) -> None:
    """Write the contacts down, asking for one on a terminal, and say which emails reach somebody now."""
    from brt.service import contacts

    data = ask.required(
        session,
        contacts.written(words, phone) or None,
        lambda: [contact.asked(contacts.look(session.desk, name), phone=phone)],
    )
    change = contacts.put(session.desk, name, data)
    if change.what == "unchanged":
        tell(_("Nothing to change."))
        return
    warn_of(session, [change])
    imported([change], style)
    if style == "table" and (numbers := contacts.waiting(session.desk, change.key)):
        again = " ".join(map(str, numbers))
        tell(_("To send what reached nobody: {command}").format(command=f"brt email retry {again}"))
