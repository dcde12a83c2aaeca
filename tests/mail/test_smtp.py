"""Over a real mail server on the loopback, whatever it answers."""

import smtplib
import socket
import ssl
from pathlib import Path

import pytest
import trustme

from brt import say
from brt.mail.content import Mail
from brt.mail.message import build
from brt.mail.smtp import Patience, Server, Smtp, server
from brt.mail.trouble import Temporary, Unavailable, Uncertain
from tests.mail.server import PASSWORD, USER, running

say.choose("en")

FAR = "9999-12-31T00:00:00Z"
IN_A_MINUTE = "2026-11-30T08:01:00Z"
NOW = "2026-11-30T08:00:00Z"
TO = "luc@morel.example"
STOPPED = ("queued", NOW, 0, 3)
LATER = ("retry", IN_A_MINUTE, 1, 0)
FAILED = ("failed", NOW, 1, 1)
MAYBE = ("uncertain", FAR, 1, 1)
MATRIX = {
    ("CONNECT", "421 too busy"): STOPPED,
    ("CONNECT", "554 go away"): STOPPED,
    ("CONNECT", "drop"): STOPPED,
    ("EHLO", "421 too busy"): STOPPED,
    ("EHLO", "drop"): STOPPED,
    ("EHLO", "451 later"): ("sent", NOW, 1, 0),  # it says HELO instead
    ("EHLO", "502 unknown"): ("sent", NOW, 1, 0),
    ("MAIL", "421 too busy"): LATER,
    ("MAIL", "451 later"): LATER,
    ("MAIL", "drop"): LATER,
    ("MAIL", "530 5.7.0 authenticate first"): STOPPED,
    ("MAIL", "550 5.7.1 not you"): STOPPED,
    ("MAIL", "552 5.3.4 too large"): FAILED,
    ("RCPT", "421 too busy"): LATER,
    ("RCPT", "450 4.2.0 greylisted"): LATER,
    ("RCPT", "550 5.1.1 no such user"): FAILED,
    ("RCPT", "drop"): LATER,
    ("DATA", "451 later"): LATER,
    ("DATA", "554 no"): FAILED,
    ("DATA", "drop"): LATER,
    ("TEXT", "250 ok"): ("sent", NOW, 1, 0),
    ("TEXT", "421 too busy"): LATER,
    ("TEXT", "451 later"): LATER,
    ("TEXT", "554 5.7.1 looks like spam"): FAILED,
    ("TEXT", "drop"): MAYBE,
    ("TEXT", "999 what"): MAYBE,
}


@pytest.mark.parametrize(("step", "action"), MATRIX)
def test_what_becomes_of_an_email(post, step, action):
    with running({step: action}) as (_, port):
        post.to(f"smtp://127.0.0.1:{port}").queue(TO)
        answer = post("email", "deliver")
    status, next_at, attempts, code = MATRIX[step, action]
    assert (post.rows("status", "next_at", "attempts", "token"), answer.code) == (
        [(status, next_at, attempts, None)],
        code,
    ), answer.err
    assert "Traceback" not in answer.err
    said = post.rows("answer", "reason")[0]
    if status == "sent":
        assert said == ("250 ok" if step == "TEXT" else "250 2.0.0 queued as 1", None)
    elif status == "queued":
        assert said == (None, None)
        assert "127.0.0.1" in answer.err or action in answer.err
    elif action != "drop":
        assert action in said[1]


FOR_EVER = 3600
PATIENCE = Patience(1, 1, 1)
"""Enough for the answers that come, however busy the machine is."""
SLOW = {
    "CONNECT": Unavailable,
    "EHLO": Unavailable,
    "MAIL": Temporary,
    "RCPT": Temporary,
    "DATA": Temporary,
    "TEXT": Uncertain,
}


def message(number=1, **more):
    row = Mail(number, "Luc", TO, "Sujet", "Bonjour\n", None, f"<brt.{number}@exemple.fr>", NOW)
    return build(row._replace(**more), "installations@exemple.fr")


def send(transport, *messages):
    with transport:
        return [transport.send(each, "installations@exemple.fr", TO, lambda: None) for each in messages]


@pytest.mark.parametrize("step", SLOW)
def test_a_slow_server_is_not_waited_for(step):
    with running({step: FOR_EVER}) as (_, port), pytest.raises(SLOW[step], match=r"no answer in time|timed out"):
        send(Smtp(server(f"smtp://127.0.0.1:{port}"), str, patience=PATIENCE), message())


IN_NO_TIME = f"from brt.mail import smtp; smtp.Patience.__new__.__defaults__ = {(*PATIENCE,)}; "
MAIN = "from brt.cli import main; main()"
SLOWLY = {"CONNECT": STOPPED, "EHLO": STOPPED, "MAIL": LATER, "RCPT": LATER, "DATA": LATER, "TEXT": MAYBE}


