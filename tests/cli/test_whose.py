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


def test_whoever_does_not_have_the_role_of_an_action_gets_it_all_the_same_and_it_is_said(visit):
    said = "It is for the role ADV, which Léo does not have in brt.toml.\n"
    assert said in err(visit, "assign 118/verifier leo")
    assert said not in err(visit, "assign 118/verifier sonia")
    both = err(visit, "assign 118/appeler 118/verifier leo")
    assert "4001 is for the role Commercial, which Léo does not have in brt.toml.\n" in both
    assert "4002 is for the role ADV, which Léo does not have in brt.toml.\n" in both
    assert "does not have" in visit("assign", "118/passer", "sonia", "--format", "json").err
    assert "does not have" not in err(visit, "assign 118/passer karim")


def test_of_several_dossiers_each_is_named_with_what_stays(visit):
    visit.json("produce", "119", "--type", "visite", "--person", "adv=amelie", "--person", "commercial=amelie")
    said = err(visit, "assign 118/appeler 119/appeler 119/verifier hugo")
    assert said.partition("What comes later")[2] == (
        " stays with those who hold the roles. To give that too:\n"
        "  118 Boulangerie Morel · Commercial (Amélie): brt dossier assign D-2026-118 commercial=hugo\n"
        "  119 Cabinet Kerbrat Avocats · ADV (Amélie), Commercial (Amélie): "
        "brt dossier assign D-2026-119 adv=hugo commercial=hugo\n"
    )


def test_all_that_somebody_has_goes_to_another_with_the_commands_that_are_told(visit):
    visit.json("produce", "119", "--type", "visite", "--person", "commercial=amelie")
    visit.json("block", "119/appeler", "--reason", "x", "--party", "us", "--until", "31/12")
    visit.json("done", "118/appeler", *sets("rdv=31/03/2027"))
    visit.json("assign", "118/passer", "amelie")
    mine = {one["number"] for one in visit.json("todo", "--who", "amelie", "--all")}
    said = visit("assign", "Amélie", "hugo")
    told = "Amélie is a member of the team (Amélie Roux), not an action.\nTo give Hugo all that Amélie has to do:\n"
    assert (said.code, said.err.startswith(told)) == (1, True)
    look, give = (line.split() for line in said.err.splitlines()[2:])
    assert (look[:2], look[-2:], give[0]) == (["brt", "todo"], [">", "amelie.csv"], "brt")
    (visit.root / "amelie.csv").write_text(visit(*look[1:-2]).out, encoding="utf-8")
    assert visit(*give[1:]).code == 0
    assert visit.json("todo", "--who", "amelie", "--all") == []
    assert mine <= {one["number"] for one in visit.json("todo", "--who", "hugo", "--all")}


NOT_PEOPLE = [
    ("assign leo", 1, "To give to somebody else all that Léo has to do:"),
    ("dossier assign leo karim", 1, "To give Karim all that Léo has to do:"),
    ("dossier assign leo technicien=karim", 1, "To give Karim all that Léo has to do:"),
    ("take leo", 1, "To give Sonia all that Léo has to do:"),
    ("done leo", 1, "To see what Léo has to do: brt todo --who leo"),
    ("show leo", 1, "To see on what Léo works: brt overview --who leo"),
    ("hold leo --reason x", 1, "To see on what Léo works: brt overview --who leo"),
    ("assign karim 118/appeler", 1, "Like this: brt assign 118/appeler karim"),
    ("assign 118/appeler 4002", 2, "Missing: MEMBER"),
    ("dossier assign 118 karim", 2, "Like this: technicien=karim"),
    ("dossier assign 118 adv", 2, "Like this: adv=sonia"),
]


@pytest.mark.parametrize(("line", "code", "told"), NOT_PEOPLE)
def test_a_person_who_is_named_in_another_place_is_recognised(visit, line, code, told):
    answer = visit(*line.split())
    assert (answer.code, told in answer.err, "Did you mean" in answer.err) == (code, True, False)


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
