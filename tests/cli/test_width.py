"""On terminals of 100, 72 and 40 columns every command keeps to the width, its help and its refusals, too."""

import shlex
import shutil
from contextlib import chdir, redirect_stderr, redirect_stdout

import pytest
from wcwidth import wcswidth

from brt.cli.boundary import run
from brt.cli.table import ROOT
from tests.cli.test_examples import ALL, EXAMPLES, state_for
from tests.conftest import Brt, environment
from tests.golden.test_pages import Screen, longest

WIDTHS = (100, 72, 40)
FOR_PROGRAMS = ("lint", "completion", "template graph", "template schema", "template lint", "dossier export", "digest")
"""What is read by programs, compared by column, or sent as it is."""


def shown(brt: Brt, words: list[str], columns: int, **more: str) -> list[str]:
    """Return the lines that a command shows on a terminal so wide, answers and messages."""
    out, err = Screen(), Screen()
    seen = brt.variables(BRT_LANG="fr", NO_COLOR="1", COLUMNS=str(columns), LINES="1000", **more)
    with environment(**seen), chdir(brt.root), redirect_stdout(out), redirect_stderr(err):
        run(ROOT, words)
    return (out.getvalue() + err.getvalue()).splitlines()


def fits(line: str, columns: int) -> bool:
    return wcswidth(line) <= max(columns, longest(line) + 17)


@pytest.fixture(scope="module")
def made():
    """The states that were made, each once."""
    return {}


@pytest.mark.parametrize(
    "line", [one for one in EXAMPLES if not one.startswith(tuple(f"brt {n}" for n in FOR_PROGRAMS))]
)
def test_what_the_examples_print(prepared, made, tmp_path_factory, tmp_path, line):
    state = state_for(line)
    if state not in made:
        made[state] = Brt(shutil.copytree(prepared, tmp_path_factory.mktemp("state") / "espace"))
        state(made[state])
    words = shlex.split(line)[1:]
    if "--format" in words:
        pytest.skip("for programs")
    for columns in WIDTHS:
        brt = Brt(shutil.copytree(made[state].root, tmp_path / str(columns)))
        brt.now = made[state].now
        wide = [one for one in shown(brt, words, columns, EDITOR="sed -i s/Rennes/Vannes/") if not fits(one, columns)]
        assert not wide


@pytest.mark.parametrize("columns", WIDTHS)
def test_the_help(brt, columns):
    for name in {"", *ALL} - {"completion"}:  # lines to copy into files
        wide = [one for one in shown(brt, [*name.split(), "--help"], columns) if not fits(one, columns)]
        assert not wide, name


REFUSED = (
    ["done", "118/facturer"],
    ["done", "4003"],
    ["bill", "118"],
    ["show", "99999"],
    ["dossier", "shwo"],
    ["todo", "--who", "soniaa"],
    ["produce", "118", "--type", "viste"],
    ["set", "118", "rdv=32/12"],
    ["email", "retry", "1"],
    ["shift", "118/passer", "hier"],
)


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_refusals(brt, words):
    brt.json("produce", "118", "--type", "visite")
    for columns in WIDTHS:
        lines = shown(brt, words, columns)
        assert lines
        assert not [one for one in lines if not fits(one, columns)]
