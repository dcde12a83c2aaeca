"""Every command of the table, with the wrong of each kind of argument that it takes.

The commands are their own examples, in which one word is replaced. What is wrong gets a sentence that names it, a
documented exit code, nothing on stdout, and leaves every file as it was.
"""

import re
import shlex
import shutil
from typing import NamedTuple

import click
import pytest

from brt import say
from brt.cli.session import Session
from tests.cli.test_bad_input import check, content
from tests.cli.test_examples import ALL, state_for
from tests.conftest import Brt

ESCAPE = "\x1b[31m"
LEAVES = {name: command for name, command in ALL.items() if not isinstance(command, click.Group)}

DOSSIERS = [("999", 1), ("D-2026-181", 1), ("", 1), ("-x", 1), (ESCAPE, 1)]
INSTALLATIONS = [("999", 1), ("118/bidon", 1), ("", 1), ("/", 1), ("-x", 1), (ESCAPE, 1), (f"118/{ESCAPE}", 1)]
ACTIONS = [
    *[("9999", 1), ("118", 1), ("999/basculer-numeros", 1), ("118/basculer", 1), ("bidon", 1), ("118/a/b/c", 1)],
    *[("", 1), ("/", 1), ("-x", 1), ("--as", 1), (ESCAPE, 1), (f"118/{ESCAPE}", 1)],
]
MEMBERS = [("sonja", 1), (ESCAPE, 1)]
ROLES = [("techniciens", 1), (ESCAPE, 1)]
TYPES = [("3cx-port", 1), ("../brt", 1), ("--x", 1), (ESCAPE, 1)]
PEOPLE = [("advv=sonia", 1), ("adv=sonja", 1), ("adv", 2), ("=sonia", 2), ("", 2)]
VALUES = [
    *[("bidon=1", 1), ("port_date=31/02/2027", 1), ("port_date=x", 1), ("port_slot=jamais", 1)],
    *[("bidon", 2), ("=x", 2), ("", 2), (f"port_slot={ESCAPE}", 1), ("rios=@absent.csv", 1)],
]
DATES = [("bientôt", 2), ("31/02", 2), ("2026-13-01", 2), ("+3", 2), ("", 2), (ESCAPE, 2)]
TEXTS = [(ESCAPE, 1)]
NUMBERS = [("x", 2), ("0", 2), ("-1", 2), ("1.5", 2), ("", 2), ("9" * 30, 2), (ESCAPE, 2)]
IDS = [("Majuscules", 1), ("a/b", 1), ("", 1), (ESCAPE, 1)]

WRONG = {
    "ACTION": ACTIONS,
    "ACTION…": ACTIONS,
    "ACTION… DATE": ACTIONS,
    "ACTION… MEMBER": ACTIONS,
    "ACTION|DOSSIER": [case for case in ACTIONS if case[0] != "118"],
    "DOSSIER": DOSSIERS,
    "DOSSIER…": DOSSIERS,
    "[DOSSIER]": DOSSIERS,
    "DOSSIER[/TYPE]": INSTALLATIONS,
    "[DOSSIER[/TYPE]]": INSTALLATIONS,
    "DOSSIER|ACTION": INSTALLATIONS,
    "DOSSIER[/TYPE]|ACTION": INSTALLATIONS,
    "TYPE": TYPES,
    "[TYPE]": TYPES,
    "[TYPE|FILE]…": TYPES,
    "[NUMBER]...": NUMBERS,
    "ADDRESS": [(ESCAPE, 1)],
    "REVISION": [("bidon", 1)],
    "EMAIL_TYPE": [("bienvenu", 1), ("../brt", 1), ("", 1), (ESCAPE, 1)],
    "FIELD": [("bidon", 1), ("", 1), (ESCAPE, 1)],
    "FIELD=VALUE": VALUES,
    "FIELD=VALUE…": VALUES,
    "ROLE": ROLES,
    "ROLE=MEMBER": PEOPLE,
    "ROLE=MEMBER…": PEOPLE,
    "MEMBER": MEMBERS,
    "DATE": DATES,
    "NUMBER": NUMBERS,
    "N": NUMBERS,
    "ID": IDS,
    "[DOSSIER…]": DOSSIERS,
    "[NAME]": [("bidon", 1), (ESCAPE, 1)],
    "RULE,…": [("bidon", 2), (ESCAPE, 2)],
    "[COMMAND|TOPIC]": [("bidon", 2), ("", 2), (ESCAPE, 2)],
    "REF": [("", 1), ("D 1", 1), ("D/1", 1), ("-x", 1), ("D-2026-118", 1), (ESCAPE, 1)],
    "[DIR]": [("brt.toml", 3), ("brt.toml/x", 3)],
    "[PATH]…": [("absent.yaml", 1), ("absent", 1)],
    "TARGET": [("bidon", 2), ("contact:", 2), ("role:advv", 1), ("member:sonja", 1), ("", 2), (ESCAPE, 2)],
    "all|none|ID,…": [("bidon", 1), (ESCAPE, 1)],
    '"FUNCTION[,…]=Name <address>"': [
        *[("Luc", 2), ("technique=", 2), ("=Luc", 2), ("technique=Luc <pas>", 1), ("", 2)],
        (f"technique={ESCAPE}", 2),
    ],
    '"LABEL;QUANTITY;PRICE[;BILLING]"': [
        *[("Accès", 2), ("Accès;1", 2), ("Accès;1;2;monthly;z", 2), ("", 2), (f"{ESCAPE};1;2", 1)],
    ],
}
"""What is wrong for what the help calls so, with the exit code."""

