"""The delivery loop, on an outbox in a real SQLite file and into a real Maildir; some transports answer by script."""

import mailbox
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from pathlib import Path

import pytest

from brt import say
from brt.mail.content import Mail
from brt.mail.deliver import LEASE, Report, deliver, next_attempt
from brt.mail.party import BadMessage, BadSender
from brt.mail.transports import Maildir, open_transport
from brt.mail.trouble import Permanent, Temporary, Unavailable, Uncertain

say.choose("en")

ROOT = Path(__file__).parents[2]
SENDER = "Télécom Exemple <installations@exemple.fr>"
START = datetime(2026, 12, 8, 9, 30, tzinfo=UTC)


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.moment = START

    def __call__(self):
        return stamp(self.moment)

    def later(self, **delta):
        self.moment += timedelta(**delta)


class Outbox:
    """An outbox as the store's: one table, one short transaction a step, every ending fenced by the token."""

    SCHEMA = """
        create table if not exists outbox (
          number integer primary key, recipient_name text, recipient text not null, subject text not null,
          body text not null, html text, message_id text not null, queued_at text not null, reply_to text,
          attempts integer not null default 0, not_before text, status text not null default 'queued',
          next_at text, token text, lease text, answer text, reason text, sent_at text
        ) strict
    """

    def __init__(self, path, marked="uncertain"):
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute(self.SCHEMA)
        self.marked = marked  # what a marked row becomes when its lease has run out

    def queue(self, number, **other):
        row = {
            "number": number,
            "recipient_name": "Luc Morel",
            "recipient": "luc@morel.example",
            "subject": f"Confirmé n° {number}",
            "body": "Bonjour\n",
            "message_id": f"<brt.{number}@exemple.fr>",
            "queued_at": stamp(START),
            **other,
        }
        names = ", ".join(row)
        self.db.execute(f"insert into outbox ({names}) values ({', '.join(':' + name for name in row)})", row)

    def rows(self, *names):
        return self.db.execute(f"select {', '.join(names)} from outbox order by number").fetchall()

    def statuses(self):
        return [status for (status,) in self.rows("status")]

    READY = "status = 'queued' or (status = 'retry' and next_at <= :now) or (status = 'claimed' and lease <= :now)"

    def waiting(self, now, limit):
        rows = self.db.execute(
            f"select {', '.join(Mail._fields[:11])} from outbox where {self.READY} order by number limit :limit",
            {"now": now, "limit": -1 if limit is None else limit},
        )
        return [Mail(*row) for row in rows.fetchall()]

    def claim(self, now, token, lease_until):
        self.db.execute("begin immediate")
        self.db.execute(
            "update outbox set status = ?, token = null where status = 'sending' and lease <= ?", (self.marked, now)
        )
        found = self.waiting(now, 1)
        for row in found:
            self.db.execute(
                "update outbox set status = 'claimed', token = ?, lease = ? where number = ?",
                (token, lease_until, row.number),
            )
        self.db.execute("commit")
        return found[0] if found else None

    def end(self, number, held, /, **values):
        changes = ", ".join(f"{name} = :{name}" for name in values)
        done = self.db.execute(
            f"update outbox set {changes} where number = :number and token = :held",
            {**values, "number": number, "held": held},
        )
        return done.rowcount == 1

    def sending(self, number, token, lease_until):
        return self.end(number, token, status="sending", lease=lease_until)

    def sent(self, number, token, answer, now, remark=None):
        return self.end(number, token, status="sent", answer=answer, sent_at=now, reason=remark, token=None)

    def retry(self, number, token, next_at, reason):
        attempts = self.db.execute("select attempts + 1 from outbox where number = ?", (number,)).fetchone()[0]
        return self.end(number, token, status="retry", next_at=next_at, reason=reason, attempts=attempts, token=None)

    def failed(self, number, token, reason):
        return self.end(number, token, status="failed", reason=reason, token=None)

    def uncertain(self, number, token, reason, now):
        return self.end(number, token, status="uncertain", reason=reason, token=None)

    def back(self, number, token):
        return self.end(number, token, status="queued", token=None)


class Scripted(Maildir):
    """A Maildir in front of which a server answers by script: what each address raises, before or after it is kept."""

    def __init__(self, folder, before=None, after=None):
        super().__init__(folder)
        self.before, self.after = before or {}, after or {}
        self.opened = 0

    def __enter__(self):
        self.opened += 1
        return super().__enter__()

    def send(self, message, envelope_from, envelope_to, about_to):
        assert envelope_from == "installations@exemple.fr"
        if envelope_to in self.before:
            raise self.before[envelope_to]
        answer = super().send(message, envelope_from, envelope_to, about_to)
        if envelope_to in self.after:
            raise self.after[envelope_to]
        return answer


