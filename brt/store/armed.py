"""Whether a database is the one whose emails leave, or a copy of it: a copy must not send them a second time.

A token in the database and the same one in a small file beside it; each delivery replaces both. A copy lies elsewhere
or is another file, and a backup put back in its place has an old token. The file is written first, with the old token
and the new, and once more when the new one is committed: wherever a delivery is cut off, the database has a token of
the file. A database that never sent anything is armed by its first delivery.
"""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from brt.store.database import Database

KEY = "armed"


def beside(location: str) -> Path:
    """Return the path of the file beside the database."""
    path = Path(os.path.realpath(location))
    return path.with_name(f"{path.name}-armed")


def is_copy(db: Database, location: str) -> bool:
    """Say whether the database at `location` is not the one that sent emails last."""
    token, mark = _token(db), _read(beside(location))
    if token is None and mark is None:
        return False
    return mark is None or token not in mark.get("tokens", ()) or not _is_here(mark, location)


def arm(db: Database, location: str) -> None:
    """Make this database the one whose emails leave; commit follows."""
    fresh = os.urandom(16).hex()
    _mark(location, _token(db), fresh)
    db.run("cache.set_meta", key=KEY, value=fresh)


def settle(db: Database, location: str) -> None:
    """Forget the token before the last `arm`, which is committed by now: a backup has that one."""
    _mark(location, _token(db))


def _mark(location: str, *tokens: str | None) -> None:
    """Write beside the database which file it is and which tokens it may have."""
    found = os.stat(location)
    data = {
        "tokens": tokens,  # None: the database has none before its first delivery
        "path": os.path.realpath(location),
        "inode": found.st_ino,
        "device": found.st_dev,
    }
    _write(beside(location), json.dumps(data))


def _token(db: Database) -> str | None:
    row = db.row("cache.meta", key=KEY)
    return str(row[0]) if row else None


def _is_here(mark: dict[str, Any], location: str) -> bool:
    """Say whether a mark was made for this very file: moved within its disk it stays the same, copied it does not.

    At the same place the number of the disk does not count: it may be another one after a reboot.
    """
    found = os.stat(location)
    same_place = mark.get("path") == os.path.realpath(location) or mark.get("device") == found.st_dev
    return same_place and mark.get("inode") == found.st_ino


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _write(path: Path, text: str) -> None:
    """Replace the file at once, on the disk when this returns."""
    draft = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    try:
        with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o660), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    finally:
        with suppress(OSError):
            draft.unlink()
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
