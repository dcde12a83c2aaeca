"""Why an action is to be done again: the rejection that began its attempt."""

from typing import Any

from brt import facts
from brt.records import Action
from brt.service.view import View
from brt.store import log
from brt.store.log import LogRow


def sent_back(view: View, action: Action) -> dict[str, Any] | None:
    """Return the rejection that began the attempt at `action` as data, with the values of the fields it asked for.

    `number` and `name` are those of the action that rejected it, `to` of the one that it sent back to. None: a first
    attempt, or one that began otherwise.
    """
    if action.generation == 1:
        return None
    found = next((row for row in log.of_dossier(view.db, view.dossier.id) if _begins(row, action)), None)
    why = next((fact for fact in found.facts if isinstance(fact, facts.Rejected)), None) if found else None
    if found is None or why is None:
        return None
    plan = view.day.plans[view.state.installations[action.installation_id].plan_id]
    kind, values = plan.actions[view.state.actions[why.number].key], view.state.values_of(action.installation_id)
    names = [ask.field for ask in kind.asks if ask.at == "rejected" and ask.field in values]
    fields = [plan.fields[name] for name in names]
    return {
        "number": why.number,
        "name": kind.name,
        "to": {"number": why.to, "name": plan.actions[view.state.actions[why.to].key].name},
        "party": why.party,
        "reason": why.reason,
        "on": found.today,
        "by": found.actor,
        "fields": [
            {
                "field": field.name,
                "label": field.label,
                "kind": field.kind,
                "value": None if field.secret else values[field.name],
            }
            for field in fields
        ],
    }


def _begins(row: LogRow, action: Action) -> bool:
    """Say whether the current attempt at `action` began there."""
    return any(
        isinstance(fact, facts.Waits) and (fact.number, fact.generation) == (action.number, action.generation)
        for fact in row.facts
    )
