"""What can be wrong with a database file, in words."""

import sqlite3

from brt.errors import BrtError, Surroundings
from brt.say import N_


class NotOurs(Surroundings):
    """The file is something else."""

    says = N_("{path} is not a brt database: {why}. Nothing was changed.")
    hint = N_("Give another file in brt.toml (database = …), or move this one away.")


class Damaged(Surroundings):
    """The file was a database of ours, and parts of it are missing or overwritten."""

    says = N_("{path} is damaged: {why}. Nothing was changed.")
    hint = N_("Keep a copy of it, then put your last backup in its place.")


class Newer(Surroundings):
    """The file was written by a later release."""

    says = N_("{path} has format {found}, this brt knows {known}. Nothing was changed.")
    hint = N_("Upgrade brt.")


class Older(Surroundings):
    """The file was written by an earlier release."""

    says = N_("{path} has format {found}, this brt works with {known}. Nothing was changed.")
    hint = N_("To bring it up to date, and keep a checked copy of what it is now: brt db migrate")


class Unfinished(Surroundings):
    """The file was written by an earlier brt that was never released."""

    says = N_("{path} was made by a brt that was not finished: it cannot be brought up to date ({why}).")
    hint = N_("Nothing was changed. Move it away: the next command that writes begins a new one.")


class Busy(Surroundings):
    """Somebody else is writing, for very long."""

    says = N_("{path} is busy: another command has been at it for half a minute. Nothing was changed.")
    hint = N_("Run the command again.")


class CannotUse(Surroundings):
    """The file system says no."""

    says = N_("{path} cannot be used: {why}. Nothing was changed.")
    hint = N_("Look at the path in brt.toml (database = …), its rights and the room on the disk.")


class OutcomeUnknown(Surroundings):
    """The commit failed: what was written may stand or not."""

    says = N_("{path}: {why}. The outcome is unknown.")
    hint = N_("Run the command again: what was done is not done twice.")


class Network(Surroundings):
    """SQLite's locks do not hold on network file systems."""

    says = N_("{path} is on a network file system ({kind}), where SQLite can lose data.")
    hint = N_("Put the database on a local disk; for a team on several machines, PostgreSQL is the way.")


class PostgreSQL(Surroundings):
    """A later release."""

    says = N_("{url}: PostgreSQL is not supported yet.")
    hint = N_('Use a file: database = "brt.db"')


FOLDER = Surroundings(N_("it is a folder"))
EMPTY = Surroundings(N_("it is empty"))
FOREIGN = Surroundings(N_("another program wrote it"))

_SURROUNDINGS = {
    sqlite3.SQLITE_BUSY: Busy,
    sqlite3.SQLITE_LOCKED: Busy,
    sqlite3.SQLITE_PROTOCOL: Busy,
    sqlite3.SQLITE_NOTADB: NotOurs,
    sqlite3.SQLITE_CORRUPT: Damaged,
    **dict.fromkeys(
        (
            sqlite3.SQLITE_AUTH,
            sqlite3.SQLITE_CANTOPEN,
            sqlite3.SQLITE_FULL,
            sqlite3.SQLITE_IOERR,
            sqlite3.SQLITE_NOLFS,
            sqlite3.SQLITE_PERM,
            sqlite3.SQLITE_READONLY,
        ),
        CannotUse,
    ),
}
"""Of SQLite's result codes, those that speak of the file and not of a mistake of ours."""


def explain(error: sqlite3.Error, path: str) -> BrtError | None:
    """Return what went wrong with the file at `path`; None when the mistake is in brt itself."""
    kind = _SURROUNDINGS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return kind(path=path, why=str(error)) if kind else None
