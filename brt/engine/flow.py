"""Triggers: what opens when something closes, followed to a fixed point.

Theory of operation. Facts are followed one at a time, in the order in which they were recorded. Each one that passes
the baton (production, an action closed, a phase opened or completed) rings those whose trigger names it: phases first,
then actions, in the order of the file. One that rings true is recorded at once and followed in its turn; one that had
been triggered already is noted as ignored. A phase that has no required action left completes; an installation
likewise.

    action   waiting --trigger--> open            (available on its day)
             waiting --trigger--> not applicable  (its `when`, or its phase's, is false)
             waiting --trigger--> skipped         (that had been asked)
    phase    waiting --trigger--> open --last required action closed--> complete

An installation that is called off passes a baton as production does: to the phase that is there for that.
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from brt import facts
from brt.engine import dates
from brt.engine.course import Course
from brt.plan import CANCELLATION, PRODUCTION, After, Ref
from brt.records import CLOSED, WAITING, Action, Phase


def follow(course: Course) -> None:
    """Draw the consequences of every fact recorded and not yet followed."""
    touched: dict[int, None] = {}
    while course.followed < len(course.facts):
        fact = course.facts[course.followed]
        course.followed += 1
        for installation, ref in _passes(course, fact):
            touched[installation] = None
            for kind, name in _dependents(course, installation, ref):
                (_ring_phase if kind == "phase" else _ring_action)(course, installation, name, ref)
        for installation, phase in _touches(course, fact):
            touched[installation] = None
            _complete_phase(course, installation, phase)
    for installation in touched:
        _complete(course, installation)


def _dependents(course: Course, installation: int, ref: Ref) -> Iterator[Ref]:
    """Whom `ref` may trigger: those whose plan names it, and those that wait for it since a rejection."""
    named = course.plan(installation).dependents.get(ref, ())
    yield from named
    if ref[0] == "action":
        for action in course.state.actions_of(installation).values():
            if ref[1] in action.awaits and ("action", action.key) not in named:
                yield "action", action.key


def _passes(course: Course, fact: facts.Fact) -> Iterator[tuple[int, Ref]]:
    """Which baton `fact` passes on."""
    match fact:
        case facts.Produced(installation=installation):
            yield installation, PRODUCTION
        case facts.Cancelling(installation=installation):
            yield installation, CANCELLATION
        case facts.Closed(number=number) | facts.NotApplicable(number=number):
            action = course.state.actions[number]
            yield action.installation_id, ("action", action.key)
        case facts.PhaseOpened(installation=installation, phase=phase):
            yield installation, ("start", phase)
        case facts.PhaseCompleted(installation=installation, phase=phase):
            yield installation, ("phase", phase)


def _touches(course: Course, fact: facts.Fact) -> Iterator[tuple[int, str]]:
    """Which phase may be complete because of `fact`."""
    match fact:
        case facts.Closed(number=number) | facts.NotApplicable(number=number):
            action = course.state.actions[number]
            yield action.installation_id, course.type_of(action).phase
        case facts.PhaseOpened() | facts.PhaseMoved():
            yield fact.installation, fact.phase


# ── has a trigger come, and on which day ──────────────────────────────────────────────────────────


class _Baton(NamedTuple):
    """What became of one `Ref`: whether it passed the baton, on which day (None: unknown), and whether it applies."""

    passed: bool
    on: str | None
    applies: bool


def _baton(course: Course, installation: int, ref: Ref) -> _Baton:
    kind, name = ref
    if ref == PRODUCTION:
        return _Baton(True, course.state.installations[installation].produced_on, True)
    if ref == CANCELLATION:  # which triggers the phase for it first of all, and only once
        row = course.state.phases[installation, course.plan(installation).on_cancel or ""]
        return _Baton(True, row.triggered_on or course.day.today, True)
    if kind == "action":
        action = course.action(installation, name)
        return _Baton(action.status in CLOSED, action.closed_on, action.status != "not_applicable")
    phase = course.state.phases[installation, name]
    applies = phase.applies is not False
    if kind == "start":
        return _Baton(phase.triggered, phase.opens_on, applies)
    return _Baton(phase.completed_on is not None, phase.completed_on, applies)


def _latest(batons: list[_Baton]) -> str | None:
    days = [one.on for one in batons]
    return None if None in days else max(day for day in days if day)


def _fired(course: Course, installation: int, after: After, rung: Ref) -> tuple[bool, str | None]:
    """Say whether the trigger `after` has come now that `rung` passed the baton, and on which day (None: unknown)."""
    if after.any:
        first = _baton(course, installation, rung)
        if first.applies:
            return True, first.on
        if any(_baton(course, installation, ref).applies for ref in after.refs or (PRODUCTION,)):
            return False, None
    return fired(course, installation, after)


# ── actions ───────────────────────────────────────────────────────────────────────────────────────


def _ring_action(course: Course, installation: int, key: str, rung: Ref) -> None:
    action = course.action(installation, key)
    after = course.type_of(action).after
    if action.status != WAITING:
        if after.any or _fired(course, installation, after, rung)[0]:
            course.record(facts.Ignored(action.number, rung))
        return
    fires, base = _fired_again(course, action, after) if action.awaits else _fired(course, installation, after, rung)
    if fires:
        open_action(course, action, base)


def _fired_again(course: Course, action: Action, after: After) -> tuple[bool, str | None]:
    """The trigger of an action that was sent back: the plan's, and all that it awaits."""
    awaited = [_baton(course, action.installation_id, ("action", key)) for key in action.awaits]
    fires, base = fired(course, action.installation_id, after)
    if not fires or not all(one.passed for one in awaited):
        return False, None
    return True, _latest([*awaited, _Baton(True, base, True)])


