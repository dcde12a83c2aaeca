"""On a terminal: what a command shows before it asks, and that it does nothing without a yes."""

import os
import subprocess
import sys

import pytest

from tests.cli.test_work import ids, sent, sets
from tests.conftest import environment

pty = pytest.importorskip("pty")


def on_terminal(brt, *words, types, **variables):
    """Run a command whose questions are asked on a terminal; return the code, stdout and what the terminal showed."""
    master, slave = pty.openpty()
    with environment(**brt.variables(BRT_NO_INPUT=None, TERM="dumb", **variables)):
        process = subprocess.Popen(
            [sys.executable, "-c", "from brt.cli import main; main()", *words],
            cwd=brt.root,
            stdin=slave,
            stdout=subprocess.PIPE,
            stderr=slave,
        )
    os.close(slave)
    os.write(master, types.encode())
    out, _ = process.communicate(timeout=30)
    shown = b""
    try:
        while more := os.read(master, 4096):
            shown += more
    except OSError:  # the other end has been closed
        pass
    os.close(master)
    return process.returncode, out.decode(), shown.decode()


def test_produce_shows_the_types_then_the_plan_then_asks(brt):
    code, out, shown = on_terminal(brt, "produce", "118", types="visite\nn\n")
    assert (code, out) == (1, "")
    assert "ftth-pro: Accès fibre mutualisé" in shown
    assert "ADV : Sonia" in shown
    assert "Appeler le client" in shown
    assert brt.json("show", "118")["installations"] == []
    code, out, shown = on_terminal(brt, "produce", "118", "--type", "visite", types="y\n")
    assert code == 0
    assert out.startswith("→ 4001  Appeler le client  Amélie")
    assert brt.json("show", "118")["status"] == "production"


def test_moving_a_date_shows_what_moves_and_whom_it_tells_then_asks(brt):
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "4001", "4002", *sets("rdv=10/12"))
    for words in (("set", "118", "rdv=11/12"), ("shift", "118/passer", "11/12")):
        code, out, shown = on_terminal(brt, *words, types="n\n")
        assert (code, out) == (1, "")
        assert "due Fri 11 Dec" in shown
        assert "rdv-deplace  luc@morel.example" in shown
        assert brt.json("get", "118", "rdv") == "2026-12-10"
    code, out, shown = on_terminal(brt, "set", "118", "rdv=11/12", types="y\n")
    assert code == 0
    assert brt.json("get", "118", "rdv") == "2026-12-11"


def test_a_question_is_answered_in_french_as_well(brt):
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "4001", "4002", *sets("rdv=10/12"))
    code, _, shown = on_terminal(brt, "set", "118", "rdv=11/12", types="bof\no\n", BRT_LANG="fr")
    assert code == 0
    assert "Erreur\xa0: bof n'est ni oui ni non" in shown
    assert shown.count("Continuer\xa0? [O/n] ") == 2
    assert brt.json("get", "118", "rdv") == "2026-12-11"


@pytest.mark.parametrize("yes", ["--yes", "-y"])
def test_yes_is_not_asked(brt, yes):
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "4001", "4002", *sets("rdv=10/12"))
    code, out, shown = on_terminal(brt, "set", "118", "rdv=11/12", yes, types="")
    assert (code, shown) == (0, "")
    assert "rdv-deplace" in out


def test_what_names_its_action_is_not_questioned(brt):
    brt.json("produce", "118", "--type", "visite")
    code, _, shown = on_terminal(brt, "skip", "118/appeler", "--reason", "x", types="")
    assert (code, shown) == (0, "")


def test_a_pipe_is_never_asked(brt):
    brt.json("produce", "118", "--type", "visite")
    moved = brt.json("done", "4001", "4002", *sets("rdv=10/12"))
    assert ids(moved["opened"]) == ["passer"]
    moved = brt.process("set", "118", "rdv=11/12", "--format", "json", BRT_NO_INPUT=None).data
    assert sent(moved) == {"rdv-deplace": ["luc@morel.example", "leo@telecom.example"]}
