"""What a person is told because of the values that were given: it warns, and never refuses."""

from collections.abc import Iterator
from typing import NamedTuple

from brt import expr, facts
from brt.engine.course import Course, Day
from brt.engine.decide import Decision


class Warned(NamedTuple):
    """A check of an installation that a value has made true, and what it says."""

    installation: int
    says: str


def warnings(decision: Decision, day: Day) -> Iterator[Warned]:
    """Yield the checks that are true after `decision`, and that something which it changed makes so."""
    for key, row in decision.after.installations.items():
        checks = day.plans[row.plan_id].checks if decision.facts else ()
        for check in checks:
            changed = key not in decision.before.installations or _changed(decision, key) & expr.names(
                check.when["tree"]
            )
            if changed and Course(decision.after, day).true(check.when, key):
                yield Warned(key, check.say)


def _changed(decision: Decision, installation: int) -> set[str]:
    """Return what has another value now, by the names that conditions know it by."""
    found = set()
    for fact in decision.facts:
        match fact:
            case facts.FieldSet() | facts.FieldChosen() if fact.installation == installation:
                found.add(fact.field)
            case facts.PersonSet():
                found.add("people." + fact.role.replace("-", "_"))
    return found
