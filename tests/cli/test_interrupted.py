"""Ctrl-C while something else than a question keeps a command waiting."""

import signal
import socket
import subprocess
import sys

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
