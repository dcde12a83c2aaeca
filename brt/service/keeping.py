"""Keeping the database: copies of it, and its format."""

from pathlib import Path
from typing import Any

from brt.service.desk import Desk
from brt.store import backup as copies
from brt.store import database
from brt.store.database import VERSION


def backup(desk: Desk, file: str) -> dict[str, Any]:
    """Write a checked copy of the database to `file`. Raises Overwrites or a Surroundings."""
    return _copied(desk.location, file)


def restore(desk: Desk, file: str) -> dict[str, Any]:
    """Write a checked copy of `file` to the place of the database. Raises Overwrites or a Surroundings."""
    return _copied(file, desk.location)


def _copied(source: str, target: str) -> dict[str, Any]:
    copies.copy(source, target)
    return {"source": source, "file": target, "bytes": Path(target).stat().st_size}


def migrate(desk: Desk) -> dict[str, Any]:
    """Bring the database up to the format of this brt, a checked copy of it being made first.

    Return its format, which it was before, and the copy (None: there was nothing to do). Raises a Surroundings, and
    Overwrites when there is such a copy already.
    """
    found, copy = database.version(desk.location), None
    if found < VERSION:
        copy = f"{desk.location}.format-{found}"
        copies.copy(desk.location, copy)
        database.migrate(desk.location)
    return {"file": desk.location, "format": VERSION, "before": found, "copy": copy}
