"""Stopping: an action that is stuck on somebody."""

from brt import facts
from brt.engine import dates
from brt.engine.close import ENDED, Ended, check_asks
from brt.engine.commands import Block, Unblock
from brt.engine.course import Course
from brt.errors import Refused
from brt.records import available
from brt.say import N_


class OnlyAvailable(Refused):
    """Only what could be done can be stuck."""

    says = N_("{action} is not available yet: only an action that could be done today can be blocked.")
    hint = N_("To see what it waits for: brt show {ref}")


class PastUntil(Refused):
    """A block that ends today or before is none."""

    says = N_("{action} cannot be blocked until {day}: that day must come after today.")
    hint = N_("Give a later day, or leave --until out.")


class NotBlocked(Refused):
    """There is nothing to unblock."""

    says = N_("{action} is not blocked.")
    hint = N_("To look at it: brt show {ref}")


def block(course: Course, command: Block) -> None:
    """Mark an available action as stuck; the same again changes nothing, other words replace the former.

    Raises Ended, OnlyAvailable, PastUntil, Missing or Must.
    """
    action = course.state.actions[command.number]
    if action.status in (*ENDED, "done"):
        raise Ended.of(action)
    if not available(action, course.day.today):
        raise OnlyAvailable(action=action)
    former = action.blocked
    same = former is not None and former.until == command.until
    if command.until is not None and command.until <= course.day.today and not same:
        raise PastUntil(action=action, day=command.until)
    check_asks(course, action, "blocked", dict(command.values))
    dates.set_fields(course, action.installation_id, command.values)
    since = former.since if former else course.day.today
    stuck = facts.Stuck(action.number, command.party, command.reason, since, command.until)
    if former is None or stuck[1:] != tuple(former):
        course.record(stuck)


def unblock(course: Course, command: Unblock) -> None:
    """Let a stuck action go on. Raises NotBlocked."""
    action = course.state.actions[command.number]
    if action.blocked is None:
        raise NotBlocked(action=action)
    course.record(facts.Unstuck(action.number, course.day.today))
