"""Emails leaving the outbox: right after the command that queued them, and by `brt email deliver`."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from brt.errors import BrtError, NotFound, Surroundings
from brt.records import Letter, Posted
from brt.say import N_, _
from brt.service.desk import Desk
from brt.settings import now, stamp
from brt.store import outbox
from brt.store.database import reading, writing
from brt.views import words

if TYPE_CHECKING:
    from brt.mail.deliver import Report
    from brt.mail.message import Mail

AT_ONCE = 100
"""So many emails leave at the end of a command; the others wait for the next one, or for `brt email deliver`."""


HERE = "brt@localhost.localdomain"
"""Who sends emails that only go into a folder, as long as brt.toml does not say it."""


class NoSender(Surroundings):
    """brt.toml does not say from whom emails come."""

    says = N_("brt.toml does not say who sends emails: they wait.")
    hint = N_('In brt.toml: [mail] from = "Our company <installations@company.fr>"')


class NoEmail(NotFound):
    """The outbox has no such number."""

    says = N_("There is no email {number}.")
    hint = N_("To see them: brt email list")


class _Outbox:
    """The outbox in the database; every step is a transaction of its own."""

    def __init__(self, location: str, folder: str, latest: str) -> None:
        """Work on the database at `location`, with the files in `folder`; no lease of today ends after `latest`."""
        self._location = location
        self._folder = folder
        self._latest = latest

    def claim(self, now: str, token: str, lease_until: str) -> "Mail | None":
        with writing(self._location) as db:
            row = outbox.claim(db, now, self._latest, token, lease_until)
        return _mail(row, self._folder) if row else None

    def waiting(self, now: str, limit: int | None) -> "Iterable[Mail]":
        with reading(self._location) as db:
            return [_mail(row, self._folder) for row in outbox.waiting(db, now, limit)]

    def sending(self, number: int, token: str) -> bool:
        with writing(self._location) as db:
            return outbox.sending(db, number, token)

    def sent(self, number: int, token: str, answer: str, now: str) -> bool:
        with writing(self._location) as db:
            return outbox.sent(db, number, token, answer, now)

    def retry(self, number: int, token: str, next_at: str, reason: str) -> bool:
        with writing(self._location) as db:
            return outbox.retry(db, number, token, next_at, reason)

    def failed(self, number: int, token: str, reason: str) -> bool:
        with writing(self._location) as db:
            return outbox.failed(db, number, token, reason)


def _mail(row: outbox.Ready, folder: str) -> "Mail":
    from brt.mail.invite import from_json
    from brt.mail.message import Mail

    return Mail(**{**row._asdict(), "invite": from_json(row.invite), "folder": folder})


def send(desk: Desk, limit: int | None = None, dry_run: bool = False) -> "Report":
    """Hand over what may leave now. Raises NoSender, or what the mail package raises."""
    from brt.mail.deliver import LEASE, deliver
    from brt.mail.transports import open_transport

    mail = desk.settings.mail
    sender = mail.sender or (HERE if mail.transport.startswith("maildir:") else None)
    if not sender:
        raise NoSender
    transport = open_transport(mail.transport, desk.settings.root)  # not connected yet, but known to be one of ours
    latest = stamp(desk.moment + 2 * LEASE + timedelta(days=1))
    return deliver(
        _Outbox(desk.location, str(desk.settings.root), latest),
        lambda: transport,
        lambda: stamp(now(desk.settings, desk.environ)),
        sender=sender,
        limit=limit,
        dry_run=dry_run,
    )


def deliver_now(desk: Desk, letters: Iterable[Letter], tell: Callable[[str], None]) -> dict[int, str]:
    """Hand over what may leave after a command that wrote; return what became of `letters`, by number.

    A failure is told and never undoes the command: what could not leave stays in the outbox.
    """
    with desk.reading() as db:
        due = outbox.due(db, desk.at)
    if due:
        try:
            report = send(desk, AT_ONCE)
            if report.stopped is not None:
                tell(words.error(report.stopped))
        except BrtError as error:
            tell(words.error(error))
    numbers = [letter.number for letter in letters if letter.number]
    if not numbers:
        return {}
    with desk.reading() as db:
        return {number: outbox.status(db, number) for number in numbers}


def posted(desk: Desk) -> list[Posted]:
    """Return the whole outbox."""
    with desk.reading() as db:
        return outbox.everything(db)


def one(desk: Desk, number: int) -> outbox.Whole:
    """Return an email with all that it holds. Raises NoEmail."""
    with desk.reading() as db:
        found = outbox.one(db, number)
    if found is None:
        raise NoEmail(number=number)
    return found


def summary(report: "Report") -> str:
    """Return what a delivery did, in a sentence."""
    sentence = _("{sent} sent, {retried} to be tried again, {failed} failed, {uncertain} uncertain.")
    return sentence.format(sent=report.sent, retried=report.retried, failed=report.failed, uncertain=report.uncertain)
