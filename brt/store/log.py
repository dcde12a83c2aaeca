"""The log of the work on a dossier: a decision saved as its facts and what they changed, and read again."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from brt import facts
from brt.engine.decide import Decision
from brt.engine.evolve import replay
from brt.engine.state import State
from brt.records import Action, FieldValue, Summary
from brt.store.database import Database
from brt.store.rows import Row, bound, canonical
from brt.store.seal import seal, unseal


class Entry(NamedTuple):
    """Who did what, when: what a log row says beside its facts."""

    at: str
    today: str
    actor: str
    command: str
    claim: Mapping[str, Any]
    batch: str | None


def save(db: Database, seq: int, decision: Decision, entry: Entry, secrets: Mapping[tuple[int, str], Any]) -> None:
    """Write what `decision` changed, and its facts as row `seq` of the dossier's log."""
    before, after = decision.before, decision.after
    _append(db, seq, decision, entry)
    _put(db, "installation", before.installations, after.installations)
    _put(db, "phase", before.phases, after.phases)
    _put(db, "action", before.actions, after.actions)
    _put(db, "value", before.values, after.values, dossier_id=after.dossier_id)
    _put(db, "person", before.people, after.people, dossier_id=after.dossier_id)
    for (installation, field), value in secrets.items():
        if value is None:
            db.run("work.drop_secret", installation_id=installation, field=field)
        else:
            db.run("work.put_secret", installation_id=installation, field=field, value=canonical(value))
    if after.status() != before.status():
        db.run("work.put_status", dossier=after.dossier_id, status=after.status())
    if any(isinstance(fact, facts.Produced) for fact in decision.facts):
        db.run("work.become_client", dossier=after.dossier_id)


def save_summaries(db: Database, summaries: list[Summary]) -> None:
    """Write what the manager sees of each installation."""
    db.run_many("work.put_summary", map(bound, summaries))


def _append(db: Database, seq: int, decision: Decision, entry: Entry) -> None:
    text, words = seal(decision.facts)
    row = {**entry._asdict(), "claim": canonical(entry.claim)}
    db.run("log.append", dossier_id=decision.after.dossier_id, seq=seq, facts=text, **row)
    db.run_many("log.say", ({"dossier_id": decision.after.dossier_id, "seq": seq, **said._asdict()} for said in words))


def _put(db: Database, table: str, before: Mapping[Any, Any], after: Mapping[Any, Any], **more: Any) -> None:
    """Write the rows of `after` that are new or other than in `before`, and drop those that are gone."""
    changed = [{**_bound(row), **more} for key, row in after.items() if before.get(key) != row]
    if changed:
        db.run_many(f"work.put_{table}", changed)
    gone = [{**_bound(row), **more} for key, row in before.items() if key not in after]
    if gone:
        db.run_many(f"work.drop_{table}", gone)


def _bound(row: Any) -> dict[str, Any]:
    """Return a row as the database takes it: lists and records as JSON text."""
    data = bound(row)
    if isinstance(row, Action):
        data["blocked"] = canonical(row.blocked._asdict()) if row.blocked else None
        data["awaits"] = canonical(row.awaits)
    if isinstance(row, FieldValue):
        data["value"] = canonical(row.value)
    return data


class LogRow(NamedTuple):
    """A row of the log with its facts as they were."""

    dossier_id: int
    ref: str
    seq: int
    at: str
    today: str
    actor: str
    command: str
    facts: list[facts.Fact]


def of_dossier(db: Database, dossier: int) -> Iterator[LogRow]:
    """Return the log of a dossier, in order, with the words that persons typed."""
    words: dict[int, dict[str, str | None]] = {}
    for seq, key, body in db.rows("log.said_of_dossier", dossier=dossier):
        words.setdefault(seq, {})[key] = body
    for row in db.rows("log.of_dossier", dossier=dossier):
        yield _log_row(row, words.get(row[2], {}))


def remarks(db: Database, dossier: int) -> Iterator[tuple[LogRow, facts.Noted]]:
    """Return the remarks on a dossier and its actions, in order, those that were erased apart."""
    for row in of_dossier(db, dossier):
        yield from ((row, fact) for fact in row.facts if isinstance(fact, facts.Noted) and fact.text)


def recent(db: Database, since: str, limit: int) -> Iterator[LogRow]:
    """Return the last `limit` rows of the log over all dossiers, from the day `since` on, the newest first."""
    for row in db.rows("log.recent", since=since, limit=limit):
        words: dict[str, str | None] = dict(db.rows("log.said_one", dossier=row[0], seq=row[2]))
        yield _log_row(row, words)


def _log_row(row: Row, words: dict[str, str | None]) -> LogRow:
    dossier, ref, seq, at, today, actor, command, text = row
    return LogRow(dossier, ref, seq, at, today, actor, command, unseal(text, words))


def replayed(db: Database, dossier: int) -> State:
    """Return the State that the log of a dossier gives."""
    return replay(dossier, (fact for row in of_dossier(db, dossier) for fact in row.facts))
