"""One dossier or one action, with everything about it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from brt import facts
from brt.engine import dates, forecast
from brt.engine.course import Course
from brt.engine.state import State
from brt.engine.waits import waits_for
from brt.plan import Plan
from brt.records import OPEN, WAITING, Action, Contact, Installation
from brt.service import refs, stops
from brt.service.desk import Desk
from brt.service.naming import Names
from brt.service.risk import risk
from brt.service.sent_back import sent_back
from brt.service.view import View
from brt.store import dossiers, log
from brt.views.item import Place, field_item, item
from brt.views.remarks import Remark


class Shown(NamedTuple):
    """A dossier as data, and what the sheet of a person says beside: contacts, and what waiting actions wait for."""

    data: dict[str, Any]
    contacts: list[Contact]
    waits: dict[int, list[str]]  # waiting action -> the numbers of actions and names of phases that it waits for


def dossier(desk: Desk, key: int, type_: str | None = None, ahead: bool = False) -> Shown:
    """Return a dossier with its installations (or the one called `type_`), phases and actions.

    `ahead`: each action has the key `forecast` besides, see `_ahead`.
    """
    with desk.reading() as db:
        view = desk.look(db, key)
        contacts = dossiers.contacts(db, key)
        stopped = stops.stops(db, view.state)
    data = dossier_item(view, stopped, type_)
    if ahead:
        _foresee(view, data["installations"])
    return Shown(data, contacts, {number: _waits(view, row) for number, row in view.state.actions.items()})


def dossier_item(view: View, stopped: Mapping[int, stops.Stop], type_: str | None = None) -> dict[str, Any]:
    """Return a dossier as data, with its installations, or the one called `type_`; `stopped`: how they stopped."""
    rows = view.state.installations.values()
    return {
        "dossier": view.dossier.ref,
        "customer": view.dossier.customer,
        "customer_kind": view.dossier.customer_kind,
        "status": view.dossier.status,
        "lost": stops.data(stopped.get(stops.DOSSIER)),
        "site": view.dossier.site,
        "people": {role: person.member for role, person in view.state.people.items()},
        "installations": [
            installation_item(view, row, stopped.get(row.id)) for row in rows if type_ in (None, row.type, row.label)
        ],
    }


def _foresee(view: View, installations: list[dict[str, Any]]) -> None:
    """Give each action its `forecast`."""
    found: dict[int, dict[str, str | None]] = {}
    for row in view.state.installations.values():
        found |= _ahead(view, row)
    for one in installations:
        for phase in one["phases"]:
            for action in phase["actions"]:
                action["forecast"] = found.get(action["number"])


def _ahead(view: View, row: Installation) -> dict[int, dict[str, str | None]]:
    """Return when actions that are not closed become available and are due, if each is done on its date.

    What is not reached (it does not apply) is left out.
    """
    steps = forecast.forecast(view.state, row.id, view.day).steps
    return {step.number: {"available_on": step.available_on, "due": step.due} for step in steps}


def _waits(view: View, row: Action) -> list[str]:
    waits = waits_for(Course(view.state, view.day), row) if row.status == WAITING else []
    things = [wait.action.number if wait.action else wait.phase and wait.phase.name for wait in waits]
    return [str(thing) for thing in things if thing is not None]


def installation_item(view: View, row: Installation, stop: stops.Stop | None) -> dict[str, Any]:
    """Return an installation of a dossier as data, with its phases and actions; `stop`: how it rests or ended."""
    plan = view.day.plans[row.plan_id]
    actions = view.state.actions_of(row.id)
    progress = forecast.progress(view.state, row.id, {key: kind.phase for key, kind in plan.actions.items()})
    ahead = forecast.forecast(view.state, row.id, view.day)
    going = [action for action in actions.values() if action.status == "open"]
    items = {key: action_item(view, action) for key, action in actions.items()}
    values = view.state.values_of(row.id)
    return {
        "installation_type": row.type,
        "label": row.label or None,
        "name": plan.name,
        "status": row.status,
        "stopped": stops.data(stop),
        "health": forecast.health(going, row.status, ahead.at_risk, view.day.today),
        "produced_on": row.produced_on,
        "billed_on": row.billed_on,
        "revision": row.revision,
        "risk": risk(view, row, ahead),
        "expected_end": ahead.expected_end,
        "end_waits_for_field": field_item(ahead.awaits),
        "earliest_end": ahead.earliest_end,
        "ended_on": row.ended_on,
        "dates": list(_dates(view, row)),
        "fields": {name: None if plan.fields[name].secret else value for name, value in values.items()},
        "progress": {"closed": progress.closed, "total": progress.total, "percent": progress.percent},
        "phases": [
            {
                "id": phase.id,
                "name": phase.name,
                "status": phase_status(view.state, plan, row.id, phase.id, view.day.today),
                "actions": [items[key] for key in plan.members[phase.id]],
            }
            for phase in plan.phases.values()
            if (row.id, phase.id) in view.state.phases
        ],
    }


def _dates(view: View, row: Installation) -> Iterator[dict[str, Any]]:
    """Yield the days that are set and that something still hangs on, or are ahead: the first day first."""
    plan, going = view.day.plans[row.plan_id], view.to_come(row.id)
    values = {name: view.state.values_of(row.id).get(name) for name in dates.to_come(plan, plan.actions)}
    known = [(value, name) for name, value in values.items() if isinstance(value, str) and not plan.fields[name].secret]
    for value, name in sorted(known):
        if name in going or value >= view.day.today:
            yield {"field": name, "label": plan.fields[name].label, "value": value}


def phase_status(state: State, plan: Plan, installation: int, key: str, today: str) -> str:
    """Return the status of a phase: waiting, open or complete.

    It is open from the day it opens, or from the first of its actions that was triggered; nothing of an installation
    that was called off is.
    """
    row = state.phases[installation, key]
    if row.completed_on:
        return "complete"
    actions = state.actions_of(installation)
    states = {actions[name].status for name in plan.members[key]}
    if "cancelled" in states and not states & {OPEN, WAITING}:
        return "waiting"
    begun = row.triggered and row.opens_on is not None and row.opens_on <= today
    started = any(actions[name].status not in ("waiting", "not_applicable") for name in plan.members[key])
    return "open" if begun or started else "waiting"


def remarks(desk: Desk, dossier: int, number: int | None = None) -> list[Remark]:
    """Return the remarks on a dossier and its actions, or on it and the one action `number`, in order.

    What was said as the dossier was lost is why it was, and no remark.
    """
    with desk.reading() as db:
        noted = [(row, said) for row, said in log.remarks(db, dossier) if facts.DossierChanged("lost") not in row.facts]
    found = [Remark(row.today, row.actor, said.number or None, said.text) for row, said in noted]
    return [one for one in found if number is None or one.number in (None, number)]


def action_item(view: View, action: Action) -> dict[str, Any]:
    """Return an action of a dossier as data."""
    row = view.state.installations[action.installation_id]
    plan: Plan = view.day.plans[row.plan_id]
    siblings = len(view.state.installations)
    place = Place(view.dossier.ref, view.dossier.customer, row.type, row.label, view.dossier.site, siblings, plan)
    holder = Course(view.state, view.day).holder(plan.actions[action.key].role)
    values = view.state.values_of(row.id)
    return item(action, place, values, view.day.calendar, view.day.today, holder)


def _known(view: View, action: Action) -> Iterator[dict[str, Any]]:
    """Yield what is known of the appointment: the fields that an action's dates hang on, and those asked with them."""
    plan: Plan = view.day.plans[view.state.installations[action.installation_id].plan_id]
    kind, values = plan.actions[action.key], view.state.values_of(action.installation_id)
    anchors = {dates.field_of(raw) for raw in (kind.due, kind.wait, plan.phases[kind.phase].wait)}
    asked = [{ask.field for ask in one.asks} for one in plan.actions.values()]
    named = anchors.union(*(fields for fields in asked if fields & anchors)) - {ask.field for ask in kind.asks}
    for name, field in plan.fields.items():
        if name in named and name in values:
            value = None if field.secret else values[name]
            yield {"field": name, "label": field.label, "kind": field.kind, "value": value}


