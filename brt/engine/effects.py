"""Which emails a decision sends: data for the mail package, nothing is rendered here."""

from collections.abc import Iterator
from typing import NamedTuple

from brt import facts
from brt.engine.course import Day
from brt.engine.decide import Decision
from brt.plan import Plan, Send


class Effect(NamedTuple):
    """An email to be written, once for each recipient."""

    installation: int
    number: int  # the action that causes it, 0 = the installation or a field
    field: str | None  # the field that changed, for its own emails
    send: Send
    not_before: str | None  # the day on which it may leave; None = a day nobody knows yet
    reason: str | None = None  # what the person said when blocking or skipping
    party: str | None = None


def effects(decision: Decision, day: Day) -> list[Effect]:
    """Return the emails that the facts of `decision` send, in the order of the facts."""
    return [effect for fact in decision.facts for effect in _of(decision, day, fact)]


_INSTALLATION: dict[type[facts.Fact], str] = {
    facts.Produced: "produced",
    facts.Completed: "completed",
    facts.Billed: "billed",
}


def _of(decision: Decision, day: Day, fact: facts.Fact) -> Iterator[Effect]:
    match fact:
        case facts.Closed() | facts.Stuck() | facts.Shifted() | facts.Opened():
            yield from _action(decision, day, fact)
        case facts.Produced() | facts.Completed() | facts.Billed():
            for send in _plan(decision, day, fact.installation).emails:
                if send.at == _INSTALLATION[type(fact)]:
                    yield Effect(fact.installation, 0, None, send, day.today)
        case facts.FieldSet() | facts.FieldChosen():
            yield from _field(decision, day, fact)


def _plan(decision: Decision, day: Day, installation: int) -> Plan:
    return day.plans[decision.after.installations[installation].plan_id]


def _action(
    decision: Decision, day: Day, fact: facts.Closed | facts.Stuck | facts.Shifted | facts.Opened
) -> Iterator[Effect]:
    action = decision.after.actions[fact.number]
    at, on, reason, party = _said(fact, day)
    for send in _plan(decision, day, action.installation_id).actions[action.key].emails:
        if send.at == at:
            yield Effect(action.installation_id, action.number, None, send, on, reason, party)


def _said(
    fact: facts.Closed | facts.Stuck | facts.Shifted | facts.Opened, day: Day
) -> tuple[str, str | None, str | None, str | None]:
    """Return the event, the day on which its emails may leave, and the reason and party that were given."""
    match fact:
        case facts.Closed():
            return fact.how, day.today, fact.reason, None
        case facts.Stuck():
            return "blocked", day.today, fact.reason, fact.party
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
    for send in _plan(decision, day, fact.installation).fields[fact.field].emails:
        yield Effect(fact.installation, 0, fact.field, send, day.today, reason, party)
