"""The connection: the only place that begins and commits.

Rollback journal with `synchronous=EXTRA`: on a power cut no command that printed success is lost (with FULL, the
default, a journal can come back after the commit). No WAL: SQLite up to 3.51.2 can corrupt it. Writers always
`BEGIN IMMEDIATE`: a transaction that begins by reading cannot wait for its turn.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from brt.errors import BrtError, Surroundings
from brt.say import N_
from brt.store.rows import Row
from brt.store.statements import schema, statement

APPLICATION = 0x62727431  # "brt1"
VERSION = 1


class NotOurs(Surroundings):
    """The file is something else."""

    says = N_("{path} is not a brt database: {why}. Nothing was changed.")
    hint = N_("Give another file in brt.toml (database = …), or move this one away.")


class Newer(Surroundings):
    """The file was written by a later release."""

    says = N_("{path} has format {found}, this brt knows {known}. Nothing was changed.")
    hint = N_("Upgrade brt.")


class Busy(Surroundings):
    """Somebody else is writing, for very long."""

    says = N_("{path} is busy: another command has been writing for half a minute. Nothing was changed.")
    hint = N_("Run the command again.")


class CannotUse(Surroundings):
    """The file system says no."""

    says = N_("{path} cannot be used: {why}. Nothing was changed.")


class OutcomeUnknown(Surroundings):
    """The commit failed: what was written may stand or not."""

    says = N_("{path}: {why}. The outcome is unknown.")
    hint = N_("Run the command again: what was done is not done twice.")


class Network(Surroundings):
    """SQLite's locks do not hold on network file systems."""

    says = N_("{path} is on a network file system ({kind}), where SQLite can lose data.")
    hint = N_("Put the database on a local disk; for a team on several machines, PostgreSQL is the way.")


class PostgreSQL(Surroundings):
    """A later release."""

    says = N_("{url}: PostgreSQL is not supported yet.")
    hint = N_('Use a file: database = "brt.db"')


class Database:
    """A database in one transaction."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        """Wrap an open connection on the file `path`."""
        self._connection = connection
        self._path = path

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

    def run_many(self, name: str, many: Iterable[Mapping[str, Any]]) -> None:
        """Run the named statement for each mapping of values."""
        self._connection.executemany(statement(name), many)


@contextmanager
def reading(location: str) -> Iterator[Database]:
    """Open the database for one consistent look. An absent file reads as an empty database."""
    path = _path(location)
    if not path.exists():
        connection = sqlite3.connect(":memory:", isolation_level=None)
        _create(connection)
    else:
        connection = _open(path)
    with _closing(connection, path):
        connection.execute("begin")
        yield Database(connection, str(path))


@contextmanager
def writing(location: str) -> Iterator[Database]:
    """Open the database, created when absent, in one transaction that commits at the end and only then."""
    path = _path(location)
    _refuse_network(path)
    if not path.exists():
        _make(path)
    connection = _open(path)
    with _closing(connection, path):
        connection.execute("begin immediate")
        try:
            yield Database(connection, str(path))
        except BaseException:
            connection.execute("rollback")
            raise
        _commit(connection, path)


def _commit(connection: sqlite3.Connection, path: Path) -> None:
    try:
        connection.execute("commit")
    except sqlite3.Error as error:
        with suppress(sqlite3.Error):
            connection.execute("rollback")
        raise OutcomeUnknown(path=str(path), why=str(error)) from error


def _path(location: str) -> Path:
    if "://" in location:
        raise PostgreSQL(url=location.partition("?")[0].rpartition("@")[2])
    return Path(os.path.realpath(location))


@contextmanager
def _closing(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _explain(error, path) from error
    finally:
        connection.close()


def _explain(error: sqlite3.Error, path: Path) -> BrtError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Busy(path=str(path))
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return NotOurs(path=str(path), why=str(error))
    return CannotUse(path=str(path), why=str(error))


def _open(path: Path) -> sqlite3.Connection:
    if path.is_dir():
        raise NotOurs(path=str(path), why=N_("it is a folder"))
    if path.stat().st_size == 0:
        raise NotOurs(path=str(path), why=N_("it is empty"))
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=30)
    except sqlite3.Error as error:
        raise _explain(error, path) from error
    try:
        _prepare(connection)
        _check(connection, path)
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error):
            raise _explain(error, path) from error
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    for pragma in ("foreign_keys=on", "synchronous=extra", "trusted_schema=off", "cell_size_check=on"):
        connection.execute(f"pragma {pragma}")
    connection.execute("pragma secure_delete=on")


def _check(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("pragma application_id").fetchone()
    (version,) = connection.execute("pragma user_version").fetchone()
    if application != APPLICATION:
        raise NotOurs(path=str(path), why=N_("another program wrote it"))
    if version > VERSION:
        raise Newer(path=str(path), found=version, known=VERSION)


def _create(connection: sqlite3.Connection) -> None:
    text = schema("integer primary key autoincrement", "strict")
    connection.executescript(
        f"begin; {text} pragma application_id={APPLICATION}; pragma user_version={VERSION}; commit;"
    )


def _make(path: Path) -> None:
    """Create the file whole or not at all: built beside its place and linked in, so that two first commands agree."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    connection: sqlite3.Connection | None = None
    try:
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o660))
        connection = sqlite3.connect(beside, isolation_level=None)
        _prepare(connection)
        _create(connection)
        connection.close()
        with suppress(FileExistsError):
            os.link(beside, path)
    except (OSError, sqlite3.Error) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CannotUse(path=str(path), why=why) from error
    finally:
        if connection is not None:
            connection.close()
        with suppress(OSError):
            beside.unlink()


_REMOTE = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "fuse.rclone", "afs", "ncpfs", "virtiofs", "davfs")


def _refuse_network(path: Path) -> None:
    """Look the file system up where the kernel tells it (Linux); elsewhere nothing is known and nothing refused."""
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    best, kind = "", ""
    for line in mounts:
        left, _, right = line.partition(" - ")
        point = left.split(" ")[4]
        if len(point) >= len(best) and path.is_relative_to(point):
            best, kind = point, right.split(" ")[0]
    if kind.startswith(_REMOTE):
        raise Network(path=str(path), kind=kind)
