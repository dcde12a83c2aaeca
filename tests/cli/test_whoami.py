"""Who acts, and what says it."""

import json

import pytest

from tests.cli.play import Play, apart, example


@pytest.fixture
def brt(tmp_path):
    play = Play(tmp_path)
    example(tmp_path, play, types="none")
    return play


def test_by_the_account(brt):
    answer = brt("whoami")
    assert answer == (0, "Sonia Petit · sonia · ADV\nThe account on this computer says so: spetit.\n", "")


def test_by_the_own_file_then_the_environment_then_the_option(brt, tmp_path):
    own = tmp_path / "own/brt/config.toml"
    own.parent.mkdir(parents=True)
    own.write_text('user = "leo"\n')
    assert brt("whoami").out == f"Léo Martin · leo · Technicien\n{own} says so.\n"
    assert brt("whoami", BRT_USER="nadia").out == "Nadia Faure · nadia · manager\nBRT_USER says so.\n"
    answer = brt("--as", "amelie", "whoami", BRT_USER="nadia")
    assert answer.out == "Amélie Roux · amelie · Commercial\n--as says so.\n"


@pytest.mark.parametrize("style", ["json", "plain", "csv"])
def test_for_programs(brt, style):
    answer = brt("whoami", "--as", "nadia", "--format", style)
    assert answer.code == 0
    assert (
        answer.out
        == {
            "json": json.dumps(
                {"member": "nadia", "name": "Nadia Faure", "source": "option", "roles": [], "manager": True}, indent=2
            )
            + "\n",
            "plain": "nadia\tNadia Faure\toption\t\ttrue\n",
            "csv": "member,name,source,roles,manager\r\nnadia,Nadia Faure,option,,true\r\n",
        }[style]
    )


def test_nobody(brt):
    answer = brt("whoami", LOGNAME="inconnu")
    assert (answer.code, answer.out) == (2, "")
    assert "BRT_USER=MEMBER" in answer.err


def test_somebody_else(brt):
    answer = brt("whoami", "--as", "sonja")
    assert answer.code == 2
    assert "Did you mean `sonia`?" in answer.err


def test_outside_a_workspace(tmp_path):
    assert Play(tmp_path)("whoami").code == 3


HEAVY = """
import sys
from brt.cli.boundary import run
from brt.cli.table import ROOT
assert run(ROOT, sys.argv[1:]) == 0
heavy = {"yaml", "pydantic", "jinja2", "holidays", "keyring", "phonenumbers"}.intersection(sys.modules)
assert not heavy, heavy
"""


@pytest.mark.parametrize("words", ["whoami", "email list", "template --help"])
def test_nothing_heavy_is_imported(brt, words):
    assert apart(brt.at, *words.split(), code=HEAVY).code == 0
