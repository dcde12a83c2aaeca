"""Which emails a decision sends: data for the mail package, nothing is rendered here."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from brt import delay as delays
from brt import facts
from brt.engine.course import Day
from brt.engine.decide import Decision
from brt.plan import ActionType, Plan, Send
from brt.records import CALLED_OFF, CLOSED


class Effect(NamedTuple):
    """An email to be written, once for each recipient."""

    installation: int
    number: int  # the action that causes it, 0 = the installation or a field
    field: str | None  # the field that changed, for its own emails
    send: Send
    not_before: str | None  # the day on which it may leave; None = a day nobody knows yet
    reason: str | None = None  # what the person said when blocking or skipping
    party: str | None = None
    attempt: int | None = None  # the one that was sent back: the next has begun


BY_HAND = "sent"
"""The event of an email that a person sends."""


def effects(decision: Decision, day: Day) -> list[Effect]:
    """Return the emails that the facts of `decision` send, in the order of the facts, then those for a day."""
    found = [effect for fact in decision.facts for effect in _of(decision, day, fact)]
    on_days = [effect for fact in decision.facts for effect in _on_days(decision, day, fact)]
    once = {(one.installation, one.number, one.send.email_type, one.send.at, one.send.to): one for one in on_days}
    return found + list(once.values())


_INSTALLATION: dict[type[facts.Fact], str] = {
    facts.Produced: "produced",
    facts.Completed: "completed",
    facts.Billed: "billed",
    facts.Held: "held",
    facts.Resumed: "resumed",
    facts.Cancelled: "cancelled",
    facts.Cancelling: "cancelled",
}


def _of(decision: Decision, day: Day, fact: facts.Fact) -> Iterator[Effect]:
    match fact:
        case facts.Closed() | facts.Stuck() | facts.Rejected() | facts.Shifted() | facts.Opened():
            yield from _action(decision, day, fact)
        case (
            facts.Produced()
            | facts.Completed()
            | facts.Billed()
            | facts.Held()
            | facts.Resumed()
            | facts.Cancelled()
            | facts.Cancelling()
        ):
            reason = getattr(fact, "reason", None)
            for send in _plan(decision, day, fact.installation).emails:
                if send.at == _INSTALLATION[type(fact)]:
                    yield Effect(fact.installation, 0, None, send, day.today, reason)
        case facts.FieldSet() | facts.FieldChosen():
            yield from _field(decision, day, fact)
        case facts.Sent():
            to = tuple(tuple(word.split(":", 1)) for word in fact.to.split())
            yield Effect(fact.installation, fact.number, None, Send(fact.email_type, BY_HAND, to), day.today)


def _plan(decision: Decision, day: Day, installation: int) -> Plan:
    return day.plans[decision.after.installations[installation].plan_id]


_Event = facts.Closed | facts.Stuck | facts.Rejected | facts.Shifted | facts.Opened


def _action(decision: Decision, day: Day, fact: _Event) -> Iterator[Effect]:
    action = decision.after.actions[fact.number]
    at, on, reason, party = _said(fact, day)
    attempt = fact.generation if isinstance(fact, facts.Rejected) else None
    for send in _plan(decision, day, action.installation_id).actions[action.key].emails:
        if send.at == at:
            yield Effect(action.installation_id, action.number, None, send, on, reason, party, attempt)


def _said(fact: _Event, day: Day) -> tuple[str, str | None, str | None, str | None]:
    """Return the event, the day on which its emails may leave, and the reason and party that were given."""
    match fact:
        case facts.Closed():
            return fact.how, day.today, fact.reason, None
        case facts.Stuck():
            return "blocked", day.today, fact.reason, fact.party
        case facts.Rejected():
            return "rejected", day.today, fact.reason, fact.party
        case facts.Opened():
            return "available", fact.available_on, None, None
        case _:
            return "shifted", day.today, None, None


def _field(decision: Decision, day: Day, fact: facts.FieldSet | facts.FieldChosen) -> Iterator[Effect]:
    """The emails of a field may leave when it gets a value: to whom, those know who were told another one before."""
    if fact.value is None:
        return
    said = next((one for one in decision.facts if isinstance(one, facts.Explained)), None)
    reason, party = (said.reason, said.party) if said else (None, None)
    plan = _plan(decision, day, fact.installation)
    for send in plan.fields[fact.field].emails:
        yield Effect(fact.installation, 0, fact.field, send, day.today, reason, party)


def _on_days(decision: Decision, day: Day, fact: facts.Fact) -> Iterator[Effect]:
    """Yield the emails for a day that `fact` brings.

    A date brings those that hang on it; an action that is to be done again those that its closing had called off.
    """
    match fact:
        case facts.FieldSet() | facts.FieldChosen():
            found = _for_days(decision, day, fact.installation)
            yield from (one for one in found if delays.from_json(one.send.day or []).field == fact.field)
        case facts.Reopened() | facts.Waits():
            found = _for_days(decision, day, decision.after.actions[fact.number].installation_id)
            yield from (one for one in found if one.number == fact.number)


def _for_days(decision: Decision, day: Day, installation: int) -> Iterator[Effect]:
    """Yield the emails for a day of an installation whose dates are known.

    Of one that was called off, those of what is done because of that.
    """
    plan, values = _plan(decision, day, installation), decision.after.values_of(installation)
    called_off = decision.after.installations[installation].status in CALLED_OFF
    sends = [(0, send) for send in plan.emails if send.day and not called_off]
    for action in decision.after.actions_of(installation).values():
        kind = plan.actions[action.key]
        mine = kind.emails if (kind.phase == plan.on_cancel) == called_off else ()
        sends += [(action.number, send) for send in mine if send.day and not is_moot(kind, action.status, send)]
    for number, send in sends:
        on = leaves_on(send, values, day)
        if on is not None:
            yield Effect(installation, number, None, send, on)


def leaves_on(send: Send, values: Mapping[str, Any], day: Day) -> str | None:
    """Return the day on which an email leaves that hangs on a date, today at the earliest.

    None: there is no date (in `values`, by field), or the email comes too late: its day and the date have passed.
    """
    delay = delays.from_json(send.day or [])
    value = values.get(delay.field or "")
    if not isinstance(value, str):
        return None
    on = delays.apply(delay, value, day.calendar)
    return max(on, day.today) if max(on, value) >= day.today else None


def is_moot(kind: ActionType, status: str, send: Send) -> bool:
    """Say whether the email of an action for a day has no sense any more: it was about doing the action.

    An action that asks for the very date announces it when it is done; its email is for afterwards.
    """
    if status == "done":
        return not send.day or all(ask.field != delays.from_json(send.day).field for ask in kind.asks)
    return status in (*CLOSED, "cancelled")
