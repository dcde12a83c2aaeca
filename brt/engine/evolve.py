"""What each fact does to the State of a dossier's work.

`evolve` is the only place that knows what a fact means: the store saves the difference of two States, and the log,
replayed from nothing, gives the State again. It needs no plan, no calendar, no settings and no clock.
"""

from collections.abc import Callable, Iterable
from typing import Any

from brt import facts
from brt.engine.state import State, empty
from brt.records import OPEN, WAITING, Action, Blocked, FieldValue, Installation, Person, Phase


def evolve(state: State, fact: facts.Fact) -> State:
    """Return `state` after `fact`."""
    return _EVOLVE[type(fact)](state, fact)


def replay(dossier_id: int, log: Iterable[facts.Fact]) -> State:
    """Return the State that the facts of a log give, in their order."""
    state = empty(dossier_id)
    for fact in log:
        state = evolve(state, fact)
    return state


def _action(state: State, number: int, **changes: Any) -> State:
    return state._replace(actions={**state.actions, number: state.actions[number]._replace(**changes)})


def _installation(state: State, key: int, **changes: Any) -> State:
    row = state.installations[key]._replace(**changes)
    return state._replace(installations={**state.installations, key: row})


def _phase(state: State, installation: int, key: str, **changes: Any) -> State:
    row = state.phases[installation, key]._replace(**changes)
    return state._replace(phases={**state.phases, (installation, key): row})


def _produced(state: State, fact: facts.Produced) -> State:
    installation = Installation(
        id=fact.installation,
        dossier_id=state.dossier_id,
        type=fact.type,
        label=fact.label,
        plan_id=fact.plan,
        status="running",
        produced_on=fact.on,
        customer_kind=fact.customer_kind,
        revision=fact.revision,
        held_on=None,
        billed_on=None,
        ended_on=None,
    )
    state = state._replace(installations={**state.installations, fact.installation: installation}, lost=False)
    return _with_work(state, fact.installation, fact.phases, fact.actions)


def _with_work(state: State, installation: int, phases: Iterable[str], actions: Iterable[tuple[int, str]]) -> State:
    """Return `state` with phases and actions more, all of them waiting; they come after those that are there."""
    first = len(state.actions_of(installation))
    more_phases = {(installation, key): Phase(installation, key, 1, False, None, None, None, None) for key in phases}
    more_actions = {
        number: Action(
            number=number,
            installation_id=installation,
            key=key,
            position=position,
            generation=1,
            status=WAITING,
            assignee=None,
            assigned="role",
            triggered_on=None,
            available_on=None,
            due=None,
            due_source="none",
            blocked=None,
            skip_asked=False,
            closed_on=None,
            closed_by=None,
            early=False,
            awaits=(),
            again=False,
        )
        for position, (number, key) in enumerate(actions, first)
    }
    return state._replace(phases={**state.phases, **more_phases}, actions={**state.actions, **more_actions})


def _phase_applies(state: State, fact: facts.PhaseApplies) -> State:
    return _phase(state, fact.installation, fact.phase, applies=fact.applies)


def _phase_opened(state: State, fact: facts.PhaseOpened) -> State:
    return _phase(
        state,
        fact.installation,
        fact.phase,
        generation=fact.generation,
        triggered=True,
        triggered_on=fact.triggered_on,
        opens_on=fact.opens_on,
    )


def _phase_moved(state: State, fact: facts.PhaseMoved) -> State:
    return _phase(state, fact.installation, fact.phase, opens_on=fact.opens_on)


def _phase_completed(state: State, fact: facts.PhaseCompleted) -> State:
    return _phase(state, fact.installation, fact.phase, completed_on=fact.on)


def _opened(state: State, fact: facts.Opened) -> State:
    return _action(
        state,
        fact.number,
        generation=fact.generation,
        status=OPEN,
        triggered_on=fact.triggered_on,
        available_on=fact.available_on,
        due=fact.due,
        due_source=fact.due_source,
        assignee=fact.assignee,
    )


def _not_applicable(state: State, fact: facts.NotApplicable) -> State:
    return _action(
        state,
        fact.number,
        generation=fact.generation,
        status="not_applicable",
        triggered_on=fact.on,
        closed_on=fact.on,
    )


def _skip_asked(state: State, fact: facts.SkipAsked) -> State:
    return _action(state, fact.number, skip_asked=True)


def _closed(state: State, fact: facts.Closed) -> State:
    """What was waiting and closes, though not early, is closed by its trigger: it had been skipped in advance."""
    row = state.actions[fact.number]
    return _action(
        state,
        fact.number,
        generation=fact.generation,
        status=fact.how,
        triggered_on=fact.on if row.status == WAITING and not fact.early else row.triggered_on,
        closed_on=fact.on,
        closed_by=fact.by,
        early=fact.early,
        blocked=None,
    )


def _reopened(state: State, fact: facts.Reopened) -> State:
    row = state.actions[fact.number]
    if row.status == WAITING:
        return _action(state, fact.number, skip_asked=False)
    return _action(
        state,
        fact.number,
        status=OPEN,
        assignee=fact.assignee,
        skip_asked=False,
        closed_on=None,
        closed_by=None,
        early=False,
        again=True,
    )