@pytest.fixture
def outbox(tmp_path):
    made = Outbox(tmp_path / "brt.db")
    yield made
    made.db.close()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def box(tmp_path):
    return tmp_path / "outbox"


def ids(box):
    return sorted(message["Message-ID"] for message in mailbox.Maildir(box, create=False)) if box.exists() else []


def test_everything_that_waits_leaves_once(outbox, clock, box, tmp_path):
    for number in (1, 2, 3):
        outbox.queue(number)
    run = (outbox, lambda: open_transport("maildir:outbox", tmp_path), clock)
    assert deliver(*run, sender=SENDER) == Report(sent=3)
    assert deliver(*run, sender=SENDER) == Report()
    assert ids(box) == [f"<brt.{number}@exemple.fr>" for number in (1, 2, 3)]
    assert outbox.statuses() == ["sent"] * 3
    answers = {(box / answer).name for (answer,) in outbox.rows("answer")}
    assert answers == set(os.listdir(box / "new"))


def test_a_limit_is_kept(outbox, clock, box):
    for number in (1, 2, 3):
        outbox.queue(number)
    assert deliver(outbox, lambda: Maildir(box), clock, sender=SENDER, limit=2) == Report(sent=2)
    assert outbox.statuses() == ["sent", "sent", "queued"]


def test_a_rehearsal_changes_nothing(outbox, clock, box):
    outbox.queue(1)
    outbox.queue(2, recipient="nobody")
    before = outbox.rows("*")
    transport = Scripted(box)
    assert deliver(outbox, lambda: transport, clock, sender=SENDER, dry_run=True) == Report(sent=1, failed=1)
    assert outbox.rows("*") == before
    assert transport.opened == 0
    assert not box.exists()


def test_a_poison_message_fails_alone(outbox, clock, box):
    outbox.queue(1, recipient="a@b.fr> NOTIFY=NEVER <c@d.fr")
    outbox.queue(2, recipient_name="Luc\r\nBcc: evil@x.fr")
    outbox.queue(3, subject="=?utf-8?q?=0D=0ABcc:_evil=40x.fr?=")
    outbox.queue(4, body="\x00")
    outbox.queue(5)
    assert deliver(outbox, lambda: Maildir(box), clock, sender=SENDER) == Report(sent=1, failed=4)
    assert outbox.statuses() == ["failed"] * 4 + ["sent"]
    assert [reason for (reason,) in outbox.rows("reason")][:2] == [
        "a@b.fr> NOTIFY=NEVER <c@d.fr is not an email address.",
        "“Luc\r\nBcc: evil@x.fr” holds the character U+000D, which may not stand in a name or a subject.",
    ]
    assert ids(box) == ["<brt.5@exemple.fr>"]


def test_the_transport_is_opened_for_the_first_message_that_can_leave(outbox, clock, box):
    transport = Scripted(box)
    outbox.queue(1, recipient="nobody")
    deliver(outbox, lambda: transport, clock, sender=SENDER)
    assert transport.opened == 0
    outbox.queue(2)
    outbox.queue(3)
    deliver(outbox, lambda: transport, clock, sender=SENDER)
    assert transport.opened == 1


def test_refused_for_good_is_failed_and_the_next_one_leaves(outbox, clock, box):
    outbox.queue(1, recipient="gone@morel.example")
    outbox.queue(2)
    transport = Scripted(box, {"gone@morel.example": Permanent("550 5.1.1 no such user")})
    assert deliver(outbox, lambda: transport, clock, sender=SENDER) == Report(sent=1, failed=1)
    assert outbox.rows("status", "reason")[0] == ("failed", "Refused for good: 550 5.1.1 no such user")


def test_not_taken_it_is_tried_again_and_again_and_then_given_up(outbox, clock, box):
    outbox.queue(1)
    transport = Scripted(box, {"luc@morel.example": Temporary("451 later")})
    waits = []
    while outbox.statuses() != ["failed"]:
        report = deliver(outbox, lambda: transport, clock, sender=SENDER)
        assert report in (Report(retried=1), Report(failed=1))
        status, next_at, reason = outbox.rows("status", "next_at", "reason")[0]
        assert reason == "Not taken this time: 451 later"
        if status == "retry":
            waits.append(datetime.fromisoformat(next_at) - clock.moment)
            clock.later(seconds=waits[-1].total_seconds() - 1)
            assert deliver(outbox, lambda: transport, clock, sender=SENDER) == Report()
            clock.later(seconds=1)
    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]
    assert all(timedelta(hours=3.2) <= wait <= timedelta(hours=4.8) for wait in waits[4:])
    assert len(set(waits[4:])) > 10
    assert timedelta(days=5) <= clock.moment - START < timedelta(days=5, hours=5)


