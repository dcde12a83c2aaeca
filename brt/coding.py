"""Facts as the log writes them: JSON data, and back.

`said` names the attribute that holds words a person typed; the log keeps a salted digest of those, and the words
stand in a table that can be erased.
"""

from collections.abc import Iterable, Sequence
from typing import Any, get_args

from brt import facts
from brt.facts import Fact

KINDS: dict[str, type[Fact]] = {
    "produced": facts.Produced,
    "phase_applies": facts.PhaseApplies,
    "phase_opened": facts.PhaseOpened,
    "phase_moved": facts.PhaseMoved,
    "phase_completed": facts.PhaseCompleted,
    "opened": facts.Opened,
    "not_applicable": facts.NotApplicable,
    "skip_asked": facts.SkipAsked,
    "closed": facts.Closed,
    "reopened": facts.Reopened,
    "waits": facts.Waits,
    "phase_waits": facts.PhaseWaits,
    "phase_reopened": facts.PhaseReopened,
    "continued": facts.Continued,
    "held": facts.Held,
    "resumed": facts.Resumed,
    "cancelled": facts.Cancelled,
    "cancelling": facts.Cancelling,
    "wound_up": facts.WoundUp,
    "rejected": facts.Rejected,
    "blocked": facts.Stuck,
    "unblocked": facts.Unstuck,
    "moved": facts.Moved,
    "shifted": facts.Shifted,
    "assigned": facts.Assigned,
    "person": facts.PersonSet,
    "field": facts.FieldSet,
    "field_chosen": facts.FieldChosen,
    "completed": facts.Completed,
    "billed": facts.Billed,
    "ignored": facts.Ignored,
    "noted": facts.Noted,
    "sent": facts.Sent,
    "explained": facts.Explained,
    "read": facts.SecretRead,
    "dossier": facts.DossierChanged,
    "mailed": facts.Mailed,
}
NAMES: dict[type[Fact], str] = {kind: name for name, kind in KINDS.items()}

assert set(get_args(Fact)) == set(NAMES)  # noqa: S101 - the list is closed


_SAID: dict[type[Fact], str] = {
    facts.SkipAsked: "reason",
    facts.Closed: "reason",
    facts.Reopened: "reason",
    facts.Held: "reason",
    facts.Resumed: "reason",
    facts.Cancelled: "reason",
    facts.Cancelling: "reason",
    facts.Rejected: "reason",
    facts.Stuck: "reason",
    facts.FieldSet: "value",
    facts.Noted: "text",
    facts.Sent: "to",
    facts.Explained: "reason",
    facts.Mailed: "reason",
}


def said(fact: Fact) -> str | None:
    """Return the name of the attribute of `fact` that holds typed words, or None."""
    name = _SAID.get(type(fact))
    return name if name is not None and getattr(fact, name) is not None else None


def encode(fact: Fact) -> list[Any]:
    """Return the fact as JSON data: [kind, {attribute: value}]."""
    return [NAMES[type(fact)], fact._asdict()]


def decode(data: list[Any]) -> Fact:
    """Return the fact that `encode` gave; lists become the tuples that they were."""
    kind, attributes = data
    fact = KINDS[kind](**attributes)
    if isinstance(fact, facts.Produced):
        return fact._replace(phases=tuple(fact.phases), actions=_pairs(fact.actions))
    if isinstance(fact, facts.Cancelling):
        return fact._replace(actions=_pairs(fact.actions))
    if isinstance(fact, facts.Waits):
        return fact._replace(awaits=tuple(fact.awaits))
    if isinstance(fact, facts.Ignored):
        return fact._replace(trigger=(fact.trigger[0], fact.trigger[1]))
    return fact


def _pairs(lists: Iterable[Sequence[Any]]) -> tuple[tuple[int, str], ...]:
    return tuple((number, key) for number, key in lists)
