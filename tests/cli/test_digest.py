"""The digest: once per civil day, to each who has something to do, and to the managers."""

import mailbox
from email import message_from_bytes, policy

import pytest

from brt.store.database import writing
from tests.cli.test_waiting_email import edit, sets


@pytest.fixture
def busy(brt):
    """A visit: Amélie's call is due tomorrow, Sonia's check the day after."""
    brt.json("produce", "118", "--type", "visite")
    return brt


def digests(brt):
    """Return the messages that lie in the folder, by address."""
    folder = mailbox.Maildir(brt.root / "outbox")
    found = [message_from_bytes(folder.get_bytes(key), policy=policy.default) for key in folder.keys()]  # noqa: SIM118
    return {one["To"].addresses[0].addr_spec: one for one in found}


def told(brt, *words):
    keys = ("member", "status", "late", "today", "tomorrow", "installations")
    return [tuple(one[key] for key in keys) for one in brt.json("digest", *words)]


def test_each_gets_their_day(busy):
    assert told(busy) == [("amelie", "sent", 0, 0, 1, 0)]
    (message,) = digests(busy).values()
    assert message["To"].addresses[0].display_name == "Amélie Roux"
    assert message["Auto-Submitted"] == "auto-generated"
    text = message.get_content()
    assert "NEXT BUSINESS DAY" in text
    assert "118 Boulangerie Morel" in text
    assert "Appeler le client" in text
    assert max(map(len, text.splitlines())) <= 72


def test_once_per_civil_day(busy):
    assert told(busy) == [("amelie", "sent", 0, 0, 1, 0)]
    assert told(busy) == [("amelie", "had", 0, 0, 1, 0)]
    assert len(digests(busy)) == 1
    busy.now = "2026-12-01T07:00"
    assert told(busy) == [("amelie", "sent", 0, 1, 0, 0), ("sonia", "sent", 0, 0, 1, 0)]


def test_the_manager_is_told_of_what_is_late_blocked_or_stalled(busy):
    busy.now = "2026-12-04T07:00"
    found = told(busy)
    assert ("nadia", "sent", 0, 0, 0, 1) in found
    assert ("amelie", "sent", 1, 0, 0, 0) in found
    text = digests(busy)["nadia@telecom.example"].get_content()
    assert "LATE, BLOCKED OR STALLED" in text
    assert "118 Boulangerie Morel" in text


def test_what_is_blocked_is_on_the_manager_s_list_alone(busy):
    busy.json("block", "118/appeler", "--reason", "absent", "--party", "customer")
    assert told(busy) == [("nadia", "sent", 0, 0, 0, 1)]


def test_nothing_when_there_is_nothing(brt):
    assert brt("digest") == (0, "", "There is nothing to tell anybody today.\n")
    assert brt.json("digest") == []
    assert not (brt.root / "outbox").exists()


def test_a_dry_run_changes_nothing(busy):
    before = busy.database.read_bytes()
    shown = busy("digest", "--dry-run")
    assert shown.code == 0
    assert "Amélie Roux <amelie@telecom.example>" in shown.out
    assert "Appeler le client" in shown.out
    assert told(busy, "--dry-run") == [("amelie", "would_leave", 0, 0, 1, 0)]
    assert busy.database.read_bytes() == before
    assert not (busy.root / "outbox").exists()


def test_a_member_without_an_address(busy):
    edit(busy, "brt.toml", 'email = "amelie@telecom.example"\n', "")
    assert told(busy) == [("amelie", "no_address", 0, 0, 1, 0)]
    assert digests(busy) == {}


def blocked(brt):
    """Let a file stand where the folder of the emails should be."""
    (brt.root / "outbox").write_text("")
    answer = brt("digest")
    assert answer.code == 3  # as `brt email deliver`
    assert "No email can leave now" in answer.err
    assert digest_rows(brt)[-1] == ("amelie@telecom.example", "queued")
    (brt.root / "outbox").unlink()


def digest_rows(brt):
    return [(one["to"], one["status"]) for one in brt.json("email", "list") if one["email_type"] == "digest"]


def test_what_cannot_leave_leaves_with_the_next_command_that_writes(busy):
    blocked(busy)
    busy.json("set", "118", "motif=x")
    assert digest_rows(busy) == [("amelie@telecom.example", "sent")]
    assert told(busy) == [("amelie", "had", 0, 0, 1, 0)]
    assert len(digests(busy)) == 1


def test_the_next_run_of_the_day_sends_what_waits(busy):
    blocked(busy)
    assert told(busy) == [("amelie", "sent", 0, 0, 1, 0)]
    assert digest_rows(busy) == [("amelie@telecom.example", "sent")]


def test_the_next_day_s_takes_its_place(busy):
    blocked(busy)
    busy.now = "2026-12-01T07:00"
    assert told(busy) == [("amelie", "sent", 0, 1, 0, 0), ("sonia", "sent", 0, 0, 1, 0)]
    assert digest_rows(busy) == [
        ("amelie@telecom.example", "cancelled"),
        ("amelie@telecom.example", "sent"),
        ("sonia@telecom.example", "sent"),
    ]


def test_it_is_an_email_like_any_other(busy):
    """Listed without a dossier, shown, called off, noted as sent, and a problem of the member whose it is."""
    blocked(busy)
    (row,) = [one for one in busy.json("email", "list") if one["email_type"] == "digest"]
    assert (row["dossier"], row["action"], row["subject"]) == (None, None, "Your day: Monday 30 November 2026")
    number = str(row["number"])
    assert "Appeler le client" in busy("email", "show", number).out
    assert "digest" in busy("email", "list").out
    assert busy("email", "cancel", number).code == 0
    assert told(busy) == [("amelie", "cancelled", 0, 0, 1, 0)]
    assert busy("email", "mark-sent", number).code == 1
    busy.now = "2026-12-01T07:00"
    assert busy("digest").code == 0


def test_one_that_was_refused_is_a_problem_of_its_member_and_can_be_sent_again(busy):
    assert told(busy) == [("amelie", "sent", 0, 0, 1, 0)]
    (row,) = [one for one in busy.json("email", "list") if one["email_type"] == "digest"]
    with writing(str(busy.database)) as db:
        db._connection.execute("update outbox set status = 'failed', sent_at = null where event = 'digest'")
    assert "1 email not delivered" in busy("todo", user="amelie").out
    assert busy("email", "retry", str(row["number"])).code == 0
    assert digest_rows(busy) == [("amelie@telecom.example", "sent")]


def test_it_needs_nobody_to_act(busy):
    assert busy("digest", user=None).code == 0


def test_in_french(busy):
    busy.json("done", "118/verifier", *sets("motif=x"))
    assert busy("digest", BRT_LANG="fr").code == 0
    (message,) = digests(busy).values()
    assert message["Subject"] == "Ma journée\u00a0: lundi 30 novembre 2026"
