"""Rows to records and values to what a column holds: for the lists, which need nothing else of the store."""

import json
from typing import Any, NamedTuple

from brt.records import Action, Blocked, Phase

Row = tuple[Any, ...]


def canonical(value: Any) -> str:
    """Return `value` as JSON that is the same text for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def bound(record: NamedTuple) -> dict[str, Any]:
    """Return a record as the database takes it: flags as 0 and 1."""
    return {name: int(value) if isinstance(value, bool) else value for name, value in record._asdict().items()}


def phase(row: Row) -> Phase:
    """Return the phase of a row."""
    found = Phase(*row)
    return found._replace(
        triggered=bool(found.triggered), applies=None if found.applies is None else bool(found.applies)
    )


def action(row: Row) -> Action:
    """Return the action of a row."""
    found = Action(*row)
    return found._replace(
        blocked=Blocked(**json.loads(row[12])) if row[12] else None,
        skip_asked=bool(found.skip_asked),
        early=bool(found.early),
        awaits=tuple(json.loads(row[17])) if row[17] != "[]" else (),
        again=bool(found.again),
    )
