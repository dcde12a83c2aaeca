"""When an action becomes available and when it is due, and what moves when a field changes.

Delays count from the trigger; a date that hangs on a field follows the field until the action is closed
or somebody shifted it by hand.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from brt import delay as delays
from brt import facts
from brt.delay import Delay
from brt.engine.course import Course
from brt.plan import ActionType, FieldType, Plan, RawDelay
from brt.records import OPEN, Action, available

SAID_KINDS = frozenset({"text", "email", "phone", "url", "ip", "rio", "siret", "iban"})
"""Kinds whose values may name a person: the log keeps a digest of them."""


class Dates(NamedTuple):
    """The dates of an open action."""

    available_on: str | None
    due: str | None
    source: str


def field_of(raw: RawDelay | None) -> str | None:
    """Return the field that a delay of the plan hangs on, if any."""
    return delays.from_json(raw).field if raw else None


def awaited(plan: Plan, key: str) -> FieldType | None:
    """Return the field that gives the action `key` its date, if any: what it waits for while it has none."""
    kind = plan.actions[key]
    name = field_of(kind.due) or field_of(kind.wait) or field_of(plan.phases[kind.phase].wait)
    return plan.fields[name] if name else None


def to_come(plan: Plan, keys: Iterable[str]) -> frozenset[str]:
    """Return the date fields of something to come while the actions `keys` are not over.

    Something hangs on them; or the type says so; or their changes are announced and nothing says when they are over.
    """
    going = list(keys)
    found = _hung_on(plan, going)
    if going:
        ever = _hung_on(plan, plan.actions)
        dates = (field for field in plan.fields.values() if field.kind == "date")
        found |= {field.name for field in dates if field.to_come or (field.emails and field.name not in ever)}
    return frozenset(name for name in found if name)


def _hung_on(plan: Plan, keys: Iterable[str]) -> set[str | None]:
    """Return the fields that the installation hangs on, and the dates of the actions `keys` and of their emails."""
    found = {plan.deadline, *(field_of(send.day) for send in plan.emails)}
    for key in keys:
        found |= hangs_on(plan, key)
        found |= {field_of(send.day) for send in plan.actions[key].emails}
    return found


def hangs_on(plan: Plan, key: str) -> set[str | None]:
    """Return the fields that the dates of the action `key` hang on."""
    kind = plan.actions[key]
    return {field_of(raw) for raw in (kind.due, kind.wait, plan.phases[kind.phase].wait)}


def anchored(course: Course, installation: int, delay: Delay) -> str | None:
    """Return the day that a delay on a field gives; None while the field is not set."""
    value = course.value(installation, delay.field) if delay.field else None
    return delays.apply(delay, value, course.day.calendar) if isinstance(value, str) else None


def start(course: Course, installation: int, raw: RawDelay | None, base: str | None) -> str | None:
    """Return the day that comes `raw` (a wait) after the trigger `base`, never before it; None: not known yet."""
    if raw is None:
        return base
    delay = delays.from_json(raw)
    if delay.field is None:
        return delays.apply(delay, base, course.day.calendar) if base else None
    day = anchored(course, installation, delay)
    return max(day, base) if day and base else None


def opening(course: Course, action: Action, base: str | None) -> Dates:
    """Return the dates of `action` triggered on `base`: nothing becomes available before today."""
    wait = course.type_of(action).wait
    begin = start(course, action.installation_id, wait, base)
    return due(course, action, begin, max(begin, course.day.today) if begin else None)


def due(course: Course, action: Action, begin: str | None, available_on: str | None) -> Dates:
    """Return the dates of `action`, whose delay counts from `begin`; never due before it is available."""
    kind = course.type_of(action)
    hanging = field_of(kind.due) or field_of(kind.wait)
    if kind.due is None:
        day = available_on
    elif field_of(kind.due):
        day = anchored(course, action.installation_id, delays.from_json(kind.due))
    else:
        day = delays.apply(delays.from_json(kind.due), begin, course.day.calendar) if begin else None
    if day is None:
        return Dates(available_on, None, "none")
    return Dates(available_on, max(day, available_on or day), "field" if hanging else "computed")


def is_text(field: FieldType) -> bool:
    """Say whether the values of `field` are words that a person typed."""
    return field.kind in SAID_KINDS and not field.secret


def set_fields(course: Course, installation: int, values: Iterable[tuple[str, Any]]) -> None:
    """Give fields other values (None: none) and move the dates that hang on them. The same value changes nothing."""
    plan = course.plan(installation)
    changed = []
    for name, value in values:
        if course.value(installation, name) == value:
            continue
        said = is_text(plan.fields[name])
        course.record((facts.FieldSet if said else facts.FieldChosen)(installation, name, value))
        changed.append(name)
    if changed:
        _move_phases(course, installation, changed)
        _move_actions(course, installation, changed)


def _move_phases(course: Course, installation: int, changed: list[str]) -> None:
    """Move the opening of the phases that were triggered, have not begun, and whose wait hangs on a field."""
    for phase in course.phases(installation):
        row = course.state.phases[installation, phase.id]
        begun = row.opens_on is not None and row.opens_on <= course.day.today
        if not row.triggered or begun or row.completed_on or row.applies is False:
            continue
        if field_of(phase.wait) not in changed:
            continue
        opens_on = start(course, installation, phase.wait, row.triggered_on)
        if opens_on == row.opens_on:
            continue
        course.record(facts.PhaseMoved(installation, phase.id, opens_on))
        for action in course.state.actions_of(installation).values():
            if course.type_of(action).after.refs == (("start", phase.id),) and _scheduled(course, action):
                _record_moved(course, action, opens_on, opening(course, action, opens_on))


def postpone(course: Course, installation: int, held_on: str) -> None:
    """Move the computed dates by the business days from the day after `held_on` through today.

    Dates chosen by hand and those of a field stay; what could be done before still can.
    """
    count = course.day.calendar.late(held_on, course.day.today)
    if not count:
        return

    def later(day: str | None) -> str | None:
        return course.day.calendar.add(day, count, "business day") if day and day > held_on else day

    plan = course.plan(installation)
    for phase in course.phases(installation):
        row = course.state.phases[installation, phase.id]
        if row.triggered and not row.completed_on and not field_of(phase.wait) and later(row.opens_on) != row.opens_on:
            course.record(facts.PhaseMoved(installation, phase.id, later(row.opens_on)))
    for action in course.state.actions_of(installation).values():
        if action.status == OPEN:
            kind = course.type_of(action)
            fixed = field_of(kind.wait) or field_of(plan.phases[kind.phase].wait)
            start = action.available_on if fixed else later(action.available_on)
            due = action.due
            if due and action.due_source == "computed":
                due = course.day.calendar.add(due, count, "business day")
            _record_moved(course, action, action.triggered_on, Dates(start, due, action.due_source))


def refresh(course: Course, action: Action) -> None:
    """Move the due date of an action that was closed meanwhile, when it hangs on a field."""
    if field_of(course.type_of(action).due):
        _record_moved(course, action, action.triggered_on, due(course, action, None, action.available_on))


def _scheduled(course: Course, action: Action) -> bool:
    return action.status == OPEN and not available(action, course.day.today)


def _move_actions(course: Course, installation: int, changed: list[str]) -> None:
    for action in course.state.actions_of(installation).values():
        if action.status != OPEN:
            continue
        kind = course.type_of(action)
        if _scheduled(course, action) and field_of(kind.wait) in changed:
            _record_moved(course, action, action.triggered_on, opening(course, action, action.triggered_on))
        elif field_of(kind.due) in changed:
            dates = due(course, action, None, action.available_on)
            _record_moved(course, action, action.triggered_on, dates)


def _record_moved(course: Course, action: Action, triggered_on: str | None, dates: Dates) -> None:
    """A date that somebody chose by hand stays; what it becomes available on may still move."""
    if action.due_source == "manual":
        dates = Dates(dates.available_on, action.due, "manual")
    moved = facts.Moved(action.number, triggered_on, *dates)
    if moved != facts.Moved(action.number, action.triggered_on, action.available_on, action.due, action.due_source):
        course.record(moved)


def follow_field(course: Course, action: Action) -> None:
    """Let an action that somebody shifted by hand hang on its field again."""
    moved = due(course, action, None, action.available_on)
    course.record(facts.Moved(action.number, action.triggered_on, *moved))


def hangs_directly(kind: ActionType) -> str | None:
    """Return the field whose very date is the due date of the action (`due: on FIELD`), if any."""
    return kind.due[1] if kind.due and kind.due[0] == "on" else None
