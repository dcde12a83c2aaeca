"""A real mail server on the loopback that answers by script, and what a test needs around it."""

import asyncio
import ssl
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from threading import Thread
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

USER, PASSWORD = "installations", "canari-8Kx7"


class Script(dict[str, Any]):
    """What the server does at each step: an answer, "drop", a number of seconds to wait, or these by recipient.

    At TEXT, also what does something and says one of these.
    Steps: CONNECT, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA (the command), TEXT (the answer to it).
    """

    def of(self, step: str, address: str | None = None) -> Any:
        found = self.get(step)
        return found.get(address) if isinstance(found, dict) else found


class Conversation(SMTP):
    """One connection, played by the script."""

    def __init__(self, handler: "Server", **more: Any) -> None:
        self.of = handler
        super().__init__(handler, hostname="mail.test", ident="brt tests", **more)

    async def play(self, step: str, address: str | None = None) -> bool:
        """Do what the script says at a step; False: go on as servers do."""
        action = self.of.script.of(step, address)
        if action is None:
            return False
        if action == "drop":
            self.transport.abort()
            return True
        if isinstance(action, int | float):
            await asyncio.sleep(action)
            return False
        await self.push(action)
        if action.startswith("421"):
            self.transport.close()
        return True

    async def _handle_client(self) -> None:
        self.of.connections += 1
        if not await self.play("CONNECT"):
            await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:
        if not await self.play("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:
        if not await self.play("STARTTLS"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:
        if self.of.script.of("AUTH") != "drop" or not await self.play("AUTH"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str) -> None:
        if not await self.play("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:
        if not await self.play("RCPT", arg.partition("<")[2].partition(">")[0]):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if not await self.play("DATA"):
            await super().smtp_DATA(arg)


class Server:
    """The server: what it took, and how often it was called."""

    def __init__(self, script: Script, **more: Any) -> None:
        self.script = script
        self.taken: list[Any] = []
        self.connections = 0
        self.without: set[str] = set()  # extensions that it does not offer
        self._more = more

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, answers: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [line for line in answers if not any(line[4:].startswith(name) for name in self.without)]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content)
        action = self.script.of("TEXT", envelope.rcpt_tos[0])
        if callable(action):
            action = await asyncio.to_thread(action)
        elif action is None or isinstance(action, int | float) or action == "drop":
            self.taken.append(
                (
                    envelope.mail_from,
                    envelope.rcpt_tos,
                    message,
                    server.transport.get_extra_info("sslcontext") is not None,
                )
            )
        if action == "drop":
            server.transport.abort()
        if isinstance(action, int | float):
            await asyncio.sleep(action)
        return action if isinstance(action, str) and action != "drop" else f"250 2.0.0 queued as {len(self.taken)}"

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        action = self.script.of("AUTH")
        if isinstance(action, str):
            password = data.password.decode()
            return AuthResult(success=False, handled=False, message=action.format(password=password))
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=right)

    @property
    def ids(self) -> list[str]:
        return [message["Message-ID"] for _, _, message, _ in self.taken]


@contextmanager
def running(
    script: dict[str, Any] | None = None, *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None,
    auth_without_tls: bool = False,
) -> Iterator[tuple[Server, int]]:  # fmt: skip
    """Run a server on a port of the loopback: TLS from the first byte, or by STARTTLS, or none."""
    server = Server(Script(script or {}))
    more: dict[str, Any] = {"auth_require_tls": not auth_without_tls and tls is None}
    if starttls is not None:
        more["tls_context"] = starttls
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def in_loop(coroutine: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, loop).result()

    def conversation() -> Conversation:
        return Conversation(server, authenticator=server.authenticate, loop=loop, **more)

    listening = in_loop(loop.create_server(conversation, "127.0.0.1", 0, ssl=tls))
    try:
        yield server, listening.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(listening.close)
        in_loop(_hang_up())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _hang_up() -> None:
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
