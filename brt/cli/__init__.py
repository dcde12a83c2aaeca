"""The command line. `table` is all that `brt --help` reads: a command is imported when it is run."""

import gc
import sys


def main() -> None:
    """Run `brt` with the arguments of the process and leave with its exit code."""
    gc.set_threshold(100_000)  # a command lives for a tenth of a second: collecting would only walk over modules
    from brt.cli.boundary import run
    from brt.cli.table import ROOT

    sys.exit(run(ROOT, sys.argv[1:]))
