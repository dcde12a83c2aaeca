"""A condition is always true, or never.

What it does
    Tries every `when` with all values that make a difference: those of choices, true, false and not set, and those
    around each value that it compares with. An action is tried together with the condition of its phase.

Why is this bad
    Either the condition is not needed, or what it guards is never done: `and` and `or` mixed up, most often.

Example
    when: port_slot == "matin" and port_slot == "après-midi"

Use instead
    when: port_slot == "matin" or port_slot == "après-midi"
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import Any

from brt import expr
from brt.language.context import Context
from brt.language.finding import Path, Problem, Severity
from brt.language.parts import TypeDoc
from brt.language.rules.bad_expression import fields_of, trees
from brt.say import N_

SEVERITY: Severity = "warning"
LIMIT = 5000
"""So many combinations are tried at most; a condition with more is believed."""

_NUMBERS = ("integer", "number", "money")


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report conditions that nothing could change."""
    fields = fields_of(doc)
    found = trees(doc, context)
    for path in (*(check.path for check in doc.checks), *(phase.path for phase in doc.phases)):
        yield from _judge((*path, "when"), found, None, fields)
    for action in doc.actions:
        around = found.get((*doc.phase_of(action).path, "when"))
        yield from _judge((*action.step.path, "when"), found, around, fields)


def _judge(
    path: Path, found: dict[Path, expr.Tree], around: expr.Tree | None, fields: dict[str, expr.Field]
) -> Iterator[Problem]:
    tree = found.get(path)
    if tree is None:
        return
    both = ["and", around, tree] if around is not None else tree
    worlds = _worlds(both, fields)
    if worlds is None:
        return
    answers = {expr.evaluate(tree, world) for world in worlds if around is None or expr.evaluate(around, world)}
    if answers == {False}:
        yield Problem(path, N_("This condition is never true."))
    elif answers == {True}:
        yield Problem(path, N_("This condition is always true: leave it out."))


def _worlds(tree: expr.Tree, fields: dict[str, expr.Field]) -> list[dict[str, Any]] | None:
    """Return every combination of values that can make a difference; None when there are too many."""
    names = sorted(expr.names(tree))
    compared = {name: _literals(tree, name) for name in names}
    choices = [_values(name, fields.get(name), compared[name], tree) for name in names]
    count = 1
    for each in choices:
        count *= len(each)
    return [dict(zip(names, values, strict=True)) for values in product(*choices)] if count <= LIMIT else None


def _values(name: str, field: expr.Field | None, literals: list[Any], tree: expr.Tree) -> list[Any]:
    if name == "customer.kind":
        return ["prospect", "client"]
    if field is None:  # a person: some id, or nobody
        return [None, "\0", *literals]
    if field.many:
        return [None, ["\0"], *([literal] for literal in literals)]
    if field.kind == "boolean":
        return [None, True, False]
    if field.choices:
        return [None, *field.choices]
    if field.kind in _NUMBERS:
        whole = field.kind == "integer"
        around = {step(Decimal(str(each))) for each in literals or [0] for step in (_less, _same, _more)}
        return [None, *(int(each) if whole else str(each) for each in sorted(around))]
    return [None, "", *sorted({each + end for each in map(str, literals) for end in ("", "\uffff")}), "\uffff\uffff"]


def _less(number: Decimal) -> Decimal:
    return number - 1


def _same(number: Decimal) -> Decimal:
    return number


def _more(number: Decimal) -> Decimal:
    return number + 1


def _literals(tree: expr.Tree, name: str) -> list[Any]:
    """Return the values that `name` is compared with in the condition."""
    test, *parts = tree
    if test in expr.TESTS:
        sides = [side for side in parts[:2] if isinstance(side, list)]
        values = [value for sort, value in sides if sort == "value"] if ["name", name] in sides else []
        return [each for value in values for each in (value if isinstance(value, list) else [value])]
    return [each for part in parts if isinstance(part, list) for each in _literals(part, name)]
