"""A rehearsal of an installation type: everything is done on its date; what comes when, and what the end hangs on."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from shlex import quote
from typing import Any, NamedTuple

from brt import typed
from brt.calendar import Calendar
from brt.engine import commands, dates
from brt.engine.course import Day
from brt.engine.decide import decide
from brt.engine.forecast import Forecast, Step, forecast
from brt.engine.state import State, empty
from brt.errors import Usage
from brt.kinds import Bad
from brt.language.catalogue import Catalogue
from brt.plan import FieldType, Plan, from_data
from brt.say import N_
from brt.service import values
from brt.service.workshop import compiled

ONE = 1
"""The ids of the plan and of the installation, and the number of the first action: nothing is stored."""


class NeedsDates(Usage):
    """Dates hang on fields that have no value."""

    says = N_("{type} counts from dates that nobody knows yet: {fields}.")
    hint = N_("Give them: brt template simulate {type} --start {start} {sets}")


class BadStart(Usage):
    """The first day is no date."""

    says = N_("--start: {problem}")


class Simulation(NamedTuple):
    """A type from its production to its end."""

    plan: Plan
    data: dict[str, Any]
    """The keys of the published JSON: `end` is None when something required never comes."""


def simulate(catalogue: Catalogue, calendar: Calendar, type_id: str, start: str, sets: Sequence[str]) -> Simulation:
    """Work the type `type_id` from `start`, each action done on its due date, with the values that `sets` gives.

    Raises UnknownType, HasErrors, NeedsDates, and what `values` raises.
    """
    plan = from_data(compiled(_with_roles_of(catalogue, type_id), type_id)).regular
    day = Day(start, "", calendar, {ONE: plan}, {})
    given = values.read(plan, values.split(sets), start, calendar, {}, dates.to_come(plan, plan.actions)).values
    missing = unknown_dates(plan, day, given)
    if missing:
        raise NeedsDates(
            type=type_id,
            start=start,
            fields=[f"{field.label} ({field.name})" for field in missing],
            sets=" ".join(f"--set {one}" for one in [*map(quote, sets), *(f"{field.name}=…" for field in missing)]),
        )
    state, found = work(plan, day, given)
    critical = critical_path(plan, state, day, found)
    end = found.expected_end
    data = {
        "installation_type": plan.type,
        "start": start,
        "end": end,
        "business_days": calendar.late(start, end) if end else None,  # from the day after the start through the end
        "actions": list(_actions(plan, found, critical)),
        "load": list(_load(plan, found)),
    }
    return Simulation(plan, data)


class _Office(NamedTuple):
    """Settings, as far as a type needs them."""

    roles: Mapping[str, Any]
    team: Mapping[str, Any]


def _with_roles_of(catalogue: Catalogue, type_id: str) -> Catalogue:
    """Return the catalogue of a workspace that has the roles of the type: on paper nobody needs to hold them."""
    roles = dict(catalogue.settings.roles)
    named = {action.role.text for action in catalogue.load_type(type_id).doc.actions if action.role is not None}
    if named <= roles.keys():
        return catalogue
    return Catalogue(catalogue.root, _Office(dict.fromkeys(named) | roles, catalogue.settings.team))


def first_day(text: str, today: str, calendar: Calendar) -> str:
    """Return the day that was typed for `--start`. Raises BadStart."""
    try:
        return typed.day(text, today, calendar)
    except Bad as problem:
        raise BadStart(problem=problem) from problem


def work(plan: Plan, day: Day, given: Sequence[tuple[str, Any]]) -> tuple[State, Forecast]:
    """Produce `plan` on a dossier that is nowhere, and forecast it."""
    produced = commands.Produce(ONE, ONE, "", "prospect", None, ONE, tuple(given))
    state = decide(empty(ONE), [produced], day).after
    return state, forecast(state, ONE, day)


def unknown_dates(plan: Plan, day: Day, given: Sequence[tuple[str, Any]]) -> list[FieldType]:
    """Return the fields without a value that the date of an action hangs on, in the order of the file.

    What comes after such an action is only seen once it has a date: the first day stands in for it.
    """
    missing: dict[str, None] = {}
    known = dict(given)
    while True:
        _, found = work(plan, day, list(known.items()))
        more = [name for step in found.steps for name in _anchors(plan, step) if known.get(name) is None]
        more += [] if more or found.expected_end else [name for name in _waits(plan) if known.get(name) is None]
        if not more:
            return [field for name, field in plan.fields.items() if name in missing]
        missing |= dict.fromkeys(more)
        known |= dict.fromkeys(more, day.today)


def _anchors(plan: Plan, step: Step) -> Iterator[str]:
    """Yield the fields that the dates of an action hang on."""
    kind = list(plan.actions.values())[step.number - ONE]
    for raw in (kind.due, kind.wait, plan.phases[kind.phase].wait):
        if name := dates.field_of(raw):
            yield name


def _waits(plan: Plan) -> Iterator[str]:
    """Yield the fields that the opening of a phase hangs on: without them it never completes."""
    return (name for phase in plan.phases.values() if (name := dates.field_of(phase.wait)))


def structure(plan: Plan) -> frozenset[str]:
    """Return the ids of the actions that the end hangs on when no date is known and no day is off.

    Dates that hang on fields count as the day on which their action becomes available.
    """
    day = Day("2001-01-01", "", Calendar(), {ONE: plan}, {})
    known = [(field.name, day.today) for field in unknown_dates(plan, day, ())]
    state, found = work(plan, day, known)
    critical = critical_path(plan, state, day, found)
    return frozenset(name for number, name in enumerate(plan.actions, ONE) if number in critical)


def critical_path(plan: Plan, state: State, day: Day, found: Forecast) -> frozenset[int]:
    """Return the numbers of the actions that, done one business day later, make the whole end later."""
    end = _last(plan, found)
    return frozenset(step.number for step in found.steps if _last(plan, forecast(state, ONE, day, step.number)) > end)


def _last(plan: Plan, found: Forecast) -> str:
    kinds = list(plan.actions.values())
    return max((step.done_on for step in found.steps if not kinds[step.number - ONE].optional), default="")


def _actions(plan: Plan, found: Forecast, critical: frozenset[int]) -> Iterator[dict[str, Any]]:
    steps = {step.number: step for step in found.steps}
    for number, kind in enumerate(plan.actions.values(), ONE):
        step = steps.get(number)
        yield {
            "phase": kind.phase,
            "action": kind.id,
            "role": kind.role,
            "available_on": step.available_on if step else None,
            "due": step.due if step else None,
            "critical": number in critical,
            "applicable": step is not None,
        }


def _load(plan: Plan, found: Forecast) -> Iterator[dict[str, Any]]:
    """Yield how many actions each role has to do in each week, which is named by its Monday."""
    kinds = list(plan.actions.values())
    counts = Counter((monday(step.done_on), kinds[step.number - ONE].role) for step in found.steps)
    for (week, role), count in sorted(counts.items()):
        yield {"week": week, "role": role, "actions": count}


def monday(day: str) -> str:
    """Return the Monday of the week of `day`."""
    when = date.fromisoformat(day)
    return (when - timedelta(days=when.weekday())).isoformat()
