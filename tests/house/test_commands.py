"""What the contract says of every command, held for each command of the table."""

import ast
import importlib.util
from functools import cache
from pathlib import Path

import click
import pytest

from brt.views.output import FORMATS
from tests.cli.test_examples import ALL

COMMANDS = {name: command for name, command in ALL.items() if not isinstance(command, click.Group)}
OTHER_FORMATS = {
    "completion": "a script, for the shell that is named",
    "help": "pages, for people",
    "dossier export": "a file that import reads back: YAML or CSV",
    "lint": "findings, in the formats of linters; JSON among them",
    "template lint": "the same",
    "email login": "nothing but how it went",
    "email arm": "the same",
    "template graph": "a drawing, for Mermaid or Graphviz",
    "template schema": "a document, which is JSON",
}
"""The commands without `--format table|plain|json|csv`, and what they print instead."""


def formats(command: click.Command) -> tuple[str, ...]:
    """Return what `--format` of a command takes."""
    (found,) = [param.type for param in command.params if "--format" in param.opts] or [None]
    return tuple(found.choices) if isinstance(found, click.Choice) else ()


def imports(module: str) -> set[str]:
    """Return what the source of a module imports from `brt.cli`, wherever in it."""
    spec = importlib.util.find_spec(module)
    assert spec
    assert spec.origin
    nodes = [one for one in ast.walk(ast.parse(Path(spec.origin).read_text())) if isinstance(one, ast.ImportFrom)]
    named = {f"{one.module}.{alias.name}" for one in nodes if one.module == "brt.cli" for alias in one.names}
    return named | {str(one.module) for one in nodes if str(one.module).startswith("brt.cli.")}


@cache
def may_ask(module: str) -> bool:
    """Say whether a module uses the questions, itself or by another one of the commands."""
    return module == "brt.cli.ask" or any(may_ask(one) for one in imports(module) - LEADERS)


LEADERS = {"brt.cli.group", "brt.cli.session"}
"""They lead to every command."""


@pytest.mark.parametrize("name", COMMANDS)
def test_whatever_may_ask_takes_a_yes_beforehand(name):
    takes = any("--yes" in param.opts for param in COMMANDS[name].params)
    assert takes or not may_ask(COMMANDS[name].callback.__module__)


def test_who_may_ask_is_found_out():
    assert [name for name in ("note", "hold", "todo") if may_ask(f"brt.cli.{name}")] == ["note", "hold"]


@pytest.mark.parametrize("name", COMMANDS)
def test_whatever_is_printed_comes_in_every_format(name):
    assert (formats(COMMANDS[name]) == FORMATS) is (name not in OTHER_FORMATS)


def test_the_exceptions_are_commands():
    assert set(OTHER_FORMATS) <= set(COMMANDS)
