"""Shifting: another date for an action, by hand."""

from brt import facts
from brt.engine import dates
from brt.engine.close import ENDED, Ended
from brt.engine.commands import SetFields, Shift
from brt.engine.course import Course
from brt.errors import Refused
from brt.records import WAITING, Action, available
from brt.say import N_


class NoDate(Refused):
    """A waiting action has no date to shift."""

    says = N_("{action} is waiting: it has no date to shift. It will get one when its trigger comes.")
    hint = N_("To see what it waits for: brt show {ref}")


class InThePast(Refused):
    """A date before today cannot be kept."""

    says = N_("{action} cannot be shifted to {day}: that day is past.")
    hint = N_("Give today or a later day: brt shift {ref} +1bd")


class TooSoon(Refused):
    """A date before the action becomes available cannot be kept."""

    says = N_("{action} cannot be shifted to {day}: it becomes available on {available}.")
    hint = N_("Give that day or a later one: brt shift {ref} {available}")


def shift(course: Course, command: Shift) -> None:
    """Give an action another date: the field's, when the field is the date; its own otherwise, kept from then on.

    One that is due on a field and was shifted alone before comes back to the field.

    Raises Ended, NoDate, InThePast or TooSoon.
    """
    action = course.state.actions[command.number]
    if action.status in (*ENDED, "done"):
        raise Ended.of(action)
    if action.status == WAITING:
        raise NoDate(action=action)
    if command.day < course.day.today:
        raise InThePast(action=action, day=command.day)
    field = None if command.only else dates.hangs_directly(course.type_of(action))
    if action.available_on and command.day < action.available_on and not _carried_by(course, action, field):
        raise TooSoon(action=action, day=command.day, available=action.available_on)
    if field:
        _with_field(course, action, field, command.day)
    elif (command.day, "manual") != (action.due, action.due_source):
        course.record(facts.Shifted(action.number, command.day))
        course.record(facts.Moved(action.number, action.triggered_on, action.available_on, command.day, "manual"))


def _with_field(course: Course, action: Action, field: str, day: str) -> None:
    """Move the field that the date of `action` is; an action that had left it by hand follows it again."""
    manual = action.due_source == "manual"
    if course.value(action.installation_id, field) == day and not manual:
        return
    course.record(facts.Shifted(action.number, day))
    dates.set_fields(course, action.installation_id, [(field, day)])
    if manual:
        dates.follow_field(course, course.state.actions[action.number])


def _carried_by(course: Course, action: Action, field: str | None) -> bool:
    """Say whether the day on which a scheduled action becomes available moves with `field` itself."""
    if field is None or available(action, course.day.today):
        return False
    kind = course.type_of(action)
    phase = course.plan(action.installation_id).phases[kind.phase]
    return field in (dates.field_of(kind.wait), dates.field_of(phase.wait))


def set_fields(course: Course, command: SetFields) -> None:
    """Give fields of an installation other values; what hangs on them moves. A reason is kept where one changed."""
    recorded = len(course.facts)
    dates.set_fields(course, command.installation, command.values)
    if command.reason and len(course.facts) > recorded:
        course.record(facts.Explained(command.installation, command.reason, command.party))
