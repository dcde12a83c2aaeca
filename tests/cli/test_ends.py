"""What the help says of the exit codes is what comes: each command, with each thing that it needs taken away."""

import re
import shlex
import shutil

import pytest

from brt.cli.ends import NOBODY
from brt.cli.topics import TOPICS
from tests.cli.test_examples import ALL, state_for
from tests.cli.test_wrong_words import CASES, LEAVES
from tests.conftest import Brt

IDLE = ("email retry", "email release", "email cancel", "email mark-sent")
"""Those that find nothing to do in the workspace of their examples, and so need nobody who does it."""

NO = {
    "init": "init autre --types bidon",
    "digest": None,
    "email arm": None,
    "email show": "email show 99",
    **{name: f"{name} 99" for name in IDLE},
    "dossier import": "dossier import absent.csv",
    "db backup": "db backup brt.toml",
    "db restore": "db restore brt.db",
    "lint": "lint absent.yaml",
    "template lint": "template lint absent.yaml",
}
"""What is answered with no, where no wrong word does it; None: other tests show it."""


def examples(name):
    """Return what the examples of a command type behind `brt`, those that only show its help aside."""
    lines = [line for line in LEAVES[name].epilog.splitlines() if f"{line} ".startswith(f"brt {name} ")]
    lines = lines or LEAVES[name].epilog.splitlines()
    return [shlex.split(line)[1:] for line in lines if "--as" not in line]


@pytest.fixture(scope="module")
def states(prepared, tmp_path_factory):
    """Return, for a command, a workspace in which its examples make sense."""
    made = {}

    def of(name):
        state = state_for(f"brt {name}")
        if state not in made:
            made[state] = Brt(shutil.copytree(prepared, tmp_path_factory.mktemp("ends") / "espace"))
            state(made[state])
        return made[state]

    return of


@pytest.fixture
def codes(states, tmp_path):
    """Return a function: the exit codes of the examples of a command, after something was taken away."""

    def of(name, spoil, **variables):
        found = set()
        for number, words in enumerate(examples(name)):
            office = Brt(shutil.copytree(states(name).root, tmp_path / str(number)))
            spoil(office.root)
            found.add(office(*words, EDITOR="sed -i s/Rennes/Vannes/", **variables).code)
        shutil.rmtree(tmp_path)
        return found

    return of


NAMES = [name for name in LEAVES if name != "email login"]
"""Those whose examples are more than their help."""


@pytest.mark.parametrize("name", NAMES)
def test_code_3_is_said_of_what_needs_a_workspace(codes, name):
    def spoil(root):
        (root / "brt.toml").write_text("[mail\n", encoding="utf-8")

    needs = "brt.toml" in LEAVES[name].codes().get(3, "") or name == "doctor"
    assert (3 in codes(name, spoil)) is needs


@pytest.mark.parametrize("name", NAMES)
def test_code_3_is_said_of_what_needs_the_database(codes, name):
    def spoil(root):
        for file in {root / "brt.db", *root.glob("*.db")}:
            file.write_bytes(b"no database" * 1000)

    needs = "database" in LEAVES[name].codes().get(3, "") or name == "doctor"
    assert (3 in codes(name, spoil)) is needs


@pytest.mark.parametrize("name", [name for name in NAMES if name not in IDLE])
def test_code_2_says_of_what_acts_that_somebody_must(codes, name):
    needs = LEAVES[name].codes()[2] == NOBODY
    assert (2 in codes(name, lambda root: None, user=None)) is needs
    assert ("BRT_USER" in LEAVES[name].variables()) is needs


@pytest.mark.parametrize("name", [name for name in NAMES if "workspace" in LEAVES[name].codes().get(3, "")])
def test_a_folder_that_is_not_there_is_said(states, name):
    answer = states(name)(*examples(name)[0], "-C", "absent", EDITOR="true")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err == "There is no folder absent.\nTo make a workspace there: brt init absent\n"


def test_a_wrong_word_has_no_code_that_the_help_lacks():
    seen = {name: set() for name in LEAVES}
    for words, code, _names in CASES:
        longest = max((name for name in LEAVES if [*words][: len(name.split())] == name.split()), key=len)
        seen[longest].add(code)
    for name, command in LEAVES.items():
        assert seen[name] <= set(command.codes()), name
        assert (1 in command.codes()) is (1 in seen[name] or name in NO), name


@pytest.mark.parametrize("words", [words for words in NO.values() if words])
def test_the_answer_is_no(brt, words):
    assert brt(*shlex.split(words)).code == 1


def test_the_help_says_it(brt):
    said = brt("done", "--help").out
    rows = re.search(r"Exit codes:\n((?:  .+\n)+)", said)
    assert rows is not None
    assert [line.split()[0] for line in rows[1].splitlines()] == ["0", "1", "2", "3", "130"]
    assert "  BRT_USER, BRT_WORKSPACE, BRT_LANG, BRT_NO_INPUT, NO_COLOR\n" in said
    assert "VISUAL, EDITOR" in brt("dossier", "edit", "--help").out
    assert "  1  findings\n" in brt("lint", "--help").out
    assert "BRT_WORKSPACE" not in brt("completion", "--help").out.partition("Exit codes")[2]


def test_every_variable_is_explained_and_every_page_says_where(brt):
    known = {name for term, _ in TOPICS["environment"].rows for name in term.split(", ")}
    for name, command in ALL.items():
        assert brt(*name.split(), "--help").out.endswith("  brt help exit-codes\n  brt help environment\n"), name
        assert name not in LEAVES or set(command.variables()) <= known