def test_what_failed_together_does_not_come_back_together():
    rows = [
        Mail(number, "", "a@b.fr", "x", "x", None, "<a@b>", stamp(START), None, attempts=4) for number in range(100)
    ]
    again = Counter(next_attempt(row, stamp(START)) for row in rows)
    assert again == Counter(next_attempt(row, stamp(START)) for row in rows)
    assert len(again) > 90


def test_a_row_that_waited_for_weeks_still_gets_its_tries():
    row = Mail(1, "", "a@b.fr", "x", "x", None, "<a@b>", stamp(START), None)
    late = START + timedelta(days=40)
    assert next_attempt(row, stamp(late)) == stamp(late + timedelta(minutes=1))
    assert next_attempt(row._replace(attempts=4), stamp(late)) is None
    assert next_attempt(row._replace(attempts=4, not_before=stamp(late)), stamp(late)) is not None


@pytest.mark.parametrize("where", ["before", "open"])
def test_an_unavailable_server_stops_the_run_and_everything_waits(outbox, clock, box, where):
    for number in (1, 2, 3):
        outbox.queue(number)
    if where == "open":
        box.write_text("a file, not a folder")
        transport = Scripted(box)
    else:
        transport = Scripted(box, {"luc@morel.example": Unavailable("535 authentication failed")})
    report = deliver(outbox, lambda: transport, clock, sender=SENDER)
    assert isinstance(report.stopped, Unavailable)
    assert report._replace(stopped=None) == Report()
    assert outbox.statuses() == ["queued", "queued", "queued"]
    assert outbox.rows("attempts", "token")[0] == (0, None)
    if where == "open":
        box.unlink()
    assert deliver(outbox, lambda: Maildir(box), clock, sender=SENDER) == Report(sent=3)
    assert len(ids(box)) == 3


def test_without_an_answer_a_message_is_uncertain(outbox, clock, box):
    outbox.queue(1)
    outbox.queue(2)
    transport = Scripted(box, after={"luc@morel.example": Uncertain("connection lost")})
    assert deliver(outbox, lambda: transport, clock, sender=SENDER) == Report(uncertain=2)
    assert (
        outbox.rows("status", "reason", "token")
        == [("uncertain", "Handed over without an answer: connection lost", None)] * 2
    )
    clock.later(minutes=15)
    assert deliver(outbox, lambda: Maildir(box), clock, sender=SENDER) == Report()


class Stopped(BaseException):
    """What ends a process in the middle of a step, as far as the loop can see it."""


def test_a_worker_that_dies_after_the_mark_leaves_an_uncertain_row(outbox, clock, box):
    outbox.queue(1)
    transport = Scripted(box, after={"luc@morel.example": Stopped()})
    with pytest.raises(Stopped):
        deliver(outbox, lambda: transport, clock, sender=SENDER)
    assert outbox.statuses() == ["sending"]
    clock.later(seconds=LEASE.total_seconds() - 1)
    assert deliver(outbox, lambda: Maildir(box), clock, sender=SENDER) == Report()
    assert outbox.statuses() == ["sending"]
    clock.later(seconds=1)
    assert deliver(outbox, lambda: Maildir(box), clock, sender=SENDER) == Report()
    assert outbox.statuses() == ["uncertain"]


def test_a_worker_that_is_interrupted_before_the_mark_gives_the_row_back(outbox, clock, box):
    outbox.queue(1)
    transport = Scripted(box, before={"luc@morel.example": Stopped()})
    with pytest.raises(Stopped):
        deliver(outbox, lambda: transport, clock, sender=SENDER)
    assert outbox.rows("status", "attempts") == [("queued", 0)]
    assert deliver(outbox, lambda: Maildir(box), clock, sender=SENDER) == Report(sent=1)


def test_all_go_to_one_address_when_one_tries_things_out(outbox, clock, box):
    outbox.queue(1)
    outbox.queue(2, recipient="jeanne@morel.example")
    run = (outbox, lambda: Maildir(box), clock)
    with pytest.raises(BadMessage):
        deliver(*run, sender=SENDER, redirect_to="moi")
    assert outbox.statuses() == ["queued", "queued"]
    assert deliver(*run, sender=SENDER, redirect_to="moi@exemple.fr") == Report(sent=2)
    found = {(each["To"], str(make_header(decode_header(each["Subject"])))) for each in mailbox.Maildir(box)}
    assert found == {
        ('"Luc Morel" <moi@exemple.fr>', "[luc@morel.example] Confirmé n° 1"),
        ('"Luc Morel" <moi@exemple.fr>', "[jeanne@morel.example] Confirmé n° 2"),
    }


