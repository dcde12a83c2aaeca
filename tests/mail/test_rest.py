"""After a failure the next commands do not try, and say so in a line; `brt email deliver` always tries."""

import pytest

from tests.mail.server import running

TO = "luc@morel.example"
BUSY = {"CONNECT": "421 too busy"}


@pytest.fixture
def busy(post):
    """A server that does not want to be spoken to, and an email that waits for it."""
    with running(dict(BUSY)) as (server, port):
        post.to(f"smtp://127.0.0.1:{port}").queue(TO)
        yield server


def note(post, at="09:00", **more):
    answer = post("note", "1", "x", now=f"2026-11-30T{at}", **more)
    assert answer.code == 0, answer.err
    return answer.err[: answer.err.rindex("\n", 0, -1) + 1] if answer.err.count("\n") > 1 else ""


def test_the_next_commands_do_not_try(post, busy):
    assert "421 too busy" in note(post)
    assert note(post) == (
        "1 email waits: nothing could leave at 09:00, the next try is at 09:01. At once: brt email deliver\n"
    )
    post.queue("jeanne@morel.example")
    assert note(post, "09:00:59").startswith("2 emails wait: ")
    assert busy.connections == 1
    assert post.statuses() == ["queued", "queued"]


def test_each_rest_is_longer_than_the_one_before(post, busy):
    tried = ["09:00", "09:01", "09:06", "09:21", "09:36"]
    for count, at in enumerate(tried, 1):
        assert "421 too busy" in note(post, at)
        assert "brt email deliver" in note(post, at)
        assert busy.connections == count
    assert post.rows("status", "attempts") == [("queued", 0)]


def test_deliver_always_tries_and_one_that_leaves_ends_the_rest(post, busy):
    note(post)
    assert post("email", "deliver").code == 3
    assert busy.connections == 2
    busy.script.clear()
    assert post("email", "deliver").out.startswith("1 sent")
    post.queue("jeanne@morel.example")
    assert note(post) == ""
    assert post.statuses() == ["sent", "sent"]


def test_a_delivery_that_fails_lets_the_next_commands_rest(post, busy):
    assert post("email", "deliver").code == 3
    assert "1 email waits" in note(post)
    assert busy.connections == 1


def test_what_looks_only_says_nothing_of_it(post, busy):
    note(post)
    assert post("todo").err == ""
    assert post("email", "deliver", "--dry-run").out.startswith("1 would leave")
    assert "1 email waits" in note(post)


def test_another_server_in_brt_toml_is_tried_at_once(post, busy):
    note(post)
    post.to("maildir:outbox")
    assert note(post).startswith("Emails go into outbox/")
    assert post.statuses() == ["sent"]


def test_another_account_does_not_rest(post, busy):
    """Its keyring and its network are its own."""
    note(post)
    busy.script.clear()
    assert note(post, LOGNAME="somebody-else") == ""
    assert post.statuses() == ["sent"]


def test_a_clock_that_went_back_does_not_rest_for_long(post, busy):
    note(post, "12:00")
    assert "421 too busy" in note(post, "09:00")
    assert busy.connections == 2


def test_a_test_that_arrives_ends_the_rest(post, busy):
    note(post)
    busy.script.clear()
    assert post("email", "test", "--to", "moi@exemple.fr").code == 0
    assert note(post) == ""


def test_a_server_that_takes_nothing_in_time_is_left_alone(post):
    with running({"RCPT": 3600}) as (server, port):
        post.to(f"smtp://127.0.0.1:{port}").queue("a@x.fr", "b@x.fr")
        code = (
            "from brt.service import mailing; mailing.SECONDS = 1; from brt.mail import smtp;"
            "smtp.AT_ONCE = smtp.Patience(5, 1.5, 5); from brt.cli import main; main()"
        )
        for _ in range(2):
            answer = post.process("note", "1", "x", code=code)
            assert answer.code == 0
        assert server.connections == 1
    assert post.statuses() == ["retry", "queued"]
    assert answer.err.startswith("1 email waits: nothing could leave at 09:00")


def test_in_french(post, busy):
    note(post)
    assert note(post, BRT_LANG="fr") == (
        "1 email attend\u00a0: rien n'a pu partir à 09:00, prochain essai à 09:01. "
        "Tout de suite\u00a0: brt email deliver\n"
    )
