"""Every sentence is there in French, and what is compiled is what is written."""

import ast
import gettext
import re
import shutil
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from brt import say
from tests.conftest import HOUSE, Brt, spoken
from tests.typography import wrong

FRENCH = HOUSE / "brt" / "locale" / "fr" / "LC_MESSAGES"
WITHOUT = {"{value!r} is not a valid {number_type}.": {"number_type"}}
"""Placeholders that French leaves out: click fills this one with English words."""

ENGLISH = re.compile(
    r"\b(the|and|of|with|what|who|whose|which|when|this|that|there|their|these|they|is|are|was|has|have|nothing|yet|until|"
    r"from|due|late|waits?|waiting|blocked|available|today|asks|running|closed?|give|member|missing|such|expected|error)\b",
    re.IGNORECASE,
)
TYPED = re.compile(r"si : .*|`.*`")
"""Conditions and commands, which stay as they are typed."""


@cache
def french() -> Catalog:
    with (FRENCH / "brt.po").open("rb") as file:
        return read_po(file)


def messages() -> list[Message]:
    return [message for message in french() if message.id]


def forms(sentence: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (sentence,) if isinstance(sentence, str) else tuple(sentence)


def names(sentence: str) -> set[str]:
    """Return the placeholders of a sentence, as they are written."""
    return {f"{name}!{sort}" if sort else name for _, name, _, sort in Formatter().parse(sentence) if name}


def test_every_sentence_of_the_code_is_in_the_catalogue_and_no_other():
    keywords = {**DEFAULT_KEYWORDS, "N_": None}
    found = {message for _, _, message, _, _ in extract_from_dir(HOUSE / "brt", keywords=keywords)}
    written = {message.id for message in messages()}
    assert (found - written, written - found) == (set(), set()), "make catalogue"


def called_in_f_strings(path: Path) -> list[ast.Call]:
    trees = [one for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(one, ast.JoinedStr)]
    return [one for tree in trees for one in ast.walk(tree) if isinstance(one, ast.Call)]


def test_no_sentence_stands_in_an_f_string():
    """What takes up the sentences does not look into one before Python 3.12."""
    found = [
        (path.name, ast.unparse(call))
        for path in (HOUSE / "brt").rglob("*.py")
        for call in called_in_f_strings(path)
        if ast.unparse(call.func) in ("_", "N_", "ngettext") and isinstance(call.args[0], ast.Constant)
    ]
    assert found == []


def test_every_sentence_has_its_french():
    assert not [message.id for message in messages() if not all(forms(message.string))]
    assert not [message.id for message in messages() if message.fuzzy]
    assert not french().obsolete


def test_french_has_the_placeholders_of_english():
    for message in messages():
        english = set().union(*(names(form) for form in forms(message.id)))
        wanted = english - WITHOUT.get(str(message.id), set())
        for form in forms(message.string):
            assert names(form) <= wanted, message.id
        assert set().union(*(names(form) for form in forms(message.string))) == wanted, message.id
        assert len(forms(message.string)) == (2 if message.pluralizable else 1), message.id


def test_french_is_written_as_french_is():
    for message in messages():
        for form in forms(message.string):
            assert not wrong(form), form


def test_the_compiled_catalogue_is_the_written_one():
    compiled = BytesIO()
    write_mo(compiled, french())
    compiled.seek(0)
    with (FRENCH / "brt.mo").open("rb") as file:
        assert sentences(read_mo(file)) == sentences(read_mo(compiled)), "make catalogue"


def test_every_sentence_is_found_and_no_other():
    found = say.Catalogue((FRENCH / "brt.mo").read_bytes())
    for message in messages():
        assert found.find("\0".join(forms(message.id))) == "\0".join(forms(message.string))
        assert found.find(f"{forms(message.id)[0]} ") is None
    assert say.Catalogue(b"").find("Usage:") is None


@pytest.mark.parametrize(("language", "one", "many"), [("en", [1], [0, 2]), ("fr", [0, 1], [2])])
def test_a_number_decides_as_in_each_language(language: str, one: list[int], many: list[int]):
    with spoken(language):
        singular, plural = ({say.ngettext("{count} day", "{count} days", n) for n in counts} for counts in (one, many))
        assert len(singular) == len(plural) == 1
        assert singular != plural
        assert say._("no such sentence") == "no such sentence"


def sentences(catalogue: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {forms(message.id): forms(message.string) for message in catalogue if message.id}


def test_the_header_names_no_machine():
    with (FRENCH / "brt.mo").open("rb") as file:
        header = gettext.GNUTranslations(file).gettext("")
    assert "@" not in header
    assert "plural=(n > 1)" in header


@pytest.fixture(scope="module")
def visit(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Brt:
    """A workspace in which something is late, due today, blocked, without a date and still waiting."""
    brt = Brt(shutil.copytree(prepared, tmp_path_factory.mktemp("catalogue") / "espace"))
    brt.now = "2026-11-23T09:00"
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", "--early", "--reason", "vu sur place", "--set", "rdv=30/11/2026")
    brt.json("block", "118/verifier", "--reason", "K-bis absent", "--party", "customer", "--set", "motif=K-bis")
    brt.json("produce", "124", "--type", "3cx-porta")
    brt.now = "2026-11-30T09:00"
    return brt


def in_french(brt: Brt, *words: str) -> str:
    """Run a command in a process of its own and return all it said, without what stays as it is typed."""
    said = brt.process(*words, BRT_LANG="fr", LC_ALL="C.UTF-8")
    return said.out + said.err


def test_the_workspace_says_its_language_to_the_help_as_well(visit: Brt):
    for words in (("--help",), ("todo", "--help"), ("todo", "-C", ".", "-h")):
        assert visit.process(*words, BRT_LANG=None, LC_ALL="C.UTF-8").out.startswith("Usage\xa0: brt")
    said = visit.process("todo", BRT_LANG="en", LC_ALL="C.UTF-8").out
    assert said.startswith("Sonia Petit · Monday 30 November")


@pytest.mark.parametrize(
    "words",
    [
        ("help",),
        ("todo",),
        ("todo", "--team", "--all"),
        ("show", "118"),
        ("show", "118", "--all"),
        ("show", "118/appeler"),
        ("show", "124/controler-dossier"),
        ("overview",),
        ("history", "118"),
        ("bill",),
        ("dossier", "list"),
        ("dossier", "show", "118"),
        ("email", "list"),
        ("template", "list"),
        ("template", "show", "3cx-porta"),
        ("whoami",),
        ("lint",),
        ("done", "118/passer"),
        ("done", "118/nulle-part"),
        ("done", "--ouvert"),
        ("done",),
        ("dne",),
        ("todo", "--format", "fiche"),
        ("email", "show", "x"),
        ("shift", "118/appeler", "31/02"),
        ("produce", "118", "--type", "visite"),
        ("--help",),
        ("done", "--help"),
        ("dossier", "--help"),
        ("dossier", "add", "--help"),
        ("produce", "--help"),
    ],
    ids=" ".join,
)
def test_no_english_in_a_french_run(visit: Brt, words: tuple[str, ...]):
    said = in_french(visit, *words)
    assert said
    assert not ENGLISH.findall(TYPED.sub("", said.replace("\N{NO-BREAK SPACE}", " "))), said
