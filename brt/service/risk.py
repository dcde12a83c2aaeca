"""Why an installation is at risk: what would be done too late, for which date, and what leads there."""

from typing import Any

from brt import delay as delays
from brt.engine import forecast
from brt.engine.forecast import Forecast
from brt.records import OPEN, Installation
from brt.service.view import View


def risk(view: View, row: Installation, found: Forecast) -> dict[str, Any] | None:
    """Return why the installation `row`, of which `found` is the forecast, is at risk; None: that is not its health."""
    miss = found.miss
    actions = view.state.actions
    going = [one for one in view.state.actions_of(row.id).values() if one.status == OPEN]
    if miss is None or forecast.health(going, row.status, found.at_risk, view.day.today) != "at_risk":
        return None
    plan = view.day.plans[row.plan_id]
    due = plan.actions[actions[miss.number].key].due
    way = [(step.number, step.done_on if step.due else None) for step in found.way(miss.number)]
    return {
        "number": miss.number,
        "name": plan.actions[actions[miss.number].key].name,
        "done_on": miss.done_on,
        "field": miss.field,
        "label": plan.fields[miss.field].label,
        "date": miss.value,
        "limit": miss.limit,
        "due": delays.text(delays.from_json(due)) if due and miss.limit != miss.value else None,
        "way": [{"number": number, "done_on": day} for number, day in way],
    }
