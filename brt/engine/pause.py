"""Holding an installation, letting it go on, and calling it off."""

from brt import facts
from brt.engine import dates
from brt.engine.commands import Bill, Cancel, Command, Done, Hold, Reject, Reopen, Resume, Shift, Skip
from brt.engine.course import Course
from brt.errors import Refused
from brt.records import CALLED_OFF, Action, Installation
from brt.say import N_


class OnHold(Refused):
    """Nothing of an installation that rests can be done."""

    says = N_("{dossier} is on hold since {day}: nothing of it can be done.")
    hint = N_("To let it go on: brt resume {dossier}")


class NotRunning(Refused):
    """Only what is at work can be held or called off."""

    says = N_("The installation of {dossier} is {status}.")
    hint = N_("To see it: brt show {dossier}")


class IsCalledOff(NotRunning):
    """What was called off stays so."""

    hint = N_("It stays so; to begin anew: brt produce {on} --type {type}")


class NotHeld(Refused):
    """There is nothing to resume."""

    says = N_("{dossier} is not on hold.")
    hint = N_("To let it rest: brt hold {dossier}")


class NoWayBack(Refused):
    """A point of no return was passed, or the bill was written."""

    says = N_("{dossier} cannot be called off any more: {action} is done.")
    hint = N_('To do it all the same: brt cancel {dossier} --force --reason "…"')


def check(course: Course, command: Command) -> None:
    """Refuse to close, reopen, reject, shift or bill what rests, and to bill what was called off.

    Raises OnHold or NotRunning.
    """
    match command:
        case Done() | Skip() | Shift() | Reopen() | Reject():
            row = course.installation(course.state.actions[command.number])
        case Bill():
            row = course.state.installations[command.installation]
        case _:
            return
    if row.status == "on_hold":
        raise OnHold(dossier=row, day=row.held_on)
    if isinstance(command, Bill) and row.status in CALLED_OFF and row.billed_on is None:
        raise not_running(row)


def hold(course: Course, command: Hold) -> None:
    """Let an installation rest; held twice changes nothing. Raises NotRunning."""
    row = course.state.installations[command.installation]
    if row.status == "on_hold":
        return
    _check_running(row)
    course.record(facts.Held(row.id, course.day.today, command.reason))


def resume(course: Course, command: Resume) -> None:
    """Let an installation go on; its computed dates move by the business days that it rested.

    Raises NotHeld or NotRunning.
    """
    row = course.state.installations[command.installation]
    if row.status == "running":
        raise NotHeld(dossier=row)
    if row.status != "on_hold" or row.held_on is None:
        raise not_running(row)
    course.record(facts.Resumed(row.id, course.day.today, command.reason))
    dates.postpone(course, row.id, row.held_on)


def cancel(course: Course, command: Cancel) -> None:
    """Call an installation off: all that is not closed is cancelled; twice changes nothing.

    It is over at once, or when what its type says to do then (`on_cancel`) is done.
    Raises NotRunning, or NoWayBack without `force`.
    """
    row = course.state.installations[command.installation]
    if row.status in CALLED_OFF:
        return
    if row.status != "on_hold":
        _check_running(row)
    if not command.force:
        for action in course.state.actions_of(row.id).values():
            kind = course.type_of(action)
            if action.status == "done" and (kind.point_of_no_return or kind.bills):
                raise NoWayBack(dossier=row, action=action)
    plan, today = course.plan(row.id), course.day.today
    if plan.on_cancel is None:
        course.record(facts.Cancelled(row.id, today, command.reason))
        return
    actions = tuple(enumerate(plan.members[plan.on_cancel], command.first_number))
    course.record(facts.Cancelling(row.id, today, command.reason, plan.on_cancel, actions))


def _check_running(row: Installation) -> None:
    if row.status != "running":
        raise not_running(row)


def not_running(row: Installation) -> NotRunning:
    """Return what is said of an installation that is not at work, and of one that was called off."""
    if row.status in CALLED_OFF:
        return IsCalledOff(dossier=row, status=row.status, on=row, type=row.type)
    return NotRunning(dossier=row, status=row.status)


def check_at_work(course: Course, action: Action) -> None:
    """Refuse to reopen what was done before its installation was called off, or optional in what is over.

    Raises NotRunning.
    """
    row, kind = course.installation(action), course.type_of(action)
    before = kind.phase != course.plan(row.id).on_cancel
    if (row.status in CALLED_OFF and before) or (row.status == "cancelled" and kind.optional):
        raise not_running(row)
