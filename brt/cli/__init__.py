"""The command line. The table below is all that `brt --help` reads: a command is imported when it is run."""

import gc
import os
import sys
from contextlib import suppress


def main() -> None:
    """Run `brt` with the arguments of the process and leave with its exit code.

    A command lives for a tenth of a second, and a tenth of that is saved at its two ends: the collector would only
    walk over modules, again and again, and taking the interpreter apart changes nothing that is written.
    """
    gc.set_threshold(100_000)
    status = _status(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads it any more
            stream.flush()
    os._exit(status)


def _status(arguments: list[str]) -> int:
    from brt.cli import boundary
    from brt.cli.day import plain
    from brt.cli.session import Session

    command = plain(arguments)
    if command is not None:
        return boundary.guarded(lambda: command(Session()) or 0)
    from brt.cli.table import ROOT

    return boundary.run(ROOT, arguments)
