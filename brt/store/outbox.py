"""The outbox: one row a recipient, queued in the transaction of what caused it, taken out by whoever delivers.

A deliverer claims one row at a time under a token and for a lease; every later word about the row needs the token, so
that one who was thought dead cannot speak any more. `sending` is committed just before the text is handed over: what
dies after it is uncertain, what dies before it is tried again. An uncertain email to the team is handed over once more
by itself, a customer's waits for a person.

What waits is written again when its cause changes. What is being handed over, or may have arrived, cannot be: it is
overtaken, and is looked at again before it goes a second time.
"""

import json
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from brt.records import FAR, Letter, Posted
from brt.store.database import Database
from brt.store.rows import Row, canonical


class Ready(NamedTuple):
    """A row that was claimed, as a transport needs it."""

    number: int
    recipient_name: str
    recipient: str
    subject: str
    body: str
    html: str | None
    message_id: str
    queued_at: str
    reply_to: str | None
    attempts: int  # before this one
    not_before: str
    invite: dict[str, Any] | None
    attach: tuple[str, ...]


def queue(
    db: Database, dossier: int, seq: int, letters: list[Letter], identify: Callable[[str], str], at: str
) -> list[Letter]:
    """Put letters into the outbox, caused by row `seq` of the dossier's log; return them with their numbers.

    `identify` gives the Message-ID of what is named so in this database.
    """
    before = db.row("outbox.count", dossier=dossier, seq=seq)
    queued = []
    for position, letter in enumerate(letters, before[0] if before else 0):
        values = {**_values(letter, dossier, identify), "seq": seq}
        values["message_id"] = identify(f"{dossier}.{seq}.{position}")
        number = db.run("outbox.queue", dossier_id=dossier, queued_at=at, **values)
        queued.append(letter._replace(number=number, seq=seq))
    return queued


def _values(letter: Letter, dossier: int, identify: Callable[[str], str]) -> dict[str, Any]:
    """Return a letter as columns. What it invites to has the identity of its date, whoever is invited and how often."""
    invite = letter.invite
    if invite is not None:
        uid = identify(f"invite.{dossier}.{letter.installation_id}.{invite['date']}").strip("<>")
        invite = {**invite, "uid": uid}
    return {
        **letter._asdict(),
        "cause": canonical(letter.cause),
        "shows": canonical(letter.shows),
        "invite": None if invite is None else canonical(invite),
        "attach": canonical(list(letter.attach)),
    }


def queue_digest(db: Database, letter: Letter, message_id: str, at: str) -> Letter:
    """Put the digest of a member into the outbox, which belongs to no dossier; return it with its number."""
    values = {**_values(letter, 0, str), "installation_id": None, "message_id": message_id}
    number = db.run("outbox.queue", dossier_id=None, queued_at=at, **values)
    return letter._replace(number=number)


def digests(db: Database, since: str) -> dict[str, int]:
    """Return the numbers of the digests that were queued since an instant, by member."""
    return dict(db.rows("outbox.digests", since=since))


def call_off_digests(db: Database, since: str) -> None:
    """Cancel the digests from before an instant that have not left."""
    db.run("outbox.call_off_digests", since=since)


def told(db: Database, dossier: int, installation: int, field: str, but: int = 0) -> dict[str, Any]:
    """Return the value of `field` that each address was told last, or may have been; an email without one told nothing.

    What a mail server is being told at this moment counts: it cannot be taken back. The email `but` does not.
    """
    found: dict[str, Any] = {}
    for recipient, of, shows in db.rows("outbox.told", dossier=dossier, but=but):
        shown = json.loads(shows)
        if of == installation and shown.get(field) is not None:
            found[recipient.casefold()] = shown[field]
    return found


class Announced(NamedTuple):
    """An email that left, and the values that it announced, by field."""

    number: int
    dossier: int
    installation: int
    recipient: str
    shows: dict[str, Any]


def announced(db: Database) -> list[Announced]:
    """Return all emails that left, or may have, and announced something, in the order in which they were queued."""
    return [Announced(*row)._replace(shows=json.loads(row[4])) for row in db.rows("outbox.announced")]


def values(db: Database) -> dict[tuple[int, str], Any]:
    """Return the present values of the installations of `announced`, by installation and field."""
    return {(installation, field): json.loads(value) for installation, field, value in db.rows("outbox.values")}


def take_back(db: Database, dossier: int) -> None:
    """Take the emails of a dossier from deliverers that have claimed them and handed nothing over yet.

    What they hold is from before: they find that the row is not theirs, and whoever claims it next has its new text.
    """
    for number, token in db.rows("outbox.claimed_of", dossier=dossier):
        back(db, number, token)


def unsent(db: Database, dossier: int, now: str) -> list[Letter]:
    """Return the letters of a dossier that can still be changed: those that wait, and that reach nobody yet."""
    return [_letter(row) for row in db.rows("outbox.unsent", dossier=dossier, now=now)]


