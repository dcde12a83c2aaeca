"""Where the password comes from, and that it goes nowhere else."""

import os
import shutil
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
import trustme

from brt import say
from brt.mail.passwords import NoPassword, Places, password
from tests.conftest import environment
from tests.mail.server import PASSWORD, USER, running

say.choose("en")

NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    import keyring

    keyring.core.init_backend()


def file(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def found(tmp_path, command=None, name=None, environ=None):
    return password("me", "mail.exemple.fr", Places(tmp_path, command, name, environ or {}))


def test_the_first_place_that_has_it(tmp_path):
    file(tmp_path / "b", "of the file\nsecond line\n")
    file(tmp_path / "brt-mail-password", "of systemd")
    systemd = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert found(tmp_path, "echo of the command", "b", systemd) == "of the command"
    assert found(tmp_path, None, "b", systemd) == "of the file"
    assert found(tmp_path, "false", "b", systemd) == "of the file"
    assert found(tmp_path, None, None, systemd) == "of systemd"
    assert found(tmp_path, None, str(tmp_path / "b")) == "of the file"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
def test_a_file_that_others_can_read_is_not_taken(tmp_path, mode):
    path = file(tmp_path / "p", "x", mode)
    with pytest.raises(NoPassword) as refusal:
        found(tmp_path, None, "p")
    assert f"others can read {path}: chmod 600 {path}" in refusal.value.data["tried"]


@pytest.mark.parametrize(
    ("command", "name", "said"),
    [
        ("no-such-program", None, "it cannot be run: No such file or directory"),
        ("sh -c 'exit 7'", None, "it ended with code 7"),
        ("true", None, "it is empty"),
        (None, "absent", "absent: No such file or directory"),
        (None, "empty", "it is empty"),
    ],
)
def test_each_place_says_why_it_has_none(tmp_path, command, name, said):
    file(tmp_path / "empty", "\n")
    with pytest.raises(NoPassword) as refusal:
        found(tmp_path, command, name)
    assert said in refusal.value.data["tried"]
    assert "No recommended backend was available" in refusal.value.data["tried"]


def test_a_command_reads_nothing_and_runs_in_the_workspace(tmp_path):
    (tmp_path / "give").write_text("#!/bin/sh\ncat\npwd\n")
    (tmp_path / "give").chmod(0o755)
    assert found(tmp_path, "./give") == str(tmp_path)


# ── the canary ────────────────────────────────────────────────────────────────────────────────────

SPY = """#!/bin/sh
tr '\\0' '\\n' < /proc/$PPID/cmdline > seen-arguments
tr '\\0' '\\n' < /proc/$PPID/environ > seen-environment
env > seen-own
cat %s
"""


@pytest.mark.parametrize("wrong", [False, True])
def test_the_password_is_found_nowhere(post, tmp_path, wrong):
    ca = trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert("localhost").configure_cert(context)
    canary = "canari-wrong-1" if wrong else PASSWORD
    kept = file(tmp_path / "kept", canary)
    (post.root / "spy").write_text(SPY % kept)
    (post.root / "spy").chmod(0o755)
    script = {"AUTH": "535 you said {password}"} if wrong else {}
    with running(script, starttls=context) as (served, port):
        post.to(f"smtp://{USER}@localhost:{port}", 'password_command = "./spy"').queue("luc@morel.example")
        variables = {"SSL_CERT_FILE": str(tmp_path / "ca.pem"), **NO_KEYRING}
        answers = [
            post.process("email", "deliver", **variables),
            post.process("email", "test", "--to", "a@b.fr", **variables),
        ]
        crash = "from brt.mail.smtp import Smtp; Smtp._send = lambda *of: 1 / 0; from brt.cli import main; main()"
        if not wrong:
            post.queue("jeanne@morel.example")
            answers.append(post.process("email", "deliver", code=crash, TMPDIR=str(post.root), **variables))
            assert answers[-1].code == 70
            assert list(post.root.glob("brt-bug-*.txt"))
        answers += [post.process(*words.split()) for words in ("email list", "email show 1", "history")]
        assert [one.code for one in answers][:2] == ([3, 3] if wrong else [0, 0]), answers
        assert len(served.taken) == (0 if wrong else 2)
    assert (post.root / "seen-environment").stat().st_size
    assert not [one for one in answers if canary in one.out + one.err]
    holding = [path for path in post.root.rglob("*") if path.is_file() and canary.encode() in path.read_bytes()]
    assert holding == []


# ── a real keyring ────────────────────────────────────────────────────────────────────────────────

NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
SESSION = """
printf pw | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1
for n in 1 2 3 4 5 6 7 8 9 10; do
  printf '%s\\n' "$CANARY" | "$PYTHON" -c 'from brt.cli import main; main()' email login && break
  sleep 0.3
done
"$PYTHON" -c 'from brt.cli import main; main()' email deliver
"""


def debian(*programs):
    """Skip where a program of Debian is absent, unless everything must be there."""
    missing = [name for name in programs if not shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")]
    if missing:
        absent(f"{', '.join(missing)} is not installed (see .ci/run)")


def absent(sentence):
    """Skip, saying why, unless nothing may be skipped."""
    if os.environ.get("BRT_TEST_ALL_MAIL"):
        pytest.fail(sentence)
    pytest.skip(sentence)


def test_the_keyring_of_a_session(post, tmp_path):
    debian(*NEEDED)
    ca = trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert("localhost").configure_cert(context)
    (tmp_path / "home").mkdir()
    with running(starttls=context) as (served, port):
        post.to(f"smtp://{USER}@localhost:{port}").queue("luc@morel.example")
        own = {
            "SSL_CERT_FILE": str(tmp_path / "ca.pem"), "HOME": str(tmp_path / "home"), "CANARY": PASSWORD,
            "PYTHON": sys.executable, "PYTHON_KEYRING_BACKEND": None, "DISPLAY": None, "DBUS_SESSION_BUS_ADDRESS": None,
            "XDG_DATA_HOME": None, "XDG_RUNTIME_DIR": str(tmp_path / "home"),
        }  # fmt: skip
        with environment(**post.variables(**own)):
            done = subprocess.run(
                ["dbus-run-session", "--", "bash", "-c", SESSION],
                cwd=post.root, capture_output=True, text=True, timeout=300, check=False,
            )  # fmt: skip
    assert "Kept for installations at localhost." in done.stderr, done.stderr
    assert done.stdout.startswith("1 sent"), done.stderr
    assert len(served.taken) == 1
    assert PASSWORD not in done.stdout + done.stderr
