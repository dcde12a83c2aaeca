"""What stopped: an installation that rests or was called off, a dossier that is lost; since when, by whom and why."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from brt import facts
from brt.engine.commands import Command, Note
from brt.engine.state import State
from brt.errors import Ambiguous, NotFound
from brt.records import OPEN, STOPPED, WAITING, Action, Installation
from brt.service import refs
from brt.service.asked import Ask, Outcome
from brt.service.desk import Desk
from brt.service.naming import named
from brt.service.view import View
from brt.store import log, work
from brt.store.database import Database
from brt.views import words

DOSSIER = 0
"""The key of the dossier as a whole, among those of its installations."""


class Stop(NamedTuple):
    """How something stopped."""

    since: str
    by: str
    reason: str | None  # None: none was given, or it was erased


class Stopping(NamedTuple):
    """What is asked when something is to stop, and what would become of it."""

    key: int  # the installation, or DOSSIER
    asked: list[Ask]
    looked: list[Outcome]


class Already(NamedTuple):
    """What had stopped, or was skipped, before a command that does that."""

    name: str  # as people call it
    ref: str  # of its dossier
    status: str
    stop: Stop
    is_kept: bool  # the reason that came with the command was kept, as a remark


class Resting(NamedTuple):
    """An installation that is on hold."""

    name: str  # as people call it
    ref: str  # as it is typed
    stop: Stop


def data(stop: Stop | None) -> dict[str, Any] | None:
    """Return how something stopped as data: since, by, reason."""
    return None if stop is None else stop._asdict()


def stops(db: Database, state: State) -> dict[int, Stop]:
    """Return what is stopped in `state`, by the id of the installation, or DOSSIER.

    A dossier is lost with the last of its installations that is called off, as by its own command.
    """
    stopped = {key for key, row in state.installations.items() if row.status in STOPPED}
    if state.status() == "lost":
        stopped.add(DOSSIER)
    if not stopped:
        return {}
    found: dict[int, Stop] = {}
    for row in log.of_dossier(db, state.dossier_id):
        for fact in row.facts:
            match fact:
                case facts.Held():
                    found[fact.installation] = Stop(fact.on, row.actor, fact.reason)
                case facts.Cancelled() | facts.Cancelling():
                    found[fact.installation] = found[DOSSIER] = Stop(fact.on, row.actor, fact.reason)
                case facts.DossierChanged("lost"):
                    found[DOSSIER] = Stop(row.today, row.actor, _remark(row.facts))
    return {key: stop for key, stop in found.items() if key in stopped}


def _remark(said: list[facts.Fact]) -> str | None:
    return next((fact.text for fact in said if isinstance(fact, facts.Noted)), None)


def skipped(db: Database, dossier: int, number: int) -> Stop:
    """Return how the action `number`, which is skipped or to be skipped, came to that. Raises StopIteration."""
    return next(
        Stop(row.today, row.actor, fact.reason)
        for row in reversed(list(log.of_dossier(db, dossier)))
        for fact in row.facts
        if isinstance(fact, (facts.Closed, facts.SkipAsked)) and fact.number == number
    )


def of_action(stopped: Mapping[int, Stop], row: Installation, action: Action) -> Stop | None:
    """Return what keeps an action of `row` from being done: its installation rests, or it was called off with it."""
    rests = row.status == "on_hold" and action.status in (OPEN, WAITING)
    return stopped.get(row.id) if rests or action.status == "cancelled" else None


def is_new(view: View, former: Stop, reason: str) -> bool:
    """Say whether nobody gave `reason` for this before: it is neither the former one nor a remark on the dossier."""
    return reason != former.reason and all(said.text != reason for _, said in log.remarks(view.db, view.dossier.id))


def again(view: View, key: int, reason: str | None) -> list[Command]:
    """Return what is asked when what had stopped before is to stop for `reason`: to keep that as a remark, once."""
    if reason is None or not is_new(view, stops(view.db, view.state)[key], reason):
        return []
    return [Note(0, reason)]


def resting(desk: Desk, name: str) -> list[Resting]:
    """Return what is on hold of the dossier that `name` is; nothing when it is none."""
    with desk.reading() as db:
        try:
            of = refs.dossier(db, name, reads=True)
        except (NotFound, Ambiguous):
            return []
        state = work.load(db, of.id)
        found = {key: stop for key, stop in stops(db, state).items() if key != DOSSIER}
    rows = state.installations
    several = len(rows) > 1
    return [
        Resting(named(of, state, row), refs.typed(f"{of.ref}/{refs.name_of(row)}") if several else of.ref, stop)
        for row, stop in ((rows[key], stop) for key, stop in found.items())
        if row.status == "on_hold"
    ]


def already(desk: Desk, key: int, outcome: Outcome) -> Already | None:
    """Return how what a command was to stop had stopped before it; None: it stopped now."""
    before, of = outcome.decision.before, outcome.dossier
    with desk.reading() as db:
        stop = stops(db, before).get(key)
    if stop is None:
        return None
    status = "lost" if key == DOSSIER else before.installations[key].status
    return Already(name(key, outcome), of.ref, status, stop, is_kept=bool(outcome.decision.facts))


def name(key: int, outcome: Outcome) -> str:
    """Return what people call that which a command is to stop: the installation, or the dossier."""
    before, of = outcome.decision.before, outcome.dossier
    return words.dossier(of.ref, of.customer) if key == DOSSIER else named(of, before, before.installations[key])
