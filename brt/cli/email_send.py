"""`brt email send`."""

import click

from brt.cli import params
from brt.cli.answer import answer, changed, tell, warn
from brt.cli.ask import agreed, doubtful
from brt.cli.ends import ACTS, MAILS
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _
from brt.views import emails as view


@says(
    N_("Send an email type now, with the values that a dossier has; on a terminal it is shown first."),
    "brt email send bienvenue-lancement 118 --yes\n"
    "brt email send alerte-blocage 118/controler-dossier --to role:adv --yes",
    ends=ACTS._replace(fails=MAILS),
)
@params.written()
@params.values()
@params.yes()
@params.style()
@click.pass_obj
def command(
    session: Session, email_type: str, name: str, to: tuple[str, ...], sets: tuple[str, ...], yes: bool, style: str
) -> None:
    """Show the emails where somebody can be asked, and send them."""
    from brt.service import by_hand, values

    sending = by_hand.look(session.desk, email_type, name, to, values.split(sets))
    if session.interactive and not yes:
        rows = [view.previewed(letter, sending.dossier, sending.action) for letter in sending.letters]
        for line in view.previews(rows, session.settings):
            tell(line or " ")
        warn(session, changed(sending.looked))
        agreed(_("Send it to {whom}?").format(whom=view.whom(sending.letters)), likely=not doubtful(sending.looked))
    answer(session, session.save("email send", sending.asked, sending.looked), style)
