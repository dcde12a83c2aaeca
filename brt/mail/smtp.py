"""The way over a mail server (RFC 5321, RFC 8314): one connection for many messages, one recipient a message.

Without TLS nothing leaves but on the loopback, and never a password. What a server answers is kept, without the
password that it may repeat. Only one answer can be lost for good, that to the text: whatever breaks before it is simply
tried again.
"""

import re
import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import unquote

from brt.mail.trouble import Permanent, Temporary, Unavailable, Uncertain
from brt.say import N_, _, system

if TYPE_CHECKING:
    from email.message import EmailMessage

PORTS = {"smtp": 587, "smtps": 465}  # RFC 8314, 3.3
CLOSING = 421  # the server is about to hang up
TOO_LARGE = 552  # the one refusal of MAIL FROM that is about the message
UNKNOWN = (530, 535, 538)  # who are you? (RFC 4954, 6)
LONGEST = 500  # characters of an answer are kept


class Server(NamedTuple):
    """A mail server and how it is spoken to."""

    scheme: str  # smtp: STARTTLS; smtps: TLS from the first byte
    host: str
    port: int
    user: str | None  # None: no login

    @property
    def loopback(self) -> bool:
        """Say whether it is on this computer."""
        return is_loopback(self.host)

    def __str__(self) -> str:
        """Return the server as brt.toml has it, without the user."""
        return f"{self.scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


class Patience(NamedTuple):
    """How many seconds to wait: for a connection, for an answer, for the answer to a text (RFC 5321, 4.5.3.2)."""

    connect: float = 30
    command: float = 300
    text: float = 600


AT_ONCE = Patience(connect=5, command=10, text=60)
"""While somebody waits at a terminal."""


class NoTls(Unavailable):
    """The server does not speak TLS."""

    says = N_("{server} does not offer STARTTLS: nothing is sent over the network without TLS.")
    hint = N_("Ask whoever runs it, or try smtps:// in brt.toml.")


class BadCertificate(Unavailable):
    """The certificate of the server is not to be trusted."""

    says = N_("The certificate of {server} is not valid: {answer}.")
    hint = N_("The name in brt.toml must be that of the certificate, and this computer must know who issued it.")


class NoLogin(Unavailable):
    """The server takes no password, or not over this connection."""

    says = N_("{server} takes no password: {answer}.")
    hint = N_("In brt.toml, leave the user out of transport, or ask whoever runs the server.")


class WrongPassword(Unavailable):
    """The server does not take the password."""

    says = N_("{server} refuses the password of {user}: {answer}")
    hint = N_("To give another one: brt email login; to try it: brt email test --to ADDRESS")


class WantsLogin(Unavailable):
    """The server wants to know who sends."""

    says = N_("{server} wants a login: {answer}")
    hint = N_('In brt.toml, name the user: [mail] transport = "smtp://user@host:587"')


class SenderRefused(Unavailable):
    """The server does not take emails from this sender."""

    says = N_("{server} takes no emails from {sender}: {answer}")
    hint = N_("Look at `from` and at the user in [mail] of brt.toml, then: brt email deliver")


def is_loopback(host: str) -> bool:
    """Say whether a host, as it is written, is this computer."""
    return host in ("localhost", "::1") or re.fullmatch(r"127(\.\d{1,3}){3}", host) is not None


def server(url: str) -> Server:
    """Return the server of a transport that brt.toml takes: smtp://user@host:587. The user may be percent-encoded."""
    scheme, _, rest = url.rstrip("/").partition("://")
    user, _, place = rest.rpartition("@")
    host, port = re.fullmatch(r"\[?([^\]]*?)\]?(?::(\d+))?", place, re.DOTALL).groups()  # type: ignore[union-attr]
    return Server(scheme, host.lower(), int(port or PORTS[scheme]), unquote(user) or None)


