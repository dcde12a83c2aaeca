"""What the options of a command line say, and the workspace they lead to."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from brt import settings
from brt.errors import BrtError
from brt.say import _, choose

if TYPE_CHECKING:
    from pathlib import Path

    from brt.service.asked import Ask, Outcome
    from brt.service.desk import Desk
    from brt.typed import Typed


class Session:
    """One run of `brt`."""

    def __init__(self) -> None:
        """Begin without options."""
        self.workspace: str | None = None
        self.as_: str | None = None
        self.no_input: bool | None = None
        self.planned: object = None  # what a person read and agreed to, which is not told again
        self.listed = False  # the actions that a file picks were shown
        self.about = ""  # what the last questions were about, which is not told again for the next ones
        self.said: set[str] = set()  # the warnings that were said, none twice
        self.meant: set[Typed] = set()  # the dates in doubt that a person stands by

    def use(self, option: str, value: str | bool | None) -> None:
        """Take an option that stands on every command; it may come before or after the command's name."""
        if value is not None:
            setattr(self, option, value)
            self.__dict__.pop("settings", None)
            self.__dict__.pop("desk", None)
        if option == "workspace":
            # What the command line itself says comes after this, and needs the language.
            with suppress(BrtError):
                _ = self.settings

    @cached_property
    def settings(self) -> settings.Settings:
        """Return the workspace's settings; from then on its language is spoken."""
        root = settings.find(self.workspace or os.environ.get("BRT_WORKSPACE"))
        try:
            found = settings.load(root)
        except BrtError:
            choose(os.environ.get("BRT_LANG"), settings.language_of(root))
            raise
        choose(os.environ.get("BRT_LANG"), found.language)
        return found

    def around(self, paths: "Sequence[Path]") -> None:
        """Go to the workspace that the first of `paths` lies in, when none is said and none is around."""
        if self.workspace or os.environ.get("BRT_WORKSPACE") or not paths:
            return
        try:
            settings.find()
        except settings.NoWorkspace:
            here = paths[0].absolute()
            self.use("workspace", str(here if here.is_dir() else here.parent))

    @cached_property
    def desk(self) -> "Desk":
        """Return the desk of the workspace."""
        from brt.service.desk import Desk
        from brt.store import turn

        if sys.stderr.isatty():
            turn.listen(_tell_waiting)
        return Desk(self.settings, os.environ, self.as_)

    def past(self, option: str, text: str | None) -> str | None:
        """Return the day that `option` gives for something that happened; None: it was not given. Raises BadDate."""
        if text is None:
            return None
        from brt import typed

        with self.desk.reading() as db:
            return typed.option(option, text, self.desk.today, self.desk.calendar(db, {}), sense="past")

    def preview(self, asks: "Sequence[Ask]") -> "list[Outcome]":
        """Decide without saving. Raises what the rules refuse."""
        from brt.service import change

        return change.preview(self.desk, asks)

    def save(self, command: str, asks: "Sequence[Ask]", looked: "Sequence[Outcome]") -> "list[Outcome]":
        """Save decisions that were previewed; those that others overtook are made again."""
        from brt.service import change

        return change.save(self.desk, command, asks, looked)

    @property
    def interactive(self) -> bool:
        """Say whether a person can be asked."""
        silent = self.no_input or os.environ.get("BRT_NO_INPUT")
        return not silent and sys.stdin.isatty() and sys.stderr.isatty()


def _tell_waiting() -> None:
    from brt.views.screen import show

    show([_("Somebody else is writing at this moment: waiting for them. Ctrl-C gives up.")], sys.stderr)
