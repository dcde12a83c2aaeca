"""A small workspace whose types are made for these tests, and processes apart from this one."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from brt import settings
from brt.service.desk import Desk
from tests.conftest import HOUSE, Brt

ACTIONS = 24
CROWD = """\
name: Foule
summary: Beaucoup d'actions qui ne s'attendent pas.
fields:
  remarque: {label: Remarque, kind: text}
  code: {label: Code, kind: text, secret: true}
  lignes: {label: Lignes, kind: integer}
phases:
  - id: tout
    name: Tout
    actions:
"""
ACTION = """\
      - id: action-{n}
        name: Action {n}
        role: adv
        asks: [{{field: remarque, optional: true}}, {{field: code, optional: true}}]
        emails: [{{send: annonce, to: [role:adv]}}]
"""
EMAIL = """\
name: Annonce
audience: team
subject: "{{ action.name }}"
body: "{{ action.name }} du dossier {{ dossier.ref }}."
"""


def desk_of(root: Path, at: str = "2026-11-30T09:00", user: str = "sonia") -> Desk:
    """Return the desk of a member at an instant."""
    return Desk(settings.load(root), {"BRT_TESTING": "1", "BRT_NOW": at, "BRT_USER": user})


def apart(task: str, *words: object) -> Any:
    """Run a task of `crowd` in a process of its own and return what it printed."""
    argv = [sys.executable, "-m", "tests.store.crowd", task, *map(str, words)]
    done = subprocess.run(argv, cwd=HOUSE, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def add(root: Path, *refs: str) -> None:
    """Write dossiers and produce them."""
    type_ = Brt(root)
    for ref in refs:
        assert type_("dossier", "add", ref, "--customer", f"Client {ref}", "--person", "adv=sonia").code == 0
    produced = type_("produce", *refs, "--type", "foule", "--yes")
    assert produced.code == 0, produced.err


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace, with two dossiers of ACTIONS open actions each."""
    root = tmp_path_factory.mktemp("foule")
    shutil.copy(HOUSE / "examples" / "brt.toml", root)
    (root / "installation_types").mkdir()
    (root / "email_types").mkdir()
    (root / "outbox").mkdir()  # where emails go is said by whoever makes it
    actions = "".join(ACTION.format(n=n) for n in range(ACTIONS))
    (root / "installation_types" / "foule.yaml").write_text(CROWD + actions, encoding="utf-8")
    (root / "email_types" / "annonce.yaml").write_text(EMAIL, encoding="utf-8")
    add(root, "D-1", "D-2")
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    """A copy of the workspace."""
    return shutil.copytree(made, tmp_path / "foule")
