"""Delivery: the messages of the outbox, one after another, each under a lease.

A row is claimed, built, marked (committed) when nothing but its text is left to hand over, handed over, and its end is
written down. Whoever dies before the mark leaves a row that is simply claimed again; whoever dies after it leaves one
that may have left. Every step carries the token of the claim: a worker whose lease ran out changes nothing any more.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol

from brt.errors import BrtError
from brt.mail.content import Mail
from brt.mail.message import build
from brt.mail.party import BadMessage, Party, check_address, check_sender
from brt.mail.transports import Transport
from brt.mail.trouble import Permanent, Temporary, Unavailable, Uncertain
from brt.say import _

LEASE = timedelta(minutes=15)  # more than a server may take for its answer to a text; the mark begins it anew
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
WAIT = timedelta(hours=4)
AGAIN = timedelta(hours=1)  # until one to the team whose answer was lost is handed over once more
SPREAD = 0.2  # of WAIT, either way, so that what failed together does not come back together
PATIENCE = timedelta(days=5)  # RFC 5321, 4.5.4.1: give up after four to five days


class Outbox(Protocol):
    """Where the messages wait. What ends or marks a row returns False when it is not held under `token` any more."""

    def claim(self, now: str, token: str, lease_until: str) -> Mail | None:
        """Take the next row that may leave, under `token`, and commit; None: there is none.

        Leases that have run out end here: a row that was only claimed waits again, a marked one is uncertain.
        """

    def waiting(self, now: str, limit: int | None) -> Iterable[Mail]:
        """Return the rows that `claim` would give, and change nothing."""

    def sending(self, number: int, token: str, lease_until: str) -> bool:
        """Mark the row as being handed over, with a new lease, and commit."""

    def sent(self, number: int, token: str, answer: str, now: str, remark: str | None = None) -> bool:
        """Write down that it left at `now`, what was answered, and what is remarkable about it."""

    def retry(self, number: int, token: str, next_at: str, reason: str) -> bool:
        """Let it wait until `next_at`; an attempt was made."""

    def failed(self, number: int, token: str, reason: str) -> bool:
        """Write down that it will not leave, and why."""

    def uncertain(self, number: int, token: str, reason: str, now: str) -> bool:
        """Write down that it may have left."""

    def back(self, number: int, token: str) -> bool:
        """Let it wait as if it had never been claimed."""


class Report(NamedTuple):
    """How many messages ended how; `stopped` is what ended the run before they were through.

    `uncertain` may have left; `lost` were taken over by another worker before they were handed over.
    """

    sent: int = 0
    retried: int = 0
    failed: int = 0
    uncertain: int = 0
    lost: int = 0
    stopped: BrtError | None = None


def deliver(
    outbox: Outbox,
    transport_factory: Callable[[], Transport],
    now: Callable[[], str],
    *,
    sender: str,
    limit: int | None = None,
    dry_run: bool = False,
    redirect_to: str | None = None,
    over: Callable[[], bool] = lambda: False,
) -> Report:
    """Hand over what waits in `outbox`, at most `limit` messages, from `sender` (a name and an address).

    `now` is the clock (UTC instants): a long run outlives its first reading of it; `over` is asked before each message
    whether to stop. The transport is opened for the first message that can leave. `dry_run` builds all and sends and
    changes nothing: `sent` is what would leave. All go to `redirect_to` where that is given. A message that is wrong
    fails alone; a transport that is unavailable stops the run, and what it was about to take waits as before. Raises
    BadSender, BadMessage (`redirect_to` is no address), and whatever the store raises.
    """
    party = check_sender(sender)
    if dry_run:
        return _rehearsed(outbox.waiting(now(), limit), sender)
    to = None if redirect_to is None else check_address(redirect_to)
    ends: Counter[str] = Counter()
    with ExitStack() as stack:
        run = _Run(outbox, _opened_once(stack, transport_factory), now, sender, party, to)
        while (limit is None or ends.total() < limit) and not over():
            token = secrets.token_hex(16)
            row = outbox.claim(now(), token, later(now(), LEASE))
            if row is None:
                break
            try:
                ends[_one(run, row, token)] += 1
            except Unavailable as error:
                return _report(ends, error)
    return _report(ends)


def _report(ends: Counter[str], stopped: BrtError | None = None) -> Report:
    return Report(ends["sent"], ends["retried"], ends["failed"], ends["uncertain"], ends["lost"], stopped)


class _Run(NamedTuple):
    """What stays the same from one message to the next."""

    outbox: Outbox
    transport: Callable[[], Transport]
    clock: Callable[[], str]
    sender: str
    party: Party
    redirect_to: str | None


class _Overtaken(Exception):
    """The lease ran out and another worker has the row."""


class _Mark:
    """The mark of a row: made once, just before its text is handed over."""

    def __init__(self, run: _Run, number: int, token: str) -> None:
        self._run, self._number, self._token = run, number, token
        self.made = False

    def __call__(self) -> None:
        if not self._run.outbox.sending(self._number, self._token, later(self._run.clock(), LEASE)):
            raise _Overtaken
        self.made = True


def _rehearsed(rows: Iterable[Mail], sender: str) -> Report:
    sent = failed = 0
    for row in rows:
        try:
            build(row, sender)
            sent += 1
        except BadMessage:
            failed += 1
    return Report(sent=sent, failed=failed)


def _opened_once(stack: ExitStack, factory: Callable[[], Transport]) -> Callable[[], Transport]:
    transports: list[Transport] = []

    def transport() -> Transport:
        if not transports:
            transports.append(stack.enter_context(factory()))
        return transports[0]

    return transport


def _one(run: _Run, row: Mail, token: str) -> str:
    """Hand one message over and return how that ended, a field of Report. Raises Unavailable."""
    mark = _Mark(run, row.number, token)
    try:
        return _handed_over(run, row, token, mark)
    except _Overtaken:
        return "lost"
    except Unavailable:
        run.outbox.back(row.number, token)
        raise
    except BaseException:
        if not mark.made:  # interrupted: nobody has to wait for the end of the lease
            run.outbox.back(row.number, token)
        raise


def _handed_over(run: _Run, row: Mail, token: str, mark: _Mark) -> str:
    outbox = run.outbox
    try:
        message = build(_redirected(row, run.redirect_to), run.sender)
    except BadMessage as error:
        return _ended(outbox.failed(row.number, token, _said(error)), "failed")
    try:
        answer = run.transport().send(message, run.party.address, message["To"].addresses[0].addr_spec, mark)
    except Permanent as error:
        return _ended(outbox.failed(row.number, token, _said(error)), "failed")
    except Temporary as error:
        return _again(run, row, token, _said(error))
    except Uncertain as error:
        outbox.uncertain(row.number, token, _said(error), run.clock())
        return "uncertain"
    remark = run.redirect_to and _("it went to {address} instead").format(address=run.redirect_to)
    return _ended(outbox.sent(row.number, token, answer, run.clock(), remark), "sent", otherwise="uncertain")


def _redirected(row: Mail, to: str | None) -> Mail:
    """Return a row as it goes to `to`, its subject saying for whom it was."""
    return row if to is None else row._replace(recipient=to, subject=f"[{row.recipient}] {row.subject}")


def _ended(ours: bool, how: str, otherwise: str = "lost") -> str:
    return how if ours else otherwise


def _again(run: _Run, row: Mail, token: str, reason: str) -> str:
    at = next_attempt(row, run.clock())
    if at is None:
        return _ended(run.outbox.failed(row.number, token, reason), "failed")
    return _ended(run.outbox.retry(row.number, token, at, reason), "retried")


def next_attempt(row: Mail, now: str) -> str | None:
    """Return when `row`, not taken at `now`, is tried again: after 1, 5, 15 and 60 minutes, then about every 4 hours.

    None after five days, and not before the short waits are used up: a row may have waited for weeks to be released.
    The spread comes from the number of the row and of the attempt, so the same case gives the same instant.
    """
    if row.attempts < len(WAITS):
        return later(now, WAITS[row.attempts])
    if now >= later(row.not_before or row.queued_at, PATIENCE):
        return None
    seed = hashlib.sha256(f"{row.number}:{row.attempts}".encode()).digest()
    share = int.from_bytes(seed[:4], "big") / 0xFFFFFFFF  # 0 to 1
    return later(now, WAIT * (1 - SPREAD + 2 * SPREAD * share))


def later(instant: str, wait: timedelta) -> str:
    """Return the instant that comes `wait` after `instant`."""
    moment = datetime.fromisoformat(instant).astimezone(UTC) + wait
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _said(error: BrtError) -> str:
    """Return the sentence as it is kept with the row, for the people of this workspace."""
    return _(error.says).format_map(error.data)
