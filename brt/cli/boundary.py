"""Where errors end: each becomes a sentence on stderr and an exit code, never a traceback."""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from brt import __version__
from brt.cli.session import Session
from brt.errors import BrtError, Several, Surroundings
from brt.say import N_, _, choose
from brt.views.output import safe

if TYPE_CHECKING:
    import click

BUG = 70
INTERRUPTED = 130


class CannotReadOrWrite(Surroundings):
    """A file, or what the answer is written to, failed."""

    says = N_("{what} cannot be read or written: {why}.")
    hint = N_("Look at the rights and at the room on the disk, then run the command again.")


def run(root: "click.Command", arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code.

    0 done, 1 the answer is no, 2 usage, 3 the surroundings failed, 70 a bug, 130 interrupted.
    """
    return guarded(lambda: _read(root, arguments))


def guarded(command: Callable[[], int]) -> int:
    """Run a command and return its exit code: its own, or that of the error that ends here."""
    choose(os.environ.get("BRT_LANG"))
    try:
        status = command()
        sys.stdout.flush()
    except BrtError as error:
        return _refused(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _let_go()
        return 0
    except OSError as error:
        _let_go()
        return _refused(CannotReadOrWrite(what=error.filename or _("the output"), why=error.strerror or str(error)))
    except Exception as error:
        return _bug(error)
    return status


def _let_go() -> None:
    """Send the rest of the answer nowhere: Python must not complain when it flushes at its end."""
    with suppress(OSError, ValueError):  # a stream that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _read(root: "click.Command", arguments: Sequence[str]) -> int:
    import click

    try:
        # Not click's own `main`: it takes a reader that has gone for an error.
        with root.make_context("brt", list(arguments), obj=Session()) as ctx:
            status = root.invoke(ctx)
    except click.UsageError as error:
        said = _("Error: {message}").format(message=error.format_message())
        usage = [*error.ctx.get_usage().splitlines(), ""] if error.ctx else []
        advice = [_("For help: {command} --help").format(command=error.ctx.command_path)] if error.ctx else []
        sys.stderr.writelines(f"{safe(line)}\n" for line in (*usage, *said.splitlines(), *advice))
        return 2
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    return status if isinstance(status, int) else 0


def _refused(error: BrtError) -> int:
    from brt.views import words

    sys.stderr.write(words.error(error) + "\n")
    if isinstance(error, Several):
        return max(one.exit_code for one in error.errors)
    return error.exit_code


def _bug(error: Exception) -> int:
    """Write what a maintainer needs into a file: the versions and the place, not the data."""
    import tempfile
    import traceback

    lines = [
        f"brt {__version__}, Python {sys.version.split()[0]}, {sys.platform}",
        f"{type(error).__name__} in:",
        *(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)),
    ]
    with tempfile.NamedTemporaryFile("w", prefix="brt-bug-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    sentence = N_("This is a bug in brt ({kind}). What happened is described in {path}; please send it to us.")
    sys.stderr.write(safe(_(sentence).format(kind=type(error).__name__, path=file.name)) + "\n")
    return BUG
