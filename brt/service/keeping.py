"""Keeping the database: copies of it, and its format."""

from pathlib import Path
from typing import Any

from brt.service.desk import Desk
from brt.store import backup as copies
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
    """Return the format of the database: the first is the only one so far. Raises a Surroundings."""
    with desk.reading():
        return {"file": desk.location, "format": VERSION}
