"""How far an installation is, how it is doing, and when it will end if everything is done on its date."""

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
    """An action in the forecast: when it becomes available, when it is due, and when it is done."""

    number: int
    available_on: str | None
    due: str | None
    done_on: str


class Forecast(NamedTuple):
    """What happens if every action is done on its due date."""

    steps: tuple[Step, ...]
    expected_end: str | None  # None = a required action has no date
    at_risk: bool
    until: str  # the last day on which a forecast made today still says the same
    awaits: FieldType | None = None  # what the expected end waits for, when that is a date


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
    if status == "on_hold":
        return "on_hold"
    if not actions and status in ("running", "cancelling"):
        return "stalled"
    if any(action.blocked for action in actions):
        return "blocked"
    if any(action.due is not None and action.due < today for action in actions if available(action, today)):
        return "late"
    return "at_risk" if at_risk else "on_track"


def forecast(state: State, installation: int, day: Day, slow: int = 0) -> Forecast:
    """Work `installation` to its end from today: each action done on its due date, at the earliest today.

    Fields keep the values they have now, so that a condition on a value nobody knows yet counts as false.
    The action of the number `slow` takes one business day more than it may.
    """
    steps: list[Step] = []
    until = NEVER
    undated = at_risk = False
    awaits: FieldType | None = None
    for action in _open(state, installation):
        until = min(until, action.due if action.due and action.due >= day.today else day.today)
    course = Course(state, day)
    while turn := _turn(course, installation, slow):
        on, action = turn
        course.day = day._replace(today=on)
        kind = course.type_of(action)
        steps.append(Step(action.number, action.available_on, action.due, on))
        if action.due is None and not kind.optional:
            undated, awaits = True, awaits or dates.awaited(course.plan(installation), action.key)
        at_risk = at_risk or _misses(course, action, on)
        course.record(facts.Closed(action.number, action.generation, "done", on, day.actor, False, None))
        flow.follow(course)
    return _ended(course, installation, Forecast(tuple(steps), None, at_risk, until, awaits), undated)


def _ended(course: Course, installation: int, found: Forecast, undated: bool) -> Forecast:
    actions = flow.required(course, installation)
    finished = all(action.status in CLOSED for action in actions)
    days = [action.closed_on for action in actions if action.closed_on and action.status in ("done", "skipped")]
    end = max(days, default=None) if finished and not undated else None
    called_off = course.state.installations[installation].status in CALLED_OFF
    name = None if called_off else course.plan(installation).deadline
    deadline = course.value(installation, name) if name else None
    missed = end is not None and deadline is not None and end > deadline
    return found._replace(expected_end=end, at_risk=found.at_risk or missed)


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


def _misses(course: Course, action: Action, on: str) -> bool:
    """Say whether doing `action` on `on` misses the field that its due date hangs on."""
    raw = course.type_of(action).due
    name = dates.field_of(raw)
    if raw is None or name is None or action.due_source == "manual":
        return False
    value = course.value(action.installation_id, name)
    if not isinstance(value, str):
        return False
    wanted = delays.apply(delays.from_json(raw), value, course.day.calendar)
    return on > max(value, wanted)


def current_phase(state: State, installation: int, keys: list[str]) -> str | None:
    """Return the first phase of `keys` that has opened and is not complete, else the first that is waiting."""
    rows = [state.phases[installation, key] for key in keys]
    going = [row.key for row in rows if row.triggered and not row.completed_on]
    coming = [row.key for row in rows if not row.triggered and row.applies is not False]
    return next(iter(going or coming), None)
