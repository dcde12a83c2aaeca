"""What the options of a command line say, and the workspace they lead to."""

import os
import sys
from functools import cached_property
from pathlib import Path

from brt import settings
from brt.say import choose
from brt.service.desk import Desk


class Session:
    """One run of `brt`."""

    def __init__(self) -> None:
        """Begin without options."""
        self.workspace: str | None = None
        self.as_: str | None = None

    @cached_property
    def settings(self) -> settings.Settings:
        """Return the workspace's settings; from then on its language is spoken."""
        where = self.workspace or os.environ.get("BRT_WORKSPACE")
        found = settings.load(settings.find(Path(where) if where else None))
        choose(os.environ.get("BRT_LANG") or found.language)
        return found

    @cached_property
    def desk(self) -> Desk:
        """Return the desk of the workspace."""
        return Desk(self.settings, os.environ, self.as_)

    @property
    def interactive(self) -> bool:
        """Say whether a person can be asked."""
        return sys.stdin.isatty() and sys.stderr.isatty() and not os.environ.get("BRT_NO_INPUT")
