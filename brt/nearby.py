"""Files that may have been meant by a path where there is nothing."""

import os

ALIKE = 0.75
"""So much of two names must be the same: the ending often is."""


def nearby(path: str | os.PathLike[str]) -> list[str]:
    """Return up to three paths written like `path`, when it leads nowhere: in its folder, or in one like that."""
    from brt.kinds.base import nearest

    folder, name = os.path.split(os.fspath(path))
    if os.path.lexists(path) or not name:
        return []
    if folder and not os.path.isdir(folder):
        return [there for there in (os.path.join(near, name) for near in nearby(folder)) if os.path.exists(there)]
    try:
        names = sorted(one for one in os.listdir(folder or os.curdir) if not one.startswith("."))
    except OSError:
        return []
    return [os.path.join(folder, found) for found in nearest(name, names, ALIKE)]