def fired(course: Course, installation: int, after: After, lost: Collection[Ref] = ()) -> tuple[bool, str | None]:
    """Say whether the trigger `after` has come, whichever came first, and on which day (None: unknown).

    Those of `lost` count as if they had never come.
    """
    refs = after.refs or (PRODUCTION,)
    batons = [_baton(course, installation, ref) if ref not in lost else _Baton(False, None, True) for ref in refs]
    first = [one for one in batons if one.passed and one.applies]
    if after.any and first:
        return True, min((one.on for one in first if one.on), default=None)
    if not all(one.passed for one in batons):
        return False, None
    return True, _latest(batons)


def open_action(course: Course, action: Action, base: str | None) -> None:
    """Record what the trigger of `action` brings on the day `base` (None: unknown): open, not applicable or skipped."""
    kind = course.type_of(action)
    passed_on = base or course.day.today  # the phase's opening may hang on a field; the baton waits for nobody
    if not _phase_applies(course, action.installation_id, kind.phase) or not course.true(
        kind.when, action.installation_id
    ):
        course.record(facts.NotApplicable(action.number, action.generation, passed_on))
        return
    if action.skip_asked:
        course.record(
            facts.Closed(action.number, action.generation, "skipped", passed_on, course.day.actor, False, None)
        )
        return
    when = dates.opening(course, action, base)
    assignee = action.assignee if action.assigned == "hand" else course.holder(kind.role)
    course.record(facts.Opened(action.number, action.generation, base, *when, assignee))


# ── phases ────────────────────────────────────────────────────────────────────────────────────────


def _phase_applies(course: Course, installation: int, key: str) -> bool:
    """Evaluate the phase's `when` once, at the first trigger of the phase or of any action in it."""
    when = course.plan(installation).phases[key].when
    if when is None:
        return True
    row = course.state.phases[installation, key]
    if row.applies is None:
        course.record(facts.PhaseApplies(installation, key, course.true(when, installation)))
        row = course.state.phases[installation, key]
    return row.applies is True


def _ring_phase(course: Course, installation: int, key: str, rung: Ref) -> None:
    row = course.state.phases[installation, key]
    if row.triggered:
        return
    fires, base = _fired(course, installation, course.plan(installation).phases[key].after, rung)
    if fires:
        _open_phase(course, installation, key, base)


def _open_phase(course: Course, installation: int, key: str, base: str | None) -> None:
    wait = course.plan(installation).phases[key].wait
    applies = _phase_applies(course, installation, key)
    opens_on = dates.start(course, installation, wait, base) if applies else base
    generation = course.state.phases[installation, key].generation
    course.record(facts.PhaseOpened(installation, key, generation, base, opens_on))


def required(course: Course, installation: int) -> list[Action]:
    """Return the actions that count for the end: not optional, and in a phase that is at work and applies."""
    plan, phases = course.plan(installation), {phase.id for phase in course.phases(installation)}
    return [
        action
        for action in course.state.actions.values()
        if action.installation_id == installation
        and not (kind := plan.actions[action.key]).optional
        and kind.phase in phases
        and counts(action, course.state.phases[installation, kind.phase])
    ]


def counts(action: Action, phase: Phase) -> bool:
    """Say whether `action` counts: those still waiting in a phase that does not apply will never be done."""
    return action.status != WAITING or phase.applies is not False


def _complete_phase(course: Course, installation: int, key: str) -> None:
    """Record that the phase is complete once it has opened and its required, applicable actions are closed."""
    row = course.state.phases[installation, key]
    if row.completed_on or not row.triggered or row.opens_on is None:
        return
    plan = course.plan(installation)
    members = [course.action(installation, name) for name in plan.members[key] if not plan.actions[name].optional]
    mine = [action for action in members if counts(action, row)]
    if all(action.status in CLOSED for action in mine):
        days = [action.closed_on for action in mine if action.closed_on]
        course.record(facts.PhaseCompleted(installation, key, max([row.opens_on, *days])))


def _complete(course: Course, installation: int) -> None:
    """Record that the installation is complete: every required, applicable action of it is closed.

    One that is being called off is over once the phase for that is complete.
    """
    row = course.state.installations[installation]
    if row.status == "cancelling":
        phase = course.state.phases[installation, course.plan(installation).on_cancel or ""]
        if phase.completed_on:
            course.record(facts.WoundUp(installation, phase.completed_on))
        return
    if row.status != "running":
        return
    actions = required(course, installation)
    if all(action.status in CLOSED for action in actions):
        days = [action.closed_on for action in actions if action.closed_on]
        course.record(facts.Completed(installation, max([row.produced_on, *days])))
