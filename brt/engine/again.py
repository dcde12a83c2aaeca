"""Doing again: a closed action is reopened, or what came before an action is sent back.

Theory of operation. A *baton* that had been passed is lost: the action is not closed any more, the phase not open or
not complete. Whoever was triggered by it and would not be without it goes back to waiting, and loses the batons that
it had passed itself, and so on. An action that somebody worked on is not taken back silently: `reopen` stops and shows
it, until the person says whether to keep it or to have it done again.
"""

from collections.abc import Iterable, Iterator

from brt import facts
from brt.engine import close, dates, flow, pause
from brt.engine.close import Ended, check_asks
from brt.engine.commands import Reject, Reopen
from brt.engine.course import Course
from brt.engine.waits import Wait
from brt.errors import Refused
from brt.plan import Ref
from brt.records import CLOSED, OPEN, WAITING, Action, available
from brt.say import N_


class NotClosed(Refused):
    """Only what is closed can be reopened."""

    says = N_("{action} is not closed: there is nothing to reopen.")
    hint = N_("To see it: brt show {ref}")


class Followed(Refused):
    """What the action had opened was worked on since."""

    says = N_("Since {action} was closed, somebody worked on what it opened: {actions}.")
    hint = N_("To leave that as it is: brt reopen {ref} --keep; to have it done again: brt reopen {ref} --redo")


class WasBilled(Refused):
    """Billing cannot be taken back by reopening what it stood on."""

    says = N_("{action} cannot be done again: {dossier} was billed on {day}.")
    hint = N_('What was billed is corrected where bills are written; to remember it: brt note {dossier} "…"')


class NothingBefore(Refused):
    """The type does not say to where the action sends back."""

    says = N_("{action} sends nothing back.")
    hint = N_("If it cannot go on: brt block {number}")

    @classmethod
    def of(cls, course: Course, action: Action) -> "NothingBefore":
        """Return what to say of `action`: which others of its installation send back, if any; first those to it."""
        others = [
            one
            for one in course.state.actions_of(action.installation_id).values()
            if course.type_of(one).sends_back and one.status in (OPEN, WAITING)
        ]
        if not others:
            return cls(action=action)
        others.sort(key=lambda one: (action.key not in course.type_of(one).sends_back, one.status != OPEN))
        hint = FROM_THERE if available(others[0], course.day.today) else ONCE_THERE
        return cls(ELSEWHERE, hint, action=action, others=others, other=others[0])


ELSEWHERE = N_("{action} sends nothing back. What does: {others}.")
FROM_THERE = N_("To send back from there: brt reject {other}. If this one cannot go on: brt block {number}")
ONCE_THERE = N_("Once that can be done: brt reject {other}. If this one cannot go on: brt block {number}")


class WhichOne(Refused):
    """The type names several actions to send back to."""

    says = N_("{action} can send back to several actions: {keys}.")
    hint = N_("Say which: brt reject {ref} … --to {typed}")


class NotSentBackTo(Refused):
    """The type does not name this action."""

    says = N_("{action} does not send back to {name}, but to {keys}.")
    hint = WhichOne.hint


class NotDoneBefore(Refused):
    """What is sent back to was never done."""

    says = N_("{target} is {status}: there is nothing to send back.")
    hint = N_("To see it: brt show {ref}")


class CannotReject(Refused):
    """Only what could be done can be rejected."""

    says = N_("{action} is not available yet: only an action that could be done today can be rejected.")
    hint = N_("To see what it waits for: brt show {ref}")


# ── reopen ────────────────────────────────────────────────────────────────────────────────────────


def reopen(course: Course, command: Reopen) -> None:
    """Open a closed action again; what it had opened and nobody touched goes back to waiting.

    What somebody worked on stays with `redo=False`, and begins a new generation with `redo=True`.
    Raises NotClosed, Ended, Followed, WasBilled or pause.NotRunning.
    """
    action = course.state.actions[command.number]
    pause.check_at_work(course, action)
    if action.status == WAITING and action.skip_asked:
        course.record(facts.Reopened(action.number, None, command.reason))
        return
    if action.status in (WAITING, OPEN):
        raise NotClosed(action=action, ref=action)
    if action.status not in ("done", "skipped"):
        raise Ended.of(action)
    back = _Back(course, action, redo=command.redo is not False)
    back.lose(action)
    if command.redo is None and back.touched:
        raise Followed(action=action, ref=action, actions=[Wait(one, None) for one in back.touched])
    _check_billing(course, action, back)
    kind = course.type_of(action)
    course.record(facts.Reopened(action.number, _holder(course, action), command.reason))
    back.record()
    fires, base = flow.fired(course, action.installation_id, kind.after)
    if not fires or action.available_on is None:
        course.record(facts.Waits(action.number, action.generation, action.awaits))
        if fires:
            flow.open_action(course, course.state.actions[action.number], base)
    else:
        dates.refresh(course, course.state.actions[action.number])
    _continue(course, action.installation_id)


