"""The command line. The table below is all that `brt --help` reads: a command is imported when it is run."""

import sys

from brt.cli.boundary import run
from brt.cli.table import ROOT


def main() -> None:
    """Run `brt` with the arguments of the process and leave with its exit code."""
    sys.exit(run(ROOT, sys.argv[1:]))
