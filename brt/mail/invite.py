"""An invitation to a calendar (RFC 5545, sent as RFC 5546 says): what it holds, and its text.

The event of a date has one identity for as long as there is a date: a later invitation takes the place of the earlier
one in the recipient's calendar, a cancelled one takes it out again.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from brt.mail.party import FORBIDDEN, Party

EVENT = "invite"
"""The event of an email that is sent for its invitation alone: a date moved or is taken back, or others go."""

OVER = "uninvite"
"""The event of an email that takes an invitation back although there is a date: somebody else goes, or nobody."""

REQUEST, CANCEL = "REQUEST", "CANCEL"
LINE = 75  # octets of a line before it is folded (RFC 5545, 3.1)


class Invite(NamedTuple):
    """What an invitation says; `start` and `end` are days (the end is the first one after), or instants in UTC."""

    date: str  # the field that has its date
    slot: str | None  # the field that has its slot
    method: str
    uid: str  # "" until it is queued
    sequence: int  # grows with every change: the row of the dossier's log
    stamp: str  # the instant of the last change
    start: str
    end: str
    summary: str
    location: str


def span(day: str, slot: str | None, zone: tzinfo) -> tuple[str, str]:
    """Return start and end of a civil day, or of a slot of it such as "09:00-12:00" in the time zone `zone`."""
    if slot is None:
        return day, (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    start, end = (_instant(f"{day}T{time}", zone) for time in slot.split("-"))
    return start, end


def _instant(local: str, zone: tzinfo) -> str:
    return datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_json(data: Mapping[str, Any] | None) -> Invite | None:
    """Return the invitation that was kept as `_asdict()`."""
    return None if data is None else Invite(**data)


def calendar(invite: Invite, organizer: Party, attendee: Party) -> str:
    """Return the text of an invitation to one person, with the line ends of a calendar."""
    status = "CANCELLED" if invite.method == CANCEL else "CONFIRMED"
    asks = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}
    lines = (
        "BEGIN:VCALENDAR",
        "PRODID:-//brt//brt//EN",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        f"METHOD:{invite.method}",
        "BEGIN:VEVENT",
        f"UID:{_text(invite.uid)}",
        f"SEQUENCE:{invite.sequence}",
        f"DTSTAMP:{_time(invite.stamp)}",
        f"DTSTART{_when(invite.start)}",
        f"DTEND{_when(invite.end)}",
        f"SUMMARY:{_text(invite.summary)}",
        *([f"LOCATION:{_text(invite.location)}"] if invite.location else []),
        f"ORGANIZER{_party(organizer)}",
        f"ATTENDEE{_party(attendee, asks)}",
        f"STATUS:{status}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(_folded(line) + "\r\n" for line in lines)


def _when(moment: str) -> str:
    """Return a property's end for a day or an instant."""
    return f":{_time(moment)}" if "T" in moment else f";VALUE=DATE:{_time(moment)}"


def _time(moment: str) -> str:
    return moment.replace("-", "").replace(":", "")


def _text(text: str) -> str:
    """Return a text as a value (RFC 5545, 3.3.11), a blank for each character that may not stand in a header either."""
    for character, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(character, written)
    return FORBIDDEN.sub(" ", text)


def _party(party: Party, more: Mapping[str, str] | None = None) -> str:
    name = {"CN": f'"{_quoted(party.name)}"'} if party.name else {}
    parameters = "".join(f";{key}={value}" for key, value in {**name, **(more or {})}.items())
    return f"{parameters}:mailto:{party.address}"


def _quoted(name: str) -> str:
    """Return a name as a parameter between quotes (RFC 6868)."""
    return name.replace("^", "^^").replace('"', "^'")


def _folded(line: str) -> str:
    """Fold a line after at most 75 octets, never within a character."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LINE:
            pieces.append(piece)
            piece, size = "", 1  # the blank that a further line begins with
        piece += character
        size += octets
    return "\r\n ".join([*pieces, piece])
