"""Whatever has a finite set of answers: a slip of the fingers is told which was meant."""

import re
import shutil

import click
import pytest

from brt.cli.unknown import NOT_YET
from tests.cli.test_examples import ALL
from tests.conftest import HOUSE, Brt

NEAR = [
    ("tdo", 2, "todo"),
    ("dossier shw 118", 2, "show"),
    ("email lst", 2, "list"),
    ("simulate visite", 2, "brt template simulate"),
    ("login", 2, "brt email login"),
    ("gte 118 rdv", 2, "brt get"),
    ("comp", 2, "brt completion"),
    ("118", 2, "brt show 118"),
    ("fait 118/appeler", 2, "brt done"),
    ("décaler 118/appeler ven", 2, "brt shift"),
    ("facturation 118", 2, "brt bill"),
    ("liste", 2, "brt todo`, `brt dossier list"),
    ("dossier liste", 2, "`brt dossier list`"),
    ("dossier produire 118", 2, "`brt produce`"),
    ("help fait", 2, "brt done"),
    ("help formts", 2, "formats"),
    ("todo --tem", 2, "--team"),
    ("todo --formt json", 2, "--format"),
    ("todo --format jsn", 2, "json"),
    ("block 4002 --reason x --party custmer", 2, "customer"),
    ("overview --by persn", 2, "person"),
    ("overview --retard", 2, "`--late`"),
    ("overview --health late", 2, "`--late`, `--blocked`, `--stalled`, `--at-risk`"),
    ("todo --status late", 2, "`--late`"),
    ("completion bsh", 2, "bash"),
    ("config shwo", 2, "show"),
    ("show D-2026-181", 1, "D-2026-118"),
    ("show mrel", 1, "D-2026-118"),
    ("produce 119 --type visit", 1, "visite"),
    ("overview --type visit", 1, "visite"),
    ("template show visit", 1, "visite"),
    ("done 118/apeler", 1, "appeler"),
    ("show 118/visit/appeler", 1, "visite"),
    ("assign 4002 sonja", 1, "sonia"),
    ("todo --who sonja", 1, "sonia"),
    ("todo --as sonja", 2, "sonia"),
    ("todo --role techniciens", 1, "technicien"),
    ("dossier assign 118 advv=sonia", 1, "adv"),
    ("dossier assign 118 adv=sonja", 1, "sonia"),
    ("set 118 rdvv=10/12", 1, "rdv"),
    ("done 4001 --set rdvv=10/12", 1, "rdv"),
    ("get 118 rdvv", 1, "rdv"),
    ("set 118 accord=oui-tou", 1, "oui-tout"),
    ("email preview rdv-confirm 118", 1, "rdv-confirme"),
    ("email list --status snt", 2, "sent"),
    ("rule wrong-valeu", 1, "wrong-value"),
    ("todo --color neve", 2, "never"),
    ("todo --jusqu-à ven", 2, "`--until`"),
    ("skip 4001 --motif x", 2, "`--reason`"),
    ("dossier import dosiers.csv", 1, "`dossiers.csv`"),
    ("set 118 rios=@rio.csv", 1, "rios=@rios.csv"),
    ("done @mine.csv", 1, "@mines.csv"),
    ("lint installation_type/visite.yaml", 1, "installation_types/visite.yaml"),
    ("lint installation_types/viste.yaml", 1, "installation_types/visite.yaml"),
    ("db restore brt-lundy.db", 3, "brt-lundi.db"),
    ("-C installation_type todo", 3, "installation_types"),
]


NAMES = [
    ("set morel rdv=10/12", "D-2026-118"),
    ("set Morel/visite rdv=10/12", "D-2026-118/visite"),
    ("done morel/appeler", "D-2026-118/appeler"),
    ("block brehat/appeler --reason x --party us", "D-2026-124/appeler"),
    ("hold morel", "D-2026-118"),
    ("dossier edit morel", "D-2026-118"),
]
"""Customers named where something is to change, and what is to be typed instead."""


@pytest.fixture(scope="module")
def at_work(prepared, tmp_path_factory):
    brt = Brt(shutil.copytree(prepared, tmp_path_factory.mktemp("near") / "espace"))
    brt.json("produce", "118", "--type", "visite")
    for name in ("dossiers.csv", "rios.csv", "mines.csv", "brt-lundi.db"):
        (brt.root / name).touch()
    return brt


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("line", "code", "meant"), NEAR, ids=[line for line, _code, _meant in NEAR])
def test_the_nearest_name_is_offered(at_work, line, code, meant, language):
    answer = at_work(*line.split(), BRT_LANG=language)
    assert (answer.code, answer.out) == (code, "")
    asked = "Did you mean" if language == "en" else "Peut-être"
    assert meant in answer.err.partition(asked)[2]


CHOICES = [
    pytest.param(name, param, id=f"{name} {param.name}")
    for name, command in ALL.items()
    for param in command.params
    if isinstance(param.type, click.Choice)
]


@pytest.mark.parametrize(("name", "param"), CHOICES)
def test_whatever_takes_one_of_a_few_words_names_them_and_the_nearest(at_work, name, param):
    first, option = param.type.choices[0], param.opts[-1] if isinstance(param, click.Option) else None
    wrong = at_work(*name.split(), f"{option}={first}x" if option else f"{first}x")
    assert all(f"`{word}`" in wrong.err for word in param.type.choices)
    assert wrong.err.splitlines()[-2].endswith(f"Did you mean `{first}`?")
    if option:
        missing = at_work(*name.split(), option)
        assert all(f"`{word}`" in missing.err for word in param.type.choices)


