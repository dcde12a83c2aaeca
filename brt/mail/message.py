"""A message from a row of the outbox: guarded before it is built, and read back after.

Python's own serialiser loses blanks in long names and subjects, and up to 3.11.14 lets a name add a header
(CVE-2024-6923). So the header lines are written here, in ASCII, from texts that were checked, and the result is parsed
again: it must have exactly the headers, the recipient and the subject that were meant, and nothing else.
The modules of `email` are imported when the first message is built: `message_id` and the checks are for everybody.
"""

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from brt.errors import Invalid, Surroundings
from brt.say import N_

if TYPE_CHECKING:
    from email.message import EmailMessage

    from brt.mail.invite import Invite

LIMIT_LOCAL = 64  # octets before the @ (RFC 5321, 4.5.3.1.1)
LIMIT_PLAIN = 64
SHORT_LINE = 76  # octets; RFC 2047 and good manners


class BadMessage(Invalid):
    """A name, a subject, an address or a text may not stand in a message."""

    hint = N_("Correct it, then: brt email retry")


class BadSender(Surroundings):
    """The sender of brt.toml is not one: no message can leave."""

    says = N_("The sender {sender} is not a name and an address.")
    hint = N_('In brt.toml: [mail] from = "Our company <installations@company.fr>"')


class Mail(NamedTuple):
    """A row of the outbox that is ready to leave, to one recipient.

    `attempts` counts those made before; `not_before` is the instant from which it may leave (None: `queued_at`), and
    then its date.
    """

    number: int
    recipient_name: str | None
    recipient: str
    subject: str
    body: str
    html: str | None
    message_id: str
    queued_at: str
    reply_to: str | None = None
    attempts: int = 0
    not_before: str | None = None
    invite: "Invite | None" = None
    attach: tuple[str, ...] = ()  # files, from the folder
    folder: str = "."  # of the workspace


class Party(NamedTuple):
    """A name, "" for none, and an address in ASCII."""

    name: str
    address: str


# C0, C1, line separators, surrogates, and the characters that turn the reading direction round.
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_PARTY = re.compile(r"\s*(?P<name>[^<>]*?)\s*<(?P<address>[^<>]*)>\s*")
# An everyday address, as it stands: email_validator has nothing to add and takes 40 ms to import. A domain that is kept
# for special use (RFC 6761), in capitals or with `--` (another alphabet) is not one.
_PLAIN = re.compile(
    r"[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@(?!.*--)([a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?\.)+"
    r"(?!(arpa|invalid|local|localhost|onion|test)$)[a-z]{2,24}"
)
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._-]{1,64}@[A-Za-z0-9.-]{1,190}>")
_DOMAIN = re.compile(r"(?=.{1,190}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_OF_CONTENT = ("MIME-Version", "Content-Type", "Content-Transfer-Encoding")


# ── checks, also for what reads names and addresses from files and command lines ────────────────────


def check_name(text: str) -> str:
    """Return a name or a subject as it may stand in a header, composed (NFC) and without blanks around it.

    Raises BadMessage for control and bidirectional characters, line separators, and `=?`, which begins an encoded word.
    """
    found = FORBIDDEN.search(text)
    if found:
        raise BadMessage(
            N_("“{text}” holds the character {code}, which may not stand in a name or a subject."),
            text=text,
            code=f"U+{ord(found[0]):04X}",
        )
    if "=?" in text:
        raise BadMessage(
            N_("“{text}” holds “=?”, which mail programs take for the beginning of an encoded text."), text=text
        )
    return unicodedata.normalize("NFC", text).strip()


def check_address(text: str) -> str:
    """Return an address as it is kept and shown, its domain in lower case. Raises BadMessage; asks no server."""
    return _validated(text.strip())[0]


def _validated(text: str) -> tuple[str, str]:
    """Return the address as people read it, and in ASCII: a domain such as müller.de has two forms."""
    if len(text) <= LIMIT_PLAIN and _PLAIN.fullmatch(text):
        return text, text
    from email_validator import EmailNotValidError, validate_email

    if "@" in text and not text.rpartition("@")[0].isascii():
        raise BadMessage(N_("{address}: mail servers take only unaccented letters in front of the @."), address=text)
    try:
        # a "test environment" takes the domain .test, as the kind `email` does: people try things with it
        valid = validate_email(text, check_deliverability=False, test_environment=True, allow_smtputf8=False)
    except EmailNotValidError:
        valid = None
    if valid is None or valid.ascii_email is None or len(valid.local_part) > LIMIT_LOCAL or "=?" in valid.local_part:
        raise BadMessage(N_("{address} is not an email address."), N_("Like this: name@company.fr"), address=text)
    return valid.normalized, valid.ascii_email


def check_party(text: str) -> Party:
    """Return the name and the address of `Name <name@company.fr>` or `name@company.fr`. Raises BadMessage."""
    match = _PARTY.fullmatch(text)
    if not match:
        return Party("", _validated(text.strip())[1])
    return Party(_unquoted(check_name(match["name"])), _validated(match["address"])[1])


def check_sender(text: str) -> Party:
    """Return the sender that brt.toml names. Raises BadSender: without one no message can leave."""
    try:
        return check_party(text)
    except BadMessage as error:
        raise BadSender(sender=text) from error


def _unquoted(name: str) -> str:
    if len(name) >= 2 and name[0] == name[-1] == '"':
        return re.sub(r"\\(.)", r"\1", name[1:-1])
    return name


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


def build(row: Mail, sender: str) -> "EmailMessage":
    """Return the message of `row` from `sender`, parsed from the very bytes that a transport will write.

    Raises BadMessage with what is wrong with the row, BadSender for the sender.
    """
    from brt.mail.content import content

    to = Party(check_name(row.recipient_name or ""), _validated(row.recipient)[1])
    of = check_sender(sender)
    subject = " ".join(check_name(row.subject).split())
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
