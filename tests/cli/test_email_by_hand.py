"""Emails taken in hand: retry, release, cancel, mark-sent; each is remembered by the dossier's log."""

import json
import shutil

import pytest

from brt.store import dossiers
from brt.store.database import writing
from tests.cli.play import CALL, WHO, Play, example


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    play = Play(tmp_path_factory.mktemp("ready"))
    example(play.at, play)
    assert play("produce", "124", "--type", "3cx-sans-porta-a-distance", *WHO).code == 0
    toml = play.at / "brt.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('grace = "0 minutes"', 'grace = "120 minutes"'))
    assert play("done", "124/appel-lancement", *CALL).code == 0
    return play.at


@pytest.fixture
def brt(ready, tmp_path):
    """A dossier without a technical contact, whose launch call was made; emails to customers wait two hours.

    1 is queued for Yann, 3 and 4 for the team; 2 and 5 reach nobody.
    """
    shutil.copytree(ready, tmp_path, dirs_exist_ok=True)
    return Play(tmp_path)


def rows(brt, *words):
    answer = brt("email", "list", "--format", "json", *words)
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def states(brt, *numbers):
    return [row["status"] for row in rows(brt) if row["number"] in numbers]


def put(brt, number, status, **values):
    """Let an email be in a state that its deliverer left it in."""
    values = {"status": status, "token": None, "lease": None, **values}
    with writing(str(brt.at / "brt.db")) as db:
        sets = ", ".join(f"{name} = :{name}" for name in values)
        db._connection.execute(f"update outbox set {sets} where number = :number", {**values, "number": number})


def contact(brt, name, email, *functions, accepts=True):
    with writing(str(brt.at / "brt.db")) as db:
        (row,) = (one for one in dossiers.everything(db) if one.ref == "D-2026-124")
        db.run(
            "dossier.add_contact",
            dossier=row.id, name=name, functions=json.dumps(functions), email=email, phone=None, language="fr",
            active=1, accepts=int(accepts),
        )  # fmt: skip


def log(brt):
    answer = brt("history", "124")
    assert answer.code == 0, answer.err
    return answer.out


# ── what waits ────────────────────────────────────────────────────────────────────────────────────


def test_called_off_it_never_leaves(brt):
    answer = brt("email", "cancel", "1", "2", "--reason", "dit au téléphone")
    assert answer.code == 0, answer.err
    assert answer.out.count("called off") == 2
    assert states(brt, 1, 2, 5) == ["cancelled", "cancelled", "undeliverable"]
    assert rows(brt)[0]["reason"] == "dit au téléphone"
    assert "email 1 called off: dit au téléphone" in log(brt)
    brt("email", "deliver", BRT_NOW="2026-12-01T12:00")
    assert states(brt, 1) == ["cancelled"]


def test_called_off_twice_is_called_off_once(brt):
    number = "1"
    assert brt("email", "cancel", number).code == 0
    before = (brt.at / "brt.db").read_bytes()
    again = brt("email", "cancel", number)
    assert (again.code, again.err) == (0, f"Email {number} was that already: called off.\n")
    assert (brt.at / "brt.db").read_bytes() == before


def test_all_or_none(brt):
    put(brt, 3, "sent")
    answer = brt("email", "cancel", "1", "3", "999")
    assert (answer.code, answer.out) == (1, "")
    assert "Email 3 cannot be called off: sent." in answer.err
    assert "There is no email 999." in answer.err
    assert states(brt, 1) == ["queued"]


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        ("retry", "sent", "cannot be sent again: sent."),
        ("retry", "held", "cannot be sent again: held back."),
        ("retry", "sending", "cannot be sent again: leaving."),
        ("retry", "cancelled", "cannot be sent again: called off."),
        ("release", "sent", "is not held back: sent."),
        ("release", "failed", "is not held back: failed."),
        ("cancel", "sent", "cannot be called off: sent."),
        ("cancel", "claimed", "cannot be called off: leaving."),
        ("mark-sent", "cancelled", "cannot be marked as sent: called off."),
        ("mark-sent", "undeliverable", "cannot be marked as sent: reaches nobody."),
    ],
)
def test_what_makes_no_sense_is_refused(brt, command, status, said):
    number = 1
    put(brt, number, status)
    before = (brt.at / "brt.db").read_bytes()
    answer = brt("email", command, str(number))
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err
    assert f"brt email show {number}" in answer.err
    assert (brt.at / "brt.db").read_bytes() == before


# ── held ──────────────────────────────────────────────────────────────────────────────────────────


def test_held_back_it_waits_for_a_person(brt):
    number = 1
    put(brt, number, "held")
    brt("email", "deliver", BRT_NOW="2026-12-01T12:00")
    assert states(brt, number) == ["held"]
    answer = brt("email", "release", str(number), BRT_NOW="2026-12-01T12:00")
    assert answer.code == 0, answer.err
    assert states(brt, number) == ["sent"]
    assert f"email {number} released" in log(brt)


def test_released_it_still_waits_for_its_day(brt):
    number = 1
    put(brt, number, "held")
    assert brt("email", "release", str(number)).code == 0
    assert [(row["status"], row["next_attempt_at"]) for row in rows(brt) if row["number"] == number] == [
        ("queued", "2026-11-30T10:00:00Z")
    ]


# ── marked ────────────────────────────────────────────────────────────────────────────────────────


def test_marked_as_sent(brt):
    number = 1
    put(brt, number, "uncertain", next_at="9999-12-31T00:00:00Z", reason="?")
    assert brt("email", "list", "--problems").out.count("uncertain") == 1
    answer = brt("email", "mark-sent", str(number), "--reason", "il l'a reçu", "--format", "json")
    assert answer.code == 0, answer.err
    (row,) = json.loads(answer.out)
    assert (row["status"], row["sent_at"], row["reason"]) == ("sent", "2026-11-30T08:00:00Z", "il l'a reçu")
    assert f"email {number} marked as sent: il l'a reçu" in log(brt)


