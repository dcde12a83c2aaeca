"""Doing again: reopening what was closed, and sending back what came before an action."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from brt import facts
from brt.engine import commands
from brt.engine.commands import Command
from brt.service import values
from brt.service.desk import Ask, Desk, Outcome
from brt.service.values import Pairs
from brt.service.view import View
from brt.service.work import NONE, Answers, prepare
from brt.settings import today
from brt.store import outbox


def reopen(desk: Desk, names: Iterable[str], redo: bool | None = None, reason: str | None = None) -> list[Outcome]:
    """Open closed actions again; `redo` says what becomes of what others did since (None: refuse when there is any)."""
    why = None if reason is None else values.reason(reason)
    asked = prepare(desk, names, (), lambda _, number, __: commands.Reopen(number, redo, why))
    return desk.change("reopen", asked)


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
