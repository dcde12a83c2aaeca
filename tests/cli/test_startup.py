"""What the everyday commands import: a process that lives for a tenth of a second has no time for large libraries."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Brt

HEAVY = {
    "asyncio",
    "email_validator",
    "holidays",
    "importlib.metadata",
    "jinja2",
    "keyring",
    "logging",
    "phonenumbers",
    "pydantic",
    "smtplib",
    "subprocess",
    "tempfile",
    "urllib.request",
    "wcwidth",
    "yaml",
}
MAIN = "from brt.cli import main; main()"
SPY = """\
import atexit, json, sys
@atexit.register
def tell():
    with open("modules.json", "w") as file:
        json.dump(sorted(sys.modules), file)
"""


class Spy:
    """`brt` in processes that write down what they had imported when they ended."""

    def __init__(self, brt: Brt) -> None:
        self.brt = brt

    def __call__(self, *words: str, **variables: str | None) -> set[str]:
        """Run a command that succeeds and return the modules that it imported."""
        done = self.brt.process(*words, code=SPY + MAIN, **variables)
        assert done.code == 0, done.err
        return set(json.loads((self.brt.root / "modules.json").read_text()))


@pytest.fixture(scope="module")
def produced(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace with a dossier at work: whoever wrote first has worked the holidays out."""
    root = shutil.copytree(prepared, tmp_path_factory.mktemp("startup") / "espace")
    brt = Brt(root)
    assert brt("produce", "118", "--type", "3cx-porta").code == 0
    assert brt("done", "118/controler-dossier", "--set", "siret=73282932000074").code == 0
    return root


@pytest.fixture
def spy(produced: Path, tmp_path: Path) -> Spy:
    return Spy(Brt(shutil.copytree(produced, tmp_path / "espace")))


def number(brt: Brt, key: str) -> str:
    items: list[dict[str, Any]] = brt.json("todo", "--team", "--all")
    return next(str(one["number"]) for one in items if one["action"] == key)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--help",),
        ("todo", "--help"),
        ("todo",),
        ("todo", "--me"),
        ("todo", "--team", "--until", "ven", "--format", "json"),
        ("todo", "--format", "csv"),
        ("overview",),
        ("overview", "--by", "person"),
        ("show", "118"),
        ("whoami",),
    ],
)
def test_what_only_looks(spy, words):
    assert spy(*words) & HEAVY == set()


def test_nothing_of_the_engine_for_a_list(spy):
    modules = spy("todo")
    assert not {name for name in modules if name.startswith(("brt.engine", "brt.mail", "brt.language"))}
    assert not modules & {"brt.facts", "brt.expr", "brt.service.change"}
    assert not modules & {"random", "shutil", "hashlib", "pathlib", "locale"}


def test_nothing_of_the_work_for_the_help(spy):
    assert not {name for name in spy("--help") if name.startswith(("brt.engine", "brt.mail", "brt.store", "sqlite3"))}


def test_done_without_an_email(spy):
    given = ("--set", "target_date=15/12/2026", "--set", "site_contact=Luc Morel")
    assert spy.brt("done", "118/appel-lancement", *given).code == 0
    words = ("done", number(spy.brt, "auditer-prerequis"), "--set", "internet_access=ftth", "--set", "uplink_mbps=80")
    words = (*words, "--set", "firewall_model=x", "--set", "sip_alg_off=oui", "--set", "poe_ports=8")
    modules = spy(*words)
    assert modules & HEAVY == set()
    assert not {name for name in modules if name.startswith(("brt.mail", "brt.language"))}


def test_done_with_an_email(spy):
    """The text is a template, so jinja2 it is, which imports tempfile; the production has compiled the email type."""
    given = ("--set", "target_date=15/12/2026", "--set", "site_contact=Luc Morel")
    assert spy("done", number(spy.brt, "appel-lancement"), *given) & HEAVY == {"jinja2", "tempfile"}
    assert len(list((spy.brt.root / "outbox" / "new").iterdir())) > 2


@pytest.mark.parametrize(
    "line",
    [
        *(
            "brt do",
            "brt done ",
            "brt show 1",
            "brt set 118 ",
            "brt todo --who ",
            "brt reopen ",
            "brt bill ",
            "brt hold ",
        ),
        *("brt produce ", "brt produce 118 --type ", "brt produce 118 --type ftth-pro --set ", "brt dossier show "),
        *("brt dossier assign 118 technicien=", "brt template test ", "brt email retry ", "brt rule ", "brt history "),
        *("brt overview --by ", "brt email send ", "brt template simulate ftth-pro --set "),
    ],
)
def test_completion(spy, line):
    asked = {"_BRT_COMPLETE": "fish_complete", "COMP_WORDS": line, "COMP_CWORD": line.split(" ")[-1]}
    modules = spy(**asked)
    assert modules & HEAVY == set()
    beyond = {name for name in modules if name.startswith(("brt.mail", "brt.language", "brt.lint"))}
    assert beyond <= {"brt.language", "brt.language.names"}  # how things are named, without YAML
    assert {name for name in modules if name.startswith("brt.engine.")} <= {"brt.engine.state"}
    assert not modules & {"brt.service.change", "brt.service.view", "pathlib"}


def test_done_once_more(spy):
    done = spy.brt.process("done", "118/controler-dossier", code=SPY + MAIN)
    assert (done.code, done.err.count("\n")) == (0, 1)
    modules = json.loads((spy.brt.root / "modules.json").read_text())
    assert not set(modules) & (HEAVY | {"brt.mail.compose"})
