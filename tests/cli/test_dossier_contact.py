"""`brt dossier contact`, and what emails that need one say. D-2026-124 has nobody with the function technique."""

import json
import shutil

import pytest

from tests.cli.play import Play
from tests.cli.test_email_by_hand import put, ready, rows

__all__ = ("ready",)

MAEL = "technique=Maël Bréhat <mael@brehat.example>"


@pytest.fixture
def brt(ready, tmp_path):
    """As there, and the emails that reach nobody are not those of a moment ago, which follow by themselves."""
    shutil.copytree(ready, tmp_path, dirs_exist_ok=True)
    play = Play(tmp_path)
    overdue(play)
    return play


def overdue(brt):
    for number in (2, 5):
        put(brt, number, "undeliverable", not_before="2026-11-29T08:00:00Z")


def contacts(brt):
    found = json.loads(brt("dossier", "show", "124", "--format", "json").out)
    return {one["name"]: one for one in found["contacts"]}


def test_a_contact_is_added(brt):
    answer = brt("dossier", "contact", "124", MAEL, "--phone", "06 39 98 18 01")
    assert answer.code == 0, answer.err
    assert "contacts.Maël Bréhat: – → Maël Bréhat, technique, mael@brehat.example, 06 39 98 18 01\n" in answer.out
    assert answer.err == "To send what reached nobody: brt email retry 2 5\n"
    mael = contacts(brt)["Maël Bréhat"]
    assert (mael["functions"], mael["phone"]) == (["technique"], "+33639981801")


def test_the_one_of_that_name_keeps_what_is_not_said(brt):
    assert brt("dossier", "contact", "124", "technique=yann brehat").code == 0
    yann = contacts(brt)["Yann Bréhat"]
    assert (yann["functions"], yann["email"]) == (["administratif", "technique"], "yann@brehat.example")
    again = brt("dossier", "contact", "124", "technique=Yann Bréhat <yann@brehat.example>")
    assert (again.code, again.out, again.err) == (0, "", "Nothing to change.\n")
    assert brt("dossier", "contact", "124", "technique=Yann Bréhat <y@brehat.example>").code == 0
    assert list(contacts(brt)) == ["Yann Bréhat"]
    assert contacts(brt)["Yann Bréhat"]["email"] == "y@brehat.example"


WRONG = [
    (("technique",), 2, 'technique is not FUNCTION=Name <address>.\nLike this: "technique'),
    (("technique=<a@b.example>",), 2, "technique=<a@b.example> is not FUNCTION=Name <address>."),
    (("technique=Maël <",), 2, "technique=Maël < is not FUNCTION=Name <address>."),
    (("technique=Maël <mael brehat>",), 1, "mael brehat is not an email address."),
    ((MAEL, "--phone", "12"), 1, "12 is not a phone number"),
    ((MAEL, MAEL, "--phone", "06 39 98 18 01"), 2, "--phone is the number of one contact, and 2 are given."),
    ((), 2, 'Missing: "FUNCTION[,…]=Name <address>"…'),
]


@pytest.mark.parametrize(("words", "code", "said"), WRONG)
def test_what_is_no_contact_changes_nothing(brt, words, code, said):
    answer = brt("dossier", "contact", "124", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert list(contacts(brt)) == ["Yann Bréhat"]


def test_namesakes_are_told_apart_in_the_editor(brt, tmp_path):
    twice = "- {ref: D-9, customer: A, contacts: [{name: Bo, phone: '0639981801'}, {name: bo, phone: '0639981802'}]}\n"
    (tmp_path / "twice.yaml").write_text(twice, "utf-8")
    assert brt("dossier", "import", "twice.yaml").code == 0
    answer = brt("dossier", "contact", "D-9", "technique=Bo <bo@a.example>")
    assert answer.code == 1
    assert "To change one of them: brt dossier edit D-9" in answer.err


# ── what is said of emails ────────────────────────────────────────────────────────────────────────

TO_ADD = 'To add the contact: brt dossier contact D-2026-124 "technique=Name <address>"; then: brt email retry'


@pytest.mark.parametrize(
    ("words", "numbers"),
    [(("email", "list", "--problems"), "2 5"), (("email", "show", "5"), "5"), (("why", "124"), "2 5")],
)
def test_what_reaches_nobody_says_what_to_type(brt, words, numbers):
    assert f"{TO_ADD} {numbers}\n" in brt(*words).err


REMEDIES = [
    ("failed", {"attempts": 1}, 'address: brt dossier contact D-2026-124 "administratif=Yann Bréhat <address>"; then:'),
    ("failed", {"attempts": 0}, "To correct it: email_types/bienvenue-lancement.yaml; then: brt email retry 1"),
    ("uncertain", {}, "Did it arrive? Yes: brt email mark-sent 1; no, or not known: brt email retry 1"),
    (
        "retry",
        {"next_at": "2026-11-30T08:05:00Z"},
        "Nothing to do: it is handed over again Mon 30 Nov 2026 09:05; at once",
    ),
    ("held", {}, "To let it leave: brt email release 1; to call it off: brt email cancel 1"),
]


@pytest.mark.parametrize(("status", "values", "said"), REMEDIES)
def test_each_trouble_has_its_remedy(brt, status, values, said):
    put(brt, 1, status, **{"next_at": "9999-12-31T00:00:00Z", **values})
    assert said in brt("email", "show", "1").err


def test_a_contact_without_an_address_is_named(brt):
    assert brt("dossier", "contact", "124", "technique=Maël Bréhat").code == 0
    said = 'To give Maël Bréhat an address: brt dossier contact D-2026-124 "technique=Maël Bréhat <address>"; then:'
    assert said in brt("email", "show", "5").err
    assert brt("dossier", "contact", "124", MAEL).err == "To send what reached nobody: brt email retry 2 5\n"
    assert "Somebody is there now: brt email retry 5\n" in brt("email", "show", "5").err


def test_once_the_contact_is_there_it_leaves(brt):
    assert brt("email", "retry", "5").code == 1
    assert brt("dossier", "contact", "124", MAEL).code == 0
    assert brt("email", "retry", "5").code == 0
    assert [(row["to"], row["status"]) for row in rows(brt) if row["number"] == 5] == [("mael@brehat.example", "sent")]
