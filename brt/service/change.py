"""Deciding and saving: the one way through for every command that changes something.

A decision is made on a look at the dossier, before anybody has to wait; then the dossier is locked, and the decision is
saved as it is when nothing happened in between, made again otherwise. Whatever is slow (a library, a template to
compile, a year of holidays) happens before the lock, and after the look has let go of the database.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from brt import facts
from brt.engine import forecast
from brt.engine.close import Missing, MissingOfSeveral, lacking
from brt.engine.course import Course, Day
from brt.engine.decide import Decision, decide
from brt.engine.state import State
from brt.errors import BrtError, Refused
from brt.records import LIVE, Summary
from brt.service.asked import Ask, Outcome, Seen
from brt.service.desk import Desk
from brt.store import cache, log, outbox, work
from brt.store.database import Database, writing
from brt.store.log import Entry

if TYPE_CHECKING:
    from brt.service.stops import Stop


def preview(desk: Desk, asks: Iterable[Ask], actor: str | None = None) -> list[Outcome]:
    """Decide without saving, as done by `actor` (default: who acts). Raises what the rules refuse.

    What actions of several dossiers lack is told at once.
    """
    who = desk.me.member.id if actor is None else actor
    looked, missing = list[Outcome](), list[BrtError]()
    for ask in asks:
        try:
            looked.append(_looked(desk, ask, who))
        except Missing as problem:
            missing.append(problem)
        except MissingOfSeveral as problems:
            missing += problems.errors
    if missing:
        raise lacking(missing)
    return looked


def rehearse(desk: Desk, asks: Iterable[Ask]) -> list[Outcome]:
    """Decide what will not be saved: nobody has to say who acts. Raises what the rules refuse."""
    return preview(desk, asks, actor="")


def _looked(desk: Desk, ask: Ask, actor: str) -> Outcome:
    with desk.reading() as db:
        return _decide(desk, db, ask, actor, writes=False)


def apply(desk: Desk, command: str, asks: Sequence[Ask]) -> list[Outcome]:
    """Decide and save, all of it or nothing; return what became of each dossier, in the order asked.

    A decision without facts saves nothing.
    """
    return save(desk, command, asks, preview(desk, asks))


def save(desk: Desk, command: str, asks: Sequence[Ask], looked: Sequence[Outcome]) -> list[Outcome]:
    """Save decisions that were previewed; those that others overtook are made again."""
    done = list(looked)
    wanted = [i for i, ask in enumerate(asks) if looked[i].decision.facts or ask.provisional]
    if wanted:
        entry = _entry(desk, command)._replace(batch=_batch(len(wanted)))
        if any(one.letters for one in looked):
            import brt.mail.message  # noqa: F401 - for the Message-IDs, before anybody has to wait
        with _writing(desk) as db:
            for i in sorted(wanted, key=lambda i: asks[i].dossier):
                done[i] = _settle(desk, db, entry, asks[i], looked[i])
    return done


def write(desk: Desk, command: str, make: Callable[[Database], Sequence[Ask]]) -> list[Outcome]:
    """Let `make` write plain data and return what is asked of its dossiers; save it all in one transaction.

    `make` must not be slow: everybody else waits. Raises what it raises, and what the rules refuse.
    """
    entry = _entry(desk, command)
    with _writing(desk) as db:
        asks = make(db)
        entry = entry._replace(batch=_batch(len(asks)))
        return [_settle(desk, db, entry, ask, _decide(desk, db, ask, entry.actor, writes=True)) for ask in asks]


def _entry(desk: Desk, command: str) -> Entry:
    """Return what the log says of this command; who acts must be known before anything is written."""
    return Entry(desk.at, desk.today, desk.me.member.id, command, desk.me.claim, None)


@contextmanager
def _writing(desk: Desk) -> Iterator[Database]:
    """Open the transaction of a command; what was worked out on the way is kept in it."""
    desk.holidays.fill(int(desk.today[:4]))
    with writing(desk.location) as db:
        cache.put_meta(db, "workspace", _token())
        yield db
        _keep(desk, db)


def _decide(desk: Desk, db: Database, ask: Ask, actor: str, *, writes: bool) -> Outcome:
    view = desk.look(db, ask.dossier, actor, writes)
    try:
        decision = decide(view.state, ask.commands(view), view.day)
    except (Refused, MissingOfSeveral) as error:
        from brt.service.naming import Names

        names = Names(desk.settings, view)
        for one in error.errors if isinstance(error, MissingOfSeveral) else [error]:
            names.explain(one)
        raise error from None
    seen, lost = _seen(db, ask.dossier), _taken_back(db, decision)
    if not writes:
        db.release()
    letters = desk.letters.write(db, view.dossier, decision, view.day, desk.moment)
    if not writes:
        desk.letters.foresee(db, view.dossier, decision, desk.moment)
    dates = tuple(view.dates) if decision.facts else ()
    return Outcome(view.dossier, seen, view.day, decision, letters, dates, lost)


def _taken_back(db: Database, decision: Decision) -> "Stop | None":
    """Return how the dossier was lost that is produced all the same."""
    if facts.DossierChanged("regained") not in decision.facts:
        return None
    from brt.service import stops

    return stops.stops(db, decision.before)[stops.DOSSIER]


def _settle(desk: Desk, db: Database, entry: Entry, ask: Ask, outcome: Outcome) -> Outcome:
    if ask.provisional or _seen(db, ask.dossier) != outcome.seen:
        outcome = _decide(desk, db, ask, entry.actor, writes=True)
    if not outcome.decision.facts:
        return outcome
    seq = work.lock(db, ask.dossier)
    log.save(db, seq, outcome.decision, entry, ask.secrets)
    log.save_summaries(db, _summaries(outcome))
    outbox.take_back(db, ask.dossier)
    desk.letters.call_off(db, outcome.dossier, outcome.decision, outcome.day, seq)
    identify = message_ids(desk, db)
    desk.letters.follow(db, outcome.dossier, outcome.decision, outcome.day, desk.moment, identify)
    letters = outcome.letters and outbox.queue(db, ask.dossier, seq, outcome.letters, identify, desk.at)
    if letters:
        outbox.overtake_behind(db, ask.dossier, seq)
    return outcome._replace(letters=letters)


def _seen(db: Database, dossier: int) -> Seen:
    """Return what a decision stands on: the last row of the log, and who has been told something."""
    return Seen(work.seq(db, dossier), tuple(outbox.out(db, dossier)))


def message_ids(desk: Desk, db: Database) -> Callable[[str], str]:
    """Return what makes Message-IDs: this database's own, in the sender's domain where that is one."""
    workspace = cache.meta(db, "workspace")
    domain = (desk.settings.mail.sender or "").rpartition("@")[2].rstrip("> ")

    def identify(name: str) -> str:
        from brt.mail.message import message_id
        from brt.mail.party import BadMessage

        try:
            return message_id(f"{workspace}.{name}", domain)
        except BadMessage:
            return message_id(f"{workspace}.{name}", "brt.invalid")

    return identify


def _summaries(outcome: Outcome) -> list[Summary]:
    return [
        summary(outcome.decision.after, row.id, outcome.day)
        for row in outcome.decision.after.installations.values()
        if row.status in LIVE
    ]


def _keep(desk: Desk, db: Database) -> None:
    """Keep what was worked out on the way, for those who come after."""
    for region, years in desk.holidays.found.items():
        cache.put_holidays(db, region, years)
    cache.put_compiled(db, desk.letters.compiled)


def _batch(count: int) -> str | None:
    """Return the mark that the log rows of one command on several dossiers share."""
    return _token() if count > 1 else None


def _token() -> str:
    return os.urandom(8).hex()


def summary(state: State, installation: int, day: Day) -> Summary:
    """Return what the manager's view needs of an installation without reading its actions."""
    plan = day.plans[state.installations[installation].plan_id]
    progress = forecast.progress(state, installation, {key: kind.phase for key, kind in plan.actions.items()})
    ahead = forecast.forecast(state, installation, day)
    phases = Course(state, day).phases(installation)
    return Summary(
        installation=installation,
        closed=progress.closed,
        total=progress.total,
        phase=forecast.current_phase(state, installation, [phase.id for phase in phases]),
        expected_end=ahead.expected_end,
        at_risk=ahead.at_risk,
        forecast_until=ahead.until,
    )
