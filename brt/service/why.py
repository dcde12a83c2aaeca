"""Why an action cannot be done yet, or why a dossier is not finished: what is waited for, down to who must act."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from brt.engine import forecast
from brt.engine.course import Course
from brt.engine.waits import Wait, waits_for
from brt.records import CLOSED, OPEN, WAITING, Action
from brt.service import refs, stops
from brt.service.desk import Desk
from brt.service.risk import risk
from brt.service.show import action_item, dossier_item
from brt.service.view import View
from brt.store.database import Database
from brt.views.item import urgency


class Reasons(NamedTuple):
    """The answer: what was asked about, and below each thing what it waits for."""

    dossier: dict[str, Any] | None  # the dossier as `show` gives it; None: it is about an action
    stopped: dict[str, Any] | None  # how the installation of the action rests, or it was called off
    rows: list[dict[str, Any]]  # actions with `depth`, `holds_back`, `when`, `risk`; a phase has no `number`


def why(desk: Desk, name: str) -> Reasons:
    """Return why what `name` refers to is not over. Raises NoDossier, NoAction and what references raise."""
    with desk.reading() as db:
        return _reasons(desk, db, name)


def _reasons(desk: Desk, db: Database, name: str) -> Reasons:
    target, type_ = refs.shown(db, name)
    if isinstance(target, refs.Target):
        view = desk.look(db, target.dossier)
        row = view.state.actions[target.number]
        of = view.state.installations[row.installation_id]
        stop = stops.of_action(stops.stops(db, view.state), of, row)
        links = _Links(view, [risk(view, of, forecast.forecast(view.state, of.id, view.day))])
        return Reasons(None, stops.data(stop), list(links.of(row)))
    view = desk.look(db, target.id)
    dossier = dossier_item(view, stops.stops(db, view.state), type_)
    links = _Links(view, [one["risk"] for one in dossier["installations"]])
    asked = [row for row in view.state.installations.values() if type_ in (None, row.type, row.label)]
    rows = [row for one in asked if one.status != "cancelled" for row in links.of_installation(one.id)]
    return Reasons(dossier, None, rows)


class _Links:
    """The actions of a dossier as they hang on one another; each stands once.

    `risks`: why its installations are at risk, None for one that is not.
    """

    def __init__(self, view: View, risks: Iterable[dict[str, Any] | None]) -> None:
        self._view = view
        self._course = Course(view.state, view.day)
        self._seen: set[int] = set()
        self._risks = {step["number"]: one for one in risks if one for step in one["way"]}

    def of_installation(self, key: int) -> Iterator[dict[str, Any]]:
        """Yield what is open, the most urgent first; where nothing is, what waits and for what."""
        rows = list(self._view.state.actions_of(key).values())
        going = [self._row(row, 0) for row in rows if row.status == OPEN]
        if going:
            yield from sorted(going, key=urgency)
            return
        for row in rows:
            if row.status == WAITING and row.number not in self._seen:
                yield from self.of(row)

    def of(self, row: Action, depth: int = 0) -> Iterator[dict[str, Any]]:
        """Yield an action, and below it what it waits for."""
        self._seen.add(row.number)
        yield self._row(row, depth)
        for wait in waits_for(self._course, row) if row.status == WAITING else ():
            if wait.action is None:
                yield self._phase(row.installation_id, wait, depth + 1)
            elif wait.action.number not in self._seen:
                yield from self.of(wait.action, depth + 1)

    def _row(self, row: Action, depth: int) -> dict[str, Any]:
        plan = self._course.plan(row.installation_id)
        kind, beyond = plan.actions[row.key], plan.beyond(row.key)
        held = [
            key
            for key, one in self._view.state.actions_of(row.installation_id).items()
            if key in beyond and one.status not in (*CLOSED, "cancelled")
        ]
        when = kind.when or plan.phases[kind.phase].when
        return {
            **action_item(self._view, row),
            "depth": depth,
            "holds_back": 0 if row.status in CLOSED else len(held),
            "when": when["text"] if when else None,
            "risk": self._risks.get(row.number),
        }

    def _phase(self, installation: int, wait: Wait, depth: int) -> dict[str, Any]:
        """A phase without anything left to do in it is complete on the day it opens."""
        phase = wait.phase
        key, name = (phase.id, phase.name) if phase else ("", "")
        opens = self._view.state.phases[installation, key].opens_on
        return {"depth": depth, "number": None, "phase": key, "name": name, "status": "waiting", "available_on": opens}
