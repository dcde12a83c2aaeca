"""The connection: the only place that begins and commits.

Rollback journal with `synchronous=EXTRA`: on a power cut no command that printed success is lost (with FULL, the
default, a journal can come back after the commit). No WAL: SQLite up to 3.51.2 can corrupt it. Writers always
`BEGIN IMMEDIATE`: a transaction that begins by reading cannot wait for its turn.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from brt.store import mark
from brt.store.files import REMOTE, exists, mounted, path_of, uri
from brt.store.rows import Row
from brt.store.statements import migration, schema, statement
from brt.store.trouble import (
    FOREIGN,
    Busy,
    CannotUse,
    Damaged,
    Network,
    Newer,
    NotOurs,
    Older,
    OutcomeUnknown,
    Unfinished,
    explain,
)
from brt.store.turn import Connection

APPLICATION = 0x62727431  # "brt1"
VERSION = 2
LIBRARY = f"SQLite {sqlite3.sqlite_version}"
PATIENCE = 30.0
"""For how many seconds a command waits for others."""


class Database:
    """A database in one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Wrap an open connection."""
        self._connection = connection

    def rows(self, name: str, /, **values: Any) -> list[Row]:
        """Run the named statement and return all its rows."""
        return self._connection.execute(statement(name), values).fetchall()

    def row(self, name: str, /, **values: Any) -> Row | None:
        """Run the named statement and return its first row."""
        found: Row | None = self._connection.execute(statement(name), values).fetchone()
        return found

    def run(self, name: str, /, **values: Any) -> int:
        """Run the named statement and return the id of the row it inserted."""
        return self._connection.execute(statement(name), values).lastrowid or 0

    def count(self, name: str, /, **values: Any) -> int:
        """Run the named statement and return how many rows it changed."""
        return self._connection.execute(statement(name), values).rowcount

    def release(self) -> None:
        """End a look early: nobody waits for what follows, and what is read from here on may be newer."""
        self._connection.execute("commit")

    def damage(self) -> list[str]:
        """Return what is wrong with the file, in SQLite's words; all of it is read."""
        found = [str(text) for (text,) in self._connection.execute("pragma integrity_check") if text != "ok"]
        lost = self._connection.execute("pragma foreign_key_check").fetchall()
        return found + [f"{table}, row {row}: not in {parent}" for table, row, parent, _ in lost]

    def run_many(self, name: str, many: Iterable[Mapping[str, Any]]) -> None:
        """Run the named statement for each mapping of values."""
        self._connection.executemany(statement(name), many)


@contextmanager
def reading(location: str, patience: float = PATIENCE) -> Iterator[Database]:
    """Open the database for one consistent look. An absent file reads as an empty database. Raises a Surroundings.

    `patience`: for how many seconds to wait for somebody who writes.
    """
    path = path_of(location)
    with explained(path):
        connection = opened(path, patience) if exists(path) else _empty()
        try:
            connection.execute("begin")
            yield Database(connection)
        finally:
            connection.close()


@contextmanager
def writing(location: str) -> Iterator[Database]:
    """Open the database, created when absent, in one transaction that commits at the end and only then.

    Raises a Surroundings.
    """
    path = path_of(location)
    _check_place(path)
    with explained(path):
        if not exists(path):
            _make(path)
        with _transaction(opened(path), path) as connection:
            yield Database(connection)


def version(location: str) -> int:
    """Return the format of a database, which may be older than ours; an absent one has ours. Raises a Surroundings."""
    path = path_of(location)
    with explained(path):
        if not exists(path):
            return VERSION
        connection = opened(path, older=True)
        try:
            return _version(connection)
        finally:
            connection.close()


def migrate(location: str) -> None:
    """Bring a database that is there up to our format, whole or not at all. Raises a Surroundings."""
    path = path_of(location)
    _check_place(path)
    with explained(path):
        connection = opened(path, older=True)
        connection.execute(
            "pragma foreign_keys=off"
        )  # tables are made anew; what they refer to is looked at in the end
        with _transaction(connection, path):
            try:
                for number in range(_version(connection) + 1, VERSION + 1):
                    for one in migration(number):
                        connection.execute(one)
            except sqlite3.OperationalError as error:
                raise explain(error, path) or Unfinished(path=path, why=str(error)) from error
            damage = Database(connection).damage()
            if damage:
                raise Damaged(path=path, why=damage[0])
            connection.execute(f"pragma user_version={VERSION}")


