"""The plan: an installation type as the engine runs it, read from the canonical JSON that is pinned in the store.

Defaults are resolved (`after` is always explicit) and nothing in it depends on the file it came from,
so that a running installation never notices that the YAML was edited.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

Ref = tuple[str, str]
"""What a trigger names: ("action", ID) closed, ("phase", ID) complete, ("start", ID) the phase opens."""

PRODUCTION: Ref = ("production", "")
"""What triggers those whose trigger names nothing."""

CANCELLATION: Ref = ("cancelled", "")
"""What triggers the phase for an installation that is called off."""

RawDelay = list[Any]
"""[N, UNIT], [N, UNIT, "before"|"after", FIELD] or ["on", FIELD]; see `brt.delay.from_json`."""


class After(NamedTuple):
    """The trigger of a phase or an action."""

    refs: tuple[Ref, ...]  # none: production itself
    any: bool  # the first of them is enough; otherwise all of them


class Ask(NamedTuple):
    """A field that an action asks for."""

    field: str
    at: str  # "done", "blocked" or "rejected"
    optional: bool
    must: Any  # the only answer that lets the action close; None = any


class Send(NamedTuple):
    """An email that something sends."""

    email_type: str
    at: str  # the event, or the day as it is written; "changed" for the emails of a field
    to: tuple[tuple[str, ...], ...]
    day: RawDelay | None = None  # the day on which it leaves
    hold: bool = False  # it waits for a person to release it


class FieldType(NamedTuple):
    """A field of the type."""

    name: str
    kind: str
    label: str
    many: bool
    secret: bool
    to_come: bool  # a date of something that is still to happen, although nothing hangs on it
    choices: tuple[str, ...] | None
    emails: tuple[Send, ...]


class Check(NamedTuple):
    """Something to be told as soon as a value makes a condition true."""

    when: Any  # {"text": source, "tree": tree}
    say: str


class PhaseType(NamedTuple):
    """A phase of the type."""

    id: str
    name: str
    after: After
    wait: RawDelay | None
    when: Any  # {"text": source, "tree": tree} or None


class ActionType(NamedTuple):
    """An action of the type."""

    id: str
    position: int  # in the file, from 0
    phase: str
    name: str
    role: str
    help: str | None
    after: After
    wait: RawDelay | None
    due: RawDelay | None
    when: Any
    optional: bool
    bills: bool
    point_of_no_return: bool  # once it is done, the installation is called off by force only
    sends_back: tuple[str, ...]  # the actions that a rejection may send the work back to
    asks: tuple[Ask, ...]
    emails: tuple[Send, ...]


class Plan(NamedTuple):
    """A compiled installation type; phases and actions in the order of the file."""

    type: str
    name: str
    summary: str
    deadline: str | None
    fields: dict[str, FieldType]
    emails: tuple[Send, ...]
    checks: tuple[Check, ...]
    phases: dict[str, PhaseType]
    actions: dict[str, ActionType]
    dependents: dict[Ref, tuple[Ref, ...]]  # what may trigger when this happens: phases first, then actions
    members: dict[str, tuple[str, ...]]  # phase id -> ids of its actions
    on_cancel: str | None  # the phase, the last one, that is only there once the installation is called off

    @property
    def bills(self) -> ActionType | None:
        """The action whose closing is the billing, if the type has one."""
        return next((action for action in self.actions.values() if action.bills), None)

    @property
    def regular(self) -> "Plan":
        """The type without what is only done when the installation is called off."""
        if self.on_cancel is None:
            return self
        phases = {key: phase for key, phase in self.phases.items() if key != self.on_cancel}
        actions = {key: action for key, action in self.actions.items() if action.phase in phases}
        members = {key: self.members[key] for key in phases}
        return self._replace(phases=phases, actions=actions, members=members, on_cancel=None)

    def email_types(self) -> frozenset[str]:
        """Return the ids of all email types that the type may send."""
        sends = [*self.emails]
        for action in self.actions.values():
            sends += action.emails
        for field in self.fields.values():
            sends += field.emails
        return frozenset(send.email_type for send in sends)

    def after_bills(self) -> frozenset[str]:
        """Return the ids of the actions that come after the `bills` action, directly or not."""
        return self.beyond(self.bills.id) if self.bills else frozenset()

    def beyond(self, key: str) -> frozenset[str]:
        """Return the ids of the actions that come after the action `key`, directly or not."""
        reached: set[Ref] = set()
        queue: list[Ref] = [("action", key)]
        while queue:
            ref = queue.pop()
            if ref in reached:
                continue
            reached.add(ref)
            queue += self._next(ref)
        return frozenset(name for kind, name in reached if kind == "action") - {key}

    def _next(self, ref: Ref) -> Iterator[Ref]:
        """What cannot happen before `ref` has."""
        yield from (("start", name) if kind == "phase" else (kind, name) for kind, name in self.dependents.get(ref, ()))
        if ref[0] == "start":
            yield ("phase", ref[1])
        elif ref[0] == "action" and not self.actions[ref[1]].optional:
            yield ("phase", self.actions[ref[1]].phase)


@cache
def load(body: str) -> Plan:
    """Read the plan from its canonical JSON; many installations are pinned to the same one."""
    return from_data(json.loads(body))


def from_data(data: dict[str, Any]) -> Plan:
    """Build the plan from the decoded JSON (format 1)."""
    phases = {phase["id"]: _phase(phase) for phase in data["phases"]}
    actions = {action["id"]: _action(action, position) for position, action in enumerate(data["actions"])}
    return Plan(
        type=data["type"],
        name=data["name"],
        summary=data.get("summary", ""),
        deadline=data.get("deadline"),
        fields={name: _field(name, field) for name, field in data.get("fields", {}).items()},
        emails=_sends(data.get("emails", [])),
        checks=tuple(Check(check["when"], check["say"]) for check in data.get("checks", [])),
        phases=phases,
        actions=actions,
        dependents=_dependents(phases, actions),
        members={phase: tuple(action.id for action in actions.values() if action.phase == phase) for phase in phases},
        on_cancel=data.get("on_cancel"),
    )


def _dependents(phases: dict[str, PhaseType], actions: dict[str, ActionType]) -> dict[Ref, tuple[Ref, ...]]:
    found: dict[Ref, list[Ref]] = {}
    for phase in phases.values():
        for ref in dict.fromkeys(phase.after.refs or (PRODUCTION,)):
            found.setdefault(ref, []).append(("phase", phase.id))
    for action in actions.values():
        for ref in dict.fromkeys(action.after.refs or (PRODUCTION,)):
            found.setdefault(ref, []).append(("action", action.id))
    return {ref: tuple(names) for ref, names in found.items()}


def _after(data: dict[str, list[list[str]]]) -> After:
    ((word, refs),) = data.items()
    return After(tuple((kind, name) for kind, name in refs), word == "any")


def _sends(data: list[dict[str, Any]]) -> tuple[Send, ...]:
    return tuple(
        Send(
            email_type=send["send"],
            at=send.get("at", "changed"),
            to=tuple(tuple(to) for to in send["to"]),
            day=send.get("day"),
            hold=send.get("hold", False),
        )
        for send in data
    )


def _field(name: str, data: dict[str, Any]) -> FieldType:
    choices = data.get("choices")
    return FieldType(
        name=name,
        kind=data["kind"],
        label=data.get("label", name),
        many=data.get("many", False),
        secret=data.get("secret", False),
        to_come=data.get("to_come", False),
        choices=tuple(choices) if choices else None,
        emails=_sends(data.get("emails", [])),
    )


def _phase(data: dict[str, Any]) -> PhaseType:
    return PhaseType(data["id"], data["name"], _after(data["after"]), data.get("wait"), data.get("when"))


def _action(data: dict[str, Any], position: int) -> ActionType:
    return ActionType(
        id=data["id"],
        position=position,
        phase=data["phase"],
        name=data["name"],
        role=data["role"],
        help=data.get("help"),
        after=_after(data["after"]),
        wait=data.get("wait"),
        due=data.get("due"),
        when=data.get("when"),
        optional=data.get("optional", False),
        bills=data.get("bills", False),
        point_of_no_return=data.get("point_of_no_return", False),
        sends_back=tuple(data.get("sends_back", [])),
        asks=tuple(
            Ask(ask["field"], ask["at"], ask.get("optional", False), ask.get("must")) for ask in data.get("asks", [])
        ),
        emails=_sends(data.get("emails", [])),
    )
