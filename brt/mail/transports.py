"""The ways in which a message leaves: a Maildir, a folder that any mail program opens, or a mail server (see `smtp`).

A transport takes one message for one recipient. What it raises says what may be done about it (see `trouble`).
"""

import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from brt.errors import Surroundings
from brt.mail.trouble import Unavailable
from brt.say import N_, system

if TYPE_CHECKING:
    from email.message import EmailMessage

    from brt.mail.smtp import Server


class UnknownTransport(Surroundings):
    """The transport that brt.toml names is not one of ours; only its scheme is shown, for there may be a password."""

    says = N_("{scheme} is not a way to send emails.")
    hint = N_('In brt.toml: [mail] transport = "maildir:outbox"')


class Transport(Protocol):
    """Something that messages leave by, open for as long as its `with` lasts."""

    def send(self, message: "EmailMessage", envelope_from: str, envelope_to: str, about_to: Callable[[], None]) -> str:
        """Hand `message` over and return the answer. Raises a NotDelivered.

        `about_to` is called once, when all but the text has been agreed; what it raises stops the handover.
        """

    def __enter__(self) -> Self:
        """Connect. Raises Unavailable."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Disconnect."""


def open_transport(
    spec: str,
    root: Path,
    password: "Callable[[Server], str]" = lambda _: "",
    *,
    verify: bool = True,
    hurry: bool = False,
) -> Transport:
    """Return the transport that `spec` names, not yet connected: "maildir:PATH" (from `root`) or a mail server.

    `password` gives a server's when it is needed; `hurry`: somebody waits. Raises UnknownTransport.
    """
    scheme, colon, rest = spec.partition(":")
    if scheme in ("smtp", "smtps") and rest.startswith("//"):
        from brt.mail import smtp

        to = smtp.server(spec)
        patience = smtp.AT_ONCE if hurry else smtp.Patience()
        return smtp.Smtp(to, lambda: password(to), verify=verify, patience=patience)
    if scheme != "maildir" or not rest:
        raise UnknownTransport(scheme=scheme + colon)
    return Maildir(root / rest)


class Maildir:
    """A folder of messages, one file each (https://cr.yp.to/proto/maildir.html).

    The name of a file follows from the message alone, so that one delivered again after a crash takes the place of the
    first. Everything is on the disk when `send` returns. Rights are those of the umask: a team shares the folder.
    """

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when the transport is opened."""
        self.folder = folder

    def __enter__(self) -> Self:
        """Make what is missing of the folder. Raises Unavailable."""
        try:
            for name in ("tmp", "new", "cur"):
                (self.folder / name).mkdir(parents=True, exist_ok=True)
            _sync(self.folder)
            _sync(self.folder.parent)
        except OSError as error:
            raise _unavailable(error, self.folder) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Do nothing: nothing is held open."""

    def send(self, message: "EmailMessage", envelope_from: str, envelope_to: str, about_to: Callable[[], None]) -> str:
        """Write `message` and return the name of its file, from the folder. Raises Unavailable.

        A message that the reader has already moved to `cur` stays there.
        """
        about_to()
        name = file_name(message)
        data = message.as_bytes(policy=message.policy.clone(linesep="\n"))
        try:
            read = [path for path in (self.folder / "cur").glob(f"{name}*") if path.name.partition(":")[0] == name]
            if read:
                return f"cur/{read[0].name}"
            self._write(name, data)
        except OSError as error:
            raise _unavailable(error, self.folder) from error
        return f"new/{name}"

    def _write(self, name: str, data: bytes) -> None:
        draft = self.folder / "tmp" / f"{name}.{secrets.token_hex(8)}"  # two senders never share one
        try:
            with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, self.folder / "new" / name)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _sync(self.folder / "new")


def file_name(message: "EmailMessage") -> str:
    """Return the name that `message` has in a Maildir: sorted by its date, unique as its Message-ID is."""
    seconds = int(message["Date"].datetime.timestamp())
    return f"{seconds}.{hashlib.sha256(str(message['Message-ID']).encode()).hexdigest()[:24]}.brt"


def _unavailable(error: OSError, folder: Path) -> Unavailable:
    return Unavailable(f"{error.filename or folder}: {system(error.strerror or str(error))}")


def _sync(folder: Path) -> None:
    """Put the names in `folder` on the disk, where the system can do that of a folder."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
