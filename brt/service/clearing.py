"""Values that are taken back although something hangs on them, or somebody was told."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from brt import facts
from brt.engine.dates import hangs_on
from brt.records import OPEN, WAITING
from brt.service.asked import Outcome
from brt.service.desk import Desk
from brt.store import outbox


class Cleared(NamedTuple):
    """A field that has no value any more, and whom that concerns."""

    label: str
    actions: list[str]  # open or waiting ones whose date hangs on it: number and name
    told: list[str]  # the addresses that an email with its value was sent to


def cleared(desk: Desk, outcomes: Iterable[Outcome]) -> Iterator[Cleared]:
    """Yield the fields that lose a value on which something hangs, or of which somebody was told."""
    for outcome in outcomes:
        for fact in outcome.decision.facts:
            if isinstance(fact, facts.FieldSet | facts.FieldChosen) and fact.value is None:
                found = _cleared(desk, outcome, fact.installation, fact.field)
                if found.actions or found.told:
                    yield found


def _cleared(desk: Desk, outcome: Outcome, installation: int, name: str) -> Cleared:
    before = outcome.decision.before
    plan = outcome.day.plans[before.installations[installation].plan_id]
    actions = [
        f"{action.number} {plan.actions[action.key].name}"
        for action in before.actions_of(installation).values()
        if action.status in (OPEN, WAITING) and name in hangs_on(plan, action.key)
    ]
    with desk.reading() as db:
        told = outbox.told(db, outcome.dossier.id, installation, name)
    return Cleared(plan.fields[name].label, actions, sorted(told))
