"""The rest after a failure: when nothing could leave, the next commands do not try, and keep nobody waiting.

Each account on each computer rests by itself: the network, the keyring and the rights on a folder are its own. Whoever
says `brt email deliver` tries, rest or not; what leaves, or a look at brt.toml, ends it.
"""

import json
from datetime import timedelta
from typing import NamedTuple

from brt.identity import account, host
from brt.service.desk import Desk
from brt.settings import now, stamp
from brt.store import cache
from brt.store.database import Database, writing

WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))


class Rest(NamedTuple):
    """A rest of a transport, from one instant until another, after so many failures in a row."""

    transport: str  # as brt.toml had it: another one is tried at once
    failures: int
    since: str
    until: str


def current(desk: Desk, db: Database) -> Rest | None:
    """Return the rest that lasts at the instant of the command; one that a clock ahead of ours began is over."""
    rest = _kept(desk, db)
    return rest if rest and _lasts(rest, desk.at) else None


def begin(desk: Desk) -> None:
    """Rest from now on, longer after each failure; one that came during a rest changes nothing."""
    moment = now(desk.settings, desk.environ)
    with writing(desk.location) as db:
        former = _kept(desk, db)
        if former and _lasts(former, stamp(moment)):
            return
        failures = former.failures + 1 if former else 1
        until = moment + WAITS[min(failures, len(WAITS)) - 1]
        rest = Rest(desk.settings.mail.transport, failures, stamp(moment), stamp(until))
        cache.take_meta(db, _key(desk), json.dumps(rest))


def end(desk: Desk) -> None:
    """Rest no more: something left, or what hindered it was mended."""
    with desk.reading() as db:
        found = cache.meta(db, _key(desk))
    if found is not None:
        with writing(desk.location) as db:
            cache.drop_meta(db, _key(desk), found)


def _lasts(rest: Rest, at: str) -> bool:
    return rest.since <= at < rest.until


def _kept(desk: Desk, db: Database) -> Rest | None:
    found = cache.meta(db, _key(desk))
    rest = Rest(*json.loads(found)) if found else None
    return rest if rest and rest.transport == desk.settings.mail.transport else None


def _key(desk: Desk) -> str:
    return f"rest.{account(desk.environ)}@{host()}"
