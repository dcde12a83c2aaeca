"""How far an installation is, how it is doing, and when it will end if everything is done on its date."""

from collections.abc import Iterator
from typing import NamedTuple

from brt import delay as delays
from brt import facts
from brt.engine import dates, flow
from brt.engine.course import Course, Day
from brt.engine.state import State
from brt.plan import FieldType
from brt.records import CALLED_OFF, CLOSED, OPEN, Action, available

NEVER = "9999-12-31"


class Progress(NamedTuple):
    """How much is done: closed (done or skipped) of total (all that apply)."""

    closed: int
    total: int

    @property
    def percent(self) -> int:
        """Return the share that is done, rounded down; all of nothing is done."""
        return 100 * self.closed // self.total if self.total else 100


class Step(NamedTuple):
    """An action in the forecast: when it becomes available, when it is due, and when it is done.

    What comes after an action without a date has none either: it is done on the day at the earliest.
    """

    number: int
    available_on: str | None
    due: str | None
    done_on: str
    after: int | None  # the action whose closing opens it; None: it is open today
    awaits: FieldType | None = None  # what the due date waits for, when that is a date


class Miss(NamedTuple):
    """An action that would be done too late for a date that somebody set."""

    number: int
    done_on: str
    field: str  # the date field that its due date hangs on, or the `deadline` of the type
    value: str  # that date
    limit: str  # the last day that is not too late: the date itself, or what comes some time after it
    optional: bool


class Forecast(NamedTuple):
    """What happens if every action is done on its due date."""

    steps: tuple[Step, ...]
    expected_end: str | None  # None = a required action has no date
    miss: Miss | None  # why it is at risk: the first required action that is too late, the deadline, an optional one
    until: str  # the last day on which a forecast made today still says the same
    awaits: FieldType | None = None  # what the expected end waits for, when that is a date
    earliest_end: str | None = None  # the end if what has no date were done at once; None = it cannot be foreseen

    @property
    def at_risk(self) -> bool:
        """Say whether something would be done too late."""
        return self.miss is not None

    def way(self, number: int) -> list[Step]:
        """Return the steps from one that is open today to the action `number`, each opened by the one before."""
        steps = {step.number: step for step in self.steps}
        found = list[Step]()
        following: int | None = number
        while following in steps:
            found.append(steps.pop(following))
            following = found[-1].after
        return found[::-1]


def progress(state: State, installation: int, phase_of: dict[str, str]) -> Progress:
    """Count the actions of `installation`; `phase_of` gives the phase of each key."""
    counted = [
        action
        for action in state.actions_of(installation).values()
        if action.status not in ("not_applicable", "cancelled", "removed")
        and flow.counts(action, state.phases[installation, phase_of[action.key]])
    ]
    return Progress(sum(action.status in ("done", "skipped") for action in counted), len(counted))


def next_action(actions: list[Action], today: str) -> Action | None:
    """Return the action to do next: earliest due, then file order; a scheduled one when nothing is available."""
    ready = [action for action in actions if available(action, today)]
    ahead = [action for action in actions if action.status == OPEN]
    return min(ready or ahead, key=lambda action: (action.due or NEVER, action.position), default=None)


def health(actions: list[Action], status: str, at_risk: bool, today: str) -> str:
    """Return the first that applies to the open `actions`: on_hold, stalled, blocked, late, at_risk, on_track."""
    return healths(actions, status, at_risk, today)[0]


def healths(actions: list[Action], status: str, at_risk: bool, today: str) -> list[str]:
    """Return all that apply, of which `health` is the first: what is blocked may be late as well."""
    if status == "on_hold":
        return ["on_hold"]
    if not actions and status in ("running", "cancelling"):
        return ["stalled"]
    is_late = any(action.due is not None and action.due < today for action in actions if available(action, today))
    applies = {"blocked": any(action.blocked for action in actions), "late": is_late, "at_risk": at_risk}
    return [name for name, holds in applies.items() if holds] or ["on_track"]


