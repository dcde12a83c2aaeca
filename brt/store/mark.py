"""The small file beside a database that says which file it is, and which tokens it may have: see `armed`."""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

KEY = "armed"
"""What the token is called in the database."""


def token() -> str:
    """Return a new token."""
    return os.urandom(16).hex()


def beside(location: str) -> str:
    """Return the path of the file beside the database."""
    return f"{os.path.realpath(location)}-armed"


def write(location: str, tokens: Sequence[str | None]) -> None:
    """Write beside the database which file it is and which tokens it may have."""
    found = os.stat(location)
    data = {
        "tokens": tokens,
        "path": os.path.realpath(location),
        "inode": found.st_ino,
        "device": found.st_dev,
    }
    _write(beside(location), json.dumps(data))


def tokens(location: str) -> Sequence[str | None]:
    """Return the tokens that the database may have; none when it is not the file that the mark was made for."""
    found = _read(beside(location))
    return found.get("tokens", ()) if found is not None and _is_here(found, location) else ()


def _is_here(mark: dict[str, Any], location: str) -> bool:
    """Say whether a mark was made for this very file: moved within its disk it stays the same, copied it does not.

    At the same place the number of the disk does not count: it may be another one after a reboot.
    """
    found = os.stat(location)
    same_place = mark.get("path") == os.path.realpath(location) or mark.get("device") == found.st_dev
    return same_place and mark.get("inode") == found.st_ino


def _read(path: str) -> dict[str, Any] | None:
    try:
        with open(path, "rb") as file:
            found = json.load(file)
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _write(path: str, text: str) -> None:
    """Replace the file at once, on the disk when this returns."""
    folder, name = os.path.split(path)
    draft = os.path.join(folder, f".{name}.{os.urandom(8).hex()}")
    try:
        with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o660), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    finally:
        with suppress(OSError):
            os.unlink(draft)
    if hasattr(os, "O_DIRECTORY"):
        entry = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(entry)
        finally:
            os.close(entry)