def exposed(db: Database, dossier: int) -> list[Letter]:
    """Return the letters of a dossier that are being handed over, or may have arrived."""
    return [_letter(row) for row in db.rows("outbox.exposed", dossier=dossier)]


def overtake(db: Database, number: int) -> None:
    """Have an exposed letter looked at again before it goes another time."""
    db.run("outbox.overtake", number=number)


def overtake_behind(db: Database, dossier: int, seq: int) -> None:
    """Have the letters that row `seq` of the log caused looked at again, where one before them is under way."""
    db.run("outbox.overtake_behind", dossier=dossier, seq=seq)


def corrections(db: Database, dossier: int, letter: Letter) -> list[tuple[int, str, str]]:
    """Return number, address and field of the corrections after `letter` that may have left, the last one first.

    When `letter` itself may have arrived, also of those that wait.
    """
    of = {"installation": letter.installation_id, "number": letter.number, "unsure": letter.unsure}
    return [(number, to, field) for number, to, field in db.rows("outbox.corrections", dossier=dossier, **of)]


def out(db: Database, dossier: int) -> list[int]:
    """Return the numbers of the letters of a dossier that left, or may have: deliverers write no log."""
    return [number for (number,) in db.rows("outbox.out", dossier=dossier)]


def caused(db: Database, dossier: int, seq: int) -> list[Letter]:
    """Return all letters that row `seq` of the dossier's log caused, whatever became of them."""
    return [_letter(row) for row in db.rows("outbox.caused", dossier=dossier, seq=seq)]


def _letter(row: Row) -> Letter:
    letter = Letter(*row)
    return letter._replace(
        cause=json.loads(row[17]),
        shows=json.loads(row[18]),
        invite=_invite(letter.invite),
        attach=tuple(json.loads(str(letter.attach))),
    )


def _invite(text: Any) -> dict[str, Any] | None:
    found: dict[str, Any] | None = None if text is None else json.loads(text)
    return found


def invited(db: Database, dossier: int) -> list[Letter]:
    """Return the letters with an invitation that left, or may have, in their order."""
    return [_letter(row) for row in db.rows("outbox.invited", dossier=dossier)]


def rewrite(db: Database, dossier: int, letter: Letter, identify: Callable[[str], str]) -> None:
    """Replace the text, the recipient and the day of a letter that has not left; what was held back goes on.

    One that may have arrived gets another Message-ID, for it is another text.
    """
    again = identify(f"{dossier}.{letter.seq}.{letter.number}.again")
    db.run("outbox.rewrite", far=FAR, **_values(letter, dossier, identify), message_id=again)


def hold_back(db: Database, number: int, reason: str) -> None:
    """Let a letter wait until it is written again."""
    db.run("outbox.hold_back", number=number, reason=reason, far=FAR)


def withdraw(db: Database, number: int, reason: str | None = None) -> None:
    """Cancel a letter that has not left; one that may have stays uncertain, and does not go again."""
    db.run("outbox.withdraw", number=number, reason=reason, far=FAR)


def call_off(db: Database, dossier: int, seq: int, installation: int, action: int, event: str) -> None:
    """Cancel the letters of an event that rows before `seq` of the dossier's log caused and that have not left.

    What may have left, or is leaving now, will at least not go again.
    """
    of = {"dossier": dossier, "seq": seq, "installation": installation}
    db.run("outbox.call_off", whole=0, action=action, event=event, far=FAR, **of)


def events(db: Database, dossier: int, action: int) -> list[str]:
    """Return the events of all emails of `action`."""
    return [event for (event,) in db.rows("outbox.events", dossier=dossier, action=action)]


def call_off_installation(db: Database, dossier: int, seq: int, installation: int) -> None:
    """Cancel all that `installation` sends, caused before row `seq` of the dossier's log, and has not left."""
    of = {"dossier": dossier, "seq": seq, "installation": installation}
    db.run("outbox.call_off", whole=1, action=0, event="", far=FAR, **of)


class Sent(NamedTuple):
    """An email that left, or may have: then it has no instant."""

    event: str
    email_type: str
    recipient: str
    subject: str
    body: str
    html: str | None
    sent_at: str | None


def sent_of(db: Database, dossier: int, action: int, but: int = 0) -> list[Sent]:
    """Return the emails of `action` that have left, or may have, the latest last; not the email `but`."""
    return [Sent(*row) for row in db.rows("outbox.sent_of", dossier=dossier, action=action, but=but)]


class Doubt(NamedTuple):
    """What becomes of a row whose answer was lost."""

    reason: str
    again: str  # the instant at which one to the team is handed over once more
    tries: int = 4  # unless it was that often already

    def values(self) -> dict[str, Any]:
        """Return what the statements need."""
        return {**self._asdict(), "far": FAR}


Renew = Callable[[Database, Letter, int], None]
"""Look again at a letter of a dossier that was overtaken: write it again, or withdraw it."""


