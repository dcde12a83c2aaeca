"""The command line. `table` is all that `brt --help` reads: a command is imported when it is run."""

import atexit
import gc
import io
import os
import sys
from typing import Any


def main() -> None:
    """Run `brt` with the arguments of the process and leave with its exit code."""
    gc.set_threshold(100_000)  # a command lives for a tenth of a second: collecting would only walk over modules
    atexit.register(gc.freeze)  # and so would the collecting at its end
    try:
        if instruction := os.environ.get("_BRT_COMPLETE"):  # a shell asks what may follow
            from brt.cli.shells import complete

            sys.exit(complete(instruction))
        from brt.cli.boundary import run
        from brt.cli.table import ROOT

        _open_streams()
        status = run(ROOT, sys.argv[1:])
    except KeyboardInterrupt:  # before there is anybody to catch it
        status = 130
    sys.exit(status)


class _Outlet(io.FileIO):
    """A stream whose reader may go away: what nobody reads any more is dropped, and the command goes on."""

    def write(self, data: Any, /) -> int:
        """Write, or drop."""
        try:
            return super().write(data)
        except BrokenPipeError:
            return len(data)


def _spelling() -> str:
    """Return the name under which `codecs` knows how to write what an encoding lacks."""
    from codecs import register_error

    from brt.views.chars import spelt

    register_error("spelt", spelt)
    return "spelt"


def _open_streams() -> None:
    """Let what is said go nowhere when nobody reads it, and spell what a terminal has no letters for."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - to the end of the process
            continue
        errors = "replace" if stream.errors in ("strict", "surrogateescape") else stream.errors
        if stream.encoding.lower() != "utf-8":
            errors = _spelling()
        if stream.isatty():
            stream.reconfigure(errors=errors)
        else:
            raw = io.BufferedWriter(_Outlet(stream.fileno(), "wb", closefd=False))
            setattr(sys, name, io.TextIOWrapper(raw, stream.encoding, errors, line_buffering=stream.line_buffering))
