"""`brt` alone, on a terminal and in a pipe."""

import os
import re
import sys

import pexpect
import pytest

from brt.service import home
from brt.service.desk import Desk
from brt.settings import load
from brt.views import home as view
from brt.views import todo
from brt.views.layout import plain
from tests.conftest import Brt, environment, spoken


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
    assert lines[1] == "LATE"
    assert "Vérifier le dossier" in lines[2]
    assert lines[4] == "NEWS SINCE MON 30 NOV 09:00"
    assert [" ".join(line.split()) for line in lines[5:]] == [
        "118 Boulangerie Morel Tue 1 Dec 10:00 Léo remarked “Chien méchant”, and 2 other changes",
        "To type: brt done 4002",
    ]
    assert "1234" not in shown


def test_news_of_few_dossiers_are_shown_and_of_fewer_where_there_is_little_room(at_work):
    for ref in ("119", "120", "121", "122", "123"):
        at_work.json("note", ref, "Vu avec le client : " + "à rappeler " * 20, BRT_USER="leo")
    at_work.json("set", "124", "digicode=77", BRT_USER="amelie")
    lines = alone(at_work)[1].splitlines()
    start = lines.index("NEWS SINCE MON 30 NOV 09:00") + 1
    assert " ".join(lines[start].split()) == "124 Menuiserie Bréhat 09:00 Amélie changed “Digicode”"
    assert sum("Léo remarked “Vu avec le client" in line and line.endswith("…”") for line in lines) == 4
    assert lines[-2:] == [" and on 2 other dossiers (brt history)", "To type: brt done 4002"]
    narrow = alone(at_work, COLUMNS="40")[1]
    assert narrow.count("Léo remarked") == 2
    assert narrow.endswith("\n and on 4 other dossiers (brt history)\nTo type: brt done 4002\n")


NEWS = {
    "done 124/appeler 124/verifier --set rdv=8/12": (
        "did “Appeler le client” and “Vérifier le dossier”",
        "a effectué « Appeler le client » et « Vérifier le dossier »",
    ),
    "done 124/verifier": ("did “Vérifier le dossier”", "a effectué « Vérifier le dossier »"),
    "skip 124/passer --reason x": ("skipped “Passer sur site”", "a passé « Passer sur site »"),
    "block 118/verifier --party carrier --reason x --set motif=x": (
        "blocked “Vérifier le dossier” (carrier)",
        "a bloqué « Vérifier le dossier » (opérateur)",
    ),
    "reopen 118/appeler": ("reopened “Appeler le client”", "a rouvert « Appeler le client »"),
    "hold 118 --reason x": ("put it on hold", "l'a mis en pause"),
    "cancel 124 --reason x --yes": ("called it off", "l'a annulé"),
    "shift 118/verifier 8/12": (
        "shifted “Vérifier le dossier” to Tue 8 Dec",
        "a décalé « Vérifier le dossier » au mar. 08/12",
    ),
    "take 118/verifier": ("took “Vérifier le dossier” on", "a pris en charge « Vérifier le dossier »"),
    "assign 118/verifier karim": (
        "gave “Vérifier le dossier” to Karim",
        "a confié « Vérifier le dossier » à Karim",
    ),
    "dossier assign 118 technicien=karim commercial=hugo": (
        "gave the role Technicien to Karim and the role Commercial to Hugo",
        "a confié le rôle Technicien à Karim et le rôle Commercial à Hugo",
    ),
    "set 118 rdv=16/12 --yes": (
        "set “Date du rendez-vous” to Wed 16 Dec",
        "a fixé « Date du rendez-vous » au mer. 16/12",
    ),
    "set 118 rdv=16/12 digicode=1 --yes": (
        "changed “Date du rendez-vous” and “Digicode”",
        "a changé « Date du rendez-vous » et « Digicode »",
    ),
    "set 118 rdv= --yes": ("changed “Date du rendez-vous”", "a changé « Date du rendez-vous »"),
    "note 118 vu": ("remarked “vu”", "a noté « vu »"),
    "produce 119 --type visite": ("put it in production", "l'a passé en production"),
    "dossier contact 118 technique=X": ("changed its contacts", "en a modifié les interlocuteurs"),
    "dossier lose 119 --reason x": ("marked it as lost", "l'a déclaré perdu"),
}
"""What Léo types, and what the news say of it."""


@pytest.mark.parametrize("line", NEWS)
def test_news_are_sentences(at_work, line):
    at_work.json("note", "118", "seen")
    assert at_work(*line.split(), BRT_USER="leo", now="2026-12-04T10:00").code == 0
    for tongue, expected in zip(("en", "fr"), NEWS[line], strict=True):
        desk = Desk(load(at_work.root), {"BRT_TESTING": "1", "BRT_NOW": "2026-12-04T11:00"})
        with spoken(tongue):
            found = home.home(desk, "sonia")
            shown = list(plain(view.changes(found.changes, found.since, desk.settings, desk.today)))
        assert shown[1].replace("\xa0", " ").endswith(f"Léo {expected}")


def test_another_reason_for_what_is_so_already_is_a_remark(at_work):
    at_work.json("hold", "118", "--reason", "x")
    at_work.json("hold", "118", "--reason", "devis à refaire", BRT_USER="leo")
    assert "Léo remarked “devis à refaire”" in alone(at_work)[1]


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
    assert shown.index("1 more: brt todo --all") < shown.index("NEWS SINCE MON 30 NOV 09:00")
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
