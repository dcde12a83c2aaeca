"""What an action still waits for."""

from typing import NamedTuple

from brt.engine.course import Course
from brt.plan import PhaseType
from brt.records import CLOSED, Action


class Wait(NamedTuple):
    """One thing that is waited for: an action to close, or a phase to open or complete."""

    action: Action | None
    phase: PhaseType | None


def waits_for(course: Course, action: Action) -> list[Wait]:
    """Return what must still happen before `action` is triggered; a phase is given by its actions where it can be."""
    awaited = tuple(("action", key) for key in action.awaits)
    refs = dict.fromkeys((*awaited, *course.type_of(action).after.refs))
    return _unmet(course, action.installation_id, tuple(refs), set())


def _unmet(course: Course, installation: int, refs: tuple[tuple[str, str], ...], seen: set[str]) -> list[Wait]:
    found: list[Wait] = []
    for kind, name in refs:
        if kind == "action":
            row = course.action(installation, name)
            if row.status not in CLOSED:
                found.append(Wait(row, None))
            continue
        phase = course.state.phases[installation, name]
        if name in seen or (phase.triggered if kind == "start" else phase.completed_on):
            continue
        seen.add(name)
        found += _of_phase(course, installation, kind, name, seen)
    return found


def _of_phase(course: Course, installation: int, kind: str, name: str, seen: set[str]) -> list[Wait]:
    """A phase that has not opened is waited for through its trigger; one that is not complete, through its actions."""
    phase = course.plan(installation).phases[name]
    if kind == "start":
        return _unmet(course, installation, phase.after.refs, seen)
    still = [
        Wait(row, None)
        for row in course.state.actions_of(installation).values()
        if course.type_of(row).phase == name and not course.type_of(row).optional and row.status not in CLOSED
    ]
    return still or [Wait(None, phase)]
