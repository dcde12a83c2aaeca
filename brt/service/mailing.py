"""Emails leaving the outbox: right after the command that queued them, and by `brt email deliver`."""

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from brt.errors import BrtError, NotFound, Surroundings
from brt.records import Letter, Posted
from brt.say import N_, _, ngettext
from brt.service import refs, rest
from brt.service.desk import Desk
from brt.service.outgoing import Disarmed, outgoing
from brt.settings import Settings, now, stamp
from brt.store import armed, outbox
from brt.views import emails as view
from brt.views import words

if TYPE_CHECKING:
    from brt.mail.deliver import Report
    from brt.mail.smtp import Server
    from brt.mail.transports import Transport

AT_ONCE = 100
"""So many emails leave at the end of a command; the others wait for the next one, or for `brt email deliver`."""

PAUSE = 5
"""Seconds between two looks of `brt email deliver --watch`."""

SECONDS = 15
"""For so long a command goes on handing emails over to a mail server, while somebody waits."""

NOBODY = "brt@brt.example"
"""The address of a sender that is not set: `.example` belongs to nobody (RFC 2606)."""


class NoSender(Surroundings):
    """brt.toml does not say from whom emails come."""

    says = N_("brt.toml does not say who sends emails: they wait.")
    hint = N_('In brt.toml: [mail] from = "Our company <installations@company.fr>"')


class NoUser(Surroundings):
    """No password is needed."""

    says = N_("brt.toml names no user at a mail server, so no password is needed.")
    hint = N_('In brt.toml: [mail] transport = "smtp://user@host:587"')


class NoEmail(NotFound):
    """The outbox has no such number."""

    says = N_("There is no email {number}.")
    hint = N_("To see them: brt email list")


def transport(desk: Desk, *, hurry: bool = False) -> "Transport":
    """Return the transport that brt.toml names, not connected yet; `hurry`: somebody waits. Raises UnknownTransport."""
    from brt.mail.transports import open_transport

    mail = desk.settings.mail

    def password(server: "Server") -> str:
        from brt.mail import passwords

        places = passwords.Places(desk.settings.root, mail.password_command, mail.password_file, desk.environ)
        return passwords.password(server.user or "", server.host, places)

    return open_transport(mail.transport, desk.settings.root, password, verify=mail.verify, hurry=hurry)


def sender(desk: Desk) -> str:
    """Return from whom emails come; those that only go into a folder can do without. Raises NoSender."""
    if desk.settings.mail.sender:
        return desk.settings.mail.sender
    if not is_folder(desk):
        raise NoSender
    return _("from is not set (brt.toml, [mail])") + f" <{NOBODY}>"


def is_folder(desk: Desk) -> bool:
    """Say whether emails only go into a folder of this computer."""
    return desk.settings.mail.folder is not None


def where(settings: Settings) -> str:
    """Return where emails go that do not leave over the network; "" where a mail server is set."""
    name = settings.mail.folder
    return "" if name is None else view.where(name)


def first(desk: Desk) -> str:
    """Return what to say of a delivery that is about to make the folder of the emails; "" of any other."""
    name = desk.settings.mail.folder
    return "" if name is None or (desk.settings.root / name).exists() else where(desk.settings)


def send(
    desk: Desk,
    limit: int | None = None,
    dry_run: bool = False,
    redirect_to: str | None = None,
    *,
    hurry: bool = False,
    over: Callable[[], bool] = lambda: False,
) -> "Report":
    """Hand over what may leave now, until `over` says so. Raises NoSender, Disarmed, or what the mail package raises.

    From a copy of a database nothing leaves, except to a folder or, to try things out, to `redirect_to`.
    """
    from brt.mail.deliver import deliver

    by = transport(desk, hurry=hurry)  # not connected yet, but known to be one of ours
    report = deliver(
        outgoing(desk, guarded=not (is_folder(desk) or redirect_to)),
        lambda: by,
        lambda: stamp(now(desk.settings, desk.environ)),
        sender=sender(desk),
        limit=limit,
        dry_run=dry_run,
        redirect_to=redirect_to,
        over=over,
    )
    if not dry_run and not is_folder(desk):  # a folder keeps nobody waiting
        _remember(desk, report, over())
    return report


def _remember(desk: Desk, report: "Report", late: bool) -> None:
    """Rest after a delivery that was stopped, or that used up its time on a server that does not answer."""
    if report.stopped or (late and not report.sent and (report.retried or report.uncertain)):
        rest.begin(desk)
    elif report.sent:
        rest.end(desk)


def deliver_now(desk: Desk, letters: Iterable[Letter], tell: Callable[[str], None]) -> dict[int, str]:
    """Hand over what may leave after a command that wrote; return what became of `letters`, by number.

    A failure is told and never undoes the command: what could not leave stays in the outbox, and so does what would
    keep the person waiting. After a failure, the next commands do not try for a while. Whoever goes away by Ctrl-C does
    not wait for the emails: what the command was for is done.
    """
    try:
        _leave(desk, tell)
    except KeyboardInterrupt:
        tell(_("Emails that have not left wait: brt email deliver"))
    numbers = [letter.number for letter in letters if letter.number]
    if not numbers:
        return {}
    with desk.reading() as db:
        return {number: outbox.status(db, number) for number in numbers}


