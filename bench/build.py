"""A workspace with years of work in it: a few dossiers are worked through brt itself, then copied by SQL, row for row.

The copies are what brt wrote, but for their numbers and references, for the facts of their logs, which speak of the
action numbers of the model, and for the texts of their emails, which are left out (a gigabyte).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from brt import kinds, settings
from brt.plan import Ask, Plan
from brt.records import available
from brt.service import work
from brt.service.desk import Desk
from brt.store import dossiers, lists
from brt.store.database import reading
from brt.store.dossiers import fold

SOURCES = Path(__file__).parents[1]
TODAY = "2026-11-24"
ME = "nadia"
TEAM = {"commercial": "hugo", "adv": "sonia", "technicien": "karim"}
CONTACT = "technique,administratif,signataire,facturation=Luc Morel <luc@morel.example>"
TYPE = "3cx-porta"
AGES = (1, 5, 9, 13, 17, 21, 25, 29, 33, 37)
"""How many days ago the models that still run were produced; one in ten of them has been left alone for a week."""


class Workspace(NamedTuple):
    """Where the work is, and what a measurement needs to know of it."""

    root: Path
    environ: dict[str, str]
    ready: list[int]  # numbers of actions that can be done today, with the values of `given`
    given: list[str]
    old: int  # the id of a finished dossier

    @property
    def database(self) -> Path:
        return self.root / "brt.db"


def build(root: Path, finished: int, running: int, mine: int) -> Workspace:
    """Make a workspace in `root`: `finished` dossiers behind it, `running` ones at work, `mine` open actions of ME."""
    root.mkdir()
    shutil.copy(SOURCES / "examples" / "brt.toml", root)
    for folder in ("installation_types", "email_types"):
        shutil.copytree(SOURCES / folder, root / folder)
    old = model(root, "old", day(-400), TODAY, idle=0)
    models = [model(root, f"model-{age}", day(-age), TODAY, idle=7 if age == AGES[4] else 0) for age in AGES]
    with unsafe(root / "brt.db") as connection:
        connection.execute("update outbox set status = 'sent', subject = '', body = '', html = null")
        connection.execute("insert into counter values ('bench', 1)")
        for position, one in enumerate(models):
            copy(connection, one, running // len(models), f"2026-{position}")
        copy(connection, old, finished, "2024")
        hand_out(connection, mine)
        ready, given = doable(connection)
    return Workspace(root, environ(TODAY), ready, given, old)


def grow(place: Workspace, finished: int) -> None:
    """Put `finished` more dossiers behind a workspace."""
    with unsafe(place.database) as connection:
        copy(connection, place.old, finished, "2025")


@contextmanager
def unsafe(path: Path) -> Iterator[sqlite3.Connection]:
    """Write fast: nobody minds if this database is lost."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("pragma synchronous = off; pragma journal_mode = off; pragma cache_size = -300000; begin")
    yield connection
    connection.execute("commit")
    connection.close()


def environ(today: str) -> dict[str, str]:
    return {"BRT_TESTING": "1", "BRT_NOW": f"{today}T09:00", "BRT_USER": ME, "BRT_WORKSPACE": ""}


def day(offset: int) -> str:
    return (date.fromisoformat(TODAY) + timedelta(days=offset)).isoformat()


# ── models ────────────────────────────────────────────────────────────────────────────────────────


def model(root: Path, ref: str, start: str, end: str, idle: int) -> int:
    """Produce a dossier on `start`, do every action when it is due until `idle` days before `end`; return its id."""
    people = [word for role, who in TEAM.items() for word in ("--person", f"{role}={who}")]
    brt(root, start, "dossier", "add", ref, "--customer", f"Customer of {ref}", "--contact", CONTACT, *people)
    brt(root, start, "produce", ref, "--type", TYPE, "--yes")
    found = settings.load(root)
    with reading(str(root / found.database)) as db:
        key = next(one.id for one in dossiers.everything(db) if one.ref == ref)
    today = start
    last = (date.fromisoformat(end) - timedelta(days=max(idle, 1))).isoformat()
    while today <= last and work_through(Desk(found, environ(today)), key):
        today = (date.fromisoformat(today) + timedelta(days=1)).isoformat()
    return key


