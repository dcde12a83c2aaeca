"""A case of the rules: a plan, commands on their days, and what the last of them comes to, in words.

The people are bob (adv) and nobody else; the chef-projet falls back on the adv; everything happens by bob, unless
said. Thursday 3 December is a holiday, Friday 4 December a day off.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from brt import facts
from brt import plan as plans
from brt.calendar import Calendar
from brt.engine import commands
from brt.engine.course import Day
from brt.engine.decide import Decision, decide
from brt.engine.effects import effects
from brt.engine.state import State, empty
from brt.errors import Refused
from brt.facts import Fact
from brt.records import Action
from tests.engine import build
from tests.engine.build import FRI2, MON, THU2
from tests.engine.strategies import compile_plan

CALENDAR = Calendar(closed=frozenset({FRI2}), holidays=lambda year: frozenset({THU2}))
NAMES = {day: name.lower() for name, day in vars(build).items() if isinstance(day, str) and name[:3].isupper()}


class Step(NamedTuple):
    """A command on a day; the action it is about is named by its key."""

    day: str
    command: Any
    key: str | None = None
    actor: str = "bob"


def done(day: str, key: str, by: str = "bob", early: str | None = None, on: str | None = None, **values: Any) -> Step:
    """`early` is the reason."""
    return Step(day, commands.Done(0, tuple(values.items()), on, early is not None, early), key, by)


def skip(day: str, key: str) -> Step:
    return Step(day, commands.Skip(0, "inutile"), key)


def block(day: str, key: str, party: str = "carrier", until: str | None = None, **values: Any) -> Step:
    return Step(day, commands.Block(0, "RIO", party, until, tuple(values.items())), key)


def unblock(day: str, key: str) -> Step:
    return Step(day, commands.Unblock(0), key)


def shift(day: str, key: str, to: str, only: bool = False) -> Step:
    return Step(day, commands.Shift(0, to, only), key)


def assign(day: str, key: str, member: str) -> Step:
    return Step(day, commands.Assign(0, member), key)


def reopen(day: str, key: str, redo: bool | None = None) -> Step:
    return Step(day, commands.Reopen(0, redo), key)


def reject(day: str, key: str, to: str | None = None, keep: bool = False, **values: Any) -> Step:
    return Step(day, commands.Reject(0, "RIO", "carrier", to, tuple(values.items()), keep), key)


def note(day: str, text: str) -> Step:
    return Step(day, commands.Note(0, text))


def hold(day: str) -> Step:
    return Step(day, commands.Hold(1, "travaux"))


def resume(day: str) -> Step:
    return Step(day, commands.Resume(1))


def cancel(day: str, force: bool = False) -> Step:
    return Step(day, commands.Cancel(1, "renoncement", force))


def set_(day: str, reason: str | None = None, party: str | None = None, **values: Any) -> Step:
    return Step(day, commands.SetFields(1, tuple(values.items()), reason, party))


def person(day: str, role: str, member: str) -> Step:
    return Step(day, commands.SetPerson(role, member))


def bill(day: str, **values: Any) -> Step:
    return Step(day, commands.Bill(1, tuple(values.items())))


class Story:
    """An installation of `plan`, produced on `day` with these values, and the steps lived so far."""

    def __init__(
        self,
        plan: dict[str, Any],
        *steps: Step,
        day: str = MON,
        kind: str = "prospect",
        people: dict[str, str] | None = None,
        **values: Any,
    ) -> None:
        self.plan = plans.from_data(compile_plan(plan))
        self.numbers = {key: kind.position + 1 for key, kind in self.plan.actions.items()}
        self.keys = {number: key for key, number in self.numbers.items()}
        self.state: State = empty(1)
        roles = tuple(({"adv": "bob"} if people is None else people).items())
        self.last = self.step(
            Step(day, commands.Produce(1, 1, "", kind, "f00d", 1, tuple(values.items()), roles)),
        )
        for step in steps:
            self.step(step)

    def day(self, step: Step) -> Day:
        return Day(step.day, step.actor, CALENDAR, {1: self.plan}, {"chef-projet": "adv"})

    def step(self, step: Step) -> Decision:
        """Take one step more. Raises what the engine refuses."""
        command = step.command._replace(number=self.numbers[step.key]) if step.key else step.command
        if isinstance(command, commands.Cancel):
            command = command._replace(first_number=len(self.plan.regular.actions) + 1)
        self.last = decide(self.state, [command], self.day(step))
        self.state = self.last.after
        return self.last

    def refusal(self, step: Step) -> Refused:
        """Take a step that is refused, and return why; nothing has changed."""
        before = self.state
        try:
            self.step(step)
        except Refused as error:
            assert self.state is before
            return error
        raise AssertionError(f"not refused: {step}")

    def action(self, key: str) -> Action:
        return self.state.actions[self.numbers[key]]

    def said(self) -> list[str]:
        """The facts of the last step, in words; of the production, those that say what it triggers."""
        produced = any(isinstance(fact, facts.Produced) for fact in self.last.facts)
        beginning = facts.Produced | facts.PersonSet | facts.FieldSet | facts.FieldChosen
        return [self.say(fact) for fact in self.last.facts if not (produced and isinstance(fact, beginning))]

    def emails(self, step: Step) -> list[str]:
        """The emails of the step, which is taken: the event or field, and the action."""
        sent = effects(self.step(step), self.day(step))
        return [" ".join([one.field or one.send.at, self.keys.get(one.number, "")]).strip() for one in sent]

    def say(self, fact: Fact) -> str:
        """A fact in words: what is usual (bob, computed dates) is left out."""
        number = getattr(fact, "number", None)
        return SAYS[type(fact)](fact) if number is None else f"{self.keys[number]} {SAYS[type(fact)](fact)}"


class Case(NamedTuple):
    """`then` is the facts, or why it is refused: the class, with the keys that it waits for."""

    says: str
    plan: dict[str, Any]
    steps: list[Step]
    then: str | type[Refused] | tuple[type[Refused], str]
    given: dict[str, Any] = {}  # the values at production; day, kind, people


def check(case: Case) -> None:
    if isinstance(case.then, str):
        story = Story(case.plan, *case.steps, **case.given)
        assert "; ".join(story.said()) == case.then
        return
    kind, waits = case.then if isinstance(case.then, tuple) else (case.then, None)
    refusal = Story(case.plan, *case.steps[:-1], **case.given).refusal(case.steps[-1])
    assert type(refusal) is kind
    if waits is not None:
        held = refusal.data.get("lines") or [wait.action or wait.phase for wait in refusal.data["waits"]]
        assert " ".join(one.id if isinstance(one, plans.PhaseType) else one.key for one in held) == waits


def cases(*listed: Case) -> Any:
    return pytest.mark.parametrize("case", listed, ids=[case.says for case in listed])


def name(day: str | None) -> str:
    """A day in short; ? = unknown."""
    return NAMES.get(day, day) if day else "?"


def dates(fact: facts.Opened | facts.Moved) -> str:
    source = "" if fact.due_source in ("computed", "none") else f" ({fact.due_source})"
    start = "" if fact.triggered_on == fact.available_on else f" from {name(fact.triggered_on)}"
    return f"{name(fact.available_on)}{start}, due {name(fact.due)}{source}"


def unless(usual: bool, text: str) -> str:
    return "" if usual else text


SAYS: dict[type[Fact], Callable[[Any], str]] = {
    facts.Opened: lambda f: f"open {dates(f)}" + unless(f.assignee == "bob", f" for {f.assignee}"),
    facts.Moved: lambda f: f"moves to {dates(f)}",
    facts.NotApplicable: lambda f: f"not applicable {name(f.on)}",
    facts.SkipAsked: lambda f: f"to skip: {f.reason}",
    facts.Closed: lambda f: (
        f"{f.how} {name(f.on)}" + unless(f.by == "bob", f" by {f.by}") + unless(not f.early, f" early: {f.reason}")
    ),
    facts.Reopened: lambda f: "reopened" + unless(f.assignee in ("bob", None), f" for {f.assignee}"),
    facts.Waits: lambda f: (
        "waits" + unless(f.generation == 1, f" #{f.generation}") + unless(not f.awaits, f" for {' '.join(f.awaits)}")
    ),
    facts.PhaseWaits: lambda f: f"{f.phase} waits",
    facts.PhaseReopened: lambda f: f"{f.phase} not complete",
    facts.Continued: lambda f: "continues",
    facts.Held: lambda f: f"held {name(f.on)}: {f.reason}",
    facts.Resumed: lambda f: f"resumed {name(f.on)}",
    facts.Cancelled: lambda f: f"cancelled {name(f.on)}: {f.reason}",
    facts.Cancelling: lambda f: f"cancelling {name(f.on)}: {f.reason}",
    facts.WoundUp: lambda f: f"wound up {name(f.on)}",
    facts.Rejected: lambda f: f"rejected by {f.party}: {f.reason}",
    facts.Stuck: lambda f: (
        f"blocked {name(f.since)}" + unless(f.until is None, f" until {name(f.until)}") + f" by {f.party}: {f.reason}"
    ),
    facts.Unstuck: lambda f: f"unblocked {name(f.on)}",
    facts.Shifted: lambda f: f"shifted {name(f.day)}",
    facts.Assigned: lambda f: f"to {f.assignee}" + unless(f.by == "role", " by hand"),
    facts.Ignored: lambda f: "ignores " + " ".join(f.trigger),
    facts.Noted: lambda f: f"noted: {f.text}",
    facts.Explained: lambda f: f"because of {f.party}: {f.reason}",
    facts.PhaseApplies: lambda f: f"{f.phase} {'applies' if f.applies else 'does not apply'}",
    facts.PhaseOpened: lambda f: (
        f"{f.phase} opens {name(f.opens_on)}" + unless(f.triggered_on == f.opens_on, f" from {name(f.triggered_on)}")
    ),
    facts.PhaseMoved: lambda f: f"{f.phase} moves to {name(f.opens_on)}",
    facts.PhaseCompleted: lambda f: f"{f.phase} complete {name(f.on)}",
    facts.FieldSet: lambda f: f"{f.field} = {f.value}",
    facts.FieldChosen: lambda f: f"{f.field} = {NAMES.get(f.value, f.value)}",
    facts.PersonSet: lambda f: f"{f.role}: {f.member}",
    facts.Completed: lambda f: f"complete {name(f.on)}",
    facts.Billed: lambda f: f"billed {name(f.on)}",
}