def claim(
    db: Database, now: str, latest: str, token: str, lease: str, doubt: Doubt, renew: Renew = lambda *_: None
) -> Ready | None:
    """Take one row that may leave, under `token` until `lease`; first give up those whose deliverer died (`doubt`).

    A lease beyond `latest` was written by a clock that has gone back since: it counts as over. `renew` has the last
    word on what was overtaken while it was under way.
    """
    for number, of in db.rows("outbox.claimed", now=now, latest=latest):
        back(db, number, of)
    for number, of in db.rows("outbox.abandoned", now=now, latest=latest):
        uncertain(db, number, of, doubt)
    while found := ready(db, now, 1):
        one = kept(db, found[0])
        if one is None or one.dossier is None or one.letter.overtaken is None:
            row = _draft(db, found[0])
            return row if db.count("outbox.claim", number=row.number, token=token, lease=lease) else None
        db.run("outbox.caught_up", number=found[0])
        renew(db, one.letter, one.dossier)
    return None


def ready(db: Database, now: str, limit: int | None = None) -> list[int]:
    """Return the numbers of the rows that may leave now, the next one first."""
    return [number for (number,) in db.rows("outbox.ready", now=now, limit=sys.maxsize if limit is None else limit)]


def waiting(db: Database, now: str, limit: int | None) -> list[Ready]:
    """Return the rows that `claim` would take, and change nothing."""
    return [_draft(db, number) for number in ready(db, now, limit)]


def _draft(db: Database, number: int) -> Ready:
    (row,) = db.rows("outbox.draft", number=number)
    found = Ready(*row)
    return found._replace(invite=_invite(found.invite), attach=tuple(json.loads(str(found.attach))))


def sending(db: Database, number: int, token: str, lease: str) -> bool:
    """Mark that the handover begins; False, here and below: the row is not held under `token` any more."""
    return db.count("outbox.sending", number=number, token=token, lease=lease) > 0


def sent(db: Database, number: int, token: str, answer: str, now: str, remark: str | None = None) -> bool:
    """Note that the server took the message, with what else there is to say of that."""
    return db.count("outbox.sent", number=number, token=token, answer=answer, now=now, remark=remark) > 0


def retry(db: Database, number: int, token: str, next_at: str, reason: str) -> bool:
    """Note that the message could not leave this time."""
    return db.count("outbox.retry", number=number, token=token, next_at=next_at, reason=reason, far=FAR) > 0


def failed(db: Database, number: int, token: str, reason: str) -> bool:
    """Note that the message will not leave."""
    return db.count("outbox.failed", number=number, token=token, reason=reason, far=FAR) > 0


def uncertain(db: Database, number: int, token: str, doubt: Doubt) -> bool:
    """Note that the message may have left."""
    return db.count("outbox.uncertain", number=number, token=token, **doubt.values()) > 0


def back(db: Database, number: int, token: str) -> bool:
    """Let a row wait as if it had never been claimed."""
    return db.count("outbox.back", number=number, token=token) > 0


class Kept(NamedTuple):
    """A letter as it is kept, and the dossier that it belongs to (None: it is a digest)."""

    letter: Letter
    dossier: int | None


def kept(db: Database, number: int) -> Kept | None:
    """Return a letter of the outbox."""
    row = db.row("outbox.letter", number=number)
    return Kept(_letter(row[:-1]), row[-1]) if row else None


def by_hand(
    db: Database, number: int, status: str, reason: str | None, next_at: str, sent_at: str | None = None
) -> None:
    """Give a row that no deliverer holds the status that a person says."""
    db.run("outbox.by_hand", number=number, status=status, reason=reason, next_at=next_at, sent_at=sent_at)


def everything(db: Database) -> list[Posted]:
    """Return all rows, in the order in which they were queued."""
    return [Posted(*row) for row in db.rows("outbox.list")]


def of_dossier(db: Database, dossier: int) -> list[Posted]:
    """Return the rows about a dossier, in the same order."""
    return [Posted(*row) for row in db.rows("outbox.list_of", dossier=dossier)]


def since(db: Database, instant: str) -> list[Posted]:
    """Return the rows about any dossier of which something became at an instant or later, in no order."""
    return [Posted(*row) for row in db.rows("outbox.list_since", since=instant)]


def with_problems(db: Database) -> list[Posted]:
    """Return the rows that wait for a person, in the same order."""
    return sorted(Posted(*row) for row in db.rows("outbox.list_problems"))


class Whole(NamedTuple):
    """A row with all that it holds."""

    posted: Posted
    body: str
    html: str | None
    invite: dict[str, Any] | None
    attach: tuple[str, ...]


def one(db: Database, number: int) -> Whole | None:
    """Return a row with all that it holds."""
    row = db.row("outbox.one", number=number)
    if row is None:
        return None
    return Whole(Posted(*row[:-4]), row[-4], row[-3], _invite(row[-2]), tuple(json.loads(row[-1])))


def status(db: Database, number: int) -> str:
    """Return the status of a row. Raises LookupError."""
    row = db.row("outbox.status", number=number)
    if row is None:
        raise LookupError(number)
    return str(row[0])
