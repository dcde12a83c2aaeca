"""`brt` alone, on a terminal and in a pipe."""

import os
import re
import sys

import pexpect
import pytest

from brt.service import home
from brt.service.desk import Desk
from brt.settings import load
from brt.views import todo
from tests.conftest import Brt, environment


def alone(brt: Brt, **variables: str | None) -> tuple[int, str]:
    """Run `brt` on a terminal and return the exit code, and what it showed."""
    own = {"TERM": "xterm", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "COLUMNS": None, "LINES": None}
    with environment(**brt.variables(**{**own, **variables})):
        argv = ["-c", "from brt.cli import main; main()"]
        child = pexpect.spawn(
            # Without `env` the child has what libraries put into the environment of C: readline its own COLUMNS.
            *(sys.executable, argv),
            env=dict(os.environ),
            cwd=str(brt.root),
            encoding="utf-8",
            dimensions=(40, 120),
        )
        child.expect(pexpect.EOF)
        child.close()
    return child.exitstatus, child.before.replace("\r\n", "\n")


@pytest.fixture
def at_work(brt: Brt) -> Brt:
    """Sonia produced 118 and 124 on Monday; on Tuesday Amélie and Léo were at it; it is Friday."""
    brt.json("produce", "118", "124", "--type", "visite")
    brt.now = "2026-12-01T10:00"
    brt.json("set", "118", "rdv=15/12", "digicode=1234", BRT_USER="amelie")
    brt.json("done", "118/appeler", BRT_USER="amelie")
    brt.json("note", "118", "Chien méchant", BRT_USER="leo")
    brt("get", "118", "digicode", BRT_USER="nadia")
    brt.now = "2026-12-04T09:00"
    return brt


def test_a_day_on_one_screen(at_work):
    code, shown = alone(at_work)
    assert code == 0
    lines = shown.splitlines()
    assert lines[0] == "Sonia Petit · Friday 4 December · 2 late"
    assert lines[1] == "SINCE MON 30 NOV 09:00"
    assert [" ".join(line.split()) for line in lines[2:3]] == [
        "118 Boulangerie Morel Léo remarked “Chien méchant” · 2 earlier Tue 1 Dec 10:00",
    ]
    assert lines[3] == "LATE"
    assert "Vérifier le dossier" in lines[4]
    assert lines[-1] == "To type: brt done 4002"
    assert "1234" not in shown


def test_news_are_a_line_a_dossier_and_few(at_work):
    for ref in ("119", "120", "121", "122", "123"):
        at_work.json("note", ref, "Vu avec le client : " + "à rappeler " * 20, BRT_USER="leo")
    at_work.json("set", "124", "digicode=77", BRT_USER="amelie")
    lines = alone(at_work)[1].splitlines()
    assert " ".join(lines[2].split()) == "124 Menuiserie Bréhat Amélie changed “Digicode” 09:00"
    assert all("Vu avec le client" in line and "…" in line and len(line) <= 120 for line in lines[3:7])
    assert lines[7] == " and on 2 other dossiers (brt history)"
    assert lines[-1] == "To type: brt done 4002"


def test_what_one_did_oneself_is_no_news(at_work):
    at_work.json("note", "124", "vu")
    assert "SINCE" not in alone(at_work)[1]


def test_what_is_on_the_dossiers_of_others_is_no_news(at_work):
    desk = Desk(load(at_work.root), {"BRT_TESTING": "1", "BRT_NOW": at_work.now})
    assert home.home(desk, "hugo").since is None  # who never acted has no "since"
    at_work.json("note", "119", "x", BRT_USER="hugo")  # his dossier, and Sonia's
    at_work.json("note", "118", "y", BRT_USER="leo")  # Léo's, and Sonia's
    assert [one.ref for one in home.home(desk, "sonia").changes][:2] == ["D-2026-118", "D-2026-119"]
    assert home.home(desk, "hugo").changes == []
    assert home.home(desk, "leo").changes == []


def test_only_three_and_the_command_that_asks(at_work):
    at_work.json("produce", "121", "--type", "3cx-porta", BRT_USER="nadia", now="2026-11-30T09:00")
    at_work.json("produce", "122", "--type", "3cx-porta", BRT_USER="nadia", now="2026-11-30T09:00")
    shown = alone(at_work)[1].splitlines()
    assert sum(" bd" in line for line in shown) == 3
    assert shown[-2] == "1 more: brt todo --all"
    assert re.fullmatch(r"To type: brt done 40\d\d", shown[-1])


def test_a_blocked_action_comes_last(at_work):
    at_work.json("skip", "124/verifier", "--reason", "x")
    at_work.json("block", "118/verifier", "--party", "us", "--reason", "x", "--set", "motif=x")
    shown = alone(at_work)[1].splitlines()
    assert shown[0].endswith(" · 1 blocked (1 late)")
    assert shown[-1] == "To type: brt unblock 4002"


def test_a_manager_with_work_of_her_own_is_told_once_what_to_type(at_work):
    at_work.json("assign", "118/verifier", "nadia")
    code, shown = alone(at_work, BRT_USER="nadia")
    assert code == 0
    assert shown.count("To type: ") == 1
    assert shown.splitlines()[-1].startswith("To type: brt done ")


def test_a_manager_sees_the_worst(at_work):
    code, shown = alone(at_work, BRT_USER="nadia")
    lines = shown.splitlines()
    assert code == 0
    assert lines[0].startswith("Friday 4 December · 2 running: 2 late")
    assert lines[1].split()[0] == "HEALTH"
    assert len(lines) == 2 + 2 + 1
    assert lines[-1].startswith("To type: brt show D-2026-1")


def test_nothing_is_shortened_where_there_is_little_room_and_no_format_is_named_that_it_does_not_have(at_work):
    _, shown = alone(at_work, BRT_USER="nadia", COLUMNS="30")
    assert "…" not in shown
    assert "--format" not in shown


def test_in_a_pipe_it_is_the_list_for_programs(at_work):
    assert at_work() == at_work("todo", "--format", "plain")
    assert at_work(BRT_USER="nadia") == (0, "", "Nothing for today. What is running: brt overview\n")
    assert at_work().out.count("\t") == 2 * (len(todo.COLUMNS) - 1)


def test_nobody_is_told_how_to_say_who(brt):
    for code, said in (alone(brt, BRT_USER=None), (brt(BRT_USER=None).code, brt(BRT_USER=None).err)):
        assert code == 2
        assert "--as MEMBER" in said
        assert "Sonia" not in said.splitlines()[0]


def test_outside_a_workspace_three_lines(brt, tmp_path):
    outside = Brt(tmp_path)
    code, shown = alone(outside)
    assert (code, shown.count("\n")) == (0, 3)
    assert "brt init" in shown
    assert outside().out == shown
    assert (outside(BRT_WORKSPACE="/nowhere").code, outside("-C", ".").code) == (3, 3)


def test_nothing_to_do(brt):
    assert alone(brt, BRT_USER="karim")[1].splitlines()[-1] == "Nothing to do."
