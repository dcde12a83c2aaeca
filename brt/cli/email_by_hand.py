"""What the commands share that take emails in hand: `brt email retry|release|cancel|mark-sent`."""

from collections.abc import Iterable, Sequence
from typing import Any

import click

from brt.cli import oneof, params
from brt.cli.answer import tell, tell_remedies
from brt.cli.ask import agreed
from brt.cli.ends import ACTS, MAILS
from brt.cli.group import Command, says
from brt.cli.session import Session
from brt.errors import Usage
from brt.say import N_, _
from brt.service.ways import RELEASE, RETRY, Way
from brt.views import emails as view
from brt.views.output import write

MANY = 3
"""So many emails that --status picks are taken without a question."""


def command(name: str, way: Way, sentence: str, example: str) -> Command:
    """Return the command `brt email NAME`; `sentence` (a msgid) says what it does."""

    @says(sentence, example, ends=ACTS._replace(fails=MAILS))
    @click.argument("numbers", metavar=N_("[NUMBER]..."), nargs=-1, type=params.EMAIL_NUMBER)
    @click.option(
        "--status",
        type=oneof.Choice(way.takes, {name: view.STATUS[name] for name in way.takes}),
        help=N_("All those that have this status."),
    )
    @params.reason(required=False, text=N_("The reason, kept in the history."))
    @params.yes()
    @params.style()
    @click.pass_obj
    def run(
        session: Session, numbers: tuple[int, ...], status: str | None, reason: str | None, yes: bool, style: str
    ) -> int:
        from brt.service import mailing, mending

        chosen = _chosen(session, way, numbers, status, yes)
        if way is RETRY and numbers and session.interactive and not yes:
            _ask(session, numbers)
        idle = mending.take(session.desk, f"email {name}", way, chosen, reason)
        mailing.deliver_now(session.desk, (), tell)
        return _print(session, way, chosen, idle, style)

    return run


def _chosen(session: Session, way: Way, numbers: tuple[int, ...], status: str | None, yes: bool) -> list[int]:
    """Return the numbers that were typed or that --status picks; many are asked about. Raises Usage, Declined."""
    from brt.service import mending

    if bool(numbers) == bool(status):
        raise Usage(N_("Give the numbers of emails, or --status."), N_("To see them: brt email list"))
    if not status:
        return list(numbers)
    found = mending.picked(session.desk, way, status)
    if len(found) > MANY and not yes:
        if not session.interactive:
            raise Usage(N_("--status picks {n} emails."), N_("Add --yes to take them all."), n=len(found))
        agreed(_(way.asks).format(n=len(found)))
    return found


def _ask(session: Session, numbers: Sequence[int]) -> None:
    """Show what is sent again as it is written now, since it may have become idle, and ask for who is to get it.

    Where somebody is reached, that is the question; of several emails the texts are left out.
    """
    from brt.service import contacts, mailing, mending

    again = mending.look(session.desk, numbers)
    for posted in mailing.those(session.desk, again):
        tell(view.was_to_leave(posted, session.settings, session.desk.today))
        for letter in again[posted.number]:
            row = view.previewed(letter, "", None)
            for line in view.preview(row, session.settings, text=len(again) == 1 and bool(letter.recipient)):
                tell(line or " ")
    if lacking := contacts.unreached(session.desk, numbers):
        _complete(session, lacking)
    elif whom := view.whom(letter for letters in again.values() for letter in letters):
        agreed(_("Send it to {whom}?").format(whom=whom))


def _complete(session: Session, lacking: Iterable[tuple[str, str]]) -> None:
    """Ask for the contacts whom emails are for, and whom the dossiers do not have."""
    from brt.cli import contact
    from brt.service import contacts

    given: dict[str, list[dict[str, Any]]] = {}
    for ref, function in lacking:
        known = contacts.look(session.desk, ref)
        tell(_("{dossier}: no contact with the function {function}.").format(dossier=ref, function=function))
        given.setdefault(ref, []).append(contact.asked(known, function))
    for ref, data in given.items():
        contacts.put(session.desk, ref, data)


def _print(session: Session, way: Way, chosen: list[int], idle: list[int], style: str) -> int:
    """Print what became of the emails; 1 when one still has a problem."""
    from brt.service import mailing

    rows = mailing.those(session.desk, chosen)
    for one in rows:
        if one.number in idle:
            tell(
                _("Email {number} was that already: {status}.").format(
                    number=one.number, status=view.status(one.status, session.settings)
                )
            )
    if style == "table":
        write(
            [view.listed(one, session.settings) for one in rows],
            view.WITH_REASON,
            style,
            empty=_("No email has that status."),
        )
    else:
        data = [view.row(one) for one in rows]
        write(data, view.COLUMNS, style, data)
    wrong = [one for one in rows if way in (RETRY, RELEASE) and one.status in view.PROBLEMS]
    tell_remedies(session, wrong)
    return int(bool(wrong))
