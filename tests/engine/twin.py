"""The engine, driven by the oracle's commands and described in the oracle's words, so that the two can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from brt import plan as plans
from brt.engine import close, commands, forecast, shift, stop
from brt.engine.course import Day
from brt.engine.decide import Decision, decide
from brt.engine.effects import effects
from brt.engine.state import State, empty
from brt.errors import Refused
from brt.facts import Fact
from brt.plan import Plan
from brt.records import OPEN, Action, available
from brt.records import status as status_of
from tests.engine.strategies import Closed, Scenario, calendar, compile_plan

CODES: dict[type[Refused], str] = {
    close.NotAvailable: "not-available",
    close.NotYet: "not-available",
    close.Undated: "not-available",
    stop.OnlyAvailable: "not-available",
    close.Ended: "ended",
    close.Missing: "missing",
    close.Must: "must",
    close.InTheFuture: "future",
    close.BeforeTrigger: "before-trigger",
    close.NeverSkipped: "bills",
    close.NotBillable: "not-billable",
    stop.NotBlocked: "not-blocked",
    stop.PastUntil: "past",
    shift.InThePast: "past",
    shift.TooSoon: "too-soon",
    shift.NoDate: "waiting",
}
"""Why the engine refuses, in the oracle's words."""

COMMANDS: dict[str, Callable[..., commands.Command]] = {
    "done": commands.Done,
    "skip": commands.Skip,
    "block": commands.Block,
    "unblock": commands.Unblock,
    "shift": commands.Shift,
    "set": commands.SetFields,
    "person": commands.SetPerson,
    "assign": commands.Assign,
    "bill": commands.Bill,
}

Email = tuple[str, str, str | None]
"""Email type, event, and the action or field it is about."""


class Desk:
    """Dossier 1, and what is decided on it."""

    def __init__(self, closed: Closed, fallbacks: dict[str, str]) -> None:
        self.calendar = calendar(closed)
        self.fallbacks = fallbacks
        self.plans: dict[int, Plan] = {}
        self.state: State = empty(1)
        self.log: list[Fact] = []
        self.last = Decision(self.state, self.state, ())

    def day(self, today: str, actor: str = "x") -> Day:
        return Day(today, actor, self.calendar, self.plans, self.fallbacks)

    def give(self, today: str, *asked: commands.Command, actor: str = "x") -> Decision:
        """Decide, and go on from there. Raises what the engine refuses."""
        self.last = decide(self.state, asked, self.day(today, actor))
        self.state = self.last.after
        self.log += self.last.facts
        return self.last


class Twin:
    """An installation of a scenario on a dossier; the first is number 1, with actions numbered from 101."""

    def __init__(self, scenario: Scenario, desk: Desk | None = None) -> None:
        self.desk = desk or Desk(scenario.closed, scenario.fallbacks)
        self.plan: Plan = plans.from_data(compile_plan(scenario.plan))
        self.installation = len(self.desk.plans) + 1
        self.first = 100 * self.installation + 1
        self.desk.plans[self.installation] = self.plan
        self.desk.give(scenario.produced_on, self.produce(scenario))

    # --- commands -----------------------------------------------------------------------------------------

    def produce(self, scenario: Scenario) -> commands.Produce:
        return commands.Produce(
            installation=self.installation,
            plan=self.installation,
            label="" if self.installation == 1 else f"Lot {self.installation}",
            customer_kind=scenario.customer_kind,
            revision=None,
            first_number=self.first,
            values=tuple(scenario.values.items()),
            people=tuple(scenario.people.items()),
            again=self.installation > 1,
        )

    def command(self, method: str, arguments: dict[str, Any]) -> commands.Command:
        """The engine's command for a method of the oracle and its arguments."""
        given = {name: value for name, value in arguments.items() if name not in ("key", "today", "actor")}
        if "key" in arguments:
            given["number"] = self.number(arguments["key"])
        if "values" in given:
            given["values"] = tuple(given["values"].items())
        if method in ("set", "bill"):
            given["installation"] = self.installation
        if method == "skip":
            given["reason"] = "inutile"
        if method == "shift":
            given["day"] = given.pop("date")
        return COMMANDS[method](**given)

    def run(self, method: str, arguments: dict[str, Any]) -> str | None:
        """Run a command of the oracle; return why it was refused, if it was."""
        try:
            self.desk.give(arguments["today"], self.command(method, arguments), actor=arguments.get("actor", "x"))
        except Refused as refusal:
            return CODES[type(refusal)]
        return None

    def number(self, key: str) -> int:
        return self.first + self.plan.actions[key].position

    # --- what is seen, as the oracle shows it -------------------------------------------------------------

    def actions(self) -> dict[str, Action]:
        return self.desk.state.actions_of(self.installation)

    def emails(self, today: str) -> Counter[Email]:
        """What the last command sends."""
        keys = {row.number: row.key for row in self.actions().values()}
        sent = [one for one in effects(self.desk.last, self.desk.day(today)) if one.installation == self.installation]
        return Counter((one.send.email_type, one.send.at, one.field or keys.get(one.number)) for one in sent)

    def view(self, today: str) -> dict[str, Any]:
        row, actions = self.desk.state.installations[self.installation], self.actions()
        late = [key for key, action in actions.items() if is_late(action, today)]
        ahead = forecast.forecast(self.desk.state, self.installation, self.desk.day(today))
        following = forecast.next_action(list(actions.values()), today)
        opened = [action for action in actions.values() if action.status == OPEN]
        health = forecast.health(opened, row.status, ahead.at_risk, today)
        return {
            "status": row.status,
            "billed_on": row.billed_on,
            "values": self.desk.state.values_of(self.installation),
            "progress": self.progress(),
            "phases": {key: self.view_phase(key) for key in self.plan.phases},
            "actions": {key: view_action(action, today) for key, action in actions.items()},
            "next_action": following.key if following else None,
            "health": health,
            "stalled": health == "stalled",
            "late": late,
            "late_days": {key: self.desk.calendar.late(str(actions[key].due), today) for key in late},
            "expected_end": ahead.expected_end,
            "at_risk": ahead.at_risk,
        }

    def progress(self) -> dict[str, int]:
        phase_of = {key: kind.phase for key, kind in self.plan.actions.items()}
        found = forecast.progress(self.desk.state, self.installation, phase_of)
        return {**found._asdict(), "percent": found.percent}

    def view_phase(self, key: str) -> dict[str, Any]:
        row = self.desk.state.phases[self.installation, key]
        return {
            "status": "complete" if row.completed_on else "open" if row.triggered else "waiting",
            "opens_on": row.opens_on,
            "completed_on": row.completed_on,
            "applies": row.applies,
        }


def is_late(action: Action, today: str) -> bool:
    return available(action, today) and action.due is not None and action.due < today


def view_action(action: Action, today: str) -> dict[str, Any]:
    return {
        "status": status_of(action, today),
        "assignee": action.assignee,
        "assigned": action.assigned,
        "available_on": action.available_on,
        "due": action.due,
        "due_source": action.due_source,
        "closed_on": action.closed_on,
        "skip_asked": action.skip_asked,
        "triggered_on": action.triggered_on,
        "early": action.early,
        "blocked": (action.blocked.reason, action.blocked.party, action.blocked.until) if action.blocked else None,
    }
