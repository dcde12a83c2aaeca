"""Actions that a command can act on: a person's own first."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from brt.errors import BrtError
from brt.plan import ActionType, Plan
from brt.records import CALLED_OFF, CLOSED, LIVE, OPEN, WAITING, Action, Installation, Listed, status
from brt.service import refs
from brt.service.desk import Desk
from brt.service.suggest.dossiers import of_customer
from brt.service.suggest.fields import pointed
from brt.service.suggest.installations import can_be_billed
from brt.service.suggest.typed import Suggestion, Typed
from brt.store import lists, work
from brt.store.database import Database
from brt.views import words
from brt.views.item import reference

AT_HAND = ("available", "blocked")
MOVABLE = (*AT_HAND, "scheduled")
ENDED = ("done", "skipped")
ACTS_ON = {
    "done": AT_HAND,
    "reject": AT_HAND,
    "block": ("available",),
    "unblock": ("blocked",),
    "skip": (*MOVABLE, WAITING),
    "shift": MOVABLE,
    "take": MOVABLE,
    "assign": MOVABLE,
    "reopen": ENDED,
}
"""The states in which an action is something for a command; the others look at any."""

LATEST, ALL = 200, 100_000
"""So many of the closed actions are looked at: where nothing is typed yet, and otherwise."""

RESTS = ("block", "unblock", "take", "assign")
"""The commands on actions that an installation on hold lets pass."""


class Place(NamedTuple):
    """An action with what tells whether a command can act on it."""

    db: Database
    action: Action
    kind: ActionType
    plan: Plan
    installation: int
    today: str


def _sends_back(place: Place) -> bool:
    return bool(_sent_back_to(place.db, place.installation, place.kind))


def _skippable(place: Place) -> bool:
    return not place.kind.bills and not place.action.skip_asked


def _doable(place: Place) -> bool:
    return not place.kind.bills or can_be_billed(place.db, place.installation, place.plan, place.today)


ALSO: dict[str, Callable[[Place], bool]] = {"done": _doable, "reject": _sends_back, "skip": _skippable}
"""What else an action needs for a command."""


def named(desk: Desk, typed: Typed) -> list[Suggestion]:
    """Return actions that the command can act on: behind `118/` those of the dossier, else mine, else anybody's."""
    with desk.reading() as db:
        if typed.command == "reject" and typed.param == "to":
            return _targets(db, typed)
        if "/" in typed.text and (found := _of_dossier(db, desk, typed)):
            return found
        mine, others = _closed(db, desk, typed) if typed.command == "reopen" else _open(db, desk, typed)
        for rows in (mine, others):
            if found := [
                one
                for row, plan in _fitting(db, rows, desk, typed)
                for one in _typed_as(db, row, plan, typed, desk.today)
            ]:
                return found
        return [] if "DOSSIER" in typed.kinds else _of_customer(db, desk, typed, [*mine, *others])


def _open(db: Database, desk: Desk, typed: Typed) -> tuple[list[Listed], list[Listed]]:
    """Return the open actions, mine and the others, each with the most urgent first."""
    me = _me(desk)
    mine = lists.open_actions(db, me) if me and typed.command != "take" else []
    rest = [row for row in lists.everyone(db) if row.action.assignee != me]

    def urgency(row: Listed) -> tuple[str, int]:
        return row.action.due or "~", row.action.number

    return sorted(mine, key=urgency), sorted(rest, key=urgency)


def _closed(db: Database, desk: Desk, typed: Typed) -> tuple[list[Listed], list[Listed]]:
    """Return the actions that can be done again, those that I closed and the others, each with the latest first."""
    me, rows = _me(desk), lists.closed(db, ALL if typed.text else LATEST)
    plans = lists.Plans(db)
    fits = [row for row, state, billed in rows if _reopens(state, billed, plans[row.plan_id], row.action.key)]
    return [row for row in fits if row.action.closed_by == me], [row for row in fits if row.action.closed_by != me]


def _reopens(state: str, billed_on: str | None, plan: Plan, key: str) -> bool:
    """Say whether a closed action may be opened again: `engine.again`."""
    if state in CALLED_OFF:
        return plan.actions[key].phase == plan.on_cancel
    return billed_on is None or plan.actions[key].optional or key in plan.after_bills()


def _me(desk: Desk) -> str | None:
    with suppress(BrtError):
        return desk.me.member.id
    return None


def _fitting(db: Database, rows: Iterable[Listed], desk: Desk, typed: Typed) -> Iterator[tuple[Listed, Plan]]:
    plans = lists.Plans(db)
    wanted = _wanted(typed) or AT_HAND
    for row in rows:
        if status(row.action, desk.today) in wanted and str(row.action.number) not in typed.before:
            plan = plans[row.plan_id]
            place = Place(db, row.action, plan.actions[row.action.key], plan, row.action.installation_id, desk.today)
            if ALSO.get(typed.command, _any)(place):
                yield row, plan