def action(desk: Desk, target: refs.Target, ahead: bool = False) -> dict[str, Any]:
    """Return an action as data: its item, help, what it waits for, its fields, the contacts and emails.

    `ahead`: and its `forecast`, see `_ahead`.
    """
    with desk.reading() as db:
        view = desk.look(db, target.dossier)
        contacts = dossiers.contacts(db, target.dossier)
        stopped = stops.stops(db, view.state)
        row = view.state.actions[target.number]
        back = sent_back(view, row)
    installation = view.state.installations[row.installation_id]
    plan = view.day.plans[installation.plan_id]
    kind = plan.actions[row.key]
    waits = waits_for(Course(view.state, view.day), row) if row.status == WAITING else []
    names = Names(desk.settings, view)
    coming = _ahead(view, installation) if ahead else {}
    return {
        **action_item(view, row),
        **({"forecast": coming.get(row.number)} if ahead else {}),
        "stopped": stops.data(stops.of_action(stopped, installation, row)),
        "sent_back": back,
        "phase_name": plan.phases[kind.phase].name,
        "help": kind.help,
        "waits_for": [names.wait(wait) for wait in waits],
        "place": view.dossier.site,
        "known": list(_known(view, row)),
        "contacts": [
            {"name": one.name, "functions": list(one.functions), "email": one.email, "phone": one.phone}
            for one in contacts
            if one.active
        ],
        "emails": [
            {"email_type": send.email_type, "at": send.at, "to": [":".join(to) for to in send.to]}
            for send in kind.emails
        ],
    }