def brt(root: Path, today: str, *words: str) -> None:
    argv = [sys.executable, "-c", "from brt.cli import main; main()", "-C", str(root), *words]
    done = subprocess.run(
        argv, env={**os.environ, **environ(today)}, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        sys.exit(done.stderr)


def work_through(desk: Desk, dossier: int) -> bool:
    """Do what is due today; return whether anything is left for another day."""
    for _ in range(99):
        with desk.reading() as db:
            state, plans = desk.look(db, dossier).state, lists.Plans(db)
            plan = plans[next(iter(state.installations.values())).plan_id]
        left = [action for action in state.actions.values() if action.status in ("open", "waiting")]
        due = [one for one in left if available(one, desk.today) and (one.due is None or one.due <= desk.today)]
        if not due:
            return bool(left)
        work.done(desk, [str(due[0].number)], list(values(plan, plan.actions[due[0].key].asks)))
    raise RuntimeError(dossier)


def values(plan: Plan, asks: tuple[Ask, ...]) -> Iterator[tuple[str, str]]:
    """Yield a value for each field asked for, as a person types it."""
    for ask in asks:
        field = plan.fields[ask.field]
        if ask.at != "done" or ask.optional:
            continue
        if ask.must is not None:
            yield field.name, kinds.show(field.kind, ask.must)
        elif field.kind == "date":
            yield field.name, "+10jo" if field.emails else "+5jo"
        else:
            yield field.name, field.choices[0] if field.choices else kinds.kind(field.kind).example


# ── copies ────────────────────────────────────────────────────────────────────────────────────────


def copy(connection: sqlite3.Connection, dossier: int, times: int, prefix: str) -> None:
    """Write `times` copies of a dossier and all that hangs on it."""
    one = connection.execute
    first = {
        "dossier": one("select max(id) from dossier").fetchone()[0],
        "customer": one("select max(id) from customer").fetchone()[0],
        "installation": one("select max(id) from installation").fetchone()[0],
        "number": one("select max(number) from action").fetchone()[0],
        "width": one("select count(*) from action a join installation i on i.id = a.installation_id"
                     " where i.dossier_id = ?", (dossier,)).fetchone()[0],
        "model": dossier,
    }  # fmt: skip
    one("create temp table copy (n integer primary key, n_ref text, n_tail text, n_name text, n_fold text)")
    rows = ((n, f"D-{prefix}-{n:05}", f"Customer {prefix} {n:05}") for n in range(1, times + 1))
    connection.executemany(
        "insert into copy values (?, ?, ?, ?, ?)",
        ((n, ref, fold(ref)[::-1], name, fold(name)) for n, ref, name in rows),
    )
    one("insert into customer select :customer + n, n_name, n_fold, 'client' from copy", first)
    for table, where, instead in COPY:
        one(copies(connection, table, where, instead), first)
    one("drop table copy")
    for name, table in (("installation", "installation"), ("action", "action")):
        key = "number" if table == "action" else "id"
        one(f"update counter set next = (select max({key}) + 1 from {table}) where name = ?", (name,))


OF_DOSSIER = "{table}.dossier_id = :model"
OF_INSTALLATION = "{table}.installation_id = (select id from installation where dossier_id = :model)"
DOSSIER, INSTALLATION = ":dossier + n", ":installation + n"
COPY: tuple[tuple[str, str, dict[str, str | None]], ...] = (
    (
        "dossier",
        "dossier.id = :model",
        {"id": DOSSIER, "ref": "n_ref", "tail": "n_tail", "customer_id": ":customer + n"},
    ),
    ("person", OF_DOSSIER, {"dossier_id": DOSSIER}),
    ("installation", OF_DOSSIER, {"id": INSTALLATION, "dossier_id": DOSSIER}),
    ("phase", OF_INSTALLATION, {"installation_id": INSTALLATION}),
    (
        "action",
        OF_INSTALLATION,
        {"number": ":number + (n - 1) * :width + position + 1", "installation_id": INSTALLATION},
    ),
    ("field_value", OF_DOSSIER, {"dossier_id": DOSSIER, "installation_id": INSTALLATION}),
    ("log", OF_DOSSIER, {"id": None, "dossier_id": DOSSIER, "facts": "'[]'"}),
    (
        "outbox",
        OF_DOSSIER,
        {"number": None, "dossier_id": DOSSIER, "installation_id": INSTALLATION},
    ),
)
"""Each table, its rows of the model, and what stands in a copy instead; None: the database numbers it."""


def copies(connection: sqlite3.Connection, table: str, where: str, instead: dict[str, str | None]) -> str:
    """Return the statement that copies rows of `table`, whatever columns it has."""
    names = [row[1] for row in connection.execute(f"pragma table_info({table})")]
    taken = {name: instead.get(name, f"{table}.{name}") for name in names}
    kept = {name: value for name, value in taken.items() if value is not None}
    rows = f"select {', '.join(kept.values())} from copy cross join {table} where {where.format(table=table)}"
    return f"insert into {table} ({', '.join(kept)}) {rows}"


def hand_out(connection: sqlite3.Connection, mine: int) -> None:
    """Give ME exactly `mine` of the open actions, spread over the dossiers, and the others to those who have them."""
    numbers = [row[0] for row in connection.execute("select number from action where status = 'open' order by number")]
    step = max(len(numbers) // mine, 1)
    chosen = [(ME, number) for number in numbers[::step][:mine]]
    connection.executemany("update action set assignee = ? where number = ?", chosen)


DOABLE = "collecter-plan-numerotation"


def doable(connection: sqlite3.Connection) -> tuple[list[int], list[str]]:
    """Return open actions that send no email, each on a dossier of its own, and what they ask for."""
    numbers = connection.execute(
        "select number from action where key = ? and status = 'open' and available_on <= ? order by number",
        (DOABLE, TODAY),
    )
    return [row[0] for row in numbers], ["numbering_plan=plan.ods", "emergency_address=12 rue des Lices"]
