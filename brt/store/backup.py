"""Copies of a database, made while others work in it, and looked through before they bear their name."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from brt.errors import Refused, Surroundings
from brt.nearby import nearby
from brt.say import N_
from brt.store import database, files, mark
from brt.store.database import Database
from brt.store.trouble import Damaged

PAGES, STEPS = 1000, 100_000
"""So many pages of a file are copied, so many steps of a statement done, before Ctrl-C is heard."""


class Overwrites(Refused):
    """A file bears the name of the copy already."""

    says = N_("{path} exists already: nothing was written.")
    hint = N_("Name another file, or move this one away.")


class NoDatabase(Surroundings):
    """There is nothing to copy."""

    says = N_("There is no database {path}. Nothing was written.")
    hint = N_("Look at the path, then run the command again.")


def copy(source: str, target: str) -> None:
    """Write a copy of the database `source` to the file `target`, whole or not at all; its rows are all looked through.

    Raises NoDatabase, Overwrites, Damaged, or another Surroundings.
    """
    origin, path = files.path_of(source), files.path_of(target)
    if not files.exists(origin):
        raise NoDatabase(path=origin, near=nearby(origin))
    with database.explained(origin):
        connection = database.opened(origin, older=True)
        try:
            database.build(path, lambda empty: _filled(connection, empty, origin))
        except FileExistsError:
            raise Overwrites(path=path) from None
        finally:
            connection.close()


def _filled(connection: sqlite3.Connection, empty: sqlite3.Connection, origin: str) -> None:
    connection.execute("begin")  # what is copied step by step is as it was at the first of them
    connection.backup(empty, pages=PAGES, progress=lambda *_left: None)  # Ctrl-C is heard between two steps
    copied = Database(empty)
    copied.run("cache.set_meta", key=mark.KEY, value=mark.token())  # wherever it is put, it is a copy: see `armed`
    with heard(empty):
        damage = copied.damage()
    if damage:
        raise Damaged(path=origin, why=damage[0])


@contextmanager
def heard(connection: sqlite3.Connection) -> Iterator[None]:
    """Hear Ctrl-C while one statement takes long: SQLite asks every so often whether it is to go on."""
    connection.set_progress_handler(lambda: 0, STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise KeyboardInterrupt from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
