"""docs/tutorial.md, step by step: every file lints clean, every command runs."""

import re
import shlex

import pytest

from tests.cli.play import HOUSE, Play

BLOCKS = re.compile(r"```(yaml)?\n(.*?)```", re.DOTALL)
STEPS = re.split(r"(?m)^## ", (HOUSE / "docs" / "tutorial.md").read_text(encoding="utf-8"))[1:]


def blocks(text):
    """Return the file and the commands of a step."""
    return [found[2] for found in BLOCKS.finditer(text)]


@pytest.fixture(scope="module")
def brt(tmp_path_factory):
    brt = Play(tmp_path_factory.mktemp("tutorial"))
    assert brt("init", ".").code == 0
    return brt


@pytest.mark.parametrize("number", range(len(STEPS)))
def test_a_step(brt, number):
    """The steps before it are taken first: the example grows, in the order of the page."""
    for text in STEPS[: number + 1]:
        file, commands = blocks(text)
        (place,) = {"visio.yaml"} if "type: visio" not in file else {"tests/visio.yaml"}
        (brt.at / "installation_types" / place).write_text(file, encoding="utf-8")
    assert brt("lint", "installation_types/visio.yaml") == (0, "", "1 file, nothing found.\n")
    for line in commands.splitlines():
        answer = brt(*shlex.split(line)[1:])
        assert answer.code == 0, answer.out + answer.err


def test_the_french_page_has_the_same_steps():
    french = (HOUSE / "docs" / "tutoriel.md").read_text(encoding="utf-8")
    assert blocks(french) == [block for text in STEPS for block in blocks(text)]
