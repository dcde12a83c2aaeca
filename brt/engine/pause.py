"""Holding an installation, letting it go on, and calling it off."""

from brt import facts
from brt.engine import dates
from brt.engine.commands import Bill, Cancel, Command, Done, Hold, Reject, Reopen, Resume, Shift, Skip
from brt.engine.course import Course
from brt.errors import Refused
from brt.records import LIVE, Installation
from brt.say import N_


class OnHold(Refused):
    """Nothing of an installation that rests can be done."""

    says = N_("{dossier} is on hold since {day}: nothing of it can be done.")
    hint = N_("To let it go on: brt resume {dossier}")


class NotRunning(Refused):
    """Only what is at work can be held or called off."""

    says = N_("{dossier} is {status}.")
    hint = N_("To see it: brt show {dossier}")


class NotHeld(Refused):
    """There is nothing to resume."""

    says = N_("{dossier} is not on hold.")
    hint = N_("To let it rest: brt hold {dossier}")


class NoWayBack(Refused):
    """A point of no return was passed, or the bill was written."""

    says = N_("{dossier} cannot be called off any more: {action} is done.")
    hint = N_('To do it all the same: brt cancel {dossier} --force --reason "…"')


def check(course: Course, command: Command) -> None:
    """Refuse to close, reopen, reject, shift or bill what rests. Raises OnHold."""
    match command:
        case Done() | Skip() | Shift() | Reopen() | Reject():
            row = course.installation(course.state.actions[command.number])
        case Bill():
            row = course.state.installations[command.installation]
        case _:
            return
    if row.status == "on_hold":
        raise OnHold(dossier=row, day=row.held_on)


def hold(course: Course, command: Hold) -> None:
    """Let an installation rest; held twice changes nothing. Raises NotRunning."""
    row = course.state.installations[command.installation]
    if row.status == "on_hold":
        return
    _check_running(row)
    course.record(facts.Held(row.id, course.day.today, command.reason))


def resume(course: Course, command: Resume) -> None:
    """Let an installation go on; its computed dates move by the business days that it rested. Raises NotHeld."""
    row = course.state.installations[command.installation]
    if row.status != "on_hold" or row.held_on is None:
        raise NotHeld(dossier=row)
    course.record(facts.Resumed(row.id, course.day.today))
    dates.postpone(course, row.id, row.held_on)


def cancel(course: Course, command: Cancel) -> None:
    """Call an installation off: all that is not closed is cancelled; twice changes nothing.

    Raises NotRunning, or NoWayBack without `force`.
    """
    row = course.state.installations[command.installation]
    if row.status == "cancelled":
        return
    if row.status != "on_hold":
        _check_running(row)
    if not command.force:
        for action in course.state.actions_of(row.id).values():
            kind = course.type_of(action)
            if action.status == "done" and (kind.point_of_no_return or kind.bills):
                raise NoWayBack(dossier=row, action=action)
    course.record(facts.Cancelled(row.id, course.day.today, command.reason))


def _check_running(row: Installation) -> None:
    if row.status != "running":
        raise NotRunning(dossier=row, status=row.status)


def check_live(row: Installation) -> None:
    """Refuse to work on what was called off. Raises NotRunning."""
    if row.status not in LIVE:
        raise NotRunning(dossier=row, status=row.status)
