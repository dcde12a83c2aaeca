"""Commands as they are typed, in a workspace of their own."""

import os
import shutil
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

from brt.cli.boundary import run
from brt.cli.table import ROOT
from brt.records import Contact
from brt.store import dossiers
from brt.store.database import writing
from brt.store.dossiers import Sheet
from tests.conftest import environment

HOUSE = Path(__file__).parents[2]
NOW = {"BRT_TESTING": "1", "BRT_NOW": "2026-11-30T09:00", "BRT_LANG": "en", "LOGNAME": "spetit"}
WHO = ("--person", "commercial=amelie", "--person", "adv=sonia", "--person", "technicien=leo")
CALL = ("--set", "target_date=15/12/2026", "--set", "site_contact=Luc Morel")


class Answer(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


class Play:
    """A person at the keyboard, in the folder `at`."""

    def __init__(self, at: Path) -> None:
        self.at = at

    def __call__(self, *words: str, **variables: str | None) -> Answer:
        own = {"XDG_CONFIG_HOME": str(self.at / "own"), "BRT_USER": None, "BRT_WORKSPACE": None}
        out, err = (TextIOWrapper(BytesIO(), "utf-8", newline="\n", write_through=True) for _ in range(2))
        with environment(**{**NOW, **own, **variables}), chdir(self.at), redirect_stdout(out), redirect_stderr(err):
            code = run(ROOT, words)
        return Answer(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))


def apart(at: Path, *words: str, code: str = "from brt.cli import main; main()") -> Answer:
    """Type a command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=at,
        env={**os.environ, **NOW},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def example(root: Path, play: Play, types: str = "all") -> None:
    """Make the workspace of the examples in `root`, with two dossiers; the second has no technical contact."""
    assert play("init", str(root), "--types", types).code == 0
    shutil.copy(HOUSE / "examples" / "brt.toml", root)
    luc = Contact(0, "Luc Morel", ("technique", "signataire"), "luc@morel.example", None, "fr", True, True)
    jeanne = Contact(0, "Jeanne Morel", ("administratif",), "jeanne@morel.example", None, "en", True, True)
    yann = Contact(0, "Yann Bréhat", ("administratif",), "yann@brehat.example", None, None, True, True)
    site = {"name": "Rennes", "address": "12 rue des Lices, 35000 Rennes"}
    with writing(str(root / "brt.db")) as db:
        dossiers.add(db, Sheet("D-2026-118", "Boulangerie Morel", site, {}, (luc, jeanne), ()))
        dossiers.add(db, Sheet("D-2026-124", "Menuiserie Bréhat", {}, {}, (yann,), ()))