class Smtp:
    """A connection to a mail server, made when it is entered and again when it was lost."""

    def __init__(
        self,
        to: Server,
        password: Callable[[], str],
        *,
        verify: bool = True,
        patience: Patience = Patience(),  # noqa: B008 - immutable
    ) -> None:
        """Take the server, and what gives the password when it is needed; `verify` is kept but on the loopback."""
        self.server = to
        self._password = password
        self._verify = verify or not to.loopback
        self._patience = patience
        self._client: smtplib.SMTP | None = None
        self._secrets: list[str] = []
        self._fresh = True

    def __enter__(self) -> Self:
        """Connect, begin TLS, log in. Raises Unavailable, and what `password` raises."""
        self._connect()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Take leave."""
        if self._client is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._client.quit()
        self._drop()

    # ── connecting ────────────────────────────────────────────────────────────────────────────────

    def _connect(self) -> None:
        try:
            self._client = client = self._opened()
            self._greet(client)
            if self.server.user is not None:
                self._login(client, self.server.user)
        except ssl.SSLCertVerificationError as error:
            why = _of_certificate(error, self.server.host)
            raise self._lost(BadCertificate(why, server=str(self.server))) from None
        except smtplib.SMTPResponseException as error:
            raise self._lost(Unavailable(self._said(error.smtp_code, error.smtp_error))) from None
        except (OSError, smtplib.SMTPException) as error:
            raise self._lost(Unavailable(f"{self.server}: {_why(error)}")) from None
        except BaseException:
            self._drop()
            raise
        self._fresh = True

    def _lost(self, error: Unavailable) -> Unavailable:
        self._drop()
        return error

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None

    def _opened(self) -> smtplib.SMTP:
        wait = self._patience.connect
        if self.server.scheme == "smtps":
            context = self._context()
            return smtplib.SMTP_SSL(self.server.host, self.server.port, _own_name(), timeout=wait, context=context)
        return smtplib.SMTP(self.server.host, self.server.port, _own_name(), timeout=wait)

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if not self._verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def _greet(self, client: smtplib.SMTP) -> None:
        """Say hello and begin TLS, which only a server on this computer may lack."""
        client.ehlo_or_helo_if_needed()
        if self.server.scheme == "smtp":
            if client.has_extn("starttls"):
                client.starttls(context=self._context())
                client.ehlo()
            elif not self.server.loopback:
                raise NoTls("", server=str(self.server))
        self._wait(self._patience.command)

    def _login(self, client: smtplib.SMTP, user: str) -> None:
        where = str(self.server)
        if not isinstance(client.sock, ssl.SSLSocket):
            raise NoLogin(_("the connection is not encrypted"), server=where)
        if not client.has_extn("auth"):
            raise NoLogin(_("it offers no login"), server=where)
        password = self._password()
        plain = f"\0{user}\0{password}"
        self._secrets = [password, *(b64encode(text.encode()).decode() for text in (password, plain))]
        try:
            client.login(user, password)
        except smtplib.SMTPAuthenticationError as error:
            answer = self._said(error.smtp_code, error.smtp_error)
            kind = WrongPassword if error.smtp_code >= 500 else Unavailable
            raise kind(answer, server=where, user=user) from None
        except smtplib.SMTPNotSupportedError:
            raise NoLogin(_("it offers no login that brt knows"), server=where) from None
        except UnicodeError:
            raise WrongPassword(_("a login may have plain letters only"), server=where, user=user) from None

    def _wait(self, seconds: float) -> None:
        if self._client is not None and self._client.sock is not None:
            self._client.sock.settimeout(seconds)

    # ── handing over ──────────────────────────────────────────────────────────────────────────────

    def send(self, message: "EmailMessage", envelope_from: str, envelope_to: str, about_to: Callable[[], None]) -> str:
        """Hand `message` over and return the server's answer. Raises a NotDelivered, and what `about_to` raises.

        A server that has had enough of a connection gets a new one.
        """
        try:
            if self._client is None:
                self._connect()
            elif not self._fresh and not self._still_good():
                self._drop()
                self._connect()
            return self._send(message, envelope_from, envelope_to, about_to)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise Temporary(f"{self.server}: {_why(error)}") from None

    def _still_good(self) -> bool:
        """Say whether a connection that was used is still good for one more message."""
        try:
            code = self._open_client().rset()[0]
        except (OSError, smtplib.SMTPException):
            return False
        return code != CLOSING

    def _open_client(self) -> smtplib.SMTP:
        if self._client is None:
            raise smtplib.SMTPServerDisconnected
        return self._client

    def _send(self, message: "EmailMessage", envelope_from: str, envelope_to: str, about_to: Callable[[], None]) -> str:
        client = self._open_client()
        self._fresh = False
        data, options = self._form(message)
        code, answer = client.mail(envelope_from, options)
        if code != 250:
            self._refuse(code, answer, sender=envelope_from)
        code, answer = client.rcpt(envelope_to)
        if code not in (250, 251):
            self._refuse(code, answer)
        about_to()
        code, answer = client.docmd("DATA")
        if code != 354:
            self._refuse(code, answer)
        client.send(data)  # what breaks in here has not had its last line: the server drops it
        return self._answer_to_text(client)

    def _form(self, message: "EmailMessage") -> tuple[bytes, list[str]]:
        """Return a message as it goes over the wire, with the options of MAIL FROM."""
        client = self._open_client()
        eight = not message.as_bytes().isascii()
        if eight and not client.has_extn("8bitmime"):
            _make_seven_bits(message)
            eight = False
        text = message.as_bytes()
        options = ["BODY=8BITMIME"] if eight else []
        if client.has_extn("size"):
            options.append(f"size={len(text)}")
        lines = (b"\r\n" + text.removesuffix(b"\r\n")).replace(b"\r\n.", b"\r\n..")[2:]
        return lines + b"\r\n.\r\n", options

    def _refuse(self, code: int, answer: bytes, sender: str | None = None) -> None:
        """Raise what a refusal before the text means."""
        said = self._said(code, answer)
        if code == CLOSING or code < 400:
            self._drop()
        if code < 500:
            raise Temporary(said)
        if code in UNKNOWN:
            raise WantsLogin(said, server=str(self.server))
        if sender is not None and code != TOO_LARGE:
            raise SenderRefused(said, server=str(self.server), sender=sender)
        raise Permanent(said)

    def _answer_to_text(self, client: smtplib.SMTP) -> str:
        self._wait(self._patience.text)
        try:
            code, answer = client.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise Uncertain(f"{self.server}: {_why(error)}") from None
        self._wait(self._patience.command)
        said = self._said(code, answer)
        if code == CLOSING:
            self._drop()
        match code // 100:
            case 2:
                return said
            case 4:
                raise Temporary(said)
            case 5:
                raise Permanent(said)
        self._drop()
        raise Uncertain(said)

    def _said(self, code: int, answer: bytes | str) -> str:
        """Return an answer in one line, without the password that a server may repeat."""
        text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return " ".join(f"{code} {text}".split())[:LONGEST]


def _own_name() -> str:
    """Return what a client calls itself: its name where that is a whole one, without asking the network for it."""
    name = socket.gethostname()
    return name if re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", name) else "[127.0.0.1]"


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):  # smtplib wraps some of them
        return _("no answer in time")
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return _("the connection was closed")
    if isinstance(error, ssl.SSLError):
        return _("it speaks no TLS that this computer accepts ({reason})").format(reason=error.reason or error.strerror)
    if isinstance(error, OSError) and error.strerror:
        return system(error.strerror)
    return str(error) or type(error).__name__


def _of_certificate(error: ssl.SSLCertVerificationError, host: str) -> str:
    """Return what is wrong with the certificate of a server."""
    if error.verify_code in (62, 64):  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
        return _("it is not for {host}").format(host=host)
    return system(error.verify_message.rstrip("."))


def _make_seven_bits(message: "EmailMessage") -> None:
    """Write the texts of a message in ASCII letters, for a server that takes no others."""
    for part in message.walk():
        if part["Content-Transfer-Encoding"] == "8bit":
            part.set_content(part.get_content(), subtype=part.get_content_subtype(), cte="quoted-printable")
