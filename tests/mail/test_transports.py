"""The Maildir, on a real disk and read back by the standard library; and what is no transport."""

import mailbox
import os
import stat
import subprocess
import sys

import pytest

from brt import say
from brt.mail.content import Mail
from brt.mail.message import build
from brt.mail.transports import Maildir, UnknownTransport, open_transport
from brt.mail.trouble import Unavailable

say.choose("en")

SENDER = "Télécom Exemple <installations@exemple.fr>"


def message(number=1, body="Bonjour,\n\nconfirmé.\n", html=None):
    row = Mail(
        number, "Luc Morel", "luc@morel.example", f"Confirmé n° {number}", body, html, f"<brt.{number}@exemple.fr>",
        "2026-12-08T09:30:00Z",
    )  # fmt: skip
    return build(row, SENDER)


def send(transport, *messages):
    with transport:
        ends = ("installations@exemple.fr", "luc@morel.example")
        return [transport.send(each, *ends, lambda: None) for each in messages]


def files(folder):
    return {name: sorted(os.listdir(folder / name)) for name in ("tmp", "new", "cur")}


def test_any_mail_program_reads_the_folder(tmp_path):
    answers = send(open_transport("maildir:outbox", tmp_path), message(1), message(2, html="<p>Confirmé</p>\n"))
    assert sorted(os.listdir(tmp_path / "outbox")) == ["cur", "new", "tmp"]
    box = mailbox.Maildir(tmp_path / "outbox", create=False)
    found = sorted(box, key=lambda each: each["Message-ID"])
    assert [each["Message-ID"] for each in found] == ["<brt.1@exemple.fr>", "<brt.2@exemple.fr>"]
    assert found[0].get_payload(decode=True).decode() == "Bonjour,\n\nconfirmé.\n"
    assert found[1].get_content_type() == "multipart/alternative"
    assert sorted(answers) == [f"new/{name}" for name in files(tmp_path / "outbox")["new"]]
    assert files(tmp_path / "outbox")["tmp"] == []


def test_lines_end_as_they_do_on_this_disk(tmp_path):
    (answer,) = send(Maildir(tmp_path / "outbox"), message(html="<p>x</p>\n"))
    assert b"\r" not in (tmp_path / "outbox" / answer).read_bytes()


def test_delivered_again_after_a_crash_it_is_still_one(tmp_path):
    box = Maildir(tmp_path / "outbox")
    first = send(box, message())
    assert send(box, message(), message()) == first * 2
    assert len(files(box.folder)["new"]) == 1


@pytest.mark.parametrize("flags", ["", ":2,", ":2,S", ":2,RS"])
def test_what_was_read_is_not_delivered_again(tmp_path, flags):
    box = Maildir(tmp_path / "outbox")
    (answer,) = send(box, message())
    name = answer.removeprefix("new/")
    os.rename(box.folder / "new" / name, box.folder / "cur" / (name + flags))
    assert send(box, message()) == [f"cur/{name}{flags}"]
    assert files(box.folder) == {"tmp": [], "new": [], "cur": [name + flags]}


def test_messages_are_sorted_by_their_date_and_never_share_a_name(tmp_path):
    send(Maildir(tmp_path), *(message(number) for number in range(20)))
    names = files(tmp_path)["new"]
    assert len(names) == 20
    assert {name.split(".")[0] for name in names} == {"1796722200"}
    assert not any(":" in name or name.startswith(".") for name in names)


def test_the_folder_belongs_to_whom_the_umask_says(tmp_path):
    before = os.umask(0o007)
    try:
        (answer,) = send(Maildir(tmp_path / "a" / "b"), message())
    finally:
        os.umask(before)
    assert stat.S_IMODE(os.stat(tmp_path / "a" / "b" / "new").st_mode) == 0o770
    assert stat.S_IMODE(os.stat(tmp_path / "a" / "b" / answer).st_mode) == 0o660


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "outbox").write_text("a file")
    with pytest.raises(
        Unavailable, match=r"No email can leave now: .*outbox.*: (Not a directory|File exists)"
    ) as refusal:
        send(Maildir(tmp_path / "outbox"), message())
    assert refusal.value.exit_code == 3


def test_a_folder_that_went_away_is_told_and_leaves_nothing(tmp_path):
    box = Maildir(tmp_path / "outbox")
    with box:
        os.rmdir(box.folder / "new")
        with pytest.raises(Unavailable, match="No such file or directory"):
            box.send(message(), "", "", lambda: None)
    assert os.listdir(box.folder / "tmp") == []


def test_a_full_disk_leaves_no_half_message(tmp_path):
    """A process that may write no more than 100 bytes a file meets the same error as a full disk would give."""
    code = (
        "import resource, signal, sys, pathlib\n"
        "from tests.mail.test_transports import *\n"
        "box = Maildir(pathlib.Path(sys.argv[1]))\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "try:\n"
        "    send(box, message())\n"
        "except Unavailable as error:\n"
        "    print(error)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "File too large" in run.stdout
    assert files(tmp_path) == {"tmp": [], "new": [], "cur": []}


ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


@pytest.mark.parametrize("spec", ["", "outbox", "maildir", "maildir:", "sendmail:x", "pop://a:secret@b", "smtp:host"])
def test_a_transport_that_is_none(tmp_path, spec):
    with pytest.raises(UnknownTransport, match="is not a way to send emails") as refusal:
        open_transport(spec, tmp_path)
    assert "secret" not in repr(refusal.value.data)


def test_an_absolute_path_is_taken_as_it_is(tmp_path):
    send(open_transport(f"maildir:{tmp_path / 'box'}", tmp_path / "elsewhere"), message())
    assert len(files(tmp_path / "box")["new"]) == 1
