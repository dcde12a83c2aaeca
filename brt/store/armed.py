"""Whether a database is the one whose emails leave, or a copy of it: a copy must not send them a second time.

A token in the database and the same one in a small file beside it, from the first command on; each delivery replaces
both. A copy lies elsewhere or is another file, and a backup put back in its place has an old token. The file is written
first, with the old token and the new, and once more when the new one is committed: wherever a delivery is cut off, the
database has a token of the file.
"""

from brt.store import mark
from brt.store.database import Database


def is_copy(db: Database, location: str) -> bool:
    """Say whether the database at `location` is not the one that was made here, or armed last; an absent one is not."""
    token = _token(db)
    return token is not None and token not in mark.tokens(location)


def arm(db: Database, location: str) -> None:
    """Make this database the one whose emails leave; commit follows."""
    former, fresh = _token(db), mark.token()
    mark.write(location, [former, fresh])
    db.run("cache.set_meta", key=mark.KEY, value=fresh)


def settle(db: Database, location: str) -> None:
    """Forget the token before the last `arm`, which is committed by now: a backup has that one."""
    mark.write(location, [_token(db)])


def _token(db: Database) -> str | None:
    row = db.row("cache.meta", key=mark.KEY)
    return str(row[0]) if row else None
