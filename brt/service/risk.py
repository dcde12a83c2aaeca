"""Why an installation is at risk, where that is its health."""

from typing import Any

from brt.engine import forecast
from brt.engine.forecast import Forecast
from brt.records import OPEN, Installation
from brt.service.view import View
from brt.views.risk import missed


def risk(view: View, row: Installation, found: Forecast) -> dict[str, Any] | None:
    """Return why the installation `row`, of which `found` is the forecast, is at risk; None: that is not its health."""
    going = [one for one in view.state.actions_of(row.id).values() if one.status == OPEN]
    if forecast.health(going, row.status, found.at_risk, view.day.today) != "at_risk":
        return None
    return missed(view.state, view.day, found)
