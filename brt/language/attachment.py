"""Files that go with an email: which may, and what is wrong with one."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from brt.say import N_

MAX_BYTES = 10 * 1024 * 1024
"""So much may go with one email: in transit it is a third larger, and many servers take 20 to 25 MB."""


class Wrong(NamedTuple):
    """Why a file cannot go with an email (msgid and data)."""

    says: str
    data: Mapping[str, str]


def misnamed(name: str) -> Wrong | None:
    """Return what is wrong with the name of a file, None when it may be one of the workspace."""
    path = PurePosixPath(name)
    if "\\" in name or not name.isprintable() or str(path) != name or name == ".":
        return Wrong(N_("`{name}` is not the path of a file: write it as docs/notice.pdf."), {"name": name})
    if path.is_absolute() or ".." in path.parts:
        return Wrong(N_("`{name}` is not in the workspace: only its own files go with emails."), {"name": name})
    return None


def wrong(root: Path, names: tuple[str, ...]) -> Wrong | None:
    """Return the first thing that keeps `names` under `root` from going with an email; None when they can."""
    size = 0
    for name in names:
        found = misnamed(name) or _unfit(root, name)
        if found:
            return found
        size += (root / name).stat().st_size
    if size > MAX_BYTES:
        limit = str(MAX_BYTES // (1024 * 1024))
        return Wrong(N_("The files are larger than {limit} MB together."), {"limit": limit})
    return None


def _unfit(root: Path, name: str) -> Wrong | None:
    path = root / name
    if not path.is_file():
        return Wrong(N_("There is no file `{name}` in the workspace."), {"name": name})
    homes = (root.resolve(), (root / "email_types").resolve())  # emails that several workspaces share bring their files
    if not any(path.resolve().is_relative_to(home) for home in homes):
        return Wrong(N_("`{name}` is not in the workspace: only its own files go with emails."), {"name": name})
    return None