def _holder(course: Course, action: Action) -> str | None:
    return action.assignee if action.assigned == "hand" else course.holder(course.type_of(action).role)


def _check_billing(course: Course, action: Action, back: "_Back") -> None:
    row = course.installation(action)
    if row.billed_on is None:
        return
    plan = course.plan(row.id)
    again = {action.key, *back.actions} - plan.after_bills() - {*plan.members.get(plan.on_cancel or "", ())}
    if any(not plan.actions[key].optional for key in again):
        raise WasBilled(action=action, dossier=row, day=row.billed_on)


def _continue(course: Course, installation: int) -> None:
    """An installation that was complete, or wound up, is not when something required is open again."""
    if course.state.installations[installation].status in ("complete", "cancelled") and any(
        action.status not in CLOSED for action in flow.required(course, installation)
    ):
        course.record(facts.Continued(installation))


class _Back:
    """What a closed action had opened, found before anything is recorded."""

    def __init__(self, course: Course, root: Action, redo: bool) -> None:
        """Begin at `root`; with `redo`, what somebody worked on goes back as well."""
        self._course = course
        self._root = root
        self._redo = redo
        self._installation = root.installation_id
        self._plan = course.plan(root.installation_id)
        self._lost: dict[Ref, None] = {}  # batons that nobody may count on, in the order in which they were lost
        self._kept: set[Ref] = set()  # of those, the starts of phases that stay open for what is kept in them
        self._reopened: list[str] = []  # phases that are not complete any more
        self._waiting: list[str] = []  # phases that wait again
        self.actions: dict[str, int] = {}  # the actions that go back to waiting, with their generation then
        self.touched: list[Action] = []

    def lose(self, root: Action) -> None:
        """Follow the batons that `root` had passed to their end."""
        queue: list[Ref] = list(self._of_action(root))
        for ref in queue:
            self._lost[ref] = None
            for kind, name in self._plan.dependents.get(ref, ()):
                queue += [one for one in self._reach(kind, name) if one not in queue]

    def _reach(self, kind: str, name: str) -> Iterator[Ref]:
        after = self._plan.phases[name].after if kind == "phase" else self._plan.actions[name].after
        if flow.fired(self._course, self._installation, after, self._lost)[0]:
            return
        if kind == "phase":
            yield from self._phase(name)
            return
        action = self._course.action(self._installation, name)
        if action.status == WAITING or action.early or action == self._root or name in self.actions:
            return
        touched = _touched(action)
        if touched:
            self.touched.append(action)
        if touched and not self._redo:
            return
        self.actions[name] = action.generation + touched
        if action.status in CLOSED:
            yield from self._of_action(action)

    def _of_action(self, action: Action) -> Iterator[Ref]:
        """The batons that are lost when `action` is not closed any more."""
        yield "action", action.key
        kind = self._plan.actions[action.key]
        if not kind.optional and self._course.state.phases[self._installation, kind.phase].completed_on:
            if kind.phase not in self._reopened:
                self._reopened.append(kind.phase)
            yield "phase", kind.phase

    def _phase(self, key: str) -> Iterator[Ref]:
        row = self._course.state.phases[self._installation, key]
        if not row.triggered or key in self._waiting or ("start", key) in self._kept:
            return
        members = [self._course.action(self._installation, name) for name in self._plan.members[key]]
        if not self._redo and any(_touched(action) for action in members):
            self._kept.add(("start", key))
            yield "start", key
            return
        self._waiting.append(key)
        yield "start", key
        if row.completed_on:
            yield "phase", key

    def record(self) -> None:
        """Let it have happened."""
        for key in self._waiting:
            generation = self._course.state.phases[self._installation, key].generation + 1
            self._course.record(facts.PhaseWaits(self._installation, key, generation))
        reopen_phases(self._course, self._installation, [key for key in self._reopened if key not in self._waiting])
        gone = [ref for ref in self._lost if ref not in self._kept]
        for key, generation in self.actions.items():
            stands = flow.fired(self._course, self._installation, self._plan.actions[key].after, gone)[0]
            awaits = (self._root.key,) if stands else ()
            number = self._course.action(self._installation, key).number
            self._course.record(facts.Waits(number, generation, awaits))


