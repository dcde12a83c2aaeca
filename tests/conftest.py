"""A workspace with dossiers, and `brt` as a person types it there."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import hypothesis
import pytest
import yaml

from brt import kinds, say, settings
from brt.cli.boundary import run
from brt.cli.table import ROOT
from brt.engine import commands
from brt.records import Contact, Line
from brt.service import change
from brt.service.asked import Ask
from brt.service.desk import Desk
from brt.store import dossiers
from brt.store.database import writing

HOUSE = Path(__file__).parents[1]
TYPES = Path(__file__).parent / "cli" / "workspace"
MONDAY = "2026-11-30T09:00"

# A shell that starts the tests in the background lets them ignore Ctrl-C, and so whatever they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Whatever a person, a terminal or a machine has set for itself is not what the tests speak of.
OWN = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "PAGER", "VISUAL", "EDITOR", "LESSCHARSET")
for _name in list(os.environ):
    if _name in OWN or (_name.startswith("BRT_") and not _name.startswith("BRT_TEST_")):
        del os.environ[_name]
os.umask(0o022)

# No test is timed: a busy machine takes its time. Each run tries the same examples; BRT_TEST_RANDOM=1 tries others.
hypothesis.settings.register_profile(
    "brt",
    deadline=None,
    derandomize="BRT_TEST_RANDOM" not in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("brt")

say.choose("en")  # whatever the locale: tests read English, unless they say otherwise


class Result(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Return the JSON on stdout of a command that succeeded."""
        assert self.code == 0, self.err
        return json.loads(self.out)


@contextmanager
def environment(**values: str | None) -> Iterator[None]:
    """Have these variables for a while, None: do without; the language spoken comes back as well."""
    before, spoken = dict(os.environ), say.language()
    for name in ("LANGUAGE", *(name for name, value in values.items() if value is None)):
        os.environ.pop(name, None)
    os.environ.update({name: value for name, value in values.items() if value is not None})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        say.choose(spoken)


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Speak this language for a while."""
    before = say.language()
    say.choose(language)
    try:
        yield
    finally:
        say.choose(before)


class Brt:
    """`brt` in a workspace, at an instant, by a member: `now` and `user` may be changed on the way."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.now = MONDAY
        self.user: str | None = "sonia"

    @property
    def database(self) -> Path:
        return self.root / "brt.db"

    def variables(self, **more: str | None) -> dict[str, str | None]:
        """Return the variables of a command; `user` and `now` stand for their variables."""
        own: dict[str, str | None] = {
            "HOME": str(self.root),
            "XDG_CONFIG_HOME": None,
            "LOGNAME": "nobody-here",
            "BRT_WORKSPACE": None,
            "BRT_LANG": "en",
            "BRT_NO_INPUT": "1",
            "BRT_TESTING": "1",
            "BRT_NOW": self.now,
            "BRT_USER": self.user,
        }
        names = {"user": "BRT_USER", "now": "BRT_NOW"}
        return {**own, **{names.get(name, name): value for name, value in more.items()}}

    def __call__(self, *words: str, **variables: str | None) -> Result:
        """Run a command in this process."""
        out, err = io.StringIO(), io.StringIO()
        with environment(**self.variables(**variables)), chdir(self.root), redirect_stdout(out), redirect_stderr(err):
            code = run(ROOT, words)
        return Result(code, out.getvalue(), err.getvalue())

    def json(self, *words: str, **variables: str | None) -> Any:
        """Run a command that succeeds and return its JSON."""
        return self(*words, "--format", "json", **variables).data

    def process(self, *words: str, code: str = "from brt.cli import main; main()", **variables: str | None) -> Result:
        """Run a command in a process of its own."""
        with environment(**self.variables(**variables)):
            done = subprocess.run(
                [sys.executable, "-c", code, *words],
                cwd=self.root,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
        return Result(done.returncode, done.stdout, done.stderr)


def sheet(row: dict[str, Any]) -> dossiers.Sheet:
    """Return a dossier of examples/dossiers.yaml as the store takes it."""
    contacts = tuple(
        Contact(
            id=0,
            name=one["name"],
            functions=tuple(one["functions"]),
            email=one.get("email"),
            phone=str(kinds.parse("phone", one["phone"])),
            language=one.get("language"),
            active=one.get("active", True),
            accepts=True,
        )
        for one in row["contacts"]
    )
    lines = tuple(Line(**line) for line in row["lines"])
    return dossiers.Sheet(row["ref"], row["customer"], row["site"], row["people"], contacts, lines)


def add(desk: Desk, row: dossiers.Sheet) -> None:
    """Write a dossier and who holds its roles."""
    with writing(desk.location) as db:
        key = dossiers.add(db, row)
    people = [commands.SetPerson(role, member) for role, member in row.people.items()]
    change.apply(desk, "dossier", [Ask(key, lambda _: [commands.ChangeDossier("created"), *people])])


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of the examples, with its seven dossiers and the types of the tests."""
    root = tmp_path_factory.mktemp("workspace")
    shutil.copy(HOUSE / "examples" / "brt.toml", root)
    for name in ("installation_types", "email_types"):
        shutil.copytree(HOUSE / name, root / name)
    shutil.copytree(TYPES, root, dirs_exist_ok=True)
    variables = {"BRT_TESTING": "1", "BRT_NOW": "2026-11-27T17:00", "BRT_USER": "amelie"}
    desk = Desk(settings.load(root), variables)
    for row in yaml.safe_load((HOUSE / "examples" / "dossiers.yaml").read_text(encoding="utf-8")):
        add(desk, sheet(row))
    return root


@pytest.fixture
def workspace(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared workspace."""
    return shutil.copytree(prepared, tmp_path / "espace")


@pytest.fixture
def brt(workspace: Path) -> Brt:
    """`brt` in a workspace of its own, on Monday 30 November 2026, by Sonia."""
    return Brt(workspace)


@pytest.fixture
def brt_process(brt: Brt):
    """The same as `brt`, in a process of its own."""
    return brt.process
