"""The health of a database file: what SQLite finds in it, and what the file system says of it."""

import os
import sqlite3
from pathlib import Path
from stat import S_IROTH
from typing import NamedTuple

from brt.store.database import reading


class Health(NamedTuple):
    """What is known of a database file."""

    sqlite: str  # the library's version
    exists: bool
    damage: list[str]  # in SQLite's words; empty = none
    writable: bool  # the file, and the folder for its journal
    readable_by_all: bool


def examine(location: str) -> Health:
    """Look at the whole database without changing it. Raises a Surroundings when it is none of ours."""
    with reading(location) as db:
        damage = db.damage()
    path = Path(location)
    if not path.exists():
        return Health(sqlite3.sqlite_version, False, [], True, False)
    writable = os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK)
    by_all = os.name == "posix" and bool(path.stat().st_mode & S_IROTH)
    return Health(sqlite3.sqlite_version, True, damage, writable, by_all)
