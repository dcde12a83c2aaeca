"""`brt` on a pseudo-terminal, with somebody who types."""

import os
import sys
import time
from pathlib import Path
from typing import Any

import pexpect

from tests.conftest import Brt, environment

KEYS = {"Ctrl-C": "\x03", "Ctrl-D": "\x04"}


class Terminal:
    """A command that runs on a terminal; leaving the block, it has ended. `expect` waits for what it shows."""

    def __init__(self, brt: Brt, *words: str, shell: str | None = None, **variables: str | None) -> None:
        """Type `brt` and `words`, or a line of a `shell`, in which `$PYTHON -m brt` is brt."""
        variables = {"BRT_NO_INPUT": None, "TERM": "dumb", "NO_COLOR": "1", "COLUMNS": None, **variables}
        command, given = (sys.executable, ["-m", "brt", *words]) if shell is None else ("/bin/sh", ["-c", shell])
        with environment(**brt.variables(**variables)):
            own = {**os.environ, "PYTHON": sys.executable}
            self.child: Any = pexpect.spawn(
                command,
                given,
                cwd=brt.root,
                env=own,
                encoding="utf-8",
                codec_errors="replace",
                timeout=120,
                dimensions=(50, 100),
            )
        self.child.delaybeforesend = None
        self.child.ptyproc.delayafterclose = 0
        self.shown = ""

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, failed: Any, *_: Any) -> None:
        if failed is None:
            self.child.expect(pexpect.EOF)
            self.shown += self.child.before
        self.child.close(force=True)

    @property
    def code(self) -> int:
        """Return the exit code, once the block was left."""
        return int(self.child.exitstatus)

    def sees(self, text: str) -> "Terminal":
        """Wait until `text` is shown."""
        self.child.expect_exact(text)
        self.shown += self.child.before + self.child.after
        return self

    def types(self, *lines: str) -> "Terminal":
        """Type lines, or press a key of KEYS."""
        for line in lines:
            self._listens()
            self.child.send(KEYS.get(line, f"{line}\r"))
        return self

    def answers(self, *pairs: tuple[str, str]) -> "Terminal":
        """Wait for each question and type its answer."""
        for question, answer in pairs:
            self.sees(question).types(answer)
        return self

    def _listens(self) -> None:
        """Wait until the command sleeps at its question: readline loses a Ctrl-C that comes while it still draws.

        Whoever sleeps twice in a row, and did nothing in between, waits for a key.
        """
        until, before = time.monotonic() + self.child.timeout, ""
        while (now := self._state()) and time.monotonic() < until and not (now[0] == "S" and now == before):
            before = now
            time.sleep(0.02)

    def _state(self) -> str:
        """Return R, S, D… and how often the command has slept and worked; nothing once it has ended."""
        folder = Path(f"/proc/{self.child.pid}")
        try:
            letter = (folder / "stat").read_text().rpartition(") ")[2][0]
            lines = (folder / "status").read_text().splitlines()
        except OSError:
            return ""
        if letter not in "RSD":
            return ""
        return " ".join([letter, *(line for line in lines if "ctxt_switches" in line)])
