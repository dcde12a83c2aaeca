"""An action as every list shows it, once: the same keys in `todo`, `show`, `overview` and in what `done` answers."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from brt.calendar import Calendar
from brt.plan import Ask, FieldType, Plan
from brt.records import WAITING, Action, available, status


class Place(NamedTuple):
    """Where an action stands: its dossier and installation."""

    ref: str
    customer: str
    type: str
    label: str
    siblings: int  # installations on the dossier, this one included
    plan: Plan


def reference(ref: str, type_: str, label: str, siblings: int, key: str) -> str:
    """Return the full reference of an action: DOSSIER/ID, with the type or the label only where it is needed."""
    return f"{ref}/{label or type_}/{key}" if siblings > 1 else f"{ref}/{key}"


def item(
    action: Action,
    place: Place,
    values: Mapping[str, Any],
    calendar: Calendar,
    today: str,
    holder: str | None = None,
) -> dict[str, Any]:
    """Return the action as data, with the keys of the published JSON.

    `values` are the fields of its installation, `holder` who has the role now, shown while the action waits.
    """
    kind = place.plan.actions[action.key]
    is_late = available(action, today) and action.due is not None and action.due < today
    waits = action.status == WAITING and action.assignee is None
    return {
        "number": action.number,
        "ref": reference(place.ref, place.type, place.label, place.siblings, action.key),
        "dossier": place.ref,
        "customer": place.customer,
        "installation_type": place.type,
        "phase": kind.phase,
        "action": action.key,
        "name": kind.name,
        "role": kind.role,
        "assignee": holder if waits else action.assignee,
        "status": status(action, today),
        "available_on": action.available_on,
        "due": action.due,
        "due_source": action.due_source,
        "late_days": calendar.late(action.due, today) if is_late and action.due else 0,
        "asks": [ask_item(ask, place.plan.fields[ask.field], values.get(ask.field)) for ask in kind.asks],
        "blocked": action.blocked._asdict() if action.blocked and action.status == "open" else None,
        "optional": kind.optional,
    }


def ask_item(ask: Ask, field: FieldType, value: Any) -> dict[str, Any]:
    """Return a field that an action asks for as data; a secret's value is not shown."""
    return {
        "field": ask.field,
        "kind": field.kind,
        "label": field.label,
        "at": ask.at,
        "optional": ask.optional,
        "must": ask.must,
        "many": field.many,
        "choices": list(field.choices) if field.choices else None,
        "value": None if field.secret else value,
    }


def is_late(one: Mapping[str, Any], today: str) -> bool:
    """Say whether an item of a list is late: its due date has passed, be it by no business day."""
    return one["status"] in ("available", "blocked") and one["due"] is not None and one["due"] < today


def urgency(one: Mapping[str, Any]) -> tuple[bool, str, str, int]:
    """Sort key of items: by due date, those without one last, then by dossier and number."""
    return one["due"] is None, one["due"] or "", one["dossier"], one["number"]
