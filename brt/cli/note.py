"""`brt note`."""

import click

from brt.cli import about, ask, params
from brt.cli.answer import answer, tell
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _


@says(
    N_("Write a remark on an action or a dossier; brt show and brt history show it."),
    'brt note 118/appel-lancement "préfère être appelé le matin"',
    asks=("text",),
)
@click.argument("name", metavar="ACTION|DOSSIER")
@click.argument("text", metavar=N_("TEXT"), nargs=-1)
@params.yes(is_used=False)
@params.style()
@click.pass_obj
def command(session: Session, name: str, text: tuple[str, ...], style: str) -> None:
    """Write the remark, asking for it on a terminal."""
    from brt.service import work

    remark = ask.required(session, " ".join(text) if text else None, lambda: _remark(session, name))
    outcomes = work.note(session.desk, name, remark)
    answer(session, outcomes, style)
    tell(_("Noted on {thing}.").format(thing=work.noted(outcomes[0])))


def _remark(session: Session, name: str) -> str:
    """Ask for the remark, once it is sure what it is about."""
    from brt.service import present, work

    about.tell_once(session, present.thing(session.desk, work.remarked(session.desk, name)))
    return ask.until(_("Remark?") + " ", work.remark)