def _waits(state: State, fact: facts.Waits) -> State:
    """Whoever was given the action by hand keeps it; a skip asked in advance holds for its generation."""
    row = state.actions[fact.number]
    same = fact.generation == row.generation
    return _action(
        state,
        fact.number,
        generation=fact.generation,
        status=WAITING,
        assignee=row.assignee if row.assigned == "hand" else None,
        triggered_on=None,
        available_on=None,
        due=None,
        due_source="none",
        blocked=None,
        skip_asked=row.skip_asked and same,
        closed_on=None,
        closed_by=None,
        early=False,
        awaits=fact.awaits,
        again=same,
    )


def _phase_waits(state: State, fact: facts.PhaseWaits) -> State:
    row = Phase(fact.installation, fact.phase, fact.generation, False, None, None, None, None)
    return state._replace(phases={**state.phases, (fact.installation, fact.phase): row})


def _phase_reopened(state: State, fact: facts.PhaseReopened) -> State:
    return _phase(state, fact.installation, fact.phase, generation=fact.generation, completed_on=None)


def _continued(state: State, fact: facts.Continued) -> State:
    if state.installations[fact.installation].status == "cancelled":
        state = _installation(state, fact.installation, status="cancelling", ended_on=None)
        return state._replace(lost=False)
    return _installation(state, fact.installation, status="running", ended_on=None)


def _held(state: State, fact: facts.Held) -> State:
    return _installation(state, fact.installation, status="on_hold", held_on=fact.on)


def _resumed(state: State, fact: facts.Resumed) -> State:
    return _installation(state, fact.installation, status="running", held_on=None)


def _cancelled(state: State, fact: facts.Cancelled | facts.WoundUp) -> State:
    state = _without_work(state, fact.installation)
    return _installation(state, fact.installation, status="cancelled", held_on=None, ended_on=fact.on)


def _cancelling(state: State, fact: facts.Cancelling) -> State:
    state = _without_work(state, fact.installation)
    state = _installation(state, fact.installation, status="cancelling", held_on=None)
    return _with_work(state, fact.installation, [fact.phase], fact.actions)


def _without_work(state: State, installation: int) -> State:
    """Cancel all actions that are not closed."""
    for action in state.actions_of(installation).values():
        if action.status in (OPEN, WAITING):
            state = _action(state, action.number, status="cancelled", blocked=None, skip_asked=False)
    return state


def _stuck(state: State, fact: facts.Stuck) -> State:
    return _action(state, fact.number, blocked=Blocked(fact.party, fact.reason, fact.since, fact.until))


def _unstuck(state: State, fact: facts.Unstuck) -> State:
    return _action(state, fact.number, blocked=None)


def _moved(state: State, fact: facts.Moved) -> State:
    return _action(
        state,
        fact.number,
        triggered_on=fact.triggered_on,
        available_on=fact.available_on,
        due=fact.due,
        due_source=fact.due_source,
    )


def _assigned(state: State, fact: facts.Assigned) -> State:
    return _action(state, fact.number, assignee=fact.assignee, assigned=fact.by)


def _person(state: State, fact: facts.PersonSet) -> State:
    people = {role: row for role, row in state.people.items() if role != fact.role}
    if fact.member is not None:
        people[fact.role] = Person(fact.role, fact.member)
    return state._replace(people=people)


def _field(state: State, fact: facts.FieldSet | facts.FieldChosen) -> State:
    key = (fact.installation, fact.field)
    values = {name: row for name, row in state.values.items() if name != key}
    if fact.value is not None:
        values[key] = FieldValue(fact.installation, fact.field, fact.value)
    return state._replace(values=values)


def _completed(state: State, fact: facts.Completed) -> State:
    return _installation(state, fact.installation, status="complete", ended_on=fact.on)


def _billed(state: State, fact: facts.Billed) -> State:
    return _installation(state, fact.installation, billed_on=fact.on)


def _dossier(state: State, fact: facts.DossierChanged) -> State:
    return state._replace(lost=fact.what == "lost") if fact.what in ("lost", "regained") else state


def _same(state: State, fact: facts.Fact) -> State:
    """Some facts are only remembered."""
    return state


_EVOLVE: dict[type[facts.Fact], Callable[[State, Any], State]] = {
    facts.Produced: _produced,
    facts.PhaseApplies: _phase_applies,
    facts.PhaseOpened: _phase_opened,
    facts.PhaseMoved: _phase_moved,
    facts.PhaseCompleted: _phase_completed,
    facts.Opened: _opened,
    facts.NotApplicable: _not_applicable,
    facts.SkipAsked: _skip_asked,
    facts.Closed: _closed,
    facts.Reopened: _reopened,
    facts.Waits: _waits,
    facts.PhaseWaits: _phase_waits,
    facts.PhaseReopened: _phase_reopened,
    facts.Continued: _continued,
    facts.Held: _held,
    facts.Resumed: _resumed,
    facts.Cancelled: _cancelled,
    facts.Cancelling: _cancelling,
    facts.WoundUp: _cancelled,
    facts.Rejected: _same,
    facts.Stuck: _stuck,
    facts.Unstuck: _unstuck,
    facts.Moved: _moved,
    facts.Shifted: _same,
    facts.Assigned: _assigned,
    facts.PersonSet: _person,
    facts.FieldSet: _field,
    facts.FieldChosen: _field,
    facts.Completed: _completed,
    facts.Billed: _billed,
    facts.Ignored: _same,
    facts.Noted: _same,
    facts.Sent: _same,
    facts.Explained: _same,
    facts.SecretRead: _same,
    facts.DossierChanged: _dossier,
    facts.Mailed: _same,
}
