"""What the contract says of every command, held for each command of the table."""

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


@pytest.mark.parametrize("name", COMMANDS)
def test_whatever_is_printed_comes_in_every_format(name):
    assert (formats(COMMANDS[name]) == FORMATS) is (name not in OTHER_FORMATS)


def test_the_exceptions_are_commands():
    assert set(OTHER_FORMATS) <= set(COMMANDS)
