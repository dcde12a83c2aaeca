"""The digest: each member's list of the day, and the installations that need a manager, once per civil day.

A digest is an email of the outbox like any other, but for one thing: the next day's takes the place of one that has not
left.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from brt import say
from brt.records import Letter
from brt.service import lists, mailing, overview
from brt.service.change import message_ids
from brt.service.desk import Desk
from brt.settings import Member, midnight
from brt.store import outbox
from brt.store.database import writing
from brt.views import digest as view

NAME = "digest"
"""The event and the email type of a digest in the outbox."""

WORRYING = ("late", "blocked", "stalled")
"""The health of the installations that a manager is told of."""


class Digest(NamedTuple):
    """What a member is told."""

    member: Member
    sections: dict[str, list[dict[str, Any]]]  # late, today, tomorrow (the next business day): actions as items
    worrying: list[dict[str, Any]]  # installations as rows of the overview


class Sent(NamedTuple):
    """What became of a digest: the status of its email, or had (it left before), no_address or would_leave."""

    digest: Digest
    status: str


def digests(desk: Desk) -> list[Digest]:
    """Return the digests of today, those that say something."""
    with desk.reading() as db:
        tomorrow = desk.calendar(db, {}).add(desk.today, 1, "business day")
    rows = overview.overview(desk, overview.Scope()).rows
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


def rehearse(desk: Desk) -> list[Sent]:
    """Return the digests that would leave today if none had been sent."""
    return [Sent(one, "would_leave" if one.member.email else "no_address") for one in digests(desk)]


def send(desk: Desk, tell: Callable[[str], None]) -> list[Sent]:
    """Send the digests of today, each once, and return what became of each; what could not leave waits.

    `tell` hears why. One whose member has no address is not written.
    """
    found = digests(desk)
    letters = _queued(desk, [one for one in found if one.member.email])
    statuses = mailing.deliver_now(desk, letters.values(), tell)
    return [Sent(one, _status(letters.get(one.member.id), statuses)) for one in found]


def _status(letter: Letter | None, statuses: dict[int, str]) -> str:
    if letter is None:
        return "no_address"
    return "had" if letter.status == "sent" else statuses[letter.number]


def _queued(desk: Desk, found: Iterable[Digest]) -> dict[str, Letter]:
    """Put the digests of today into the outbox, unless they are there; return their letters as they were, by member."""
    begun = midnight(desk.settings, desk.today)
    letters = {}
    with writing(desk.location) as db:
        outbox.call_off_digests(db, begun)
        there = outbox.digests(db, begun)
        identify = message_ids(desk, db)
        for one in found:
            letter, number = _letter(desk, one), there.get(one.member.id)
            if number is None:
                letter = outbox.queue_digest(db, letter, identify(f"{NAME}.{one.member.id}.{desk.today}"), desk.at)
            else:
                letter = letter._replace(number=number, status=outbox.status(db, number))
            letters[one.member.id] = letter
    return letters


def _letter(desk: Desk, digest: Digest) -> Letter:
    return Letter(
        number=0,
        installation_id=0,
        action=0,
        event=NAME,
        email_type=NAME,
        audience="team",
        target=f"member:{digest.member.id}",
        recipient_name=digest.member.name,
        recipient=digest.member.email or "",
        language=say.language(),
        member=digest.member.id,
        reply_to=None,
        status="queued",
        reason=None,
        subject=view.subject(digest.sections, desk.today),
        body=view.text(digest.sections, digest.worrying, desk.settings, desk.today),
        html=None,
        cause={},
        shows={},
        not_before=desk.at,
    )