@pytest.mark.parametrize("step", SLOWLY)
def test_what_becomes_of_an_email_when_no_answer_comes(post, step):
    with running({step: FOR_EVER}) as (_, port):
        post.to(f"smtp://127.0.0.1:{port}").queue(TO)
        answer = post.process("email", "deliver", code=IN_NO_TIME + MAIN)
    status, next_at, attempts, code = SLOWLY[step]
    assert (post.rows("status", "next_at", "attempts", "token"), answer.code) == (
        [(status, next_at, attempts, None)],
        code,
    ), answer.err
    assert "no answer in time" in answer.err + str(post.rows("reason"))


# ── many messages ─────────────────────────────────────────────────────────────────────────────────


def test_one_connection_for_many_messages(post):
    with running() as (served, port):
        post.to(f"smtp://127.0.0.1:{port}").queue(*[TO] * 1, *(f"a{n}@morel.example" for n in range(20)))
        answer = post("email", "deliver")
    assert (answer.code, answer.out) == (0, "21 sent, 0 to be tried again, 0 failed, 0 uncertain.\n")
    assert served.connections == 1
    assert len(set(served.ids)) == 21
    assert {row for (row,) in post.rows("answer")} == {f"250 2.0.0 queued as {n}" for n in range(1, 22)}


def test_one_email_that_is_refused_does_not_stop_the_others(post):
    refusals = {"no@morel.example": "550 5.1.1 no such user", "later@morel.example": "450 later", "x@y.fr": "drop"}
    with running({"RCPT": refusals}) as (served, port):
        post.to(f"smtp://127.0.0.1:{port}").queue(TO, *refusals, "jeanne@morel.example")
        answer = post("email", "deliver", "--format", "json")
    assert post.statuses() == ["sent", "failed", "retry", "retry", "sent"]
    assert answer.code == 1
    assert served.connections == 2  # a new one after the one that broke
    assert len(served.taken) == 2


def test_a_server_that_has_enough_of_a_connection_gets_a_new_one(post):
    with running() as (served, port):
        transport = Smtp(server(f"smtp://127.0.0.1:{port}"), str)
        with transport:
            transport.send(message(1), "a@exemple.fr", TO, lambda: None)
            transport._open_client().sock.shutdown(socket.SHUT_RDWR)
            transport.send(message(2), "a@exemple.fr", TO, lambda: None)
    assert (served.connections, len(served.taken)) == (2, 2)


def test_the_text_arrives_as_it_was_written(post):
    with running() as (served, port):
        post.to(f"smtp://127.0.0.1:{port}").queue(TO)
        assert post("email", "deliver").code == 0
    sender, to, found, encrypted = served.taken[0]
    assert (sender, to, encrypted) == ("installations@telecom.example", [TO], False)
    assert found.get_payload(decode=True).decode() == "Bonjour,\r\n.\r\nà bientôt\r\n"
    assert found["Auto-Submitted"] == "auto-generated"


def test_in_plain_letters_for_a_server_that_takes_no_others(post):
    with running() as (served, port):
        served.without.add("8BITMIME")
        send(Smtp(server(f"smtp://127.0.0.1:{port}"), str), message(body="à bientôt\n", html="<p>à bientôt</p>\n"))
    found = served.taken[0][2]
    assert found.as_bytes().isascii()
    assert [part.get_payload(decode=True).decode().strip() for part in found.get_payload()] == [
        "à bientôt",
        "<p>à bientôt</p>",
    ]


def test_nobody_listens(post):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        post.to(f"smtp://127.0.0.1:{port}").queue(TO, TO.upper())
        answer = post("email", "deliver")
    assert answer.code == 3
    assert f"No email can leave now: smtp://127.0.0.1:{port}: Connection refused" in answer.err
    assert post.rows("status", "attempts", "reason") == [("queued", 0, None)] * 2


def test_what_a_server_says_harms_no_terminal_and_no_row(post):
    with running({"RCPT": "550 \x1b[31mno\u202e " + "x" * 400}) as (_, port):
        post.to(f"smtp://127.0.0.1:{port}").queue(TO)
        post("email", "deliver")
        said = post("email", "list", "--problems").out
    assert "\x1b" not in said
    assert "\u202e" not in said


# ── TLS ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def ca():
    return trustme.CA()


