"""Whoever works on somebody else's action is told whose it was; `brt reopen` asks what becomes of what followed."""

import pytest

from tests.cli.test_work import sets
from tests.conftest import Brt

NONE, HERS = "", "It was Amélie's.\n"


@pytest.fixture
def visit(brt) -> Brt:
    """118: appeler (4001) is Amélie's, verifier (4002) Sonia's."""
    brt.json("produce", "118", "--type", "visite", "--person", "commercial=amelie")
    return brt


def err(brt, line, *more, user="sonia"):
    answer = brt(*line.split(), *more, user=user)
    assert answer.code == 0, answer.err
    return answer.err


SAID = [
    ("done 118/appeler --set rdv=10/12", "sonia", HERS),
    ("done 118/appeler --set rdv=10/12", "amelie", NONE),
    ("skip 118/appeler --reason x", "sonia", HERS),
    ("take 118/appeler", "sonia", HERS),
    ("take 118/appeler", "amelie", NONE),
    ("assign 118/appeler leo", "sonia", HERS),
    ("assign 118/appeler leo", "amelie", NONE),
    ("block 118/appeler --reason x --party customer", "sonia", "It is Amélie's.\n"),
    ("block 118/appeler --reason x --party customer", "amelie", NONE),
    ("skip 118/passer --reason x", "sonia", NONE),
    ("done 118/appeler 118/verifier --set rdv=10/12", "sonia", "4001 was Amélie's.\n"),
    ("done 118/appeler 118/verifier --set rdv=10/12", "leo", "4001 was Amélie's.\n4002 was Sonia's.\n"),
    (
        "block 118/appeler 118/verifier --reason x --party us --set motif=y",
        "leo",
        "4001 is Amélie's.\n4002 is Sonia's.\n",
    ),
]


@pytest.mark.parametrize(("line", "user", "said"), SAID)
def test_it_is_said_whose_action_it_was(visit, line, user, said):
    told = err(visit, line, user=user).splitlines(keepends=True)
    assert "".join(one for one in told if "'s." in one) == said


def test_several_of_one_member_are_named_together(visit):
    visit.json("assign", "118/verifier", "amelie")
    assert "4001 and 4002 were Amélie's.\n" in err(visit, "take 118/appeler 118/verifier")


def test_what_nobody_had_was_nobodys(visit):
    visit.json("dossier", "add", "D-2026-150", "--customer", "Sans personne")
    visit.json("produce", "150", "--type", "visite")
    assert err(visit, "take 150/appeler") == NONE


def test_it_is_said_once_and_programs_read_no_more_than_before(visit):
    assert "'s." not in visit("done", "118/appeler", *sets("rdv=10/12"), "--format", "json", user="sonia").err
    assert "'s." not in err(visit, "done 118/appeler")
    assert err(visit, "done 118/appeler").endswith("To open it again: brt reopen 4001\n")


@pytest.fixture
def visited(visit):
    """Both calls were made, and Léo was there on the 10th."""
    visit.json("done", "118/appeler", "118/verifier", *sets("rdv=10/12"))
    visit.now = "2026-12-10T09:00"
    visit.json("done", "118/passer", *sets("accord=oui-tout"), user="leo")
    return visit


CHOICES = [
    ("", 1, {"appeler": "done", "passer": "done"}),
    ("1", 0, {"appeler": "available", "passer": "done"}),
    ("redo", 0, {"appeler": "available", "passer": "waiting"}),
]


@pytest.mark.parametrize(("typed", "code", "after"), CHOICES)
def test_what_was_worked_on_since_is_shown_and_asked_about(visited, typed, code, after):
    pytest.importorskip("pty", reason="pseudo-terminals are those of POSIX")
    from tests.cli.terminal import Terminal

    with Terminal(visited, "reopen", "118/appeler") as terminal:
        terminal.sees("✓ 4003  Passer sur site  Léo  Thu 10 Dec").sees("1  keep  leave that as it is")
        terminal.sees("2  redo  have it done again, too").sees("Which? (Enter: change nothing) ").types(typed)
    assert terminal.code == code
    assert {name: visited.json("show", f"118/{name}")["status"] for name in after} == after


def test_a_script_is_told_both_ways_and_so_is_yes(visited):
    before = visited.database.read_bytes()
    for words in ((), ("--yes",)):
        answer = visited("reopen", "118/appeler", *words)
        assert (answer.code, "--keep" in answer.err, "--redo" in answer.err) == (1, True, True)
    assert visited.database.read_bytes() == before
