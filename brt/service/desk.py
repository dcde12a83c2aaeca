"""The desk: where every command comes for who acts, when, and what there is.

What it takes to decide and to save is imported when something is decided: the lists start sooner without it.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from brt.calendar import Calendar
from brt.identity import Identity, who
from brt.records import Dossier, Letter
from brt.service.holidays import Holidays
from brt.settings import Settings, now, stamp, today
from brt.store.database import PATIENCE, Database, reading

if TYPE_CHECKING:
    from brt.engine.commands import Command
    from brt.engine.course import Day
    from brt.engine.decide import Decision
    from brt.service.letters import Letters
    from brt.service.view import View
    from brt.typed import Typed


class Ask(NamedTuple):
    """What is asked of one dossier. `commands` may be called twice; `secrets` are for their own table."""

    dossier: int
    commands: "Callable[[View], Sequence[Command]]"
    secrets: Mapping[tuple[int, str], Any] = {}
    numbers: tuple[int, ...] = ()  # the actions that were named
    provisional: bool = False  # the first look works with numbers that are not reserved yet: never saved as it is


class Seen(NamedTuple):
    """What a decision was made on."""

    row: int  # the last one of the dossier's log
    out: tuple[int, ...]  # the emails that had left, or may have: deliverers write no log


class Outcome(NamedTuple):
    """What became of one dossier."""

    dossier: Dossier
    seen: Seen
    day: "Day"
    decision: "Decision"
    letters: list[Letter]
    dates: "tuple[tuple[int, Typed], ...]" = ()  # those that were typed and change something, with their installation


class Desk:
    """A command at work in a workspace: who acts, when, and the ways to look and to change."""

    def __init__(self, settings: Settings, environ: Mapping[str, str], as_: str | None = None) -> None:
        """Open the workspace of `settings` for the person that `as_` or `environ` names."""
        self.settings = settings
        self.environ = environ
        self._as = as_
        self.holidays = Holidays(settings.calendar)
        self.patience = PATIENCE  # seconds that a look waits for somebody who writes

    @cached_property
    def letters(self) -> "Letters":
        """Return the letters of the workspace."""
        from brt.service.letters import Letters

        return Letters(self.settings)

    @cached_property
    def moment(self) -> datetime:
        """Return the instant of the command, in UTC; read once."""
        return now(self.settings, self.environ)

    @cached_property
    def at(self) -> str:
        """Return the instant of the command as it is stored."""
        return stamp(self.moment)

    @cached_property
    def today(self) -> str:
        """Return the civil day of the command; read once."""
        return today(self.settings, self.environ, self.moment)

    @cached_property
    def me(self) -> Identity:
        """Return who acts. Raises errors.Usage when nothing says it."""
        return who(self.settings, self._as, self.environ)

    @cached_property
    def location(self) -> str:
        """Return where the database is."""
        name = self.settings.database
        return name if "://" in name else os.path.join(self.settings.folder, name)

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Look at the database."""
        with reading(self.location, self.patience) as db:
            yield db

    def calendar(self, db: Database, site: Mapping[str, Any]) -> Calendar:
        """Return the calendar that counts at `site`."""
        return self.holidays.calendar(db, site.get("subdivision"))

    def look(self, db: Database, dossier: int, actor: str = "", writes: bool = False) -> "View":
        """Return a dossier as it is now; looking needs no `actor`."""
        from brt.service.view import look

        return look(db, dossier, self, actor, writes)

    # ── changing: see `change` ────────────────────────────────────────────────────────────────────

    def preview(self, asks: Iterable[Ask]) -> list[Outcome]:
        """Decide without saving. Raises what the rules refuse."""
        from brt.service import change

        return change.preview(self, asks)

    def rehearse(self, asks: Iterable[Ask]) -> list[Outcome]:
        """Decide what will not be saved: nobody has to say who acts. Raises what the rules refuse."""
        from brt.service import change

        return change.preview(self, asks, actor="")

    def change(self, command: str, asks: Sequence[Ask]) -> list[Outcome]:
        """Decide and save, all of it or nothing; return what became of each dossier, in the order asked.

        A decision without facts saves nothing.
        """
        return self.save(command, asks, self.preview(asks))

    def save(self, command: str, asks: Sequence[Ask], looked: Sequence[Outcome]) -> list[Outcome]:
        """Save decisions that were previewed; those that others overtook are made again."""
        from brt.service import change

        return change.save(self, command, asks, looked)

    def write(self, command: str, make: Callable[[Database], Sequence[Ask]]) -> list[Outcome]:
        """Let `make` write plain data and return what is asked of its dossiers; save it all in one transaction.

        `make` must not be slow: everybody else waits. Raises what it raises, and what the rules refuse.
        """
        from brt.service import change

        return change.write(self, command, make)
