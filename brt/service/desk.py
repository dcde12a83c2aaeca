"""The desk: where every command comes for who acts, when, and what there is.

What it takes to look at a whole dossier is imported when one is looked at: the lists start sooner without it.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from brt.calendar import Calendar
from brt.errors import NotFound
from brt.identity import Identity, who
from brt.service.holidays import Holidays
from brt.settings import Settings, now, stamp, today
from brt.store.database import PATIENCE, Database, reading

if TYPE_CHECKING:
    from brt.service.letters import Letters
    from brt.service.view import View


class Desk:
    """A command at work in a workspace: who acts, when, and the ways to look."""

    def __init__(self, settings: Settings, environ: Mapping[str, str], as_: str | None = None) -> None:
        """Open the workspace of `settings` for the person that `as_` or `environ` names."""
        self.settings = settings
        self.environ = environ
        self._as = as_
        self.holidays = Holidays(settings.calendar)
        self.patience = PATIENCE  # seconds that a look waits for somebody who writes
        self.retyped: dict[tuple[str, str], str] = {}  # what counts in place of a date typed for a field ("": another)

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
        """Look at the database. A member who is named in place of an action or a dossier is told to be one."""
        with reading(self.location, self.patience) as db:
            try:
                yield db
            except NotFound as problem:
                from brt.service.persons import meant

                person = meant(self.settings, problem)
                if person is None:
                    raise
                raise person from None

    def calendar(self, db: Database, site: Mapping[str, Any]) -> Calendar:
        """Return the calendar that counts at `site`."""
        return self.holidays.calendar(db, site.get("subdivision"))

    def look(self, db: Database, dossier: int, actor: str = "", writes: bool = False) -> "View":
        """Return a dossier as it is now; looking needs no `actor`. Raises LookupError."""
        from brt.engine.course import Day
        from brt.service.view import View
        from brt.store import dossiers, work

        row = dossiers.by_id(db, dossier)
        fallbacks = {role.id: role.fallback for role in self.settings.roles.values() if role.fallback}
        day = Day(self.today, actor, self.calendar(db, row.site), work.plans(db, dossier), fallbacks)
        return View(db, row, work.load(db, dossier), day, writes, [], self.retyped)
