"""The real yaml-language-server in a workspace made by `brt init`: what it says is what `brt lint` says."""

import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import Brt
from tests.lint.corpus import findings, malformed, workspace
from tests.lint.editor import SERVER, Editor, editor
from tests.lint.test_corpus import CORPUS
from tests.lint.test_json_schema import SHAPE

READERS = ("yaml-syntax", "plain-yaml", "encoding", "ambiguous-scalar")
"""Rules about YAML itself: readers stumble at different places, and some read what brt finds ambiguous."""
FIRST = "# yaml-language-server: $schema=../.brt/{which}.schema.json\n"


@pytest.fixture(scope="module")
def server():
    """Skip where the server is absent, unless everything must be there."""
    found = shutil.which(SERVER)
    if found is None:
        sentence = f"{SERVER} is not installed (see .ci/run)"
        if "BRT_TEST_ALL_EDITORS" in os.environ:
            pytest.fail(sentence)
        pytest.skip(sentence)
    return found


def made(root: Path, types: str) -> Path:
    """Make a workspace in French."""
    assert Brt(root.parent)("init", str(root), "--types", types, BRT_LANG="fr").code == 0
    return root


@pytest.fixture(scope="module")
def french(server, tmp_path_factory):
    """An editor in a new workspace."""
    with editor(server, made(tmp_path_factory.mktemp("editor") / "neuf", "all")) as opened:
        yield opened


def put(editor: Editor, text: str) -> tuple[Path, int, int]:
    """Open an installation type in which `¦` is where the cursor is; its line and column."""
    before, after = text.split("¦")
    path = editor.root / "installation_types" / f"essai-{editor.asked}.yaml"
    editor.open(path, FIRST.format(which="installation-type") + before + after)
    return path, before.count("\n") + 2, len(before) - before.rfind("\n")


def test_it_finds_nothing_in_the_shipped_files(french):
    paths = sorted(french.root.glob("*_types/**/*.yaml"))
    assert len(paths) > 20
    for path in paths:
        french.open(path)
    assert {path: said for path in paths if (said := french.mistakes(path))} == {}


def test_it_finds_the_mistakes_of_the_corpus_where_lint_finds_them(server, tmp_path):
    root = workspace(made(tmp_path / "neuf", "none"))
    with editor(server, root) as opened:
        texts = {}
        for number, entry in enumerate(CORPUS):
            case = malformed(entry)
            path = root / case.path.with_stem(f"cas-{number}")
            which = "installation-type" if case.path.parent.name == "installation_types" else "email-type"
            texts[path] = FIRST.format(which=which) + case.text
            opened.open(path, texts[path])
        both = 0
        for entry, (path, text) in zip(CORPUS, texts.items(), strict=True):
            there = opened.mistakes(path)
            found = findings(root, malformed(entry).path, text)
            here = {(one.line, one.column) for one in found if one.severity == "error"}
            places = {(one.line, one.column) for one in there}
            if entry.rule in SHAPE:
                assert here <= places, text
                both += 1
            if entry.rule not in READERS:  # a key that is misspelt is one that is missing, too: lint says the first
                assert {(one.line, one.column) for one in there if "Missing" not in one.message} <= here, text
        assert both > 100


def test_it_says_in_french_what_form_a_text_must_have(french):
    path, line, column = put(french, "name: Essai\nphases:\n  - {id: a, name: A, actions: [], wait: ¦2 jours}\n")
    said = {(one.line, one.column): one.message for one in french.mistakes(path)}
    assert said[line, column] == "Un délai est attendu, comme 3 business days, 2 days before CHAMP ou on CHAMP."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name: Essai\nphases:\n  - {id: a, na¦me: A}\n", "Le nom qu'on lui donne."),
        ("phases:\n  - id: a\n    actions:\n      - {id: b, point_of_no_retu¦rn: true}\n", "annul"),
        ("phases:\n  - us¦e: cloture\n", "Une phase que des types partagent"),
        ("phases:\n  - actions:\n      - asks: [{mu¦st: go}]\n", "La seule réponse"),
        ("phases:\n  - actions:\n      - after: {a¦ny: [a]}\n", "première"),
        ("fields:\n  jour:\n    kin¦d: date\n", "valeur"),
    ],
)
def test_it_explains_a_key_under_the_mouse(french, text, says):
    assert says in french.hover(*put(french, text))


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("¦\n", {"name", "fields", "phases", "deadline"}),
        ("fields:\n  jour:\n    kind: ¦\n", {"date", "rio", "choice"}),
        ("phases:\n  - id: a\n    actions:\n      - id: b\n        ¦\n", {"role", "after", "due", "asks", "when"}),
        ("phases:\n  - actions:\n      - asks:\n          - field: a\n            at: ¦\n", {"done", "blocked"}),
        ("emails:\n  - send: a\n    at: ¦\n", {"produced", "completed", "billed"}),
    ],
)
def test_it_offers_what_may_be_written(french, text, offered):
    assert offered <= set(french.completion(*put(french, text)))
