"""The outbox as deliverers take it out of the database: every step is a transaction of its own."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from brt.errors import Surroundings
from brt.records import Letter
from brt.say import N_, _
from brt.service.desk import Desk
from brt.store import armed, outbox
from brt.store.database import Database, reading, writing

if TYPE_CHECKING:
    from brt.mail.content import Mail
    from brt.mail.deliver import Outbox


class Disarmed(Surroundings):
    """The database is a copy, or was put back from a backup: the original may have sent its emails already."""

    says = N_("This database is a copy or a restored backup: its emails wait, for they may have left already.")
    hint = N_("To see them: brt email list --status queued; to let them leave from here: brt email arm")


def outgoing(desk: Desk, *, guarded: bool) -> "Outbox":
    """Return the outbox of a workspace. Nothing leaves from a `guarded` copy: claiming raises Disarmed."""
    return _Outgoing(desk, guarded=guarded)


class _Outgoing:
    """See `brt.mail.deliver.Outbox`."""

    def __init__(self, desk: Desk, *, guarded: bool) -> None:
        self._desk = desk
        self._location = desk.location
        self._folder = str(desk.settings.root)
        self._guarded = guarded
        self._settled = True

    def claim(self, now: str, token: str, lease_until: str) -> "Mail | None":
        from brt.mail.deliver import LEASE, later

        doubt = _doubt(_("The handover was interrupted before the server answered: it may have arrived."), now)
        with writing(self._location) as db:
            row = outbox.claim(db, now, later(lease_until, LEASE), token, lease_until, doubt, self._renew)
            if row and self._guarded:
                self._guard(db)
        return _mail(row, self._folder) if row else None

    def _renew(self, db: Database, letter: Letter, dossier: int) -> None:
        from brt.service import overtaken

        overtaken.renew(self._desk, db, letter, dossier)

    def _guard(self, db: Database) -> None:
        """Make sure, once, that this is no copy. Raises Disarmed, upon which nothing is claimed."""
        if armed.is_copy(db, self._location):
            raise Disarmed
        armed.arm(db, self._location)
        self._guarded = self._settled = False

    def waiting(self, now: str, limit: int | None) -> "Iterable[Mail]":
        with reading(self._location) as db:
            return [_mail(row, self._folder) for row in outbox.waiting(db, now, limit)]

    def sending(self, number: int, token: str, lease_until: str) -> bool:
        with writing(self._location) as db:
            if not self._settled:
                armed.settle(db, self._location)
                self._settled = True
            return outbox.sending(db, number, token, lease_until)

    def sent(self, number: int, token: str, answer: str, now: str, remark: str | None = None) -> bool:
        with writing(self._location) as db:
            return outbox.sent(db, number, token, answer, now, remark)

    def retry(self, number: int, token: str, next_at: str, reason: str) -> bool:
        with writing(self._location) as db:
            return outbox.retry(db, number, token, next_at, reason)

    def failed(self, number: int, token: str, reason: str) -> bool:
        with writing(self._location) as db:
            return outbox.failed(db, number, token, reason)

    def uncertain(self, number: int, token: str, reason: str, now: str) -> bool:
        with writing(self._location) as db:
            return outbox.uncertain(db, number, token, _doubt(reason, now))

    def back(self, number: int, token: str) -> bool:
        with writing(self._location) as db:
            return outbox.back(db, number, token)


def _doubt(reason: str, now: str) -> outbox.Doubt:
    from brt.mail.deliver import AGAIN, later

    return outbox.Doubt(reason, later(now, AGAIN))


def _mail(row: outbox.Ready, folder: str) -> "Mail":
    from brt.mail.content import Mail
    from brt.mail.invite import from_json

    return Mail(**{**row._asdict(), "invite": from_json(row.invite), "folder": folder})