FILES = {
    "dossier import": [("absent.csv", 1), ("absent.pdf", 2), ("installation_types", 2), ("", 2), (ESCAPE, 2)],
    "dossier export": [("absent/x.csv", 3), ("x.pdf", 2), (ESCAPE, 2)],
    "db backup": [("brt.toml", 1), ("absent/x.db", 3)],
    "db restore": [("absent.db", 3), ("brt.toml", 3), ("installation_types", 3)],
    "template impact": [("absent.json", 1)],
}
"""What is wrong for a FILE."""

FREE = {"TEXT", "[TEXT]…", "NAME", "FILE", "DIR", "PHONE", '"FUNCTION[,…]=Name <address>"…'}
"""Words that take any text, or whose mistakes stand elsewhere: FILES, and the folders of test_ends."""


EXCLUSIVE = {"--me", "--team", "--help"}
"""Flags of examples that other options exclude."""


class Case(NamedTuple):
    """What is typed, the exit code, and what the sentence must name."""

    words: list[str]
    code: int
    names: str = ""

    def __str__(self) -> str:
        return " ".join(self.words).replace("\x1b", "ESC")[:80]


def example(name: str) -> list[str]:
    """Return the longest example of a command, as words behind its name."""
    own = [line for line in LEAVES[name].epilog.splitlines() if f"{line} ".startswith(f"brt {name} ")]
    line = max(own or LEAVES[name].epilog.splitlines(), key=len)
    return shlex.split(line)[1 + len(name.split()) :]


def parsed(name: str) -> tuple[list[str], dict[str, list[str]]]:
    """Return the options of a command's example as words, and its arguments by parameter."""
    command, words = LEAVES[name], example(name)
    context = click.Context(command, obj=Session())
    found, _, _ = command.make_parser(context).parse_args(list(words))
    given = {param.name: found.get(param.name) for param in command.params if isinstance(param, click.Argument)}
    arguments = {
        key: [word for word in (value if isinstance(value, tuple | list) else [value]) if isinstance(word, str)]
        for key, value in given.items()
    }
    options = list(words)
    for word in (word for values in arguments.values() for word in values):
        options.remove(word)
    return [word for word in options if word not in EXCLUSIVE], arguments


def typed(name, options, arguments):
    """Return a command line: the arguments behind `--`, so that they may look like options."""
    return [*name.split(), *options, "--", *(word for values in arguments.values() for word in values)]


