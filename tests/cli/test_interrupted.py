"""Ctrl-C while something else than a question keeps a command waiting."""

import signal
import socket
import sqlite3
import subprocess
import sys
import time

import pytest

from tests.cli.test_terminal import at_work
from tests.cli.test_work import sets
from tests.conftest import environment

__all__ = ("at_work",)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal there")

LISTENS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
"""Whatever started the tests may have told its children to be deaf."""

BRT = f"{LISTENS}from brt.cli import main; main()"


def started(brt, code, *words):
    with environment(**brt.variables()):
        return subprocess.Popen(
            [sys.executable, "-c", code, *words],
            cwd=brt.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )


def test_whoever_does_not_wait_for_emails_to_leave_learns_what_was_done(at_work):
    settings = at_work.root / "brt.toml"
    text = settings.read_text("utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:  # it takes the call and says nothing
        way = f'transport = "smtp://127.0.0.1:{server.getsockname()[1]}"'
        server.settimeout(60)
        settings.write_text(text.replace('transport = "maildir:outbox"', way), "utf-8")
        at_work("email", "arm", "--yes")
        child = started(at_work, BRT, "done", "4001", *sets("rdv=10/12", "digicode=1"))
        caller, _address = server.accept()  # only what is saved is handed over
        with caller:
            child.send_signal(signal.SIGINT)
            out, err = child.communicate()
    assert (child.returncode, "4001  Appeler le client" in out) == (0, True)
    assert "Emails that have not left wait: brt email deliver\n" in err
    assert at_work.json("show", "4001")["status"] == "done"
    assert {one["status"] for one in at_work.json("email", "list")} == {"queued"}


AT = f"""
import os, signal, sys
def stop(event, found):
    if event == "{{event}}" and ".copie.db." in str(found[0]):
        os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(stop)
{BRT}
"""
"""Ctrl-C comes as Python does `event` with the file in which a copy is made."""


def names(brt):
    """Return the names of all files of a workspace."""
    return {path.name for path in brt.root.iterdir()}


@pytest.mark.parametrize("event", ["sqlite3.connect", "os.link"])
def test_a_backup_that_is_stopped_leaves_nothing_half_written(at_work, event):
    before = names(at_work)
    answer = at_work.process("db", "backup", "copie.db", code=AT.format(event=event))
    assert (answer.code, answer.out, "Traceback" in answer.err) == (130, "", False)
    assert names(at_work) == before


def test_ctrl_c_is_heard_while_a_large_database_is_copied(at_work):
    with sqlite3.connect(at_work.database) as db:
        db.execute("create table filler (x)")
        db.executemany("insert into filler values (?)", ((f"{number:08}" * 100,) for number in range(20_000)))
    db.close()
    before = names(at_work)
    child = started(at_work, BRT, "db", "backup", "copie.db")
    while child.poll() is None and names(at_work) == before:
        time.sleep(0.001)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate()
    assert "Traceback" not in err
    assert (child.returncode, names(at_work) - before, bool(out)) in (
        (130, set(), False),
        (0, {"copie.db"}, True),  # it was faster
    )
