"""Waiting for one's turn. SQLite's own waiting is deaf to Ctrl-C, and says nothing to whoever looks at it."""

import sqlite3
from collections.abc import Callable
from itertools import chain, repeat
from time import monotonic, sleep
from typing import Any

from brt.errors import BrtError
from brt.say import N_

LONG = 2.0
"""After so many seconds a person wants to know why nothing happens."""

_PAUSES = (0.001, 0.002, 0.005, 0.01, 0.015, 0.02, 0.025, 0.025, 0.05)
"""Seconds between two tries, the last of them again and again: as SQLite waits."""


class GivenUp(BrtError):
    """The person did not want to wait any longer."""

    exit_code = 130
    says = N_("Nothing was changed.")


_tell: Callable[[], None] | None = None
_has_saved = False


def listen(tell: Callable[[], None]) -> None:
    """Have `tell` called, once, when this process waits for LONG."""
    global _tell
    _tell = tell


class Connection(sqlite3.Connection):
    """A connection, to be opened without a timeout, whose statements wait until nobody else is in their way."""

    patience = 0.0  # for how many seconds

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Run a statement. Raises GivenUp at a Ctrl-C while it waits, unless something was saved before."""
        try:
            return super().execute(sql, parameters)
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or not self.patience:
                raise
        within = self.in_transaction
        try:
            return self._wait(sql, parameters)
        except KeyboardInterrupt:
            if _has_saved or (within and not self.in_transaction):  # it came just after the commit
                raise
            raise GivenUp from None

    def commit_now(self) -> None:
        """End the transaction so that it stands."""
        global _has_saved
        try:
            self.execute("commit")
        finally:
            _has_saved = _has_saved or not self.in_transaction

    def _wait(self, sql: str, parameters: Any) -> sqlite3.Cursor:
        global _tell
        begun, pauses = monotonic(), chain(_PAUSES, repeat(_PAUSES[-1]))
        while True:
            sleep(next(pauses))
            try:
                return super().execute(sql, parameters)
            except sqlite3.OperationalError as error:
                waited = monotonic() - begun
                if not _is_busy(error) or waited >= self.patience:
                    raise
            if waited >= LONG and _tell:
                tell, _tell = _tell, None
                tell()


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