@pytest.fixture
def trusted(ca, tmp_path: Path, monkeypatch):
    """The environment of a computer that knows the test's authority."""
    path = tmp_path / "ca.pem"
    ca.cert_pem.write_to_path(path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return ca


def tls(ca, *names):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert(*names).configure_cert(context)
    return context


@pytest.mark.parametrize("way", ["smtp", "smtps"])
def test_with_tls_and_a_login(post, trusted, way):
    context = tls(trusted, "localhost")
    kind = {"starttls": context} if way == "smtp" else {"tls": context}
    (post.root / "password").write_text(PASSWORD + "\n")
    (post.root / "password").chmod(0o600)
    with running(**kind) as (served, port):
        post.to(f"{way}://{USER}@localhost:{port}", 'password_file = "password"').queue(TO)
        answer = post("email", "deliver", PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")
    assert answer.code == 0, answer.err
    assert served.taken[0][3]
    assert post.statuses() == ["sent"]


@pytest.mark.parametrize("way", ["smtp", "smtps"])
@pytest.mark.parametrize("bad", ["name", "authority"])
def test_a_bad_certificate(post, trusted, way, bad):
    context = tls(trusted, "elsewhere.example") if bad == "name" else tls(trustme.CA(), "localhost")
    kind = {"starttls": context} if way == "smtp" else {"tls": context}
    with running(**kind) as (served, port):
        post.to(f"{way}://localhost:{port}").queue(TO)
        answer = post("email", "deliver")
        assert (answer.code, answer.out[:6]) == (3, "0 sent")
        assert f"The certificate of {way}://localhost:{port} is not valid: " in answer.err
        assert post.statuses() == ["queued"]
        assert served.taken == []
        post.to(f"{way}://localhost:{port}", "verify = false")  # on this computer only
        assert post("email", "deliver").code == 0
    assert served.taken[0][3]


@pytest.mark.parametrize("host", ["mail.exemple.fr", "127.0.0.1.exemple.fr", "10.0.0.1", "localhost.exemple.fr"])
def test_elsewhere_the_certificate_always_counts(post, host):
    answer = post.to(f"smtp://{host}:25", "verify = false")("email", "deliver")
    assert answer.code == 3
    assert "`verify` can be false for a server on this computer only" in answer.err
    assert Smtp(server(f"smtp://{host}"), str, verify=False)._verify


def test_no_tls_is_for_this_computer_only():
    """The same server under a name that does not say that it is this computer."""
    with running() as (served, port):
        elsewhere = Server("smtp", "127.1", port, None)
        with pytest.raises(Unavailable, match="does not offer STARTTLS"):
            send(Smtp(elsewhere, str), message())
    assert served.taken == []


@pytest.mark.parametrize("offers", [False, True])
def test_no_password_without_tls(offers):
    asked = []
    with running(auth_without_tls=offers) as (served, port), pytest.raises(Unavailable, match="not encrypted"):
        send(Smtp(server(f"smtp://{USER}@127.0.0.1:{port}"), lambda: asked.append(1) or PASSWORD), message())
    assert (served.taken, asked) == ([], [])


# ── login ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def locked(post, trusted):
    """A server that wants a login, and a workspace that has the password."""
    (post.root / "password").write_text(PASSWORD)
    (post.root / "password").chmod(0o600)
    with running(starttls=tls(trusted, "localhost")) as (served, port):
        post.to(f"smtp://{USER}@localhost:{port}", 'password_file = "password"')
        yield served


NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


def test_a_wrong_password_stops_the_run(post, locked):
    (post.root / "password").write_text("wrong")
    post.queue(TO, "jeanne@morel.example", "yann@morel.example")
    answer = post("email", "deliver", **NO_KEYRING)
    assert answer.code == 3
    assert f"refuses the password of {USER}: 535" in answer.err
    assert "brt email login" in answer.err
    assert "3 emails wait" in post("note", "1", "x", **NO_KEYRING).err  # a door that is knocked at too often is locked
    assert post.rows("status", "attempts", "reason") == [("queued", 0, None)] * 3
    (post.root / "password").write_text(PASSWORD)
    assert post("email", "deliver", **NO_KEYRING).out.startswith("3 sent")
    assert locked.connections == 2


def test_a_server_that_repeats_the_password_is_not_quoted(post, locked):
    locked.script["AUTH"] = "535 5.7.8 you said {password}"
    post.queue(TO)
    answer = post("email", "deliver", **NO_KEYRING)
    assert answer.code == 3
    assert "you said ***" in answer.err
    assert PASSWORD not in answer.err + answer.out


def test_a_server_that_is_out_of_order_for_now(post, locked):
    locked.script["AUTH"] = "454 4.7.0 try later"
    post.queue(TO)
    answer = post("email", "deliver", **NO_KEYRING)
    assert (answer.code, post.statuses()) == (3, ["queued"])
    assert "454 4.7.0 try later" in answer.err


@pytest.mark.parametrize(
    ("step", "action"),
    [
        ("STARTTLS", "454 4.7.0 no TLS now"),
        ("STARTTLS", "501 5.5.4 no"),
        ("STARTTLS", "drop"),
        ("AUTH", "454 4.7.0 try later"),
        ("AUTH", "535 5.7.8 no"),
        ("AUTH", "drop"),
    ],
)
def test_before_anybody_is_known_nothing_leaves(post, locked, step, action):
    locked.script[step] = action
    post.queue(TO)
    answer = post("email", "deliver", **NO_KEYRING)
    assert (post.rows("status", "next_at", "attempts", "token"), answer.code) == ([(*STOPPED[:3], None)], 3)
    assert (action if action != "drop" else "the connection was closed") in answer.err
    assert locked.taken == []


def test_no_password_says_what_to_set_up(post, locked):
    (post.root / "password").chmod(0o644)
    post.queue(TO)
    answer = post("email", "deliver", **NO_KEYRING)
    assert (answer.code, post.statuses()) == (3, ["queued"])
    assert f"There is no password for {USER} at localhost:" in answer.err
    for place in ("keyring: ", "password_command: not set", "password_file: others can read", "systemd credential"):
        assert place in answer.err
    assert "brt email login" in answer.err
    assert "chmod 600" in answer.err


def test_the_email_of_a_test(post, locked):
    answer = post("email", "test", "--to", "moi@exemple.fr", **NO_KEYRING)
    assert (answer.code, answer.err) == (0, "")
    assert "250 2.0.0 queued as 1" in answer.out
    assert [to for _, to, _, _ in locked.taken] == [["moi@exemple.fr"]]
    assert post.rows("number") == []
    assert post("email", "test", "--to", "moi", **NO_KEYRING).code == 1
    assert post("email", "test", **NO_KEYRING).code == 2
    (post.root / "password").write_text("wrong")
    assert post("email", "test", "--to", "moi@exemple.fr", **NO_KEYRING).code == 3


# ── the address of a server ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp://mail.exemple.fr", Server("smtp", "mail.exemple.fr", 587, None)),
        ("smtps://Mail.Exemple.fr/", Server("smtps", "mail.exemple.fr", 465, None)),
        ("smtp://me@mail.exemple.fr:25", Server("smtp", "mail.exemple.fr", 25, "me")),
        ("smtps://a@exemple.fr@mail.exemple.fr:465", Server("smtps", "mail.exemple.fr", 465, "a@exemple.fr")),
        ("smtps://a%40exemple.fr@mail.exemple.fr", Server("smtps", "mail.exemple.fr", 465, "a@exemple.fr")),
        ("smtp://[::1]:2525", Server("smtp", "::1", 2525, None)),
    ],
)
def test_a_server_by_its_address(url, found):
    assert server(url) == found


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_this_computer(host):
    assert Server("smtp", host, 25, None).loopback


