"""All rules by name: those of the language, which make a file wrong, and advice, which does not.

The lists are written by hand: a new rule is a file here, a line below, and a case in tests/lint/cases.
"""

from collections.abc import Iterator
from types import ModuleType
from typing import Protocol

from brt.language.context import Context
from brt.language.finding import Finding, Problem, Severity
from brt.language.parts import TypeDoc
from brt.language.rules import PAGES, TYPE_RULES, EmailRule, TypeRule, check_type, email_rules, finding, rule_name
from brt.lint.foresight import Foresight
from brt.lint.rules import (
    asked_twice,
    condition_too_early,
    constant_condition,
    customer_email_to_team,
    date_asked_too_late,
    date_in_past,
    date_never_asked,
    ignore_without_reason,
    missing_must,
    misspelt_function,
    nobody_holds_role,
    nothing_on_cancel,
    nothing_required,
    optional_trigger,
    redundant_trigger,
    unreadable_file,
    unused_email_type,
    unused_field,
    unused_ignore,
    unused_phase,
    variable_may_be_unset,
    wrong_audience,
    wrong_extension,
)


class CourseRule(Protocol):
    """A module that looks at what must come before what."""

    __name__: str
    SEVERITY: Severity

    def foresee(self, foresight: Foresight, context: Context) -> Iterator[Problem]:
        """Yield what is odd about the course of things."""


ADVICE: tuple[TypeRule, ...] = (
    *(unused_field, constant_condition, optional_trigger, nothing_required),
    *(missing_must, misspelt_function, nobody_holds_role, nothing_on_cancel, date_in_past),
)
COURSE: tuple[CourseRule, ...] = (
    *(date_never_asked, date_asked_too_late, condition_too_early, asked_twice, redundant_trigger),
)
"""Rules that need to know what waits for what, and who asks for what."""

OF_FILES: tuple[ModuleType, ...] = (
    unreadable_file,
    wrong_extension,
    unused_ignore,
    ignore_without_reason,
    unused_phase,
)
"""Rules that the run applies by itself; their modules hold the page only."""


Rule = TypeRule | EmailRule | CourseRule | ModuleType


def email_advice() -> tuple[EmailRule, ...]:
    """Return the rules that advise on email types."""
    return (wrong_audience, customer_email_to_team, variable_may_be_unset, unused_email_type)


def advise(doc: TypeDoc, context: Context, foresight: Foresight | None) -> Iterator[Finding]:
    """Return the advice on an installation type; none where an error leaves what is meant in doubt.

    `foresight`: see `foresee`.
    """
    if doc.document.readable:
        yield from check_type(doc, context, ADVICE)
    if foresight is not None:
        for rule in COURSE:
            for problem in rule.foresee(foresight, context):
                yield finding(doc.document, problem, rule_name(rule), rule.SEVERITY)


def rules() -> dict[str, Rule]:
    """Return every rule by its name, sorted; this imports jinja2."""
    found: list[Rule] = [*PAGES, *TYPE_RULES, *ADVICE, *COURSE, *OF_FILES]
    found += [*email_rules(), *email_advice()]
    return {rule_name(rule): rule for rule in sorted(found, key=rule_name)}
