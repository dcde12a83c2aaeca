"""Closing: done, skip, and billing, which is the closing of one action."""

from collections.abc import Sequence
from typing import Any

from brt import facts
from brt.engine import dates, flow
from brt.engine.commands import Bill, Done, Skip
from brt.engine.course import Course
from brt.engine.flow import required
from brt.engine.waits import waits_for
from brt.errors import FEW, BrtError, Refused, Several
from brt.plan import ActionType
from brt.records import CLOSED, OPEN, WAITING, Action, Installation, available
from brt.say import N_

ENDED = ("skipped", "not_applicable", "cancelled", "removed")


class NotAvailable(Refused):
    """The action cannot be done yet; `waits` says for what."""

    says = N_("{action} is not available yet: it waits for {waits}.")
    hint = N_('To do it all the same: brt done {ref} --early --reason "…"')


class NotYet(Refused):
    """The action was triggered, but its day has not come."""

    says = N_("{action} is not available before {day}.")
    hint = N_('To do it all the same: brt done {ref} --early --reason "…"')


class Undated(Refused):
    """The action was triggered, but its day hangs on a field that nobody has set."""

    says = N_("{action} has no date yet: it waits for {field}.")
    hint = N_("Once it is known: brt set {dossier} {name}=…")


class Ended(Refused):
    """The action is over otherwise."""

    says = N_("{action} is {status}: there is nothing to do.")
    hint = N_("To look at it: brt show {ref}")

    @classmethod
    def of(cls, action: Action) -> "Ended":
        """Return what to say of `action`; one that somebody closed may be opened again."""
        hint = N_("To do it after all: brt reopen {ref}") if action.status in ("done", "skipped") else None
        return cls(hint=hint, action=action, status=action.status)


class Missing(Refused):
    """Fields that must be given to close the action are not."""

    says = N_("{action} asks for {fields}. Nothing was saved.")
    hint = N_("Give them: brt done {ref} {sets}")


class MissingOfSeveral(Several):
    """Several actions lack fields; each is told for itself."""


def lacking(errors: Sequence[BrtError]) -> BrtError:
    """Return `errors`, at least one, as one error."""
    return errors[0] if len(errors) == 1 else MissingOfSeveral(list(errors))


GIVE = {
    "done": Missing.hint,
    "blocked": N_("Give them as well: brt block {ref} … {sets}"),
    "rejected": N_("Give them as well: brt reject {ref} … {sets}"),
}
"""What to type, by the event: the reason and the party of the command stay as they were."""


class Must(Refused):
    """An answer does not let the action close."""

    says = N_("{action} closes only when {label} is “{must}”, not “{value}”. Nothing was saved.")
    hint = N_("If it cannot go on: brt block {number}")


OR_REJECT = N_("If it cannot go on: brt block {number}. To send it back: brt reject {number}")


def instead(of: ActionType) -> str:
    """Return what may be done with an action that does not close, as a msgid."""
    return OR_REJECT if of.sends_back else Must.hint


class InTheFuture(Refused):
    """What is done cannot have been done tomorrow."""

    says = N_("{action} cannot have been done on {day}: that day has not come.")
    hint = N_("Give a day that has come, or leave --on out: today.")


class BeforeTrigger(Refused):
    """Nothing is done before what triggers it."""

    says = N_("{action} cannot have been done on {day}: what it waits for happened on {trigger}.")
    hint = N_("Give that day or a later one: brt done {ref} --on {trigger}")


class NeverSkipped(Refused):
    """The action that bills is done or not, never skipped."""

    says = N_("{action} bills the installation: it is never skipped.")
    hint = N_("When the rest is done: brt bill {dossier}")


class NotBillable(Refused):
    """Something required is still open; `lines` are the actions."""

    says = N_("{named} cannot be billed yet. What is missing:")
    hint = N_("Afterwards: brt bill {dossier}")


TOO_MANY = N_("To see them all: brt show {dossier} --all. Afterwards: brt bill {dossier}")
ONE_MISSING = N_("{named} cannot be billed yet. What is missing: {lines}.")


def done(course: Course, command: Done) -> None:
    """Close an action as done: its fields first, then the closing. Done twice changes nothing.

    Raises Ended, NotAvailable, NotYet, Undated, InTheFuture, BeforeTrigger, Missing, Must or NotBillable.
    """
    action = course.state.actions[command.number]
    if action.status == "done":
        return
    if action.status in ENDED:
        raise Ended.of(action)
    bills = course.type_of(action).bills
    if bills:
        _check_billable(course, course.installation(action))
    if not available(action, course.day.today) and (bills or not command.early):
        raise _unavailable(course, action, forcible=not bills)
    _check_day(course, action, command.on)
    check_asks(course, action, "done", dict(command.values))
    early = not available(action, course.day.today)
    dates.set_fields(course, action.installation_id, command.values)
    flow.follow(course)  # a date that is known now may open what was waiting for it, before this closes
    if command.note:
        course.record(facts.Noted(action.number, command.note))
    on = command.on or course.day.today
    _close(course, action.number, "done", on, early, command.reason)
    if bills:
        course.record(facts.Billed(action.installation_id, on))