def _leave(desk: Desk, tell: Callable[[str], None]) -> None:
    with desk.reading() as db:
        due = len(outbox.ready(db, desk.at))
        resting = rest.current(desk, db)
    if due and resting:
        tell(_resting(desk, due, resting))
    elif due:
        _try(desk, tell)


def _try(desk: Desk, tell: Callable[[str], None]) -> None:
    from time import monotonic

    end, said = monotonic() + SECONDS, first(desk)
    try:
        report = send(desk, AT_ONCE, hurry=True, over=lambda: monotonic() > end)
        if said and report.sent:
            tell(said)
        if report.stopped is not None:
            tell(words.error(report.stopped))
    except BrtError as error:
        tell(words.error(error))


def _resting(desk: Desk, due: int, resting: rest.Rest) -> str:
    says = ngettext(
        "{n} email waits: nothing could leave at {since}, the next try is at {until}. At once: brt email deliver",
        "{n} emails wait: nothing could leave at {since}, the next try is at {until}. At once: brt email deliver",
        due,
    )
    since, until = (view.time(instant, desk.settings) for instant in (resting.since, resting.until))
    return says.format(n=due, since=since, until=until)


def watch(desk: Desk, tell: Callable[["Report"], None], stopped: Callable[[], bool], limit: int | None = None) -> None:
    """Deliver what comes, until `stopped` says so or `limit` messages were handed over; `tell` hears what happened.

    When nothing can leave, the waits between two tries grow: a server that is asked too often locks the door.
    """
    from time import sleep

    from brt.mail.deliver import WAITS, Report

    left, failures = limit, 0
    while not stopped() and left != 0:
        try:
            report = send(desk, left, over=stopped)
        except Disarmed:
            raise
        except Surroundings as error:
            report = Report(stopped=error)
        failures = failures + 1 if report.stopped else 0
        if any(report):
            tell(report)
        left = None if left is None else left - sum(report[:5])
        wait = WAITS[min(failures, len(WAITS)) - 1].total_seconds() if failures else PAUSE
        for _second in range(int(wait)):
            if stopped() or left == 0:
                break
            sleep(1)


class Tried(NamedTuple):
    """What became of a test: by what it left, and what was answered."""

    by: str
    answer: str


def try_out(desk: Desk, to: str) -> Tried:
    """Send a test to an address, outside of the outbox. Raises NoSender, BadMessage, BadSender, NotDelivered."""
    from brt.mail.content import Mail
    from brt.mail.message import build, message_id
    from brt.mail.party import check_sender

    by = sender(desk)
    subject = _("Test of brt")
    body = _("This email was sent by `brt email test`. It shows that emails leave.") + "\n"
    row = Mail(0, "", to, subject, body, None, message_id(os.urandom(8).hex(), "brt.invalid"), desk.at)
    message = build(row, by)
    with transport(desk) as way:
        answer = way.send(message, check_sender(by).address, message["To"].addresses[0].addr_spec, lambda: None)
    rest.end(desk)
    return Tried(desk.settings.mail.transport, answer)


def account(desk: Desk) -> "Server":
    """Return the server and the user whose password is asked for. Raises NoUser."""
    if not is_folder(desk):
        from brt.mail import smtp

        server = smtp.server(desk.settings.mail.transport)
        if server.user is not None:
            return server
    raise NoUser


def login(desk: Desk, password: str) -> None:
    """Keep the password of the mail server in the keyring. Raises NoUser, CannotKeep."""
    from brt.mail import passwords

    server = account(desk)
    passwords.keep(server.user or "", server.host, password)
    rest.end(desk)


def disarmed(desk: Desk) -> bool:
    """Say whether this database is a copy, from which nothing leaves."""
    with desk.reading() as db:
        return armed.is_copy(db, desk.location)


def waiting(desk: Desk) -> int:
    """Return how many emails could leave now."""
    with desk.reading() as db:
        return len(outbox.ready(db, desk.at))


def posted(desk: Desk, dossier: str | None = None, *, problems: bool = False) -> list[Posted]:
    """Return the outbox: what is about a dossier, else what has a problem, else all. Raises NoDossier, ManyDossiers."""
    with desk.reading() as db:
        if dossier is not None:
            return outbox.of_dossier(db, refs.dossier(db, dossier, reads=True).id)
        return outbox.with_problems(db) if problems else outbox.everything(db)


def those(desk: Desk, numbers: Iterable[int]) -> list[Posted]:
    """Return the emails with these numbers, by number."""
    with desk.reading() as db:
        return [found.posted for number in sorted(set(numbers)) if (found := outbox.one(db, number))]


def one(desk: Desk, number: int) -> outbox.Whole:
    """Return an email with all that it holds. Raises NoEmail."""
    with desk.reading() as db:
        found = outbox.one(db, number)
    if found is None:
        raise NoEmail(number=number)
    return found


def summary(report: "Report") -> str:
    """Return what a delivery did, in a sentence."""
    sentence = _("{sent} sent, {retried} to be tried again, {failed} failed, {uncertain} uncertain.")
    return sentence.format(sent=report.sent, retried=report.retried, failed=report.failed, uncertain=report.uncertain)
