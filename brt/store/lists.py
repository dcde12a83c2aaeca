"""What the lists show: open actions and running installations, at a cost that does not grow with the history."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from brt.plan import Plan
from brt.plan import load as load_plan
from brt.records import Action, Installation, Listed, Running, Summary
from brt.store.database import Database
from brt.store.rows import Row, action


def open_actions(db: Database, member: str | None) -> list[Listed]:
    """Return the open actions (scheduled ones too) of `member`."""
    return [_listed(row) for row in db.rows("lists.open_of", member=member)]


def everyone(db: Database) -> list[Listed]:
    """Return all open actions."""
    return [_listed(row) for row in db.rows("lists.open_all")]


def open_keys(db: Database) -> list[str]:
    """Return the ids of the open actions, each once."""
    return [key for (key,) in db.rows("lists.open_keys")]


def closed(db: Database, most: int) -> list[tuple[Listed, str, str | None]]:
    """Return what was done or skipped of installations at work, the latest first, `most` at most.

    Each with the state of its installation, and the day on which that was billed.
    """
    return [(_listed(row[:-2]), row[-2], row[-1]) for row in db.rows("lists.closed", most=most)]


def pending(db: Database, installation: int) -> dict[str, Action]:
    """Return the actions of an installation that are open or waiting, by id."""
    found = map(action, db.rows("lists.pending", installation=installation))
    return {row.key: row for row in found}


def states(db: Database, installation: int) -> dict[str, tuple[int, str]]:
    """Return the number and the state of every action of an installation, by id."""
    return {key: (number, state) for key, number, state in db.rows("lists.states", installation=installation)}


def having(db: Database, state: str, keys: Iterable[str]) -> set[tuple[int, str]]:
    """Return the installations in the manager's view that have an action of `keys` in a state, with its id."""
    return {row for key in set(keys) for row in db.rows("lists.having", state=state, key=key)}


def _listed(row: Row) -> Listed:
    dossier, ref, customer, site, type_, label, plan, siblings = row[19:]
    return Listed(action(row[:19]), dossier, ref, customer, json.loads(site), type_, label, plan, siblings)


def running(db: Database) -> Iterator[Running]:
    """Return the installations in the manager's view."""
    for row in db.rows("lists.running"):
        closed, total, phase, end, risk, until, ref, customer = row[12:]
        installation = Installation(*row[:12])
        summary = Summary(installation.id, closed, total, phase, end, bool(risk), until or "")
        yield Running(installation, summary, ref, customer)


class Unbilled(NamedTuple):
    """An installation that is still to be billed."""

    dossier: int
    plan: int
    status: str
    left: int  # how many actions that apply are not closed, as its summary says


def unbilled(db: Database) -> list[Unbilled]:
    """Return the installations that are still to be billed, in the order of their dossiers."""
    return [Unbilled(*row) for row in db.rows("lists.unbilled")]


class Going(NamedTuple):
    """How many installations of a dossier are in the manager's view, and how many of these rest or are called off."""

    running: int = 0
    on_hold: int = 0
    cancelling: int = 0


def running_of(db: Database) -> dict[int, Going]:
    """Return the installations in the manager's view, counted by dossier."""
    return {row[0]: Going(*row[1:]) for row in db.rows("lists.running_of")}


def dossiers_of(db: Database, member: str) -> list[int]:
    """Return the ids of the dossiers on which `member` holds a role."""
    return [key for (key,) in db.rows("lists.dossiers_of", member=member)]


def last_emails(db: Database) -> list[Row]:
    """Return number, reference, recipient, subject and status of the last thousand emails, the newest first."""
    return db.rows("lists.last_emails")


def undelivered(db: Database) -> list[str | None]:
    """Return who answers for each email that could not be delivered (None: the managers)."""
    return [member for (member,) in db.rows("lists.undelivered")]


def key_of(db: Database, number: int) -> tuple[str, int] | None:
    """Return the id of an action and that of its plan."""
    row = db.row("lists.key_of", number=number)
    return (row[0], row[1]) if row else None


def plan_of(db: Database, installation: int) -> int:
    """Return the id of the plan of an installation. Raises KeyError."""
    row = db.row("lists.plan_of", installation=installation)
    if row is None:
        raise KeyError(installation)
    return int(row[0])


def last_act(db: Database, member: str) -> tuple[int, str] | None:
    """Return the id of the member's last row of the log, and its instant."""
    row = db.row("log.last_of", actor=member)
    return (row[0], row[1]) if row else None


def others(db: Database, member: str, after: int) -> list[Row]:
    """Return what others did after that row of the log where `member` has a part, the newest first.

    Each: dossier, row of its log, reference, customer, instant, actor, command, and the facts as JSON.
    """
    return db.rows("log.others", member=member, after=after)


def remark(db: Database, dossier: int, seq: int) -> str:
    """Return the words that were typed with a row of the log; nothing where they were erased."""
    return next((json.loads(body) for _key, body in db.rows("log.said_one", dossier=dossier, seq=seq) if body), "")


class Values:
    """The field values of installations, read when they are first asked for."""

    def __init__(self, db: Database) -> None:
        """Read from `db`."""
        self._db = db
        self._known: dict[int, dict[str, str]] = {}

    def of(self, installation: int, fields: Collection[str]) -> dict[str, Any]:
        """Return the values of those `fields` of an installation that are set."""
        if not fields:
            return {}
        if installation not in self._known:
            self._known[installation] = dict(self._db.rows("lists.values", installation=installation))
        known = self._known[installation]
        return {field: json.loads(known[field]) for field in fields if field in known}


class Plans:
    """The plans, read when they are first asked for."""

    def __init__(self, db: Database) -> None:
        """Read from `db`."""
        self._db = db
        self._known: dict[int, Plan] = {}

    def __getitem__(self, key: int) -> Plan:
        """Return the plan with this id. Raises KeyError."""
        if key not in self._known:
            row = self._db.row("work.plan", id=key)
            if row is None:
                raise KeyError(key)
            self._known[key] = load_plan(row[1])
        return self._known[key]