def _close(course: Course, number: int, how: str, on: str, early: bool, reason: str | None) -> None:
    action = course.state.actions[number]
    if action.status in ENDED:
        raise Ended.of(action)
    if action.blocked:
        course.record(facts.Unstuck(number, course.day.today))
    course.record(facts.Closed(number, action.generation, how, on, course.day.actor, early, reason))


def _unavailable(course: Course, action: Action, forcible: bool) -> Refused:
    hint = None if forcible else N_("To look at it: brt show {ref}")
    if action.status == WAITING:
        return NotAvailable(hint=hint, action=action, ref=action, waits=waits_for(course, action))
    if action.available_on is None:
        kind = course.type_of(action)
        phase = course.plan(action.installation_id).phases[kind.phase]
        name = dates.field_of(kind.wait) or dates.field_of(phase.wait) or ""
        field = course.plan(action.installation_id).fields.get(name)
        return Undated(action=action, field=field.label if field else name, name=name, dossier=action)
    return NotYet(hint=hint, action=action, ref=action, day=action.available_on)


def _check_day(course: Course, action: Action, on: str | None) -> None:
    if on is None or on == course.day.today:
        return
    if on > course.day.today:
        raise InTheFuture(action=action, day=on)
    produced = course.installation(action).produced_on
    trigger = (action.triggered_on if action.status == OPEN else None) or produced
    if on < trigger:
        raise BeforeTrigger(action=action, day=on, trigger=trigger)


def check_asks(course: Course, action: Action, at: str, given: dict[str, Any]) -> None:
    """Check the fields that `action` asks for `at` done, blocked or rejected; those already set count at first.

    Raises Missing (all of them at once) or Must.
    """
    fields = course.plan(action.installation_id).fields
    asks = [ask for ask in course.type_of(action).asks if ask.at == at]
    values = {ask.field: given.get(ask.field, _stands(course, action, ask.field)) for ask in asks}
    missing = [fields[ask.field] for ask in asks if not ask.optional and values[ask.field] is None]
    if missing:
        raise Missing(
            action=action,
            ref=action,
            hint=GIVE[at],
            fields=missing,
            sets=missing,
        )
    for ask in asks:
        value, must = values[ask.field], ask.must
        if None not in (must, value) and value != must:
            field, hint = fields[ask.field], instead(course.type_of(action))
            said = {"label": field.label, "field": field, "kind": field.kind, "must": must, "value": value}
            raise Must(None, hint, action=action, **said)


def _stands(course: Course, action: Action, field: str) -> Any:
    """Return the value that counts although it is not given: in a second attempt, the former answer is none."""
    return course.value(action.installation_id, field) if action.generation == 1 else None


def skip(course: Course, command: Skip) -> None:
    """Close an action without doing it; a waiting one closes when its trigger comes. Raises Ended or NeverSkipped."""
    action = course.state.actions[command.number]
    if action.status == "skipped" or (action.status == WAITING and action.skip_asked):
        return
    if action.status in (*ENDED, "done"):
        raise Ended.of(action)
    if course.type_of(action).bills:
        raise NeverSkipped(action=action)
    if action.status == WAITING:
        course.record(facts.SkipAsked(action.number, command.reason))
        return
    _close(course, action.number, "skipped", course.day.today, False, command.reason)


def bill(course: Course, command: Bill) -> None:
    """Bill an installation: the same as doing its `bills` action. Billed twice changes nothing.

    Raises NotBillable, or what `done` raises.
    """
    row = course.state.installations[command.installation]
    if row.billed_on:
        return
    kind = course.plan(row.id).bills
    if kind is not None:
        done(course, Done(course.action(row.id, kind.id).number, command.values))
        return
    _check_billable(course, row)
    dates.set_fields(course, row.id, command.values)
    course.record(facts.Billed(row.id, course.day.today))


def unbillable(course: Course, installation: int) -> list[Action]:
    """Return the required actions that hold the billing back, but for the `bills` action itself."""
    plan = course.plan(installation)
    beyond = plan.after_bills() | ({plan.bills.id} if plan.bills else frozenset())
    return [
        action for action in required(course, installation) if action.key not in beyond and action.status not in CLOSED
    ]


def _check_billable(course: Course, row: Installation) -> None:
    missing = unbillable(course, row.id)
    if missing:
        says = ONE_MISSING if len(missing) == 1 else None
        hint = TOO_MANY if len(missing) > FEW else None
        raise NotBillable(says, hint, named=row, dossier=row, lines=missing)
