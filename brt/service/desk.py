"""The desk: the one way through for every command that changes something.

A decision is made on a look at the dossier, before anybody has to wait; then the dossier is locked, and the decision is
saved as it is when nothing happened in between, made again otherwise. Whatever is slow (a library, a template to
compile, a year of holidays) happens before the lock.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from brt.calendar import Calendar
from brt.engine import forecast
from brt.engine.commands import Command
from brt.engine.course import Day
from brt.engine.decide import Decision, decide
from brt.engine.state import State
from brt.errors import Refused
from brt.identity import Identity, who
from brt.records import LIVE, Dossier, Letter, Summary
from brt.service.holidays import Holidays
from brt.service.letters import Letters
from brt.service.naming import Names
from brt.service.view import View
from brt.settings import Settings, now, stamp, today
from brt.store import cache, dossiers, outbox, work
from brt.store.database import Database, reading, writing
from brt.store.work import Entry


class Ask(NamedTuple):
    """What is asked of one dossier. `commands` may be called twice; `secrets` are for their own table."""

    dossier: int
    commands: Callable[[View], Sequence[Command]]
    secrets: Mapping[tuple[int, str], Any] = {}
    numbers: tuple[int, ...] = ()  # the actions that were named
    provisional: bool = False  # the first look works with numbers that are not reserved yet: never saved as it is


class Outcome(NamedTuple):
    """What became of one dossier."""

    dossier: Dossier
    seen: int  # the log row that the decision was made on
    day: Day
    decision: Decision
    letters: list[Letter]


class Desk:
    """A command at work in a workspace: who acts, when, and the ways to look and to change."""

    def __init__(self, settings: Settings, environ: Mapping[str, str], as_: str | None = None) -> None:
        """Open the workspace of `settings` for the person that `as_` or `environ` names."""
        self.settings = settings
        self.environ = environ
        self._as = as_
        self.holidays = Holidays(settings.calendar)
        self.letters = Letters(settings)

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
        return name if "://" in name else str(self.settings.root / name)

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Look at the database."""
        with reading(self.location) as db:
            yield db

    def calendar(self, db: Database, site: Mapping[str, Any]) -> Calendar:
        """Return the calendar that counts at `site`."""
        return self.holidays.calendar(db, site.get("subdivision"))

    def look(self, db: Database, dossier: int, actor: str = "", writes: bool = False) -> View:
        """Return a dossier as it is now; looking needs no `actor`."""
        row = dossiers.by_id(db, dossier)
        fallbacks = {role.id: role.fallback for role in self.settings.roles.values() if role.fallback}
        plans = work.plans(db, dossier)
        day = Day(self.today, actor, self.calendar(db, row.site), plans, fallbacks)
        return View(db, row, work.load(db, dossier), day, writes)

    # ── changing ──────────────────────────────────────────────────────────────────────────────────

    def preview(self, asks: Iterable[Ask]) -> list[Outcome]:
        """Decide without saving. Raises what the rules refuse."""
        with self.reading() as db:
            return [self._decide(db, ask, False) for ask in asks]

    def change(self, command: str, asks: Sequence[Ask]) -> list[Outcome]:
        """Decide and save, all of it or nothing; return what became of each dossier, in the order asked.

        A decision without facts saves nothing.
        """
        return self.save(command, asks, self.preview(asks))

    def save(self, command: str, asks: Sequence[Ask], looked: Sequence[Outcome]) -> list[Outcome]:
        """Save decisions that were previewed; those that others overtook are made again."""
        done = list(looked)
        wanted = [i for i, ask in enumerate(asks) if looked[i].decision.facts or ask.provisional]
        if wanted:
            self.holidays.fill(int(self.today[:4]))
            batch = secrets.token_hex(8) if len(wanted) > 1 else None
            with writing(self.location) as db:
                cache.put_meta(db, "workspace", secrets.token_hex(8))
                for i in sorted(wanted, key=lambda i: asks[i].dossier):
                    done[i] = self._settle(db, command, asks[i], looked[i], batch)
                self._keep(db)
        return done

    def _decide(self, db: Database, ask: Ask, writes: bool) -> Outcome:
        view = self.look(db, ask.dossier, self.me.member.id, writes)
        try:
            decision = decide(view.state, ask.commands(view), view.day)
        except Refused as error:
            raise Names(self.settings, view).explain(error) from None
        letters = self.letters.write(db, view.dossier, decision, view.day, self.moment)
        return Outcome(view.dossier, work.seq(db, ask.dossier), view.day, decision, letters)

    def _settle(self, db: Database, command: str, ask: Ask, outcome: Outcome, batch: str | None) -> Outcome:
        if ask.provisional or work.seq(db, ask.dossier) != outcome.seen:
            outcome = self._decide(db, ask, True)
        if not outcome.decision.facts:
            return outcome
        seq = work.lock(db, ask.dossier)
        entry = Entry(self.at, self.today, self.me.member.id, command, self.me.claim, batch)
        work.save(db, seq, outcome.decision, entry, ask.secrets)
        work.save_summaries(db, self._summaries(outcome))
        letters = outbox.queue(db, ask.dossier, seq, outcome.letters, self._message_ids(db), self.at)
        self.letters.correct(db, outcome.dossier, outcome.decision, outcome.day, self.moment)
        return outcome._replace(letters=letters)

    def _message_ids(self, db: Database) -> Callable[[str], str]:
        """Return what makes Message-IDs: this database's own, in the sender's domain where that is one."""
        from brt.mail.message import BadMessage, message_id

        workspace = cache.meta(db, "workspace")
        domain = (self.settings.mail.sender or "").rpartition("@")[2].rstrip("> ")

        def identify(name: str) -> str:
            try:
                return message_id(f"{workspace}.{name}", domain)
            except BadMessage:
                return message_id(f"{workspace}.{name}", "brt.invalid")

        return identify

    def _summaries(self, outcome: Outcome) -> list[Summary]:
        return [
            summary(outcome.decision.after, row.id, outcome.day)
            for row in outcome.decision.after.installations.values()
            if row.status in LIVE
        ]

    def _keep(self, db: Database) -> None:
        """Keep what was worked out on the way, for those who come after."""
        for region, years in self.holidays.found.items():
            cache.put_holidays(db, region, years)
        cache.put_compiled(db, self.letters.compiled)


def summary(state: State, installation: int, day: Day) -> Summary:
    """Return what the manager's view needs of an installation without reading its actions."""
    plan = day.plans[state.installations[installation].plan_id]
    progress = forecast.progress(state, installation, {key: kind.phase for key, kind in plan.actions.items()})
    ahead = forecast.forecast(state, installation, day)
    return Summary(
        installation=installation,
        closed=progress.closed,
        total=progress.total,
        phase=forecast.current_phase(state, installation, list(plan.phases)),
        expected_end=ahead.expected_end,
        at_risk=ahead.at_risk,
        forecast_until=ahead.until,
    )