@pytest.mark.parametrize("host", ["localhost.fr", "127.0.0.1.fr", "mail", "128.0.0.1", "::2", ""])
def test_another_computer(host):
    assert not Server("smtp", host, 25, None).loopback


def test_smtplib_is_not_what_it_says_of_itself():
    """What the transport relies on: a 4xx or 5xx to MAIL and RCPT is returned, not raised."""
    with running({"MAIL": "550 no"}) as (_, port), smtplib.SMTP("127.0.0.1", port) as client:
        client.ehlo()
        assert client.mail("a@b.fr") == (550, b"no")


# ── in French ─────────────────────────────────────────────────────────────────────────────────────


def test_what_a_system_says_in_french(post):
    """A port on which nobody listens, a host that is none (RFC 6761), and a server that speaks no TLS."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        post.to(f"smtp://127.0.0.1:{free.getsockname()[1]}").queue(TO)
        assert "connexion refusée" in post("email", "deliver", BRT_LANG="fr").err
    with running() as (_, port):
        post.to(f"smtps://127.0.0.1:{port}")
        assert "ne parle pas un TLS que cet ordinateur accepte" in post("email", "deliver", BRT_LANG="fr").err
    with running({"RCPT": "drop"}) as (_, port):
        post.to(f"smtp://127.0.0.1:{port}")
        assert post("email", "deliver", BRT_LANG="fr").code == 0
    assert "la connexion a été coupée" in post.rows("reason")[0][0]


@pytest.mark.parametrize("bad", ["name", "authority"])
def test_a_bad_certificate_in_french(post, trusted, bad):
    context = tls(trusted, "elsewhere.example") if bad == "name" else tls(trustme.CA(), "localhost")
    with running(tls=context) as (_, port):
        post.to(f"smtps://localhost:{port}").queue(TO)
        answer = post("email", "deliver", BRT_LANG="fr")
    assert answer.code == 3
    said = "il n'est pas pour localhost" if bad == "name" else "cet ordinateur ne connaît pas qui l'a émis"
    assert said in answer.err
