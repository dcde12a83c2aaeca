"""The history of a dossier, or of all: what was done, and the emails that left."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from typing import Any, NamedTuple

from brt import coding, facts
from brt.facts import Fact
from brt.plan import Plan
from brt.records import Posted
from brt.service import refs
from brt.service.desk import Desk
from brt.settings import midnight
from brt.store import dossiers, log, outbox, work
from brt.store.database import Database
from brt.store.log import LogRow
from brt.views import emails as view
from brt.views.history import Entry

LATEST = 50
"""So many entries are enough for a person who names no dossier."""

EVERYTHING = 10**15
Former = dict[tuple[int, str], Any]
"""What the log said last: the due dates of actions (number, "") and the values of fields (installation, field)."""
Cause = tuple[str, int]
"""A row of the log: of which dossier, and which one."""


class History(NamedTuple):
    """What happened, in order."""

    entries: Sequence[Entry]  # what was done, each with the emails that it caused, whatever became of those
    moments: Sequence[Entry | Posted]  # the same for people: an email stands where it left
    is_cut: bool  # there is more before


def history(desk: Desk, name: str | None, since: str | None = None, latest: int = EVERYTHING) -> History:
    """Return what happened from the day `since` on: on a dossier, or the `latest` entries of all."""
    first = midnight(desk.settings, since) if since else ""
    is_cut, former = False, Former()
    with desk.reading() as db:
        if name is None:
            rows = list(log.recent(db, since or "", latest + 1))[::-1]
            is_cut = len(rows) > latest
            emails = outbox.since(db, rows[1].at if is_cut else first)
            rows = rows[is_cut:]
        else:
            key = refs.dossier(db, name, reads=True).id
            rows = list(log.of_dossier(db, key))
            emails = [one for one in outbox.of_dossier(db, key) if one.at >= first]
        names = {key: Known(db, key) for key in {row.dossier_id for row in rows}}
        if is_cut or (name is None and since):
            _look_back(db, rows, names, former)
    found = [_entry(row, names[row.dossier_id], former) for row in rows]
    caused = _caused(emails)
    entries = [
        {**entry, "emails": [view.row(one) for one in caused.get(_key(entry), ())]}
        for entry in found
        if entry["today"] >= (since or "")
    ]
    ended = _caused(one for one in emails if one.status in view.ENDED)
    return History(entries, list(_in_order(entries, ended)), is_cut)


def _look_back(db: Database, rows: Iterable[LogRow], names: "Mapping[int, Known]", former: Former) -> None:
    """Note in `former` what the logs said before the first of `rows` of each dossier."""
    first: dict[int, int] = {}
    for row in rows:
        first.setdefault(row.dossier_id, row.seq)
    for dossier, seq in first.items():
        for row in log.of_dossier(db, dossier):
            for fact in row.facts if row.seq < seq else ():
                _was(fact, names[dossier], former)


def _caused(emails: Iterable[Posted]) -> dict[Cause, list[Posted]]:
    """Return emails by what caused them, in the order in which they left."""
    caused: dict[Cause, list[Posted]] = {}
    for one in sorted(emails, key=lambda one: (one.at, one.number)):
        caused.setdefault((one.ref or "", one.seq), []).append(one)
    return caused


def _key(entry: Entry) -> Cause:
    return entry["dossier"], entry["seq"]


def _in_order(entries: Sequence[Entry], caused: Mapping[Cause, list[Posted]]) -> Iterator[Entry | Posted]:
    """Yield the entries as they are, each email after what caused it and before what was done later than it left.

    The order of the entries is that of the log, whatever the clocks said.
    """
    before = caused.keys() - set(map(_key, entries))
    coming = sorted((one.at, one.number, one) for key in before for one in caused[key])
    for entry in entries:
        while coming and coming[0][0] <= entry["at"]:
            yield heappop(coming)[-1]
        yield entry
        for one in caused.get(_key(entry), ()):
            heappush(coming, (one.at, one.number, one))
    yield from (one for *_, one in sorted(coming))


class Known:
    """The names of what a dossier's log speaks of."""

    def __init__(self, db: Database, dossier: int) -> None:
        """Read the work and the plans of a dossier."""
        self.state = work.load(db, dossier)
        self.plans = work.plans(db, dossier)
        self.dossier = dossiers.by_id(db, dossier)

    def plan(self, installation: int) -> Plan:
        """Return the plan of an installation."""
        return self.plans[self.state.installations[installation].plan_id]

    def action(self, number: int) -> str | None:
        """Return the name of an action; None for 0, the dossier as a whole."""
        row = self.state.actions.get(number)
        return self.plan(row.installation_id).actions[row.key].name if row else None