def _any(_place: Place) -> bool:
    return True


def _wanted(typed: Typed) -> tuple[str, ...]:
    early = (WAITING, "scheduled") if typed.command == "done" and typed.options.get("early") else ()
    return (*ACTS_ON.get(typed.command, ()), *early)


def _typed_as(db: Database, row: Listed, plan: Plan, typed: Typed, today: str) -> Iterator[Suggestion]:
    """Yield an action as its number, or as DOSSIER/ID when that is what is being typed."""
    said = _said(row, plan, today)
    if typed.starts(str(row.action.number)):
        yield Suggestion(str(row.action.number), said)
    if not typed.text or row.siblings > 1:
        return
    if typed.starts(f"{row.ref}/{row.action.key}"):
        yield Suggestion(f"{row.ref}/{row.action.key}", said)
    elif typed.starts(f"{words.short_ref(row.ref)}/{row.action.key}"):
        short = _short(db, row.ref)
        if short != row.ref:
            yield Suggestion(f"{short}/{row.action.key}", said)


def _said(row: Listed, plan: Plan, today: str) -> str:
    action = row.action
    day = action.due if action.status == OPEN else action.closed_on
    parts = (words.dossier(row.ref, row.customer), plan.actions[action.key].name, words.day(day, today) if day else "")
    return " · ".join(part for part in parts if part)


def _short(db: Database, ref: str) -> str:
    """Return the shortest ending of a reference that names its dossier: its number, or the whole."""
    short = words.short_ref(ref)
    with suppress(BrtError):
        if refs.dossier(db, short).ref == ref:
            return short
    return ref


def _of_customer(db: Database, desk: Desk, typed: Typed, rows: list[Listed]) -> list[Suggestion]:
    """Return the actions of customers with what is typed in their name: by their references, which say whose they are.

    All those of a dossier begin alike, so that a shell has something to write in place of the name.
    """
    named = [row for row in rows if of_customer(row.customer, typed.text)]
    shorts = {ref: _short(db, ref) for ref in {row.ref for row in named}}
    return [
        Suggestion(
            reference(shorts[row.ref], row.type, row.label, row.siblings, row.action.key), _said(row, plan, desk.today)
        )
        for row, plan in _fitting(db, named, desk, typed)
    ]


def _of_dossier(db: Database, desk: Desk, typed: Typed) -> list[Suggestion]:
    """Return the actions of the dossier that stands before the slash, in the order of their types."""
    head, *middle, _last = typed.text.split("/")
    found = []
    state = work.load(db, refs.dossier(db, head, reads=typed.command in ("show", "why")).id)
    plans, runs = lists.Plans(db), state.installations
    for row in state.actions.values():
        run, plan = runs[row.installation_id], plans[runs[row.installation_id].plan_id]
        if (middle and refs.name_of(run) not in middle) or not _acts(db, row, run, plan, desk, typed):
            continue
        between = [refs.name_of(run)] if middle or len(runs) > 1 else []
        ref = "/".join([head, *between, row.key])
        if typed.starts(ref) or (not middle and typed.starts(f"{head}/{row.key}")):
            found.append(Suggestion(ref, f"{plan.actions[row.key].name} · {row.number}"))
    return found


def _acts(db: Database, row: Action, run: Installation, plan: Plan, desk: Desk, typed: Typed) -> bool:
    """Say whether the command can act on an action that is not named yet."""
    if str(row.number) in typed.before:
        return False
    if typed.command not in ACTS_ON:
        return True
    if typed.command == "take" and row.assignee == _me(desk):
        return False
    if typed.command == "reopen" and not _reopens(run.status, run.billed_on, plan, row.key):
        return False
    place = Place(db, row, plan.actions[row.key], plan, run.id, desk.today)
    rests = run.status not in LIVE and typed.command not in RESTS
    return not rests and status(row, desk.today) in _wanted(typed) and ALSO.get(typed.command, _any)(place)


def _targets(db: Database, typed: Typed) -> list[Suggestion]:
    """Return what the action that is rejected may send back to."""
    plans = lists.Plans(db)
    named = [(run.id, plans[run.plan_id], key) for run, key in pointed(db, typed.before) if key]
    return [
        Suggestion(target, f"{plan.actions[target].name} · {number}")
        for installation, plan, key in named
        for target, number in _sent_back_to(db, installation, plan.actions[key])
        if typed.starts(target)
    ]


def _sent_back_to(db: Database, installation: int, kind: ActionType) -> list[tuple[str, int]]:
    """Return the actions that `kind` may send back to and that are closed or open, with their numbers."""
    states = lists.states(db, installation) if kind.sends_back else {}
    return [(key, number) for key in kind.sends_back for number, state in [states[key]] if state in (*CLOSED, OPEN)]
