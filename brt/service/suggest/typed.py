"""What a person is typing, and what may stand there."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Suggestion(NamedTuple):
    """A word that may be typed, and what it stands for."""

    value: str
    help: str


class Typed(NamedTuple):
    """Where the cursor is: the beginning of a word, in a command."""

    text: str
    command: str = ""  # "done", "dossier show"
    before: tuple[str, ...] = ()  # the arguments typed before it
    options: Mapping[str, Any] = {}  # and the options, by the name that the command gives them
    param: str = ""  # the argument or option that it belongs to, by that name
    kinds: tuple[str, ...] = ()  # what the help says may stand there

    def starts(self, value: str) -> bool:
        """Say whether `value` begins with what is typed, whatever the case."""
        return value.casefold().startswith(self.text.casefold())
