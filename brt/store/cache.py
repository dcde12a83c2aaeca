"""What is costly to work out and kept: public holidays, and compiled files of the workspace."""

import json
from collections.abc import Mapping

from brt.store.database import Database
from brt.store.rows import canonical


def holidays(db: Database, region: str) -> dict[int, frozenset[str]]:
    """Return the holidays of `region` that are known, by year."""
    return {year: frozenset(json.loads(days)) for year, days in db.rows("cache.holidays", region=region)}


def put_holidays(db: Database, region: str, years: Mapping[int, frozenset[str]]) -> None:
    """Keep the holidays of `region`."""
    for year, days in years.items():
        db.run("cache.put_holidays", region=region, year=year, days=canonical(sorted(days)))


def compiled(db: Database, digest: str) -> str | None:
    """Return what a text with this digest was compiled to."""
    row = db.row("cache.compiled", digest=digest)
    return str(row[0]) if row else None


def put_compiled(db: Database, bodies: Mapping[str, str]) -> None:
    """Keep what texts were compiled to, by digest."""
    db.run_many("cache.put_compiled", ({"digest": digest, "body": body} for digest, body in bodies.items()))


def meta(db: Database, key: str) -> str | None:
    """Return a fact about the database itself."""
    row = db.row("cache.meta", key=key)
    return str(row[0]) if row else None


def put_meta(db: Database, key: str, value: str) -> None:
    """Remember a fact about the database itself, once."""
    db.run("cache.put_meta", key=key, value=value)


def take_meta(db: Database, key: str, value: str) -> bool:
    """Remember a fact in the place of a former one; False: it was remembered already."""
    return db.count("cache.take_meta", key=key, value=value) > 0


def drop_meta(db: Database, key: str, value: str) -> None:
    """Forget a fact, if it still is `value`."""
    db.run("cache.drop_meta", key=key, value=value)
