"""A contact who is missing is asked for, on a terminal. D-2026-124 has nobody with the function technique."""

import shutil

import pytest

from tests.cli.play import Play
from tests.cli.test_dossier_contact import overdue
from tests.cli.test_email_by_hand import ready
from tests.conftest import Brt

pytest.importorskip("pexpect", reason="pseudo-terminals are those of POSIX")
pytest.importorskip("pty", reason="pseudo-terminals are those of POSIX")

from tests.cli.terminal import Terminal

__all__ = ("ready",)

WHO = "Who? (a number, or a new name) "
ADDRESS = "Email address: "
PHONE = "Telephone number (if any): "


@pytest.fixture
def brt(ready, tmp_path):
    shutil.copytree(ready, tmp_path, dirs_exist_ok=True)
    overdue(Play(tmp_path))
    return Brt(tmp_path)


def contacts(brt):
    return {one["name"]: one for one in brt.json("dossier", "show", "124")["contacts"]}


def status(brt, number):
    return brt.json("email", "show", str(number))["status"]


def test_an_email_that_reaches_nobody_asks_for_the_contact_and_leaves(brt):
    with Terminal(brt, "email", "retry", "2", "5") as terminal:
        terminal.sees("D-2026-124: no contact with the function technique.")
        terminal.answers((WHO, "Maël Bréhat"), (ADDRESS, ""), (ADDRESS, "mael"), (ADDRESS, "mael@brehat.example"))
        terminal.answers((PHONE, "06 39 98 18 01"))
    assert terminal.code == 0
    assert "It is needed" in terminal.shown
    assert "mael is not an email address" in terminal.shown
    assert status(brt, 5) == "sent"
    assert contacts(brt)["Maël Bréhat"]["functions"] == ["technique"]


def test_what_is_sent_again_is_shown_and_asked_about(brt):
    brt("dossier", "contact", "124", "technique=Maël Bréhat <mael@brehat.example>")
    for typed, then in (("n", "undeliverable"), ("Ctrl-C", "undeliverable"), ("", "sent")):
        with Terminal(brt, "email", "retry", "5") as terminal:
            terminal.sees("Email 5, 124 Menuiserie Bréhat: it was to leave").sees("Subject: ")
            terminal.answers(("Send it to Maël Bréhat? [Y/n] ", typed))
        assert status(brt, 5) == then


def test_somebody_who_is_there_is_chosen_by_number(brt):
    with Terminal(brt, "email", "retry", "5") as terminal:
        terminal.answers((WHO, "1"), ("= Yann Bréhat", ""), (PHONE, ""))
    assert terminal.code == 0
    assert contacts(brt)["Yann Bréhat"]["functions"] == ["administratif", "technique"]
    assert brt.json("email", "show", "5")["to"] == "yann@brehat.example"


def test_ctrl_c_leaves_the_email_and_the_dossier_as_they_were(brt):
    with Terminal(brt, "email", "retry", "5") as terminal:
        terminal.answers((WHO, "Maël Bréhat"), (ADDRESS, "Ctrl-C"))
    assert terminal.code == 130
    assert status(brt, 5) == "undeliverable"
    assert list(contacts(brt)) == ["Yann Bréhat"]


def test_the_functions_that_emails_lack_come_first(brt):
    with Terminal(brt, "dossier", "contact", "124") as terminal:
        terminal.sees("1  technique").sees("emails go to it, and reach nobody")
        terminal.answers(("Which function? (several: 1,2) ", "bidon"), ("Which function? (several: 1,2) ", "1, sig"))
        terminal.answers((WHO, "Maël Bréhat"), ("Email address (if any): ", ""), (PHONE, "06 39 98 18 01"))
    assert terminal.code == 0
    assert contacts(brt)["Maël Bréhat"]["functions"] == ["technique", "signataire"]
