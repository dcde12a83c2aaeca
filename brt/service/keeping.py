"""Keeping the database: copies of it, and its format."""

from pathlib import Path
from typing import Any

from brt.say import N_
from brt.service.desk import Desk
from brt.store import backup as copies
from brt.store import database
from brt.store.database import VERSION
from brt.store.files import path_of
from brt.store.trouble import CannotUse, Damaged, NotOurs

OF_A_FILE = {
    NotOurs: N_("Name a file that brt db backup wrote."),
    Damaged: N_("Take an earlier backup."),
    CannotUse: N_("Look at the path, its rights and the room on the disk; or name another file."),
}
"""What to do about a file that was typed."""


def backup(desk: Desk, file: str) -> dict[str, Any]:
    """Write a checked copy of the database to `file`. Raises Overwrites or a Surroundings."""
    return _copied(desk.location, file, file)


def restore(desk: Desk, file: str) -> dict[str, Any]:
    """Write a checked copy of `file` to the place of the database. Raises Overwrites or a Surroundings."""
    return _copied(file, desk.location, file)


def _copied(source: str, target: str, typed: str) -> dict[str, Any]:
    """Copy `source` to `target`; what is wrong with the one that was `typed` is not for brt.toml to mend."""
    try:
        copies.copy(source, target)
    except (NotOurs, Damaged, CannotUse) as problem:
        if problem.data["path"] == path_of(typed):
            raise type(problem)(hint=OF_A_FILE[type(problem)], **problem.data) from None
        raise
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