def _entry(row: LogRow, known: Known, former: Former) -> Entry:
    return {
        "at": row.at,
        "today": row.today,
        "dossier": row.ref,
        "customer": known.dossier.customer,
        "seq": row.seq,
        "actor": row.actor,
        "command": row.command,
        "facts": [_fact(fact, known, former) for fact in row.facts if not isinstance(fact, facts.PhaseApplies)],
    }


def _fact(fact: Fact, known: Known, former: Former) -> dict[str, Any]:
    """Return a fact as data, and note in `former` what it says.

    `text` is what a person wrote, `was` the date or value before; a key that the fact does not have is None.
    """
    return {
        "what": fact.how if isinstance(fact, (facts.Closed, facts.Mailed)) else coding.NAMES[type(fact)],
        "number": getattr(fact, "number", None) or None,
        "name": _name(fact, known),
        "day": None,
        "member": None,
        "party": None,
        "kind": None,
        "value": None,
        "was": _was(fact, known, former),
        "text": None,
        "early": None,
        **_more(fact, known),
    }


def _was(fact: Fact, known: Known, former: Former) -> Any:
    """Return the date or the value that `fact` replaces by another, and note the new one; a secret has none."""
    match fact:
        case facts.Opened() | facts.Moved():
            key, value = (fact.number, ""), fact.due
        case facts.Shifted():
            key, value = (fact.number, ""), fact.day
        case facts.FieldSet() | facts.FieldChosen() if not known.plan(fact.installation).fields[fact.field].secret:
            key, value = (fact.installation, fact.field), fact.value
        case _:
            return None
    before, former[key] = former.get(key), value
    return before if before != value and not isinstance(fact, facts.Opened) else None


def _name(fact: Fact, known: Known) -> str | None:
    match fact:
        case facts.Produced():
            return fact.type
        case (
            facts.PhaseOpened()
            | facts.PhaseMoved()
            | facts.PhaseCompleted()
            | facts.PhaseApplies()
            | facts.PhaseWaits()
            | facts.PhaseReopened()
        ):
            return known.plan(fact.installation).phases[fact.phase].name
        case facts.FieldSet() | facts.FieldChosen() | facts.SecretRead():
            return known.plan(fact.installation).fields[fact.field].label
        case (
            facts.Completed()
            | facts.Billed()
            | facts.Continued()
            | facts.Held()
            | facts.Resumed()
            | facts.Cancelled()
            | facts.Cancelling()
            | facts.WoundUp()
        ):
            return known.plan(fact.installation).name
        case facts.PersonSet():
            return fact.role
        case facts.DossierChanged() | facts.Explained():
            return known.dossier.ref
        case facts.Sent():
            return fact.email_type
        case facts.Mailed():
            return str(fact.email)
    return known.action(fact.number)


def _more(fact: Fact, known: Known) -> dict[str, Any]:  # noqa: C901 - one case a fact
    """Return what a fact says beside its name."""
    match fact:
        case facts.Produced():
            return {"day": fact.on, "text": fact.label or None}
        case facts.PhaseOpened() | facts.PhaseMoved():
            return {"day": fact.opens_on}
        case facts.PhaseCompleted() | facts.Completed() | facts.Billed() | facts.NotApplicable() | facts.Unstuck():
            return {"day": fact.on}
        case facts.Opened() | facts.Moved():
            return {"day": fact.due}
        case facts.Held() | facts.Resumed() | facts.Cancelled() | facts.Cancelling():
            return {"day": fact.on, "text": fact.reason}
        case facts.WoundUp():
            return {"day": fact.on}
        case facts.Closed():
            return {"day": fact.on, "text": fact.reason, "early": fact.early}
        case facts.SkipAsked() | facts.Reopened():
            return {"text": fact.reason}
        case facts.Rejected():
            return {"party": fact.party, "text": fact.reason}
        case facts.Stuck():
            return {"day": fact.until, "party": fact.party, "text": fact.reason}
        case facts.Shifted():
            return {"day": fact.day}
        case facts.Assigned():
            return {"member": fact.assignee}
        case facts.PersonSet():
            return {"member": fact.member}
        case facts.FieldSet() | facts.FieldChosen():
            return _value(fact, known)
        case facts.Noted():
            return {"text": fact.text}
        case facts.Mailed():
            return {"text": fact.reason}
        case facts.Sent():
            return {"text": ", ".join(word.removeprefix("address:") for word in (fact.to or "").split()) or None}
        case facts.Explained():
            return {"party": fact.party, "text": fact.reason}
        case facts.DossierChanged():
            return {"text": fact.what}
    return {}


def _value(fact: facts.FieldSet | facts.FieldChosen, known: Known) -> dict[str, Any]:
    """A secret is never shown, nor its digest."""
    field = known.plan(fact.installation).fields[fact.field]
    if field.secret:
        return {"kind": "text", "value": None if fact.value is None else "***"}
    return {"kind": field.kind, "value": fact.value}
