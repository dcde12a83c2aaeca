"""Every malformed file of the corpus: one error, of that rule, at those characters."""

import pytest

from tests.lint.corpus import corpus, findings, workspace

CORPUS = list(corpus())


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return workspace(tmp_path_factory.mktemp("corpus"))


def test_without_a_mistake_nothing_is_found(root):
    from brt.lint.runner import lint
    from tests.lint.golden import SETTINGS

    assert [one for one in lint(None, SETTINGS, root) if one.severity == "error"] == []


@pytest.mark.parametrize("case", CORPUS, ids=range(len(CORPUS)))
def test_the_mistake_is_found_where_it_is(root, case):
    found = [one for one in findings(root, case.path, case.text) if one.severity == "error"]
    starts = [0]
    for line in case.text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    places = [
        (one.rule, starts[one.line - 1] + one.column - 1, starts[one.end_line - 1] + one.end_column - 1)
        for one in found
    ]
    assert places == [(case.rule, case.start, case.end)]


def test_the_corpus_is_large():
    assert len(CORPUS) >= 250
