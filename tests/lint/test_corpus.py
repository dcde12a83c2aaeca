"""Every malformed file of the corpus: one error, of that rule, at those characters; and two of them in one file.

BRT_TEST_FULL=1 takes all the pairs, else every 71st.
"""

import os
from itertools import combinations

import pytest

from brt.lint.runner import lint
from tests.lint.corpus import OF_EMAILS, Entry, entries, malformed, places, workspace
from tests.lint.golden import SETTINGS

CORPUS = entries()
FULL = bool(os.environ.get("BRT_TEST_FULL"))


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return workspace(tmp_path_factory.mktemp("corpus"))


def test_without_a_mistake_nothing_is_found(root):
    assert [one for one in lint(None, SETTINGS, root) if one.severity == "error"] == []


@pytest.mark.parametrize("entry", CORPUS, ids=range(len(CORPUS)))
def test_the_mistake_is_found_where_it_is(root, entry):
    case = malformed(entry)
    assert places(root, case) == case.found


def test_the_corpus_is_large():
    assert len(CORPUS) >= 250


# ── two mistakes in one file ──────────────────────────────────────────────────────────────────────

UNWRITTEN = frozenset(
    (
        *("- «{id: q, name: Q}»", "- {id: q, name: Q, actions: «[]»}", "- {id: q, name: Q, actions: «{}»}", "-«»"),
        *("- {id: q, name: Q, actions: [«a»]}", "- «{name: Q, actions: [{id: r, name: R, role: adv}]}»", "- «q»"),
        "- {id: q, name: Q, «actoins»: [{id: r, name: R, role: adv}]}",
    )
)
"""What may have an id that is not there: a trigger may mean it."""
ENDS = "«---»"
"""Behind it another document begins, of which nothing is said."""


def hides(one: Entry, other: Entry) -> bool:
    """Tell whether `other` may follow from `one`."""
    return (one.inside in UNWRITTEN and other.rule == "unknown-target") or (one.inside == ENDS and other.slot == "top")


def pairs() -> list[tuple[Entry, Entry]]:
    """Return the pairs of mistakes that can stand in one file, and of which none follows from the other."""
    return [
        (one, other)
        for one, other in combinations(CORPUS, 2)
        if one.slot != other.slot
        and (one.slot in OF_EMAILS) == (other.slot in OF_EMAILS)
        and not hides(one, other)
        and not hides(other, one)
    ]


def hidden(root, of: list[tuple[Entry, Entry]]) -> list[tuple[str, str]]:
    """Return the pairs of which not both, or more than both, are found."""
    return [
        (one.inside, other.inside)
        for one, other in of
        if sorted(places(root, case := malformed(one, other))) != sorted(case.found)
    ]


@pytest.mark.parametrize("part", range(8))
def test_no_mistake_hides_another(root, part):
    every = 1 if FULL else 71
    assert hidden(root, pairs()[part::8][::every]) == []
