"""The digest: each member's list of the day, and the installations that need a manager, once per civil day.

It is made of what is true now and so never waits in the outbox: one that could not leave is sent by the next run.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from brt.errors import BrtError
from brt.service import lists, mailing, overview
from brt.service.change import message_ids
from brt.service.desk import Desk
from brt.settings import Member
from brt.store import cache
from brt.store.database import writing
from brt.views import digest as view

if TYPE_CHECKING:
    from brt.mail.message import Mail
    from brt.mail.transports import Transport

WORRYING = ("late", "blocked", "stalled")
"""The health of the installations that a manager is told of."""


class Digest(NamedTuple):
    """What a member is told."""

    member: Member
    sections: dict[str, list[dict[str, Any]]]  # late, today, tomorrow (the next business day): actions as items
    worrying: list[dict[str, Any]]  # installations as rows of the overview


class Sent(NamedTuple):
    """What became of a digest: sent, had (today's was sent before), no_address, would_leave or failed."""

    digest: Digest
    status: str
    error: BrtError | None = None


def digests(desk: Desk) -> list[Digest]:
    """Return the digests of today, those that say something."""
    with desk.reading() as db:
        tomorrow = desk.calendar(db, {}).add(desk.today, 1, "business day")
    rows = overview.overview(desk, overview.Scope())
    worrying = [row for row in rows if row["health"] in WORRYING]
    found = (_digest(desk, member, tomorrow, worrying) for member in desk.settings.team.values())
    return [one for one in found if any(one.sections.values()) or one.worrying]


def _digest(desk: Desk, member: Member, tomorrow: str, worrying: list[dict[str, Any]]) -> Digest:
    items = lists.todo(desk, lists.Scope(member=member.id, until=tomorrow)).items
    names = {"late": "late", "today": "today", "later": "tomorrow"}  # nothing later is on the list
    sections = {
        name: [one for one in items if lists.section(one, desk.today) == section] for section, name in names.items()
    }
    return Digest(member, sections, worrying if member.manager else [])


def send(desk: Desk, dry_run: bool = False) -> Iterator[Sent]:
    """Send the digests of today, each once, and yield what became of each.

    Raises NoSender, Disarmed, or what a transport raises. What is unavailable stops the run; who has not got theirs
    gets it from the next one.
    """
    found = digests(desk)
    if dry_run:
        yield from (Sent(one, "would_leave" if one.member.email else "no_address") for one in found)
        return
    if not any(one.member.email for one in found):
        yield from (Sent(one, "no_address") for one in found)
        return
    sender = mailing.sender(desk)
    if not mailing.is_folder(desk) and mailing.disarmed(desk):
        raise mailing.Disarmed
    with mailing.transport(desk) as transport:
        for one in found:
            yield _send(desk, one, sender, transport)


def _send(desk: Desk, digest: Digest, sender: str, transport: "Transport") -> Sent:
    """Send one; the day is noted before, so that two runs at once send it once."""
    from brt.mail.message import BadMessage, build, check_sender
    from brt.mail.transports import Permanent, Temporary, Unavailable, Uncertain

    if not digest.member.email:
        return Sent(digest, "no_address")
    key = f"digest.{digest.member.id}"
    with writing(desk.location) as db:
        if not cache.take_meta(db, key, desk.today):
            return Sent(digest, "had")
        mail = _mail(desk, digest, message_ids(desk, db)(f"{key}.{desk.today}"))
    try:
        message = build(mail, sender)
        address = message["To"].addresses[0].addr_spec
        transport.send(message, check_sender(sender).address, address, lambda: None)
    except Uncertain as error:
        return Sent(digest, "uncertain", error)
    except (BadMessage, Permanent, Temporary) as error:
        _forget(desk, key)
        return Sent(digest, "failed", error)
    except Unavailable:
        _forget(desk, key)
        raise
    return Sent(digest, "sent")


def _forget(desk: Desk, key: str) -> None:
    with writing(desk.location) as db:
        cache.drop_meta(db, key, desk.today)


def _mail(desk: Desk, digest: Digest, message_id: str) -> "Mail":
    from brt.mail.message import Mail

    return Mail(
        number=0,
        recipient_name=digest.member.name,
        recipient=digest.member.email or "",
        subject=view.subject(digest.sections, desk.today),
        body="\n".join(view.lines(digest.sections, digest.worrying, desk.settings, desk.today)) + "\n",
        html=None,
        message_id=message_id,
        queued_at=desk.at,
    )
