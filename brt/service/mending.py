"""Emails taken in hand: sent again, released, called off, marked as sent. Each time is a fact in the dossier's log."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from brt.engine import commands
from brt.errors import BrtError, Refused, Several
from brt.records import FAR, Letter
from brt.say import N_, _
from brt.service import change, values
from brt.service.asked import Ask
from brt.service.change import message_ids
from brt.service.desk import Desk
from brt.service.mailing import NoEmail
from brt.service.ways import CANCEL, MARK, RELEASE, RETRY, Way
from brt.store import armed, outbox
from brt.store.database import Database
from brt.store.outbox import Kept
from brt.views import emails as view

if TYPE_CHECKING:
    from brt.service.view import View


class NotNow(Refused):
    """The email is in a state in which that makes no sense."""

    hint = N_("To see it: brt email show {number}")


class CalledOff(NotNow):
    """The email may have arrived, and what it says is called off: sending it again would say it once more."""

    says = N_("Email {number} cannot be sent again: what it says does not hold any more.")


def picked(desk: Desk, way: Way, status: str) -> list[int]:
    """Return the emails that have a status, the oldest first."""
    with desk.reading() as db:
        return [one.number for one in outbox.everything(db) if one.status == status and status in way.takes]


def take(desk: Desk, command: str, way: Way, numbers: Iterable[int], reason: str | None = None) -> list[int]:
    """Do it to all of these emails or to none; return those for which there was nothing to do.

    `command` is what the log calls it. One that is sent again is written again, to whom it is for now; one that may
    have left stays as it was. Raises NoEmail, NotNow, Several.
    """
    why = None if reason is None else values.reason(reason)
    wanted = list(dict.fromkeys(numbers))
    with desk.reading() as db:
        ready = _ready(db, way, wanted)
        for one in ready:
            _renewed(desk, db, way, one)  # what is slow about it happens here, before others have to wait
    if not ready:
        return wanted

    def make(db: Database) -> Sequence[Ask]:
        return _asks(way.how, [one for one in _ready(db, way, wanted) if _do(desk, db, way, one, why)], why)

    change.write(desk, command, make)
    return [number for number in wanted if number not in {one.letter.number for one in ready}]


def look(desk: Desk, numbers: Iterable[int]) -> dict[int, list[Letter]]:
    """Return what would be sent again for each of these emails, and send nothing. Raises as `take` does."""
    with desk.reading() as db:
        ready = _ready(db, RETRY, list(dict.fromkeys(numbers)))
        return {one.letter.number: _renewed(desk, db, RETRY, one) or [one.letter] for one in ready}


def arm(desk: Desk) -> None:
    """Let emails leave from this database; the history of those that may leave now remembers it."""

    def make(db: Database) -> Sequence[Ask]:
        armed.arm(db, desk.location)
        may_leave = [outbox.kept(db, number) for number in outbox.ready(db, desk.at)]
        return _asks("email_armed", [one for one in may_leave if one], None)

    change.write(desk, "email arm", make)


def _ready(db: Database, way: Way, numbers: list[int]) -> list[Kept]:
    """Return the emails to which it can be done. Raises what is wrong with the others."""
    found, wrong = [], list[BrtError]()
    for number in numbers:
        kept = outbox.kept(db, number)
        if kept is None:
            wrong.append(NoEmail(number=number))
        elif way is RETRY and kept.letter.overtaken == "called_off":
            wrong.append(CalledOff(number=number))
        elif kept.letter.status in way.takes:
            found.append(kept)
        elif kept.letter.status not in way.done:
            wrong.append(NotNow(way.says, number=number, status=_(view.STATUS[kept.letter.status])))
    if wrong:
        raise wrong[0] if len(wrong) == 1 else Several(wrong)
    return found


def _asks(how: str, changed: list[Kept], why: str | None) -> list[Ask]:
    """Return what the log of each dossier is asked to remember; a digest belongs to none."""
    of: dict[int, list[commands.Command]] = {}
    for one in changed:
        if one.dossier is not None:
            of.setdefault(one.dossier, []).append(commands.Mail(one.letter.number, how, why))
    return [Ask(dossier, partial(_the_same, asked)) for dossier, asked in of.items()]


def _the_same(asked: list[commands.Command], _view: "View") -> list[commands.Command]:
    return asked


def _do(desk: Desk, db: Database, way: Way, kept: Kept, why: str | None) -> bool:
    """Do it to one email; False: it is as it was."""
    letter = kept.letter
    if way is CANCEL:
        outbox.by_hand(db, letter.number, "cancelled", why, FAR)
    elif way is MARK:
        outbox.by_hand(db, letter.number, "sent", why, FAR, sent_at=desk.at)
    elif way is RELEASE:
        outbox.by_hand(db, letter.number, "queued", None, max(letter.not_before, desk.at))
    else:
        return _retry(desk, db, kept)
    return True


def _retry(desk: Desk, db: Database, kept: Kept) -> bool:
    number = kept.letter.number
    written = _renewed(desk, db, RETRY, kept)
    if not written or kept.dossier is None:
        outbox.by_hand(db, number, "queued", None, desk.at)
        return True
    first, *others = written
    identify = message_ids(desk, db)
    outbox.rewrite(db, kept.dossier, first, identify)
    outbox.queue(db, kept.dossier, kept.letter.seq, others, identify, desk.at)
    return first.status != kept.letter.status


def _renewed(desk: Desk, db: Database, way: Way, kept: Kept) -> list[Letter]:
    """Return a letter as it would be written now, the first in the place of the old one; nothing: it stays as it is.

    The text of one that waits is up to date already, and one that may have arrived is the same when it comes again,
    as long as what it says holds; so is a digest.
    """
    old = kept.letter
    anew = old.status in ("failed", "undeliverable") or old.overtaken
    if way is not RETRY or not anew or kept.dossier is None:
        return []
    letters = desk.letters.again(db, desk.look(db, kept.dossier), old, desk.moment)
    has = {one.recipient.casefold() for one in outbox.caused(db, kept.dossier, old.seq) if _beside(one, old)}
    reachable = [one for one in letters if one.recipient and one.recipient.casefold() not in has]
    same = [one for one in reachable if one.recipient.casefold() == old.recipient.casefold()]
    chosen = same or reachable or list(_reached_by_others(letters)) or letters[:1]
    first = chosen[0]._replace(number=old.number)
    return [one._replace(not_before=desk.at) for one in (first, *chosen[1:])]


def _beside(one: Letter, other: Letter) -> bool:
    """Say whether two letters that one command caused bring the same news to different people."""
    same = (one.installation_id, one.action, one.event, one.email_type)
    return one.number != other.number and same == (other.installation_id, other.action, other.event, other.email_type)


def _reached_by_others(letters: list[Letter]) -> Iterator[Letter]:
    """Yield a letter that is not needed: whoever it is for has it already."""
    for one in letters:
        if one.recipient:
            reason = _("{address} has it already").format(address=one.recipient)
            yield one._replace(recipient="", status="cancelled", reason=reason)
            return
