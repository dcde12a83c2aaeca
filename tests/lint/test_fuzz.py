"""A few files broken at random; `python -m tests.lint.fuzz 100000 1` breaks many."""

import random
from itertools import islice

import pytest

from tests.lint.fuzz import broken, trouble


@pytest.mark.parametrize("seed", range(8))
def test_broken_files(seed):
    files = islice(broken(random.Random(seed)), 50)
    assert [(path.name, said) for path, text in files if (said := trouble(path, text))] == []