def cases():
    for name, command in LEAVES.items():
        options, arguments = parsed(name)
        yield Case([*name.split(), *example(name), "--bidon"], 2, "--bidon")
        yield Case([*name.split(), *example(name), "--formt=json"], 2, "--formt")
        if not any(param.nargs == -1 for param in command.params):
            full = {param: values or ["118"] for param, values in arguments.items()}
            yield Case(typed(name, options, {**full, "": ["en-trop"]}), 2, "en-trop")
        for param in command.params:
            if isinstance(param, click.Argument):
                yield from wrong_arguments(name, param, options, arguments)
            elif not param.is_flag:
                yield from wrong_options(name, param, options, arguments)


def wrong_arguments(name, param, options, arguments):
    optional = {one.name for one in LEAVES[name].params if isinstance(one, click.Argument) and not one.required}
    if param.required:  # without what could take its place
        missing = (param.metavar or param.name).split()[-1]
        yield Case(typed(name, options, {**arguments, **{key: [] for key in optional}, param.name: []}), 2, missing)
    values = arguments[param.name]
    for word, code in known(name, param):
        last = values[1:] if param.metavar in ("ACTION… DATE", "ACTION… MEMBER") else []
        yield Case(typed(name, options, {**arguments, param.name: [word, *last]}), code, word)
    ends = {"ACTION… DATE": DATES, "ACTION… MEMBER": MEMBERS}.get(param.metavar or "", [])
    for word, code in ends:
        yield Case(typed(name, options, {**arguments, param.name: [*values[:-1], word]}), code, word)
    if ends:
        missing = (param.metavar or "").split()[-1]
        yield Case(typed(name, options, {**arguments, param.name: values[:1]}), 2, missing)


def wrong_options(name, param, options, arguments):
    option = param.opts[-1]
    yield Case([*name.split(), *example(name), option], 2, option)
    if option in ("--as", "--workspace"):
        return
    without = dropped(options, param)
    for word, code in known(name, param):
        yield Case(typed(name, [*without, f"{option}={word}"], arguments), code, word)


def dropped(options, param):
    """Return the words of the options without those of `param`: repeated options would add up."""
    kept = list(options)
    while found := [i for i, word in enumerate(kept) if word in param.opts]:
        del kept[found[0] : found[0] + 2]
    return kept


def known(name, param):
    """Return the words that are wrong for a parameter."""
    if isinstance(param.type, click.Choice):
        return [("bidon", 2), ("", 2), (ESCAPE, 2), (param.type.choices[0] + "x", 2)]
    return FILES.get(name, []) if metavar(param) == "FILE" else WRONG.get(metavar(param), [])


def metavar(param):
    return param.metavar or (param.name.upper() if isinstance(param, click.Argument) else "")


CASES = list(dict.fromkeys((tuple(case.words), case.code, case.names) for case in cases()))


@pytest.fixture(scope="module")
def offices(prepared, tmp_path_factory):
    """Return, for a command line, `brt` in a state in which the command makes sense; each state is made once."""
    made = {}

    def office(words):
        state = state_for(f"brt {' '.join(words)}")
        if state not in made:
            made[state] = Brt(shutil.copytree(prepared, tmp_path_factory.mktemp("words") / "espace"))
            state(made[state])
        return made[state]

    return office


@pytest.mark.parametrize("case", [Case(list(words), code, names) for words, code, names in CASES], ids=str)
def test_the_wrong_word_is_named_and_nothing_changes(offices, case):
    office = offices(case.words)
    before = content(office)
    answer = office(*case.words)
    check(answer, case.code, [])
    assert any(part in answer.err for part in parts(case.names))
    assert content(office) == before


def parts(word):
    """Return what a sentence may call a wrong word: it, its parts, or the character that cannot be seen."""
    if "\x1b" in word:
        return [r"\x1b[31m", "U+001B"]
    if word == "":
        return ['""', "''", "is empty", "`ref` is missing"]
    return [part for part in re.split("[/=@<>:]", word) if part] or ['""', word]


def test_every_kind_of_word_has_its_wrong_ones():
    say.choose("en")  # whatever was spoken before
    for command in LEAVES.values():
        command._translate()
    params = [param for command in LEAVES.values() for param in command.params]
    asked = {metavar(param) for param in params if not getattr(param, "is_flag", False)}
    choices = {metavar(param) for param in params if isinstance(param.type, click.Choice)}
    assert asked - choices - FREE - set(WRONG) == set(), "add them to WRONG"
