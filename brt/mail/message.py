"""A message from a row of the outbox: guarded before it is built, and read back after.

Python's own serialiser loses blanks in long names and subjects, and up to 3.11.14 lets a name add a header
(CVE-2024-6923). So the header lines are written here, in ASCII, from texts that were checked, and the result is parsed
again: it must have exactly the headers, the recipient and the subject that were meant, and nothing else.
The modules of `email` are imported when the first message is built: `message_id` and the checks are for everybody.
"""

import re
from typing import TYPE_CHECKING

from brt.mail.party import BadMessage, Party, both_forms, check_name, check_party, check_sender, one_line
from brt.say import N_

if TYPE_CHECKING:
    from email.message import EmailMessage

    from brt.mail.content import Mail

SHORT_LINE = 76  # octets; RFC 2047 and good manners

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._-]{1,64}@[A-Za-z0-9.-]{1,190}>")
_DOMAIN = re.compile(r"(?=.{1,190}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_OF_CONTENT = ("MIME-Version", "Content-Type", "Content-Transfer-Encoding")


def message_id(unique: str, domain: str) -> str:
    """Return the Message-ID of what `unique` names, always the same one; it reveals nothing of `unique`.

    Raises BadMessage when `domain` is not the name of one.
    """
    import hashlib

    try:
        name = domain.lower() if domain.isascii() else domain.lower().encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if not _DOMAIN.fullmatch(name):
        raise BadMessage(N_("{domain} is not the name of a mail domain."), domain=domain)
    return f"<brt.{hashlib.sha256(unique.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}@{name}>"


# ── building ────────────────────────────────────────────────────────────────────────────────────────


def build(row: "Mail", sender: str) -> "EmailMessage":
    """Return the message of `row` from `sender`, parsed from the very bytes that a transport will write.

    Raises BadMessage with what is wrong with the row, BadSender for the sender.
    """
    from brt.mail.content import content

    to = Party(check_name(row.recipient_name or ""), both_forms(row.recipient)[1])
    of = check_sender(sender)
    subject = one_line(check_name(row.subject))
    headers = {
        "From": _party("From", of),
        "To": _party("To", to),
        **({"Reply-To": _party("Reply-To", check_party(row.reply_to))} if row.reply_to else {}),
        "Subject": _words("Subject", subject),
        "Date": _date(row.not_before or row.queued_at),
        "Message-ID": _id(row.message_id),
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office reply to this
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode("ascii")
    message = read_back(head + content(row, of, to), list(headers), to, subject)
    if message is None:
        raise BadMessage(N_("The message to {address} does not read back as it was written."), address=row.recipient)
    return message


def _party(header: str, party: Party) -> str:
    if not party.name:
        return party.address
    quoted = '"' + re.sub(r'(["\\])', r"\\\1", party.name) + '"'
    name = quoted if _is_plain(party.name) else _words(header, party.name)
    line = f"{name} <{party.address}>"
    return line if len(header) + len(line) < SHORT_LINE else f"{name}\r\n <{party.address}>"


def _words(header: str, text: str) -> str:
    """Return `text` for a header: as it is when short and plain, else as encoded words (RFC 2047), folded."""
    if _is_plain(text):
        return text
    from email.header import Header

    return Header(text, "utf-8", header_name=header).encode(linesep="\r\n")


def _is_plain(text: str) -> bool:
    return text.isascii() and len(text) <= 60


def _date(instant: str) -> str:
    from datetime import UTC, datetime
    from email.utils import format_datetime

    try:
        return format_datetime(datetime.fromisoformat(instant).astimezone(UTC))
    except ValueError as error:
        raise BadMessage(N_("{instant} is not a date and time."), instant=instant) from error


def _id(text: str) -> str:
    if not _MESSAGE_ID.fullmatch(text):
        raise BadMessage(N_("{text} is not the identifier of a message."), text=text)
    return text


def read_back(data: bytes, headers: list[str], to: Party, subject: str) -> "EmailMessage | None":
    """Parse `data`, and return the message if it is what was meant and will be written as it was read, else None.

    It has these `headers` in this order and none but those of its content after them, `to` alone, and `subject`.
    """
    from email import message_from_bytes
    from email.policy import SMTP

    message = message_from_bytes(data, policy=SMTP.clone(refold_source="none"))
    try:
        read = message["To"]
        addresses = read.addresses
        same = (
            [name for name in message if name not in _OF_CONTENT] == headers
            and len(addresses) == 1
            and not read.defects
            and addresses[0].addr_spec == to.address
            and _same(addresses[0].display_name, to.name)
            and _same(str(message["Subject"]), subject)
            and message.as_bytes() == data
        )
    except Exception:  # the parser of `email` raises whatever it likes on what it did not expect
        return None
    return message if same else None


def _same(read: str, meant: str) -> bool:
    """Compare without blanks: the parser of Python 3.11 puts some between encoded words, where there are none."""
    return "".join(read.split()) == "".join(meant.split())
