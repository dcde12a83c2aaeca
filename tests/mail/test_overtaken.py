"""Emails that are under way while what they say changes: what goes again is true, and says it once."""

import subprocess
import sys
from collections.abc import Callable
from email.utils import parseaddr
from typing import Any

import pytest

from brt.store.database import reading
from tests.conftest import Brt
from tests.mail.server import Server, running

LUC, LEO = "luc@morel.example", "leo@telecom.example"
OLD, NEW = "10 décembre", "11 décembre"
TOLD = f"{NEW} 2026 et non le"


def edit(brt: Brt, name: str, before: str, after: str) -> None:
    file = brt.root / name
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def meanwhile(server: Server, *words: str, then: str) -> Callable[[], str]:
    """Return what a server does with a text, once: it has a command typed elsewhere, and then answers."""

    def act() -> str:
        server.script.clear()
        code = "from brt.cli import main; main()"
        done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return then

    return act


class Case:
    """A visit whose confirmation, and its correction, go to one person over a server."""

    def __init__(self, brt: Brt, port: int, audience: str, grace: int, correction: bool) -> None:
        self.brt = brt
        self.to = LUC if audience == "customer" else LEO
        who = "contact:technique" if audience == "customer" else "role:technicien"
        edit(brt, "installation_types/visite.yaml", "to: [contact:technique, role:technicien]}", f"to: [{who}]}}")
        corrections = "to: [contact:technique, contact:administratif, role:technicien]}"
        edit(brt, "installation_types/visite.yaml", corrections, f"to: [{who}]}}")
        if not correction:
            edit(brt, "installation_types/visite.yaml", f"      - {{send: rdv-deplace, to: [{who}]}}\n", "")
            edit(brt, "installation_types/visite.yaml", "    emails:\n  digicode", "  digicode")
        for name in ("rdv-confirme", "rdv-deplace"):
            edit(brt, f"email_types/{name}.yaml", "audience: customer", f"audience: {audience}")
        brt.json("produce", "118", "--type", "visite")
        edit(brt, "brt.toml", 'transport = "maildir:outbox"', f'transport = "smtp://127.0.0.1:{port}"')
        edit(brt, "brt.toml", 'grace = "0 minutes"', f'grace = "{grace} minutes"')
        brt("email", "arm")

    def deliver(self, minute: int) -> None:
        """Deliver so many minutes after nine."""
        self.brt.now = f"2026-11-30T{9 + minute // 60:02}:{minute % 60:02}"
        assert self.brt("email", "deliver").code in (0, 1)

    def set(self, *pairs: str) -> None:
        self.brt.json("set", "118", *pairs)

    def ids(self) -> list[str]:
        """Return the Message-IDs."""
        with reading(str(self.brt.database)) as db:
            return [id_ for (id_,) in db._connection.execute("select message_id from outbox order by number")]

    def rows(self) -> list[tuple[str, str]]:
        return [(one["email_type"], one["status"]) for one in self.brt.json("email", "list")]


def texts(server: Any) -> list[str]:
    return [message.get_payload(decode=True).decode() for _, _, message, _ in server.taken]


@pytest.fixture
def server():
    with running() as (server, port):
        server.port = port
        yield server


@pytest.fixture(params=["customer", "team"])
def audience(request):
    return request.param


@pytest.fixture(params=[0, 30])
def grace(request):
    return request.param


def under_way(brt, server, audience, grace, correction, then, *words):
    """Let the confirmation be under way while a command is typed (a new date), and the server answer `then`."""
    case = Case(brt, server.port, audience, grace, correction)
    brt.now = "2026-11-30T08:00"  # everything is out of its grace at nine
    server.script["TEXT"] = {case.to: meanwhile(server, *(words or ("set", "118", "rdv=11/12", "--yes")), then=then)}
    if audience == "customer" and grace:
        case.brt.json("done", "118/appeler", "--set", "rdv=10/12")
        case.deliver(0)
    else:
        brt.now = "2026-11-30T09:00"
        case.brt.json("done", "118/appeler", "--set", "rdv=10/12")
    case.deliver(0)
    return case


def test_taken_it_is_corrected(brt, server, audience, grace):
    case = under_way(brt, server, audience, grace, True, "250 ok")
    case.deliver(45)
    case.deliver(200)
    assert case.rows() == [("rdv-confirme", "sent"), ("rdv-deplace", "sent")]
    (text,) = texts(server)  # the first was taken as the script says it, and is not kept by the server
    assert TOLD in text


def test_not_taken_it_goes_as_it_is_now_and_nothing_is_corrected(brt, server, audience, grace):
    case = under_way(brt, server, audience, grace, True, "451 later")
    case.deliver(45)
    case.deliver(200)
    assert case.rows() == [("rdv-confirme", "sent"), ("rdv-deplace", "cancelled")]
    (text,) = texts(server)
    assert NEW in text
    assert "et non le" not in text
    reasons = [one["reason"] for one in brt.json("email", "list")]
    assert reasons == [None, "there is nothing to correct: the email before it did not leave"]


def test_refused_nobody_was_told_and_nothing_is_corrected(brt, server, audience):
    case = under_way(brt, server, audience, 0, True, "550 no")
    case.deliver(45)
    assert case.rows() == [("rdv-confirme", "failed"), ("rdv-deplace", "cancelled")]
    assert texts(server) == []
    brt.json("email", "retry", "1")
    assert NEW in texts(server)[0]


