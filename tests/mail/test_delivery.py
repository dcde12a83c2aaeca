"""`brt email deliver` and its neighbours over a mail server: copies, watching, redirecting, waiting for nobody."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from brt.store import armed, mark
from brt.store.database import writing
from tests.cli.terminal import Terminal
from tests.conftest import environment
from tests.mail.conftest import Post
from tests.mail.server import running

TO = "luc@morel.example"
LATER = "2026-11-30T08:01:00Z"


@pytest.fixture
def served(post):
    """A workspace whose emails go to a server on this computer."""
    with running() as (server, port):
        post.to(f"smtp://127.0.0.1:{port}")
        yield server


# ── right after the command ───────────────────────────────────────────────────────────────────────


def test_right_after_the_command_that_caused_it(post, served):
    done = post.json("done", "1/action-1")
    assert [one["status"] for one in done["emails"]] == ["sent"]
    assert [to for _, to, _, _ in served.taken] == [["sonia@telecom.example"]]


def test_what_only_looks_sends_nothing(post, served):
    post.queue(TO)
    for words in ("todo", "overview", "show 1", "email list", "email show 1", "history", "email deliver --dry-run"):
        assert post(*words.split()).code == 0, words
    assert served.taken == []
    assert post("note", "1", "x").code == 0
    assert len(served.taken) == 1


def test_a_server_that_is_away_never_undoes_the_work(post):
    post.to("smtp://127.0.0.1:9")
    done = post("done", "1/action-1", "--format", "json")
    assert [one["status"] for one in done.data["emails"]] == ["queued"]
    assert "No email can leave now" in done.err


def test_a_server_that_dawdles_keeps_nobody_waiting(post):
    with running({"TEXT": 1}) as (_server, port):
        post.to(f"smtp://127.0.0.1:{port}").queue(*(f"a{n}@morel.example" for n in range(6)))
        code = "from brt.service import mailing; mailing.SECONDS = 3; from brt.cli import main; main()"
        assert post.process("note", "1", "x", code=code).code == 0
        statuses = post.statuses()
    assert 0 < statuses.count("sent") < 6
    assert set(statuses) == {"sent", "queued"}


# ── copies ────────────────────────────────────────────────────────────────────────────────────────


def copied(post, tmp_path):
    """A copy of the workspace elsewhere, whose emails went out from the original."""
    post.queue(TO)
    assert post("email", "deliver").out.startswith("1 sent")
    post.queue("jeanne@morel.example")
    return Post(shutil.copytree(post.root, tmp_path / "copie"))


def test_from_a_copy_nothing_leaves_until_it_is_armed(post, served, tmp_path):
    copy = copied(post, tmp_path)
    answer = copy("email", "deliver")
    assert (answer.code, answer.out) == (3, "")
    assert "This database is a copy or a restored backup" in answer.err
    assert "brt email arm" in answer.err
    assert copy.rows("status", "attempts") == [("sent", 1), ("queued", 0)]
    noted = copy("note", "1", "x")
    assert noted.code == 0
    assert "brt email arm" in noted.err
    assert len(served.taken) == 1
    assert "1 email may leave now: brt email deliver" in copy("email", "arm").err
    assert "already" in copy("email", "arm").err
    assert copy("email", "deliver").out.startswith("1 sent")


def test_a_copy_of_a_database_that_never_sent_anything_is_a_copy_too(post, served, tmp_path):
    post.queue(TO)
    copy = Post(shutil.copytree(post.root, tmp_path / "copie"))
    assert copy("email", "deliver").code == 3
    assert "no email leaves from it.\n" in copy("doctor").out
    assert "no email leaves from it.\n" not in post("doctor").out
    assert post("email", "deliver").out.startswith("1 sent")
    assert len(served.taken) == 1


def test_a_backup_waits_wherever_it_is_put_back(post, served):
    post.queue(TO)
    assert post("db", "backup", "lundi.db").code == 0
    post.database.unlink()
    assert post("db", "restore", "lundi.db").code == 0
    answer = post("email", "deliver")
    assert (answer.code, post.statuses()) == (3, ["queued"])
    assert post("email", "arm").code == 0
    assert post("email", "deliver").out.startswith("1 sent")


def test_a_database_that_begins_where_one_was_is_none(post, served):
    post.database.unlink()
    assert "already" in post("email", "arm").err
    assert not post.database.exists()
    assert post("dossier", "add", "D-2", "--customer", "Client").code == 0
    assert post("email", "deliver").out.startswith("0 sent")
    assert "already" in post("email", "arm").err


def test_a_copy_may_be_tried_out(post, served, tmp_path):
    copy = copied(post, tmp_path)
    answer = copy("email", "deliver", "--redirect-to", "moi@exemple.fr")
    assert answer.out.startswith("1 sent"), answer.err
    assert [to for _, to, _, _ in served.taken] == [[TO], ["moi@exemple.fr"]]
    assert copy("email", "deliver", "--redirect-to", "moi").code == 1
    assert copy.rows("status", "reason") == [("sent", None), ("sent", "it went to moi@exemple.fr instead")]
    assert "Reason: it went to moi@exemple.fr instead" in copy("email", "show", "2").out


def test_real_emails_are_not_taken_for_a_test_by_mistake(post, served):
    """Elsewhere than in a copy they would count as sent, and nobody else would get them."""
    redirected = ("email", "deliver", "--redirect-to", "moi@exemple.fr")
    assert post(*redirected).code == 0  # nothing waits
    post.queue(TO)
    answer = post(*redirected)
    assert answer.code == 2
    assert "This database is no copy: what waits (emails: 1) would go to moi@exemple.fr" in answer.err
    assert "--yes" in answer.err
    assert (post.statuses(), served.taken) == (["queued"], [])
    with Terminal(post, *redirected) as terminal:
        terminal.sees("1 email goes to moi@exemple.fr and counts as sent").types("n")
    assert (terminal.code, post.statuses()) == (1, ["queued"])
    assert post(*redirected, "--yes").out.startswith("1 sent")
    assert [to for _, to, _, _ in served.taken] == [["moi@exemple.fr"]]


def test_arming_is_in_the_history_of_what_may_leave(post, served, tmp_path):
    copy = copied(post, tmp_path)
    before = copy.rows("status", "attempts")
    assert copy("email", "arm", user=None).code == 2
    assert copy("email", "deliver").code == 3
    assert copy("email", "arm").code == 0
    assert copy.rows("status", "attempts") == before
    (entry,) = [one for one in copy.json("history", "1") if one["command"] == "email arm"]
    assert entry["actor"] == "sonia"
    assert [fact["name"] for fact in entry["facts"]] == ["2"]
    assert "email 2 may leave from here" in copy("history", "1").out


def test_the_original_goes_on(post, served, tmp_path):
    copied(post, tmp_path)
    assert post("email", "deliver").out.startswith("1 sent")


def test_a_backup_that_was_put_back_is_noticed(post, served, tmp_path):
    """In the very place of the database, with the very same inode."""
    post.queue(TO)
    assert post("email", "deliver").code == 0
    post.queue("jeanne@morel.example")
    backup = post.database.read_bytes()
    assert post("email", "deliver").code == 0
    with post.database.open("r+b") as file:
        file.write(backup)
        file.truncate()
    assert post.statuses() == ["sent", "queued"]
    answer = post("email", "deliver")
    assert (answer.code, post.statuses()) == (3, ["sent", "queued"])
    assert len(served.taken) == 2


def test_a_workspace_that_moved_is_the_same(post, served, tmp_path):
    post.queue(TO)
    assert post("email", "deliver").code == 0
    post.root.rename(tmp_path / "ailleurs")
    moved = Post(tmp_path / "ailleurs")
    moved.queue("jeanne@morel.example")
    assert moved("email", "deliver").out.startswith("1 sent")


def cut_off(post):
    with writing(str(post.database)) as db:
        armed.arm(db, str(post.database))
        raise ZeroDivisionError


def test_a_delivery_that_is_cut_off_between_the_two_marks_disarms_nothing(post, served):
    post.queue(TO, "jeanne@morel.example")
    assert post("email", "deliver", "--limit", "1").code == 0
    with pytest.raises(ZeroDivisionError):
        cut_off(post)
    assert post("email", "deliver").out.startswith("1 sent")


def test_a_first_delivery_that_is_cut_off_there_disarms_nothing(post, served):
    post.queue(TO)
    with pytest.raises(ZeroDivisionError):
        cut_off(post)
    assert post("email", "deliver").out.startswith("1 sent")


def test_without_its_mark_a_database_is_a_copy(post, served):
    post.queue(TO)
    assert post("email", "deliver").code == 0
    os.unlink(mark.beside(str(post.database)))
    post.queue("jeanne@morel.example")
    assert post("email", "deliver").code == 3


def test_a_folder_needs_no_arming(post, served, tmp_path):
    copy = copied(post, tmp_path)
    copy.to("maildir:outbox")
    assert copy("email", "deliver").out.startswith("1 sent")


# ── watching ──────────────────────────────────────────────────────────────────────────────────────


def watch(post, *words):
    with environment(**post.variables()):
        code = "from brt.service import mailing; mailing.PAUSE = 1; from brt.cli import main; main()"
        return subprocess.Popen(
            [sys.executable, "-c", code, "email", "deliver", "--watch", *words],
            cwd=post.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    assert condition()


def test_it_hands_over_what_comes_until_it_is_stopped(post, served):
    running_ = watch(post)
    try:
        post.queue(TO)
        said = running_.stdout.readline()
        post.queue("jeanne@morel.example")
        wait_for(lambda: post.statuses() == ["sent", "sent"])
    finally:
        running_.send_signal(signal.SIGTERM)
        out, err = running_.communicate(timeout=60)
    assert (running_.returncode, err) == (0, "")
    assert [line.split(",")[0] for line in (said + out).splitlines()] == ["1 sent", "1 sent"]


def test_watching_ends_at_its_limit(post, served):
    post.queue(TO, "jeanne@morel.example", "yann@morel.example")
    out, _ = watch(post, "--limit", "2", "--format", "json").communicate(timeout=60)
    assert json.loads(out)["sent"] == 2
    assert len(served.taken) == 2


def test_what_does_not_go_with_watching(post):
    assert post("email", "deliver", "--watch", "--dry-run").code == 2
    assert post("email", "deliver", "--watch", "--redirect-to", "a@b.fr").code == 2


# ── uncertain ─────────────────────────────────────────────────────────────────────────────────────


def test_a_customers_uncertain_email_waits_for_a_person_and_the_teams_goes_once_more(post):
    with running({"TEXT": "drop"}) as (server, port):
        post.to(f"smtp://127.0.0.1:{port}").queue(TO)
        post.queue("sonia@telecom.example", audience="team")
        answer = post("email", "deliver")
        assert answer.code == 1
        assert "brt email list --problems" in answer.err
        assert post.rows("status", "next_at") == [
            ("uncertain", "9999-12-31T00:00:00Z"),
            ("uncertain", "2026-11-30T09:00:00Z"),
        ]
        assert "2 emails not delivered" in post("todo").out
        server.script.clear()
        assert post("email", "deliver", now="2026-11-30T09:59").out.startswith("0 sent")
        assert post("email", "deliver", now="2026-11-30T10:00").out.startswith("1 sent")
    assert post.statuses() == ["uncertain", "sent"]
    assert server.ids == ["<brt.1@telecom.example>", *["<brt.2@telecom.example>"] * 2]


def test_a_deliverer_that_died_leaves_what_it_says(post, served):
    post.queue(TO, "jeanne@morel.example")
    post.queue("sonia@telecom.example", audience="team")
    post.put(token="x", lease="2026-11-30T08:15:00Z", attempts=1, status="sending")
    assert post("email", "deliver", now="2026-11-30T09:14").out.startswith("0 sent")
    assert post.statuses() == ["sending"] * 3
    assert post("email", "deliver", now="2026-11-30T09:15").out.startswith("0 sent")
    assert post.rows("status", "token", "next_at") == [
        ("uncertain", None, "9999-12-31T00:00:00Z"),
        ("uncertain", None, "9999-12-31T00:00:00Z"),
        ("uncertain", None, "2026-11-30T09:15:00Z"),
    ]
    assert "it may have arrived" in post("email", "list", "--problems").out


# ── the password ──────────────────────────────────────────────────────────────────────────────────


def test_a_password_needs_a_user(post, served):
    answer = post("email", "login")
    assert answer.code == 3
    assert "names no user" in answer.err


def test_without_a_keyring_it_says_what_to_do(post):
    post.to("smtp://installations@localhost:9")
    environ = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "BRT_LANG": "en"}
    code = [sys.executable, "-c", "from brt.cli import main; main()", "email", "login"]
    for typed, status, said in (("s3cret\n", 3, "The keyring cannot be used"), ("", 2, "No password was given")):
        done = subprocess.run(
            code, cwd=post.root, env=environ, input=typed, capture_output=True, text=True, check=False
        )
        assert done.returncode == status, done.stderr
        assert said in done.stderr
        assert "s3cret" not in done.stdout + done.stderr
