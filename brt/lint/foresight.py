"""What is sure when something of a type happens: what has closed before, and which fields have a value by then.

Conditions are considered: an action that may not apply is closed, but asks for nothing, unless what comes after it
applies only when it does. Someone may still skip an action, or set a field by hand; nobody can know that here.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from brt import delay
from brt.language.graph import Need, Ref, build
from brt.language.parts import ASKS, CONDITIONS, FIELDS, TRIGGERS, Action, Send, TypeDoc

Fields = frozenset[str]
Conditions = frozenset[str]


def foresee(doc: TypeDoc) -> "Foresight | None":
    """Return what is sure in a type; None when what waits for what, or who asks for what, could not be read."""
    ids = [step.id.text for step in doc.steps() if step.id is not None]
    sure = len(ids) == len(set(ids)) and doc.surely(*ASKS, *TRIGGERS, *CONDITIONS, FIELDS)
    return Foresight(doc) if sure else None


class Foresight:
    """The order in which an installation of a type must come along."""

    def __init__(self, doc: TypeDoc) -> None:
        """Work out what comes before what."""
        self.doc = doc
        self.graph = build(doc)
        self._before = _before(self.graph)
        self.actions = {action.step.id.text: action for action in doc.actions if action.step.id is not None}
        self._conditions = {name: _conditions(doc, action) for name, action in self.actions.items()}
        self._asked = {name: asked(action) for name, action in self.actions.items()}
        self._askers: dict[str, list[Action]] = {}
        for action in doc.actions:
            for field in asked(action, optional=True):
                self._askers.setdefault(field, []).append(action)

    def before(self, ref: Ref) -> frozenset[Ref]:
        """Return what has certainly happened when `ref` is triggered."""
        return self._before.get(ref, frozenset())

    def closed(self, ref: Ref) -> list[Action]:
        """Return the actions that have certainly closed when `ref` is triggered, in the order of the file."""
        names = self._closed(ref)
        return [action for name, action in self.actions.items() if name in names]

    def _closed(self, ref: Ref) -> set[str]:
        return {name for sort, name in self.before(ref) if sort == "action"}

    def known(self, ref: Ref, conditions: Conditions, *, optional: bool = False) -> Fields:
        """Return the fields that have certainly been asked for when `ref` is triggered, given that these hold.

        A condition that is the name of a field says that it is set.
        `optional`: also those whose answer may be left out.
        """
        asking = [name for name in self._closed(ref) if self._conditions[name] <= conditions]
        known = (asked(self.actions[name], optional=True) if optional else self._asked[name] for name in asking)
        return frozenset().union(conditions & self.doc.fields.keys(), *known)

    def conditions(self, action: Action) -> Conditions:
        """Return the conditions under which an action applies, as they are written."""
        return self._conditions[action_ref(action)[1]] if action.step.id else _conditions(self.doc, action)

    def asked(self, action: Action) -> Fields:
        """Return the fields that must be given to close an action."""
        return self._asked[action_ref(action)[1]] if action.step.id else asked(action)

    def knows(self, field: str, ref: Ref, conditions: Conditions) -> bool:
        """Tell whether `field` is among what is `known`."""
        before = self.before(ref)
        return field in conditions or any(
            action_ref(action) in before and self.conditions(action) <= conditions and field in self.asked(action)
            for action in self.askers(field)
        )

    def askers(self, field: str) -> Sequence[Action]:
        """Return the actions that ask for `field` when they are closed, in the order of the file."""
        return self._askers.get(field, ())

    def known_by(self, action: Action) -> Fields:
        """Return the fields that certainly have a value when `action` becomes available."""
        return self.known(action_ref(action), self.conditions(action))

    def in_the_end(self) -> Fields:
        """Return the fields that certainly have a value when everything required is closed."""
        every = (action for action in self.doc.actions if not self.doc.when_cancelled(action))
        required = (action for action in every if not action.optional and not self.conditions(action))
        return frozenset().union(*(self.asked(action) for action in required))


def _conditions(doc: TypeDoc, action: Action) -> Conditions:
    steps = (doc.phase_of(action), action.step)
    if steps[0].when is None and steps[1].when is None:
        return Conditions()
    return frozenset(" ".join(step.when.text.split()) for step in steps if step.when is not None)


def action_ref(action: Action) -> Ref:
    """Return what an action is called in the graph."""
    return "action", action.step.id.text if action.step.id else ""


def asked(action: Action, at: str = "done", *, optional: bool = False) -> Fields:
    """Return the fields that an action asks for; `optional`: also those that may be left out."""
    if not action.asks:
        return Fields()
    asks = (ask for ask in action.asks if ask.at == at and (optional or not ask.optional))
    return frozenset(ask.field.text for ask in asks if ask.field is not None)


def _before(graph: dict[Ref, Need]) -> dict[Ref, frozenset[Ref]]:
    """Return for everything in the graph what has happened before."""
    before: dict[Ref, frozenset[Ref]] = {}
    sure: dict[Ref, frozenset[Ref]] = {}  # the same with the thing itself
    waiting = list(graph)
    while waiting:
        left = []
        for ref in waiting:
            if all(each in sure for each in graph[ref].refs):
                before[ref] = _met(graph[ref], sure)
                sure[ref] = before[ref] | {ref}
            else:
                left.append(ref)
        if len(left) == len(waiting):  # these wait for each other
            return before | {ref: _met(graph[ref], sure) for ref in left}
        waiting = left
    return before


def _met(need: Need, sure: dict[Ref, frozenset[Ref]]) -> frozenset[Ref]:
    known = [sure.get(ref, frozenset()) for ref in need.refs]
    if len(known) == 1:
        return known[0]
    if need.any and known:
        return known[0].intersection(*known[1:])
    return frozenset().union(*known)


class Moment(NamedTuple):
    """An email of a type, and the fields that certainly have a value when it is written."""

    email: str
    known: Fields


def moments(foresight: Foresight) -> Iterator[Moment]:
    """Yield every email that the type sends."""
    doc = foresight.doc
    yield from _of_work(foresight)
    for field in doc.fields.values():
        for send in field.emails:
            if send.email is not None:
                yield Moment(send.email.text, _told(foresight, field.name))


def _of_work(foresight: Foresight) -> Iterator[Moment]:
    doc = foresight.doc
    ends = {"produced": Fields(), "completed": foresight.in_the_end(), "billed": _billed(foresight)}
    for send in doc.emails:
        if send.email is not None:
            known = ends.get(send.at or "", _by_day(foresight, send))
            yield Moment(send.email.text, known)
    for action in doc.actions:
        if action.emails:
            known = foresight.known_by(action)
            at = {"done": known | asked(action), "blocked": known | asked(action, "blocked")}
        for send in action.emails:
            if send.email is not None:
                by_then = at.get(send.at or "", known | _by_day(foresight, send))
                yield Moment(send.email.text, by_then)


def _by_day(foresight: Foresight, send: Send) -> Fields:
    """Return what is known when an email leaves on a day that hangs on a date; nothing for other emails."""
    field = delay.parse(send.day.text).field if send.day is not None and foresight.doc.surely(send.day.path) else None
    return _told(foresight, field) if field else Fields()


def _billed(foresight: Foresight) -> Fields:
    billing = [action for action in foresight.doc.actions if action.bills]
    if not billing:
        return foresight.in_the_end()
    return foresight.known_by(billing[0]) | asked(billing[0])


def _told(foresight: Foresight, field: str) -> Fields:
    """Return what is known when `field` changes after somebody was told: at the least since it was asked for."""
    since = [foresight.known_by(action) | asked(action) for action in foresight.askers(field)]
    return (since[0].intersection(*since[1:]) if since else Fields()) | {field}