def test_without_an_answer_the_correction_goes_and_the_email_does_not_go_again(brt, server, audience, grace):
    case = under_way(brt, server, audience, grace, True, "drop")
    case.deliver(45)
    case.deliver(200)
    assert case.rows() == [("rdv-confirme", "uncertain"), ("rdv-deplace", "sent")]
    (text,) = texts(server)
    assert TOLD in text


@pytest.mark.parametrize("then", ["451 later", "drop"])
def test_what_nothing_corrects_goes_again_as_it_is_now(brt, server, then):
    case = under_way(brt, server, "team", 0, False, then)
    case.deliver(45)
    case.deliver(200)
    assert case.rows() == [("rdv-confirme", "sent")]
    (text,) = texts(server)
    assert NEW in text
    assert OLD not in text


@pytest.mark.parametrize("then", ["451 later", "drop", "550 no"])
def test_what_was_called_off_does_not_go_again(brt, server, then):
    case = under_way(brt, server, "team", 0, True, then, "cancel", "118", "--reason", "x", "--yes")
    case.deliver(45)
    case.deliver(200)
    assert case.rows() == [("rdv-confirme", "uncertain" if then == "drop" else "cancelled")]
    assert texts(server) == []


def test_it_goes_to_who_has_the_role_now(brt, server):
    case = under_way(brt, server, "team", 0, True, "451 later", "dossier", "assign", "118", "technicien=karim")
    case.deliver(45)
    assert [parseaddr(message["To"])[1] for _, _, message, _ in server.taken] == ["karim@telecom.example"]
    assert case.rows() == [("rdv-confirme", "sent")]


# ── the answer was lost, and the value changes afterwards ─────────────────────────────────────────


def uncertain(brt, server, audience, correction):
    case = Case(brt, server.port, audience, 0, correction)
    server.script["TEXT"] = "drop"
    brt.json("done", "118/appeler", "--set", "rdv=10/12")
    server.script.clear()
    server.taken.clear()
    assert case.rows() == [("rdv-confirme", "uncertain")]
    return case


def test_an_uncertain_email_gives_way_to_its_correction(brt, server, audience):
    case = uncertain(brt, server, audience, True)
    case.set("rdv=11/12")
    case.deliver(200)
    assert case.rows() == [("rdv-confirme", "uncertain"), ("rdv-deplace", "sent")]
    (text,) = texts(server)
    assert TOLD in text


def test_an_uncertain_email_that_nothing_corrects_is_another_one_when_it_goes_again(brt, server):
    case = uncertain(brt, server, "team", False)
    (before,) = [one["subject"] for one in brt.json("email", "list")]
    before_ids = case.ids()
    case.set("rdv=11/12")
    assert [one["subject"] for one in brt.json("email", "list")] == [before]  # what may have arrived
    case.deliver(200)
    assert case.rows() == [("rdv-confirme", "sent")]
    (text,) = texts(server)
    assert NEW in text
    assert server.ids != before_ids  # another text is another message
    case.deliver(300)
    assert len(server.taken) == 1


def test_a_value_that_comes_back_lets_it_go_as_it_was(brt, server):
    case = uncertain(brt, server, "team", False)
    case.set("rdv=11/12")
    case.set("rdv=10/12")
    case.deliver(200)
    assert OLD in texts(server)[0]


def test_a_value_that_is_taken_back_keeps_it_for_a_person(brt, server):
    case = uncertain(brt, server, "team", False)
    case.set("rdv=")
    case.deliver(200)
    assert case.rows() == [("rdv-confirme", "uncertain")]
    assert "it waits for a value of Date du rendez-vous" in [one["reason"] for one in brt.json("email", "list")]
    assert texts(server) == []


def test_by_hand_a_customer_gets_what_is_true_now(brt, server):
    case = uncertain(brt, server, "customer", False)
    case.set("rdv=11/12")
    case.deliver(200)
    assert case.rows() == [("rdv-confirme", "uncertain")]
    brt.json("email", "retry", "1")
    assert case.rows() == [("rdv-confirme", "sent")]
    assert NEW in texts(server)[0]


def test_by_hand_nobody_gets_what_was_called_off(brt, server):
    case = uncertain(brt, server, "customer", True)
    brt.json("cancel", "118", "--reason", "x")
    answer = brt("email", "retry", "1")
    assert answer.code == 1
    assert "what it says does not hold any more" in answer.err
    assert case.rows() == [("rdv-confirme", "uncertain")]


def test_a_server_that_is_away_does_not_make_it_certain(brt, server):
    case = uncertain(brt, server, "team", True)
    server.script["CONNECT"] = "421 busy"
    brt.now = "2026-11-30T12:00"
    assert brt("email", "deliver").code == 3
    assert case.rows() == [("rdv-confirme", "uncertain")]
    server.script.clear()
    server.script["RCPT"] = "450 later"
    assert brt("email", "deliver").code == 0
    assert case.rows() == [("rdv-confirme", "uncertain")]
    server.script["RCPT"] = "550 no such user"
    brt.now = "2026-11-30T18:00"
    assert brt("email", "deliver").code == 1
    assert case.rows() == [("rdv-confirme", "uncertain")]