# ── sent again ────────────────────────────────────────────────────────────────────────────────────


def test_it_reaches_the_contact_that_is_there_now(brt):
    number = 5
    again = brt("email", "retry", str(number))
    assert again.code == 1
    assert "nobody has the function technique" in again.out
    assert 'brt dossier contact D-2026-124 "technique=Name <address>"; then: brt email retry 5' in again.err
    assert states(brt, number) == ["undeliverable"]
    assert "to leave again" not in log(brt)
    contact(brt, "Maël Bréhat", "mael@brehat.example", "technique")
    answer = brt("email", "retry", str(number), "--format", "json")
    assert answer.code == 0, answer.err
    (row,) = json.loads(answer.out)
    assert (row["to"], row["status"], row["reason"]) == ("mael@brehat.example", "sent", None)
    shown = brt("email", "show", str(number)).out
    assert "To: Maël Bréhat <mael@brehat.example>\n" in shown
    assert "Maël Bréhat" in shown.partition("\n\n")[2]
    assert f"email {number} to leave again" in log(brt)
    assert "1 email not delivered" in brt("todo", "--team").out


def test_it_reaches_all_who_are_there_now(brt):
    number = 5
    contact(brt, "Maël Bréhat", "mael@brehat.example", "technique")
    contact(brt, "Anne Bréhat", "anne@brehat.example", "technique")
    contact(brt, "Ronan Bréhat", "ronan@brehat.example", "technique", accepts=False)
    before = len(rows(brt))
    assert brt("email", "retry", str(number)).code == 0
    after = rows(brt)
    assert len(after) == before + 1
    found = [row for row in after if row["to"] in ("mael@brehat.example", "anne@brehat.example")]
    assert [row["status"] for row in found] == ["sent", "sent"]
    with writing(str(brt.at / "brt.db")) as db:
        ids = [value for (value,) in db._connection.execute("select message_id from outbox")]
    assert len(set(ids)) == len(ids)


def test_whoever_has_it_already_does_not_get_it_twice(brt):
    contact(brt, "Yann Bréhat", "Yann@brehat.example", "technique")
    answer = brt("email", "retry", "2")
    assert answer.code == 0, answer.err
    assert "Yann@brehat.example has it already" in answer.out
    assert states(brt, 2) == ["cancelled"]


def test_a_text_that_could_not_be_written_is_written_once_it_can(brt):
    number = 1
    put(brt, number, "failed", reason="Email x, body, line 3: …", subject="x", body="")
    answer = brt("email", "retry", str(number), "--format", "json")
    (row,) = json.loads(answer.out)
    assert (answer.code, row["status"]) == (0, "sent")
    assert row["subject"] != "x"
    assert len(brt("email", "show", str(number)).out.splitlines()) > 8


def test_a_corrected_address_is_taken(brt):
    number = 1
    put(brt, number, "failed", reason="Refused for good: 550 no such user", recipient="yan@brehat.example")
    (row,) = json.loads(brt("email", "retry", str(number), "--format", "json").out)
    assert (row["to"], row["status"]) == ("yann@brehat.example", "sent")


def test_what_may_have_arrived_is_the_same_when_it_comes_again(brt):
    number = 1
    put(brt, number, "uncertain", next_at="9999-12-31T00:00:00Z", subject="As it was", body="As it was\n")
    (row,) = json.loads(brt("email", "retry", str(number), "--format", "json").out)
    assert (row["status"], row["subject"]) == ("sent", "As it was")


def test_what_is_to_be_tried_later_is_tried_now(brt):
    number = 1
    put(brt, number, "retry", next_at="2026-12-02T00:00:00Z", attempts=4)
    assert brt("email", "retry", str(number)).code == 0
    assert states(brt, number) == ["sent"]


# ── many ──────────────────────────────────────────────────────────────────────────────────────────


def test_more_than_three_need_a_yes(brt):
    for number in (3, 4, 1):
        put(brt, number, "failed")
    assert brt("email", "retry", "--status", "failed").code == 0
    assert states(brt, 1, 3, 4) == ["sent"] * 3
    for number in (3, 4, 1, 2):
        put(brt, number, "uncertain", recipient=f"a{number}@b.example")
    answer = brt("email", "retry", "--status", "uncertain")
    assert (answer.code, answer.out) == (2, "")
    assert "--status picks 4 emails." in answer.err
    assert "--yes" in answer.err
    assert brt("email", "retry", "--status", "uncertain", "--yes").code == 0
    assert states(brt, 1, 2, 3, 4) == ["sent"] * 4


def test_numbers_or_a_status(brt):
    for words in ((), ("1", "--status", "failed"), ("--status", "sent"), ("x",)):
        assert brt("email", "retry", *words).code == 2
    answer = brt("email", "retry", "--status", "failed")
    assert answer == (0, "", "No email has that status.\n")


def test_list_by_status(brt):
    assert {row["status"] for row in rows(brt, "--status", "queued")} == {"queued"}
    assert rows(brt, "--status", "held") == []
    assert rows(brt, "--status", "sent", "--problems") == []


def test_somebody_must_act(brt):
    number = "1"
    assert brt("email", "cancel", number, LOGNAME="nobody-here").code == 2
    assert states(brt, int(number)) == ["queued"]


def test_in_french(brt):
    number = "1"
    assert "annulé" in brt("email", "cancel", number, BRT_LANG="fr").out
