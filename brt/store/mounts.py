"""Which file system a file is on, as Linux tells it; elsewhere nothing is known, and nothing refused."""

import re
from pathlib import Path

REMOTE = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "fuse.rclone", "afs", "ncpfs", "virtiofs", "davfs")
"""How the kinds of file systems begin on which the locks of another machine may not hold."""


def mounted(path: Path) -> str:
    """Return the kind of the file system that `path` (resolved, it need not exist) is on; "" = not known."""
    try:
        text = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    return kind_of(text, path)


def kind_of(mountinfo: str, path: Path) -> str:
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
        if len(point) >= best and path.is_relative_to(point):
            best, kind = len(point), others[0]
    return kind


def _plain(point: str) -> str:
    r"""Return a mount point as it is; blanks, tabs, line breaks and backslashes come as octal digits: `\040`."""
    if "\\" not in point:
        return point
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), point)