def _touched(action: Action) -> bool:
    """Say whether a person worked on an action since it was triggered."""
    if action.status == OPEN:
        return action.blocked is not None or action.due_source == "manual" or action.assigned == "hand"
    return action.status == "done" or (action.status == "skipped" and not action.skip_asked)


def reopen_phases(course: Course, installation: int, keys: Iterable[str]) -> None:
    """Record that the phases `keys` are not complete any more."""
    for key in keys:
        row = course.state.phases[installation, key]
        course.record(facts.PhaseReopened(installation, key, row.generation + 1))


# ── reject ────────────────────────────────────────────────────────────────────────────────────────


def reject(course: Course, command: Reject) -> None:
    """Send the work back: the action `to`, and what was closed between it and this one, begin a new generation.

    The rejecting action waits for all of it. Raises Ended, CannotReject, NothingBefore, WhichOne, NotSentBackTo,
    NotDoneBefore, Missing or Must.
    """
    action = course.state.actions[command.number]
    if action.status in (*close.ENDED, "done"):
        raise Ended.of(action)
    if not available(action, course.day.today):
        raise CannotReject(action=action, ref=action)
    target = _target(course, action, command.to)
    check_asks(course, action, "rejected", dict(command.values))
    dates.set_fields(course, action.installation_id, command.values)
    course.record(facts.Rejected(action.number, action.generation, target.number, command.party, command.reason))
    between = [] if command.keep else _between(course, target, action)
    again = [target, *between]
    waiting = {one.key for one in again} | {action.key}
    _reopen_phases_of(course, again)
    _begin_again(course, action, [one.key for one in again])
    for one in between:
        earlier = [other.key for other in again if one.key in course.plan(one.installation_id).beyond(other.key)]
        _begin_again(course, one, [] if _rings(course, one, waiting) else earlier)
    if target.status in CLOSED:
        _begin_again(course, target, [])
        flow.open_action(course, course.state.actions[target.number], course.day.today)


def _target(course: Course, action: Action, to: str | None) -> Action:
    keys = course.type_of(action).sends_back
    if not keys:
        raise NothingBefore.of(course, action)
    if to is None and len(keys) > 1:
        raise WhichOne(action=action, ref=action, keys=list(keys), typed="|".join(keys))
    if to is not None and to not in keys:
        raise NotSentBackTo(action=action, ref=action, name=to, keys=list(keys), typed="|".join(keys))
    target = course.action(action.installation_id, to or keys[0])
    if target.status not in (*CLOSED, OPEN):
        raise NotDoneBefore(target=target, ref=target, status=target.status)
    return target


def _between(course: Course, target: Action, action: Action) -> list[Action]:
    """Return what was closed after `target` and before `action`, in the order of the file."""
    plan = course.plan(action.installation_id)
    after = plan.beyond(target.key)
    return [
        one
        for one in course.state.actions_of(action.installation_id).values()
        if one.key in after and action.key in plan.beyond(one.key) and one.status in CLOSED
    ]


def _reopen_phases_of(course: Course, again: list[Action]) -> None:
    phases = {
        course.type_of(one).phase: None for one in again if one.status in CLOSED and not course.type_of(one).optional
    }
    complete = [key for key in phases if course.state.phases[again[0].installation_id, key].completed_on]
    reopen_phases(course, again[0].installation_id, complete)


def _rings(course: Course, action: Action, waiting: set[str]) -> bool:
    """Say whether the trigger of `action` comes by itself once those that are `waiting` have closed again."""
    lost: list[Ref] = [("action", key) for key in waiting]
    return not flow.fired(course, action.installation_id, course.type_of(action).after, lost)[0]


def _begin_again(course: Course, action: Action, awaits: list[str]) -> None:
    course.record(facts.Waits(action.number, action.generation + 1, tuple(awaits)))
