"""What makes a file wrong, one module a rule; the docstring of each is its page in the manual.

The list is written by hand: a new rule is a file here, a line below, and a case in tests/lint/cases.
"""

from collections.abc import Iterator
from types import ModuleType
from typing import Protocol

from brt.language.context import Context
from brt.language.document import Document
from brt.language.finding import Finding, Problem, Related, Severity
from brt.language.parts import EmailDoc, TypeDoc
from brt.language.rules import (
    ambiguous_scalar,
    bad_attachment,
    bad_delay,
    bad_expression,
    bad_invite,
    bad_recipient,
    bad_value,
    bills,
    duplicate_id,
    duplicate_key,
    empty_file,
    encoding,
    missing_key,
    name_style,
    not_supported_yet,
    on_cancel,
    plain_yaml,
    sends_back_later,
    too_large,
    trigger_cycle,
    unknown_email_type,
    unknown_field,
    unknown_key,
    unknown_role,
    unknown_target,
    wrong_type,
    wrong_value,
    yaml_syntax,
)


class TypeRule(Protocol):
    """A module that checks installation types."""

    __name__: str
    SEVERITY: Severity

    def check(self, doc: TypeDoc, context: Context) -> Iterator[Problem]:
        """Yield what is wrong with `doc`."""


class EmailRule(Protocol):
    """A module that checks email types."""

    __name__: str
    SEVERITY: Severity

    def check_email(self, doc: EmailDoc, context: Context) -> Iterator[Problem]:
        """Yield what is wrong with `doc`."""


TYPE_RULES: tuple[TypeRule, ...] = (
    name_style,
    duplicate_id,
    unknown_role,
    bad_recipient,
    unknown_email_type,
    unknown_field,
    unknown_target,
    sends_back_later,
    on_cancel,
    trigger_cycle,
    bad_delay,
    bad_expression,
    bad_value,
    bills,
)

PAGES: tuple[ModuleType, ...] = (
    # found while reading
    *(yaml_syntax, plain_yaml, ambiguous_scalar, duplicate_key, encoding, too_large, empty_file),
    # found by the shape
    *(unknown_key, missing_key, wrong_type, wrong_value, not_supported_yet),
)
"""Rules that the reader and the shape apply by themselves; their modules hold the page only."""


def email_rules() -> tuple[EmailRule, ...]:
    """Return the rules for email types; they import jinja2."""
    from brt.language.rules import secret_in_email, template_syntax, unknown_filter, unknown_variable, unsafe_template

    texts = (template_syntax, unsafe_template, unknown_filter, unknown_variable, secret_in_email)
    return (name_style, *texts, bad_invite, bad_attachment)


class Named(Protocol):
    """A module."""

    __name__: str


def rule_name(module: Named) -> str:
    """Return the name of a rule, which is that of its module."""
    return module.__name__.rpartition(".")[2].replace("_", "-")


def check_type(doc: TypeDoc, context: Context, rules: tuple[TypeRule, ...] = TYPE_RULES) -> Iterator[Finding]:
    """Apply `rules` to an installation type."""
    for rule in rules:
        for problem in rule.check(doc, context):
            yield finding(doc.document, problem, rule_name(rule), rule.SEVERITY)


def check_email(doc: EmailDoc, context: Context, rules: tuple[EmailRule, ...]) -> Iterator[Finding]:
    """Apply `rules` to an email type."""
    for rule in rules:
        for problem in rule.check_email(doc, context):
            yield finding(doc.document, problem, rule_name(rule), rule.SEVERITY)


def finding(document: Document, problem: Problem, rule: str, severity: Severity) -> Finding:
    """Put a problem at its place in the file; a value that is wrong is in doubt from then on."""
    if severity == "error" and problem.doubt and not problem.key:
        document.broken.add(problem.path)
    place = document.place(problem.path, key=problem.key, span=problem.span)
    related = []
    for path, says in problem.related:
        other = document.place(path)
        file, before = document.source.home(other.line)
        related.append(Related(file, other.line - before, other.column, says, {}))
    return document.finding(place, rule, problem.says, problem.data, problem.hint, severity, tuple(related))
