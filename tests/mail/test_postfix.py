"""Debian's Postfix, as one real server: it takes an email and puts it into a mailbox, or refuses it."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mail.test_passwords import absent, debian

USER = "nobody"


@pytest.fixture
def postfix() -> Iterator[tuple[int, Path]]:
    """Run a Postfix of our own, beside one that this computer may have; give its port and its mailbox."""
    debian("postfix")
    if os.geteuid() != 0:
        absent("Postfix is started by root only (.ci/run as root runs this test)")
    root = Path(tempfile.mkdtemp())  # a short path that others may enter: pytest's own is neither
    root.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    for name, owner in (("queue", "root"), ("data", "postfix"), ("mail", USER), ("etc", "root")):
        (root / name).mkdir()
        shutil.chown(root / name, owner)
    uid, gid = pwd.getpwnam(USER).pw_uid, pwd.getpwnam(USER).pw_gid
    (root / "etc/main.cf").write_text(
        f"""compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.test
mydestination =
inet_interfaces = loopback-only
inet_protocols = ipv4
maillog_file =
virtual_mailbox_domains = morel.example
virtual_mailbox_base = {root}/mail
virtual_mailbox_maps = inline:{{ luc@morel.example=luc/ }}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
smtpd_relay_restrictions = reject_unauth_destination
"""
    )
    master = Path("/usr/share/postfix/master.cf.dist").read_text()
    lines = [line for line in master.splitlines() if not line.startswith("smtp      inet")]
    (root / "etc/master.cf").write_text(f"127.0.0.1:{number} inet n - n - - smtpd\n" + "\n".join(lines) + "\n")
    subprocess.run(["postconf", "-c", root / "etc", "-F", "*/*/chroot=n"], check=True, capture_output=True)
    subprocess.run(["postfix", "-c", root / "etc", "start"], check=True, capture_output=True)
    try:
        _wait(lambda: _listens(number))
        yield number, root / "mail/luc/new"
    finally:
        subprocess.run(["postfix", "-c", root / "etc", "stop"], check=False, capture_output=True)
        shutil.rmtree(root, ignore_errors=True)


def _listens(number: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", number)) == 0


def _wait(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_postfix_delivers_and_refuses(post, postfix):
    number, mailbox = postfix
    post.to(f"smtp://127.0.0.1:{number}").queue("luc@morel.example", "personne@morel.example", "x@ailleurs.example")
    answer = post("email", "deliver")
    assert post.statuses() == ["sent", "failed", "failed"], answer.err
    assert answer.code == 1
    kept, refused, relayed = post.rows("answer", "reason")
    assert "queued as" in kept[0]
    assert "550 5.1.1" in refused[1]
    assert "554 5.7.1" in relayed[1]
    _wait(lambda: mailbox.exists() and list(mailbox.iterdir()))
    (message,) = mailbox.iterdir()
    text = message.read_text(encoding="utf-8")
    assert "Message-ID: <brt.1@telecom.example>" in text
    assert "à bientôt" in text
