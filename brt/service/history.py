"""The history of a dossier, or of all."""

from typing import Any

from brt import facts
from brt.facts import Fact
from brt.plan import Plan
from brt.service import refs
from brt.service.desk import Desk
from brt.store import dossiers, work
from brt.store.database import Database
from brt.store.seal import canonical
from brt.store.work import LogRow

LATEST = 50
"""So many entries are shown without a dossier."""


def history(desk: Desk, name: str | None) -> list[dict[str, Any]]:
    """Return the entries of a dossier in order, or the latest of all dossiers, the newest last."""
    with desk.reading() as db:
        if name is None:
            rows = sorted(work.recent(db, LATEST), key=lambda row: (row.at, row.dossier_id, row.seq))
        else:
            rows = list(work.log(db, refs.dossier(db, name, reads=True).id))
        names = {key: Known(db, key) for key in {row.dossier_id for row in rows}}
    return [_entry(row, names[row.dossier_id]) for row in rows]


class Known:
    """The names of what a dossier's log speaks of."""

    def __init__(self, db: Database, dossier: int) -> None:
        """Read the work and the plans of a dossier."""
        self.state = work.load(db, dossier)
        self.plans = work.plans(db, dossier)
        self.ref = dossiers.by_id(db, dossier).ref

    def plan(self, installation: int) -> Plan:
        """Return the plan of an installation."""
        return self.plans[self.state.installations[installation].plan_id]

    def action(self, number: int) -> str | None:
        """Return the name of an action; None for 0, the dossier as a whole."""
        row = self.state.actions.get(number)
        return self.plan(row.installation_id).actions[row.key].name if row else None


def _entry(row: LogRow, known: Known) -> dict[str, Any]:
    return {
        "at": row.at,
        "today": row.today,
        "dossier": row.ref,
        "seq": row.seq,
        "actor": row.actor,
        "command": row.command,
        "facts": [_fact(fact, known) for fact in row.facts if not isinstance(fact, facts.PhaseApplies)],
    }


def _fact(fact: Fact, known: Known) -> dict[str, Any]:
    return {
        "what": facts.NAMES[type(fact)],
        "number": getattr(fact, "number", None) or None,
        "name": _name(fact, known),
        "detail": _detail(fact, known),
    }


def _name(fact: Fact, known: Known) -> str | None:
    match fact:
        case facts.Produced():
            return fact.type + (f" “{fact.label}”" if fact.label else "")
        case facts.PhaseOpened() | facts.PhaseMoved() | facts.PhaseCompleted() | facts.PhaseApplies():
            return known.plan(fact.installation).phases[fact.phase].name
        case facts.FieldSet() | facts.FieldChosen() | facts.SecretRead():
            return known.plan(fact.installation).fields[fact.field].label
        case facts.Completed() | facts.Billed():
            return known.plan(fact.installation).name
        case facts.PersonSet():
            return fact.role
        case facts.DossierChanged():
            return known.ref
    return known.action(fact.number)


def _detail(fact: Fact, known: Known) -> str | None:  # noqa: C901 - one line a fact
    match fact:
        case facts.Closed():
            early = " (early)" if fact.early else ""
            return f"{fact.how} {fact.on}{early}" + (f": {fact.reason}" if fact.reason else "")
        case facts.Stuck():
            return f"{fact.party}: {fact.reason}"
        case facts.SkipAsked():
            return fact.reason
        case facts.Opened() | facts.Moved():
            return fact.due or "?"
        case facts.Shifted():
            return fact.day
        case facts.Assigned():
            return fact.assignee
        case facts.PersonSet():
            return fact.member
        case facts.FieldSet() | facts.FieldChosen():
            return _value(fact, known)
        case facts.Noted():
            return fact.text
        case facts.DossierChanged():
            return fact.what
    return None


def _value(fact: facts.FieldSet | facts.FieldChosen, known: Known) -> str:
    """A secret is never shown, nor its digest."""
    if known.plan(fact.installation).fields[fact.field].secret:
        return "***"
    return fact.value if isinstance(fact.value, str) else canonical(fact.value)