def test_it_stops_when_it_is_told_to(outbox, clock, box):
    for number in (1, 2, 3):
        outbox.queue(number)
    report = deliver(outbox, lambda: Maildir(box), clock, sender=SENDER, over=lambda: "sent" in outbox.statuses())
    assert report == Report(sent=1)
    assert outbox.statuses() == ["sent", "queued", "queued"]


def test_a_row_that_was_only_claimed_waits_again(outbox, clock, box):
    outbox.queue(1)
    assert outbox.claim(clock(), "of a worker that died", stamp(START + LEASE)) is not None
    assert deliver(outbox, lambda: Maildir(box), clock, sender=SENDER) == Report()
    clock.later(minutes=15)
    assert deliver(outbox, lambda: Maildir(box), clock, sender=SENDER) == Report(sent=1)


class Slow(Scripted):
    """A transport during whose opening or sending the lease runs out and another worker takes the row."""

    def __init__(self, folder, outbox, clock, when):
        super().__init__(folder)
        self.outbox, self.clock, self.when = outbox, clock, when

    def take_over(self, when):
        if when == self.when:
            self.clock.later(minutes=16)
            self.outbox.claim(self.clock(), "of another worker", stamp(self.clock.moment + LEASE))

    def __enter__(self):
        self.take_over("open")
        return super().__enter__()

    def send(self, message, envelope_from, envelope_to, about_to):
        answer = super().send(message, envelope_from, envelope_to, about_to)
        self.take_over("sent")
        return answer


@pytest.mark.parametrize(
    ("when", "report", "status", "delivered"),
    [("open", Report(lost=1), "claimed", 0), ("sent", Report(uncertain=1), "uncertain", 1)],
)
def test_a_worker_whose_lease_ran_out_changes_nothing(outbox, clock, box, when, report, status, delivered):
    outbox.queue(1)
    transport = Slow(box, outbox, clock, when)
    assert deliver(outbox, lambda: transport, clock, sender=SENDER) == report
    assert outbox.statuses() == [status]
    assert len(ids(box)) == delivered


def test_a_sender_that_is_none_stops_before_anything_is_claimed(outbox, clock, box):
    outbox.queue(1)
    with pytest.raises(BadSender, match="The sender Exemple is not a name and an address"):
        deliver(outbox, lambda: Maildir(box), clock, sender="Exemple")
    assert outbox.statuses() == ["queued"]


def worker(folder, looks):
    """Deliver in a process of its own, on the real clock; a marked row whose worker died is sent again.

    It is killed as it looks at the clock for the `looks`-th time: to claim a row, to mark it, and to end it.
    """
    outbox = Outbox(Path(folder) / "brt.db", marked="queued")
    outbox.db.execute("pragma busy_timeout = 60000")
    left = iter(range(looks - 1, -1, -1))

    def clock():
        if next(left, None) == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return stamp(datetime.now(UTC))

    report = deliver(outbox, lambda: Maildir(Path(folder) / "outbox"), clock, sender=SENDER)
    sys.stdout.write(str(report.sent))


WORKER = [sys.executable, "-c", "import sys, tests.mail.test_deliver as it; it.worker(sys.argv[1], int(sys.argv[2]))"]


def test_workers_killed_at_any_moment_lose_nothing_and_double_nothing(outbox, box, tmp_path):
    """Into a folder, even "send again" doubles nothing: the file of the second delivery is that of the first."""
    for number in range(30):
        outbox.queue(number)
    for looks in (2, 3, 20):
        killed = subprocess.run([*WORKER, tmp_path, str(looks)], cwd=ROOT, check=False)
        assert killed.returncode == -signal.SIGKILL
        outbox.db.execute("update outbox set lease = '2000-01-01T00:00:00Z' where status in ('claimed', 'sending')")
    assert 0 < outbox.statuses().count("sent") < 30
    subprocess.run([*WORKER, tmp_path, "0"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    assert outbox.statuses() == ["sent"] * 30
    assert ids(box) == sorted(f"<brt.{number}@exemple.fr>" for number in range(30))


def test_two_workers_at_once_share_the_work(outbox, box, tmp_path):
    for number in range(30):
        outbox.queue(number)
    command = [*WORKER, tmp_path, "0"]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    counts = [int(process.communicate()[0]) for process in running]
    assert sum(counts) == 30
    assert outbox.statuses() == ["sent"] * 30
    assert len(ids(box)) == 30
