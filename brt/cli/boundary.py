"""Where errors end: each becomes a sentence on stderr and an exit code, never a traceback."""

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from brt import __version__
from brt.cli.session import Session
from brt.errors import BrtError, Several, Surroundings
from brt.say import N_, _, choose
from brt.views import screen

if TYPE_CHECKING:
    import click

QUOTED = re.compile(r"(?<!\w)'([^'\n]+)'(?!\w)")
"""What click quotes: something that was typed, or can be."""

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
    choose(os.environ.get("BRT_LANG"))
    screen.choose("auto")
    try:
        return _ended(root, arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # also one that comes while another is put into words
        return _bug(error, root, arguments)


def _ended(root: "click.Command", arguments: Sequence[str]) -> int:
    try:
        status = _read(root, arguments)
        sys.stdout.flush()
    except BrtError as error:
        return _refused(error)
    except OSError as error:
        _let_go()
        return _refused(CannotReadOrWrite(what=error.filename or _("the output"), why=error.strerror or str(error)))
    return status


def _let_go() -> None:
    """Send the rest of the answer nowhere: Python must not complain when it flushes at its end."""
    with suppress(OSError, ValueError):  # a stream that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _read(root: "click.Command", arguments: Sequence[str]) -> int:
    import click

    try:
        # Not click's own `main`: it takes a reader that has gone for an error.
        with root.make_context("brt", list(arguments), obj=Session(), terminal_width=screen.narrow()) as ctx:
            status = root.invoke(ctx)
    except click.UsageError as error:
        message = QUOTED.sub(r"`\1`", error.format_message())
        said = _("Error: {message}").format(message=message)
        usage = [*error.ctx.get_usage().splitlines(), ""] if error.ctx else []
        advice = [_("For help: {command} --help").format(command=error.ctx.command_path)] if error.ctx else []
        screen.show([*usage, *said.splitlines(), *advice], sys.stderr)
        return 2
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    return status if isinstance(status, int) else 0


def _refused(error: BrtError) -> int:
    from brt.views import words

    screen.show(words.error(error).splitlines(), sys.stderr)
    if isinstance(error, Several):
        return max(one.exit_code for one in error.errors)
    return error.exit_code


def _bug(error: Exception, root: "click.Command", arguments: Sequence[str]) -> int:
    """Write what a maintainer needs into a file: versions, the command, the place. No value that a person typed."""
    import tempfile
    from traceback import format_tb

    masked = _known(lambda: " ".join(_masked(root, arguments)))
    lines = [*_versions(), f"Command: brt {masked}", "", *_chain(error, format_tb)]
    with tempfile.NamedTemporaryFile("w", prefix="brt-bug-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    says = N_("This is a bug of brt ({kind}), not a mistake of yours.")
    hint = N_(
        "To report it, send {path} to whoever looks after brt for you: it holds no name and nothing that was typed."
    )
    of = {"kind": type(error).__name__, "path": file.name}
    screen.show([_(sentence).format(**of) for sentence in (says, hint)], sys.stderr)
    return BUG


def _known(found: Callable[[], str]) -> str:
    """Return what is found, or that it is unknown: brt may be taken away, or replaced, while it runs."""
    try:
        return found()
    except Exception:
        return "unknown"


def _versions() -> list[str]:
    import platform

    return [
        f"brt {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}",
        f"click {_known(_click)}, {_known(_library)}",
    ]


def _click() -> str:
    from importlib.metadata import version

    return version("click")


def _library() -> str:
    from brt.store.database import LIBRARY

    return LIBRARY


def _masked(root: "click.Command", arguments: Sequence[str]) -> list[str]:
    """Return the words of a command line without the values: the command, the options' names, … for the rest."""
    import click

    masked: list[str] = []
    group: click.Command | None = root
    for word in arguments:
        if word.startswith("-"):
            masked.append(word.partition("=")[0] + ("=…" if "=" in word else "") if word.startswith("--") else word[:2])
        elif isinstance(group, click.Group) and word in group.list_commands(click.Context(group)):
            masked.append(word)
            group = group.get_command(click.Context(group), word)
        else:
            masked.append("…")
    return masked


def _chain(error: BaseException, format_tb: Callable[..., list[str]]) -> Iterator[str]:
    """Yield the places of an error and of those before it; their messages stay here, for they may quote data."""
    before = error.__cause__ or error.__context__
    if before is not None:
        yield from _chain(before, format_tb)
        yield ""
    home = os.path.expanduser("~")  # which may hold the person's name
    yield from (line.rstrip("\n").replace(home, "~") for line in format_tb(error.__traceback__))
    yield type(error).__name__
