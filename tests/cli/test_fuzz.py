"""A few files of every kind broken at random; `python -m tests.cli.fuzz 10000 1` breaks many."""

import random
from itertools import islice

import pytest

from tests.cli.fuzz import KINDS, broken, workspace


@pytest.fixture(scope="module")
def play(tmp_path_factory):
    return workspace(tmp_path_factory.mktemp("fuzz"))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: " ".join(kind.words[:2]))
def test_whole_files_are_read(play, kind):
    assert play(*kind.words).code == 0


@pytest.mark.parametrize("seed", range(4))
def test_broken_files(play, seed):
    assert [one.trouble for one in islice(broken(play, KINDS, random.Random(seed)), 40) if one.trouble] == []