def forecast(state: State, installation: int, day: Day, slow: int = 0) -> Forecast:
    """Work `installation` to its end from today: each action done on its due date, at the earliest today.

    Fields keep the values they have now, so that a condition on a value nobody knows yet counts as false.
    The action of the number `slow` takes one business day more than it may.
    """
    steps: list[Step] = []
    misses: list[Miss] = []
    opened_by: dict[int, int] = {}
    until = NEVER
    undated: dict[str, FieldType | None] = {}  # what has no date, or comes after that -> what it waits for
    is_endless, awaits = False, None
    for action in _open(state, installation):
        until = min(until, action.due if action.due and action.due >= day.today else day.today)
    course = Course(state, day)
    while turn := _turn(course, installation, slow):
        on, action = turn
        course.day = day._replace(today=on)
        kind = course.type_of(action)
        step = Step(action.number, action.available_on, action.due, on, opened_by.get(action.number))
        if action.key in undated:
            step = step._replace(available_on=None, due=None, awaits=undated[action.key])
        elif action.due is None:
            plan = course.plan(installation)
            step = step._replace(awaits=dates.awaited(plan, action.key))
            undated = {**dict.fromkeys(plan.beyond(action.key), step.awaits), **undated}
        if action.due is None and not kind.optional:
            is_endless, awaits = True, awaits or step.awaits
        steps.append(step)
        misses += _misses(course, action, on)
        course.record(facts.Closed(action.number, action.generation, "done", on, day.actor, False, None))
        known = len(course.facts)
        flow.follow(course)
        opened_by |= {fact.number: action.number for fact in course.facts[known:] if isinstance(fact, facts.Opened)}
    last = _last(course, installation)
    earliest = last and last.closed_on
    misses += [] if is_endless else _past_deadline(course, last)
    miss = min(misses, key=lambda miss: miss.optional, default=None)
    return Forecast(tuple(steps), None if is_endless else earliest, miss, until, awaits, earliest)


def _last(course: Course, installation: int) -> Action | None:
    """Return the required action that closes last, with which the installation ends; None: one does not close."""
    actions = flow.required(course, installation)
    if any(action.status not in CLOSED for action in actions):
        return None
    worked_on = [action for action in actions if action.closed_on and action.status in ("done", "skipped")]
    return max(worked_on, key=lambda action: (action.closed_on or "", action.position), default=None)


def _past_deadline(course: Course, last: Action | None) -> Iterator[Miss]:
    """Yield the `last` action when the installation would end with it after its deadline."""
    if last is None or last.closed_on is None or course.installation(last).status in CALLED_OFF:
        return
    name = course.plan(last.installation_id).deadline
    value = course.value(last.installation_id, name) if name else None
    if name and isinstance(value, str) and last.closed_on > value:
        yield Miss(last.number, last.closed_on, name, value, value, optional=False)


def _open(state: State, installation: int) -> list[Action]:
    return [row for row in state.actions.values() if row.installation_id == installation and row.status == OPEN]


def _turn(course: Course, installation: int, slow: int) -> tuple[str, Action] | None:
    """Return the open action whose date comes first, and that date."""
    turns = [(_done_on(course, action, slow), action.position, action) for action in _open(course.state, installation)]
    if not turns:
        return None
    on, _, action = min(turns, key=lambda turn: turn[:2])
    return on, action


def _done_on(course: Course, action: Action, slow: int) -> str:
    today = course.day.today
    on = max(action.due or today, action.available_on or today, today)
    return course.day.calendar.add(on, 1, "business day") if action.number == slow else on


def _misses(course: Course, action: Action, on: str) -> Iterator[Miss]:
    """Yield how doing `action` on `on` misses the field that its due date hangs on."""
    kind = course.type_of(action)
    name = dates.field_of(kind.due)
    value = course.value(action.installation_id, name) if name else None
    if kind.due is None or name is None or not isinstance(value, str) or action.due_source == "manual":
        return
    limit = max(value, delays.apply(delays.from_json(kind.due), value, course.day.calendar))
    if on > limit:
        yield Miss(action.number, on, name, value, limit, kind.optional)


def current_phase(state: State, installation: int, keys: list[str]) -> str | None:
    """Return the first phase of `keys` that has opened and is not complete, else the first that is waiting."""
    rows = [state.phases[installation, key] for key in keys]
    going = [row.key for row in rows if row.triggered and not row.completed_on]
    coming = [row.key for row in rows if not row.triggered and row.applies is not False]
    return next(iter(going or coming), None)