def test_a_choice_may_be_typed_as_it_is_read(at_work):
    for words in (("todo", "--color", "Jamais"), ("overview", "--by", "personne"), ("lint", "--fail-on", "erreur")):
        assert at_work(*words, BRT_LANG="fr").code in (0, 1), words


@pytest.mark.parametrize("word", ["bidon", "x", "email absence"])
def test_what_is_like_nothing_is_offered_nothing(at_work, word):
    answer = at_work(*word.split())
    assert (answer.code, "Did you mean" in answer.err) == (2, False)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", NOT_YET)
def test_what_is_not_there_yet_says_what_is(at_work, name, language):
    for words in ((name, "118"), ("help", name)):
        answer = at_work(*words, BRT_LANG=language)
        said, instead = answer.err.splitlines()
        assert (answer.code, answer.out) == (2, "")
        assert said.startswith(f"brt {name} ")
        named = re.findall(r"brt ([a-z]+ [a-z]+|[a-z]+)", instead)
        assert named
        assert all({one, one.split()[0]} & {*ALL} for one in named)


def test_all_that_is_not_there_yet_is_listed():
    listed = re.search("Not there yet: (.*)\\.", (HOUSE / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert listed
    assert set(listed[1].replace("`", "").split(", ")) == set(NOT_YET)
    assert not {*NOT_YET} & {*ALL}


@pytest.mark.parametrize(("line", "instead"), NAMES, ids=[line for line, _instead in NAMES])
def test_a_customer_is_named_for_reading_only(at_work, line, instead):
    answer = at_work(*line.split())
    said, customer, hint = answer.err.splitlines()
    name = line.split()[-1 if line.startswith("dossier") else 1].partition("/")[0]
    assert (answer.code, answer.out) == (1, "")
    assert said == f"{name} is a customer's name, which is for reading only."
    assert customer.startswith(f"  {instead.partition('/')[0]}  ")
    assert hint == f"Type the reference instead: {instead}"


def test_a_customer_alone_is_no_action_but_leads_to_those_there_are_mine_first(at_work):
    assert at_work("done", "morel").err == (
        "morel is the dossier D-2026-118: which of its actions?\n"
        "  4002  Vérifier le dossier · Sonia\n  4001  Appeler le client · Amélie\n"
        "Type its number: brt done 4002. To see all of them: brt show D-2026-118\n"
    )
    assert at_work("skip", "118", "--reason", "x", BRT_USER="leo").err.splitlines()[1:] == [
        "  4001  Appeler le client · Amélie",
        "  4002  Vérifier le dossier · Sonia",
        "Type its number, for example: brt skip 4001. To see all of them: brt show D-2026-118",
    ]
    assert "is not an action" in at_work("done", "mo").err


def test_a_part_of_a_name_does_nothing_but_is_told_the_number(at_work):
    answer = at_work("done", "appel")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "appel is not an action: give its number, or DOSSIER/ACTION.\n"
        "  4001  Appeler le client · 118 Boulangerie Morel · Amélie\n"
        "Type its number: brt done 4001\n"
    )


def test_an_example_has_an_action_of_ones_own(at_work):
    assert "\nFor example: brt done 4002\n" in at_work("done").err
    assert "\nFor example: brt done 4001\n" in at_work("done", BRT_USER="amelie").err
    assert "\nFor example: brt unblock 118/retour-operateur-porta\n" in at_work("unblock").err  # there is none


def test_what_was_closed_by_mistake_is_told_how_to_open_it(brt):
    brt.json("produce", "118", "--type", "visite")
    brt.json("skip", "118/appeler", "--reason", "x")
    for line in ("done 118/appeler", "block 118/appeler --reason x --party us", "assign 118/appeler leo"):
        assert brt(*line.split()).err.endswith("\nTo do it after all: brt reopen D-2026-118/appeler\n")


@pytest.mark.parametrize(
    ("functions", "told"),
    [
        ("tecnique,signataire", "a contact with the function tecnique. Did you mean `technique`?\n"),
        ("gérant", "function gerant; functions are administratif, facturation, gardien, signataire and technique.\n"),
        ("Technique,gardien,facturation", ""),
    ],
)
def test_a_function_that_nothing_writes_to_is_told(brt, functions, told):
    for path in (brt.root / "installation_types").glob("*.yaml"):
        path.unlink()
    phase = brt.root / "installation_types" / "phases" / "clefs.yaml"
    phase.parent.mkdir(exist_ok=True)
    phase.write_text(
        "name: Clefs\nactions:\n- {id: a, name: A, role: adv, emails: [{send: x, to: [contact:gardien]}]}\n"
    )
    said = brt("dossier", "add", "D-2026-190", "--customer", "Neuf", "--contact", f"{functions}=Luc <l@m.example>")
    lines = [line for line in said.err.splitlines(keepends=True) if "function" in line]
    assert (said.code, len(lines)) == (0, 1 if told else 0)
    assert "".join(lines).endswith(told)
    file = brt.root / "d.yaml"
    file.write_text(f"{{ref: D-2026-190, customer: Neuf, contacts: [{{name: Léa, functions: [{functions}]}}]}}")
    assert ("No installation type" in brt("dossier", "import", str(file)).err) == bool(told)
    assert "No installation type" not in brt("dossier", "import", str(file)).err
