"""One command at work: what a decision may look at, and what has been decided so far."""

from collections.abc import Mapping, MutableMapping
from typing import Any, NamedTuple

from brt import expr
from brt.calendar import Calendar
from brt.engine.evolve import evolve
from brt.engine.state import State
from brt.facts import Fact
from brt.plan import ActionType, PhaseType, Plan
from brt.records import CALLED_OFF, Action, Installation


class Day(NamedTuple):
    """What a decision may look at beside the State."""

    today: str
    actor: str
    calendar: Calendar
    plans: MutableMapping[int, Plan]  # a production adds the one that it pins
    fallbacks: Mapping[str, str]  # role -> the role that stands in when nobody holds it


class Course:
    """The facts of one command on one dossier, and the State that follows from them.

    It lives as long as the decision; from outside, deciding is a function of State, command and Day.
    """

    def __init__(self, state: State, day: Day) -> None:
        """Begin with `state`, on `day`."""
        self.state = state
        self.day = day
        self.facts: list[Fact] = []
        self.followed = 0  # how many facts have had their consequences drawn
        self._numbers: dict[tuple[int, str], int] = {}

    def record(self, fact: Fact) -> None:
        """Let `fact` have happened."""
        self.facts.append(fact)
        self.state = evolve(self.state, fact)

    def installation(self, action: Action) -> Installation:
        """Return the installation that `action` belongs to."""
        return self.state.installations[action.installation_id]

    def plan(self, installation: int) -> Plan:
        """Return the plan that `installation` is pinned to."""
        return self.day.plans[self.state.installations[installation].plan_id]

    def phases(self, installation: int) -> list[PhaseType]:
        """Return the phases that are at work, in the order of the file: those of the type, or the one for calling off.

        One that was called off without such a phase has none.
        """
        plan, called_off = self.plan(installation), self.state.installations[installation].status in CALLED_OFF
        return [phase for key, phase in plan.phases.items() if (key == plan.on_cancel) == called_off]

    def type_of(self, action: Action) -> ActionType:
        """Return what the plan says of `action`."""
        return self.plan(action.installation_id).actions[action.key]

    def action(self, installation: int, key: str) -> Action:
        """Return the action `key` of `installation`, as it is now."""
        if (installation, key) not in self._numbers:
            self._numbers = {(row.installation_id, row.key): row.number for row in self.state.actions.values()}
        return self.state.actions[self._numbers[installation, key]]

    def value(self, installation: int, field: str) -> Any:
        """Return the value of a field, or None when it is not set."""
        row = self.state.values.get((installation, field))
        return row.value if row else None

    def holder(self, role: str) -> str | None:
        """Return who holds `role` on the dossier, or who stands in; None: nobody, the action waits in the pool."""
        seen = set()
        while role not in self.state.people:
            seen.add(role)
            role = self.day.fallbacks.get(role, "")
            if not role or role in seen:
                return None
        return self.state.people[role].member

    def true(self, when: Any, installation: int) -> bool:
        """Evaluate a condition of the plan with the values of this moment; no condition is true."""
        if when is None:
            return True
        names: dict[str, Any] = self.state.values_of(installation)
        names["customer.kind"] = self.state.installations[installation].customer_kind
        for person in self.state.people.values():
            names["people." + person.role.replace("-", "_")] = person.member
        return expr.evaluate(when["tree"], names)
