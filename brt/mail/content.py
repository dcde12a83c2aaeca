"""What a message holds: the text, the same as HTML, an invitation, files. Data in, bytes with their own headers out."""

import hashlib
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from brt.language.attachment import wrong
from brt.mail.party import BadMessage, Party
from brt.say import N_, system

if TYPE_CHECKING:
    from email.message import EmailMessage

    from brt.mail.invite import Invite

LONGEST_LINE = 900  # octets; RFC 5322 allows 998, and what is longer is written as quoted-printable

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


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


def content(row: Mail, of: Party, to: Party) -> bytes:
    """Return the content of the message of `row` from `of` to `to`. Raises BadMessage.

    The texts stand in it as they are, so that the folder of a Maildir can be read by eye. The same row gives the same
    bytes each time: what separates the parts is derived from the Message-ID.
    """
    from email.message import EmailMessage
    from email.policy import SMTP

    from brt.mail.invite import calendar

    message = EmailMessage(policy=SMTP)
    message.set_content(_text(row.body), cte=_encoding(row.body))
    invitation = calendar(row.invite, of, to) if row.invite else None
    if row.html is not None or invitation is not None:
        message.make_alternative(boundary=_boundary(row, "", invitation or ""))
    if row.html is not None:
        message.add_alternative(_text(row.html), subtype="html", cte=_encoding(row.html))
    if row.invite and invitation is not None:
        method = {"method": row.invite.method}
        message.add_alternative(invitation, subtype="calendar", cte=_encoding(invitation), params=method)
    if row.attach or invitation is not None:
        message.make_mixed(boundary=_boundary(row, "files", invitation or ""))
    if invitation is not None:  # once more, for those that do not look for it among the texts
        message.add_attachment(invitation.encode(), maintype="application", subtype="ics", filename="invite.ics")
    _attach(message, row)
    return message.as_bytes()


def _attach(message: "EmailMessage", row: Mail) -> None:
    root = Path(row.folder)
    found = wrong(root, row.attach)
    if found is not None:
        raise BadMessage(found.says, **found.data)
    if not row.attach:
        return
    from mimetypes import guess_type

    for name in row.attach:
        sort, subtype = (guess_type(name)[0] or "application/octet-stream").split("/")
        try:
            data = (root / name).read_bytes()
        except OSError as error:
            says = N_("{file} cannot be read: {reason}.")
            raise BadMessage(says, file=name, reason=system(error.strerror or str(error))) from error
        message.add_attachment(data, maintype=sort, subtype=subtype, filename=PurePosixPath(name).name)


def _boundary(row: Mail, of: str, invitation: str) -> str:
    boundary = "=_" + hashlib.sha256(f"{of}{row.message_id}".encode()).hexdigest()[:32]
    if any(boundary in text for text in (row.body, row.html or "", invitation)):
        raise BadMessage(N_("The message to {address} does not read back as it was written."), address=row.recipient)
    return boundary


def _text(text: str) -> str:
    found = _FORBIDDEN.search(text)
    if found:
        code = f"U+{ord(found[0]):04X}"
        raise BadMessage(N_("The text holds the character {code}, which may not stand in a message."), code=code)
    return text


def _encoding(text: str) -> str:
    if any(len(line.encode("utf-8", "surrogatepass")) > LONGEST_LINE for line in text.split("\n")):
        return "quoted-printable"
    return "7bit" if text.isascii() else "8bit"
