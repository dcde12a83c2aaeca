"""The terminal: how wide it is, whether it shows colours, and a pager for what is longer than it."""

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TextIO

from brt.say import N_
from brt.views.layout import Block, Text, laid, plain

WHEN = {"auto": "auto", "always": N_("always"), "never": N_("never")}
STYLES = {"title": "1", "late": "1;31", "blocked": "33", "good": "32", "faint": "2"}
"""What a piece means, and how a terminal shows that; the words say it as well."""

_when = "auto"


def choose(when: str) -> None:
    """Colour from now on as one of WHEN says."""
    global _when
    _when = when


def show(blocks: Iterable[Block], out: TextIO | None = None) -> None:
    """Write a page to `out` (stdout): on a terminal as wide as that is, through a pager when it is long."""
    out = out or sys.stdout
    is_terminal = out.isatty()
    lines = list(laid(blocks, _size("COLUMNS", out, 80) if is_terminal else None))
    colour = _is_coloured(out)
    text = "".join(_painted(line, colour) + "\n" for line in lines)
    if not (out is sys.stdout and is_terminal and len(lines) >= _size("LINES", out, 24) and _paged(text)):
        out.write(text)


def wrapped(text: str, out: TextIO) -> list[str]:
    """Return a text as the lines that it takes on `out`, with room for a blank at their end."""
    return list(plain([text], _size("COLUMNS", out, 80) - 1 if out.isatty() else None))


NARROWEST = 50
"""Click writes no help for less, unless it is told to."""


def narrow() -> int | None:
    """Return how wide a help text may be where there is less room than click expects; None: click decides."""
    columns = _size("COLUMNS", sys.stdout, 80)
    return columns if columns < NARROWEST + 2 else None


def _size(name: str, out: TextIO, default: int) -> int:
    """Return how many COLUMNS or LINES there are: as that variable says, else the terminal."""
    given = os.environ.get(name, "")
    if given.isdecimal() and int(given):
        return int(given)
    with suppress(OSError, ValueError):  # no terminal at all
        size = os.get_terminal_size(out.fileno())
        return (size.columns if name == "COLUMNS" else size.lines) or default
    return default


def _is_coloured(out: TextIO) -> bool:
    """Say whether to colour: as --color says, else NO_COLOR, FORCE_COLOR, and whether a person looks at it."""
    if _when != "auto":
        return _when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return out.isatty() and os.environ.get("TERM") != "dumb"


def _painted(line: Sequence[Text], colour: bool) -> str:
    return "".join(
        f"\x1b[{STYLES[piece.style]}m{piece.text}\x1b[0m" if colour and piece.style and piece.text else piece.text
        for piece in line
    )


# ── the pager ─────────────────────────────────────────────────────────────────────────────────────


def _charset() -> dict[str, str]:
    """Return what tells `less` to show what brt writes: over ssh the locale is often one that this computer lacks."""
    return {"LESSCHARSET": "utf-8"} if sys.stdout.encoding.lower() == "utf-8" else {}


def _paged(text: str) -> bool:
    """Show `text` in the pager; False when there is none, or it failed: the text is then still to be written."""
    pager = os.environ.get("PAGER", "less")
    unattended = os.environ.get("BRT_NO_INPUT") or os.environ.get("TERM") == "dumb" or not sys.stdin.isatty()
    if unattended or pager in ("", "cat"):
        return False
    import shlex
    import subprocess

    sys.stdout.flush()
    try:
        process = subprocess.Popen(
            shlex.split(pager),
            stdin=subprocess.PIPE,
            env={"LESS": "FRX", **_charset(), **os.environ},
            encoding=sys.stdout.encoding,
            errors=sys.stdout.errors,
        )
    except (OSError, ValueError):
        return False
    given: str | None = text
    while process.returncode is None:
        with suppress(KeyboardInterrupt):  # is for the pager
            given, once = None, given
            process.communicate(once)  # that it was left before it had read everything is no failure
    return process.returncode <= 0
