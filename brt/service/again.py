"""Doing again: reopening what was closed, and sending back what came before an action."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from brt import facts
from brt.engine import commands
from brt.engine.commands import Command
from brt.plan import FieldType
from brt.records import CLOSED, OPEN, Action
from brt.service import change, refs, values
from brt.service.asked import Ask, Outcome
from brt.service.desk import Desk
from brt.service.values import Pairs
from brt.service.view import View
from brt.service.work import NONE, Answers, called, prepare
from brt.settings import today
from brt.store import outbox
from brt.views import words


def reopen(desk: Desk, names: Iterable[str], redo: bool | None = None, reason: str | None = None) -> list[Outcome]:
    """Open closed actions again; see `reopening`."""
    return change.apply(desk, "reopen", reopening(desk, names, redo, reason))


def reopening(desk: Desk, names: Iterable[str], redo: bool | None = None, reason: str | None = None) -> list[Ask]:
    """Return what is asked when closed actions are opened again.

    `redo` says what becomes of what others did since (None: refuse when there is any).
    """
    why = None if reason is None else values.reason(reason)
    return prepare(desk, names, (), lambda _, number, __: commands.Reopen(number, redo, why))


class Behind(NamedTuple):
    """An action that somebody worked on since another one was closed, which had opened it."""

    number: int
    name: str
    status: str
    by: str | None  # who closed it, or has it
    on: str | None  # the day on which it was closed


def behind(desk: Desk, names: Iterable[str]) -> list[Behind]:
    """Return the actions that would have to be done again if those of `names` are reopened with `redo`."""
    asked = reopening(desk, names, redo=True)
    return [
        Behind(row.number, plan.actions[row.key].name, row.status, row.closed_by or row.assignee, row.closed_on)
        for ask, outcome in zip(asked, change.preview(desk, asked), strict=True)
        for row in outcome.decision.before.actions.values()
        for plan in [outcome.day.plans[outcome.decision.before.installations[row.installation_id].plan_id]]
        if row.number not in ask.numbers and row.generation != outcome.decision.after.actions[row.number].generation
    ]


class Left(NamedTuple):
    """An email that had left before its action was reopened."""

    email_type: str
    to: str
    on: str  # the civil day


def left(desk: Desk, outcomes: Iterable[Outcome]) -> list[Left]:
    """Return the emails that the reopened actions had sent: they cannot be taken back."""
    with desk.reading() as db:
        return [
            Left(sent.email_type, sent.recipient, today(desk.settings, {}, datetime.fromisoformat(sent.sent_at)))
            for outcome in outcomes
            for fact in outcome.decision.facts
            if isinstance(fact, facts.Reopened)
            for sent in outbox.sent_of(db, outcome.dossier.id, fact.number)
            if sent.sent_at
        ]


class Kept(NamedTuple):
    """What an action that had been closed before closes with, although nobody said it again."""

    action: str  # between quotes, with its dossier
    fields: list[tuple[FieldType, Any]]  # with their values


def kept(asked: Iterable[Ask], outcomes: Iterable[Outcome], given: Collection[str]) -> Iterator[Kept]:
    """Yield what the actions named in `asked` keep as they close again, but for the fields `given`."""
    for ask, outcome in zip(asked, outcomes, strict=True):
        for action in (outcome.decision.before.actions[number] for number in ask.numbers):
            fields = [pair for pair in _said_before(outcome, action) if pair[0].name not in given]
            if action.again and action.status == OPEN and fields:
                yield Kept(called(outcome, action), fields)


class Correction(NamedTuple):
    """How what a reopened action said is corrected."""

    installation: str  # as it is typed
    fields: list[str]
    number: int


def corrections(outcomes: Iterable[Outcome]) -> Iterator[Correction]:
    """Yield how the fields of the actions that `outcomes` reopened are corrected; nothing for those without any."""
    for outcome in outcomes:
        state, ref = outcome.decision.after, outcome.dossier.ref
        for number in (fact.number for fact in outcome.decision.facts if isinstance(fact, facts.Reopened)):
            action = state.actions[number]
            row, fields = state.installations[action.installation_id], _said_before(outcome, action)
            if action.status == OPEN and fields:
                of = refs.typed(f"{ref}/{refs.name_of(row)}") if len(state.installations) > 1 else ref
                yield Correction(of, [field.name for field, _value in fields], number)


def _said_before(outcome: Outcome, action: Action) -> list[tuple[FieldType, Any]]:
    """Return the fields that `action` asks for to close, with the values that they had and have."""
    before, after = (
        state.values_of(action.installation_id) for state in (outcome.decision.before, outcome.decision.after)
    )
    plan = outcome.day.plans[outcome.decision.after.installations[action.installation_id].plan_id]
    names = [one.field for one in plan.actions[action.key].asks if one.at == "done"]
    return [
        (plan.fields[name], after[name])
        for name in names
        if after.get(name) is not None and after[name] == before.get(name)
    ]


def targets(desk: Desk, number: int) -> dict[str, str]:
    """Return to which actions the action `number` can send the work back: their ids, and names between quotes."""
    with desk.reading() as db:
        target = refs.action(db, str(number))
        view = desk.look(db, target.dossier)
    row = view.state.actions[number].installation_id
    plan, actions = view.day.plans[view.state.installations[row].plan_id], view.state.actions_of(row)
    kind = plan.actions[view.state.actions[number].key]
    return {
        key: words.action(plan.actions[key].name) for key in kind.sends_back if actions[key].status in (*CLOSED, OPEN)
    }


def _key(view: View, name: str | None) -> str | None:
    """Return the id of the action that `name` is: its number, DOSSIER/ID, or the id itself."""
    if name is None:
        return None
    row = view.state.actions.get(int(name)) if name.isascii() and name.isdigit() and len(name) < 16 else None
    return row.key if row else name.rpartition("/")[2] or name


def rejecting(
    desk: Desk,
    name: str,
    reason: str,
    party: str,
    to: str | None = None,
    pairs: Pairs = (),
    answers: Answers = NONE,
    *,
    keep: bool = False,
) -> list[Ask]:
    """Return what is asked when the work before an action is sent back to `to`, on account of `party`."""
    why = values.reason(reason)

    def make(view: View, number: int, given: tuple[tuple[str, Any], ...]) -> Command:
        return commands.Reject(number, why, party, _key(view, to), given, keep)

    return prepare(desk, [name], pairs, make, answers)