def _check_place(path: str) -> None:
    kind = mounted(path)
    if kind.startswith(REMOTE):
        raise Network(path=path, kind=kind)


@contextmanager
def _transaction(connection: Connection, path: str) -> Iterator[Connection]:
    """Hold the lock of a writer, commit at the end and only then, and close."""
    try:
        connection.execute("pragma journal_mode=delete")  # another program may have left the file in WAL mode
        connection.execute("begin immediate")
        yield connection
        _commit(connection, path)
    except BaseException:
        with suppress(sqlite3.Error):  # there is nothing to roll back when SQLite has done so
            connection.execute("rollback")
        raise
    finally:
        connection.close()


def _commit(connection: Connection, path: str) -> None:
    try:
        connection.commit_now()
    except sqlite3.Error as error:
        if isinstance(explain(error, path), Busy):
            raise  # somebody reads, for very long: nothing was written
        raise OutcomeUnknown(path=path, why=str(error)) from error


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Put into words what is wrong with the file; what is wrong with brt stays as it is."""
    try:
        yield
    except sqlite3.Error as error:
        found = explain(error, path)
        if found is None:
            raise
        raise found from error


def opened(path: str, patience: float = PATIENCE, *, older: bool = False) -> Connection:
    """Open a database that is there and ours, of our format, or `older`. Raises NotOurs, Newer or Older."""
    connection = sqlite3.connect(uri(path), uri=True, isolation_level=None, timeout=0, factory=Connection)
    connection.patience = patience
    try:
        _prepare(connection)
        _check(connection, path, older=older)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"pragma {pragma}")


_PRAGMAS = (
    "foreign_keys=on",
    "synchronous=extra",
    "trusted_schema=off",
    "cell_size_check=on",
    "secure_delete=on",
    "cache_spill=off",  # readers are in the way of the commit only, which can be tried again
)


def _check(connection: sqlite3.Connection, path: str, *, older: bool) -> None:
    (application,) = connection.execute("pragma application_id").fetchone()
    if application != APPLICATION:
        raise NotOurs(path=path, why=FOREIGN)
    found = _version(connection)
    if found > VERSION:
        raise Newer(path=path, found=found, known=VERSION)
    if found < VERSION and not older:
        raise Older(path=path, found=found, known=VERSION)


def _version(connection: sqlite3.Connection) -> int:
    (found,) = connection.execute("pragma user_version").fetchone()
    return int(found)


def _create(connection: sqlite3.Connection) -> None:
    text = schema("integer primary key autoincrement", "strict")
    connection.executescript(
        f"begin; {text} pragma application_id={APPLICATION}; pragma user_version={VERSION}; commit;"
    )


def _empty() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _create(connection)
    return connection


def _make(path: str) -> None:
    """Create the file with its tables, and its mark; when another command was faster, its file is as good."""
    token = mark.token()

    def fill(connection: sqlite3.Connection) -> None:
        _create(connection)
        connection.execute(statement("cache.set_meta"), {"key": mark.KEY, "value": token})

    with suppress(FileExistsError):
        build(path, fill)
        try:
            mark.write(path, [token])
        except OSError as error:
            raise CannotUse(path=path, why=error.strerror) from error


def build(path: str, fill: Callable[[sqlite3.Connection], None]) -> None:
    """Create a file whole or not at all: filled beside its place and linked in.

    Raises FileExistsError when it is there already, and CannotUse.
    """
    folder, name = os.path.split(path)
    beside = os.path.join(folder, f".{name}.{os.urandom(8).hex()}")
    try:
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o660))
        connection = sqlite3.connect(beside, isolation_level=None)
        try:
            _prepare(connection)
            fill(connection)
        finally:
            connection.close()
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError as error:
        raise CannotUse(path=path, why=error.strerror) from error
    finally:
        with suppress(OSError):
            os.unlink(beside)
