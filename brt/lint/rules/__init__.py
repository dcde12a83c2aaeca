"""All rules by name: those of the language, which make a file wrong, and advice, which does not.

The lists are written by hand: a new rule is a file here, a line below, and a case in tests/lint/cases.
"""

import inspect
from types import ModuleType

from brt.language.rules import PAGES, TYPE_RULES, EmailRule, TypeRule, email_rules, rule_name
from brt.lint.rules import (
    date_never_asked,
    unreadable_file,
    unused_email_type,
    unused_field,
    unused_ignore,
    wrong_audience,
    wrong_extension,
)

ADVICE: tuple[TypeRule, ...] = (date_never_asked, unused_field)

OF_FILES: tuple[ModuleType, ...] = (unreadable_file, wrong_extension, unused_ignore)
"""Rules that the run applies by itself; their modules hold the page only."""


def email_advice() -> tuple[EmailRule, ...]:
    """Return the rules that advise on email types."""
    return (wrong_audience, unused_email_type)


def rules() -> dict[str, TypeRule | EmailRule | ModuleType]:
    """Return every rule by its name, sorted; this imports jinja2."""
    found: list[TypeRule | EmailRule | ModuleType] = [*PAGES, *TYPE_RULES, *ADVICE, *OF_FILES]
    found += [*email_rules(), *email_advice()]
    return {rule_name(rule): rule for rule in sorted(found, key=rule_name)}


def page(name: str) -> str | None:
    """Return the page of the manual on the rule `name`, None when there is no such rule."""
    rule = rules().get(name)
    return None if rule is None else inspect.cleandoc(rule.__doc__ or "")
