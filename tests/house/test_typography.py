"""The French texts that come with brt are set as French is, also in what an editor shows of their files."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import HOUSE
from tests.typography import breaks, wrong

FOLDERS = (HOUSE / "installation_types", HOUSE / "email_types")
TEXTS = [
    *sorted(path for folder in FOLDERS for path in folder.rglob("*") if path.suffix in (".yaml", ".csv")),
    HOUSE / "brt" / "default.fr.toml",
    HOUSE / "brt" / "language" / "starters" / "fr.yaml",
    HOUSE / "examples" / "brt.toml",
    HOUSE / "examples" / "dossiers.yaml",
]
"""What `brt init` and `brt template new` write, and the workspace of the demonstration."""


def named(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def texts(value: Any) -> Iterator[str]:
    """Yield the texts of loaded YAML, keys as well."""
    match value:
        case dict():
            yield from (text for pair in value.items() for one in pair for text in texts(one))
        case list():
            yield from (text for one in value for text in texts(one))
        case str():
            yield value


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_no_line_breaks_before_a_sign(path: Path):
    assert breaks(path.read_text(encoding="utf-8-sig")) == []


@pytest.mark.parametrize("path", [path for path in TEXTS if path.suffix == ".yaml"], ids=named)
def test_signs_stand_behind_a_no_break_space(path: Path):
    written = re.sub("@[A-Z]+@", "x", path.read_text(encoding="utf-8"))  # what a starter leaves open
    assert [line for text in texts(yaml.load(written, yaml.BaseLoader)) for line in wrong(text)] == []


@pytest.mark.parametrize("path", [path for path in TEXTS if path.suffix == ".csv"], ids=named)
def test_so_do_those_of_a_table(path: Path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [cell for row in csv.reader(file, delimiter=";") for cell in row if wrong(cell)] == []


def test_the_demonstration_is_set_so_too():
    spoken = re.findall('"([^"]*)"', (HOUSE / "examples" / "demo.sh").read_text(encoding="utf-8"))
    assert len(spoken) > 20
    assert [text for text in spoken if breaks(text)] == []
