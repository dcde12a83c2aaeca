"""The file of a database: where it is, whether it is there, and which file system it is on."""

import os
import re
from stat import S_ISDIR

from brt.store.trouble import EMPTY, FOLDER, CannotUse, NotOurs, PostgreSQL

REMOTE = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "fuse.rclone", "afs", "ncpfs", "virtiofs", "davfs")
"""How the kinds of file systems begin on which the locks of another machine may not hold."""


def path_of(location: str) -> str:
    """Return the file that a database is. Raises PostgreSQL."""
    if "://" in location:
        raise PostgreSQL(url=location.partition("?")[0].rpartition("@")[2])
    return os.path.realpath(location)


def exists(path: str) -> bool:
    """Say whether there is a file at `path`; one that cannot be seen is not taken for absent."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise CannotUse(path=path, why=error.strerror) from error
    if S_ISDIR(found.st_mode):
        raise NotOurs(path=path, why=FOLDER)
    if found.st_size == 0:
        raise NotOurs(path=path, why=EMPTY)
    return True


def uri(path: str) -> str:
    """Return what opens the file at `path`, and makes none: https://sqlite.org/uri.html, "The URI Path"."""
    told = path.replace(os.sep, "/").replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:///{told.lstrip('/')}?mode=rw"


def mounted(path: str) -> str:
    """Return the kind of the file system that `path` (resolved, it need not exist) is on; "" = not known."""
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
            text = file.read()
    except OSError:
        return ""
    return kind_of(text, path)


def kind_of(mountinfo: str, path: str) -> str:
    """Return the kind of the file system that `path` is on, by the text of /proc/self/mountinfo; "" = it is not there.

    See proc(5): the fifth field is the mount point, the kind comes after a lonely hyphen. The longest mount point that
    leads to the file counts; of two mounts on one point, the later.
    """
    best, kind = -1, ""
    for line in mountinfo.splitlines():
        left, _, right = line.partition(" - ")
        fields, others = left.split(), right.split()
        if len(fields) < 5 or not others:
            continue
        point = _plain(fields[4])
        if len(point) >= best and os.path.commonpath((path, point)) == point:
            best, kind = len(point), others[0]
    return kind


def _plain(point: str) -> str:
    r"""Return a mount point as it is; blanks, tabs, line breaks and backslashes come as octal digits: `\040`."""
    if "\\" not in point:
        return point
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), point)
