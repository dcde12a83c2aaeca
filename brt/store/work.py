"""The work on a dossier: its rows as a State, its plans, and the numbers that are given out."""

import json

from brt.engine.state import State
from brt.plan import Plan
from brt.plan import load as load_plan
from brt.records import FieldValue, Installation, Person
from brt.store.database import Database
from brt.store.rows import action, phase


def load(db: Database, dossier: int) -> State:
    """Read the State of a dossier."""
    installations = [Installation(*row) for row in db.rows("work.installations", dossier=dossier)]
    phases = [phase(row) for row in db.rows("work.phases", dossier=dossier)] if installations else []
    actions = [action(row) for row in db.rows("work.actions", dossier=dossier)] if installations else []
    values = db.rows("work.values", dossier=dossier) if installations else []
    return State(
        dossier_id=dossier,
        installations={row.id: row for row in installations},
        phases={(row.installation_id, row.key): row for row in phases},
        actions={row.number: row for row in actions},
        values={
            (installation, field): FieldValue(installation, field, json.loads(value))
            for installation, field, value in values
        },
        people={role: Person(role, member) for role, member in db.rows("work.people", dossier=dossier)},
        lost=bool(db.rows("work.lost", dossier=dossier)),
    )


def plans(db: Database, dossier: int) -> dict[int, Plan]:
    """Read the plans that the dossier's installations are pinned to."""
    return {key: load_plan(body) for key, body in db.rows("work.plans", dossier=dossier)}


def pin(db: Database, type_: str, body: str, hash_: str) -> int:
    """Return the id of the plan with this body, kept once however many installations run it."""
    found = db.row("work.find_plan", hash=hash_)
    return int(found[0]) if found else db.run("work.add_plan", type=type_, hash=hash_, body=body)


def reserve(db: Database, name: str, count: int) -> int:
    """Take `count` numbers of a permanent series, "action" or "installation", and return the first."""
    ((following,),) = db.rows("work.reserve", name=name, count=count)
    return int(following) - count


def upcoming(db: Database, name: str) -> int:
    """Return the number that `reserve` would give next."""
    ((following,),) = db.rows("work.next_number", name=name)
    return int(following)


def lock(db: Database, dossier: int) -> int:
    """Wait for the dossier, keep it to the end of the transaction, and return the number of the log row to come."""
    row = db.row("work.lock", dossier=dossier)
    return int(row[0]) if row else 0


def seq(db: Database, dossier: int) -> int:
    """Return the number of the dossier's last log row."""
    row = db.row("work.seq", dossier=dossier)
    return int(row[0]) if row else 0


def secret(db: Database, installation: int, field: str) -> str | None:
    """Return the value of a secret field as JSON text; whoever asks must leave a trace in the log."""
    row = db.row("work.secret", installation=installation, field=field)
    return str(row[0]) if row else None
