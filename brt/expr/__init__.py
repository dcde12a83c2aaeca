"""Conditions: `port_slot == "matin" or not (licence_key and customer.kind == "client")`.

A text is compiled once, with the kinds of the fields at hand, into a tree of plain JSON lists; running it then needs
neither a parser nor the kinds. A bare name means set and not false; an unset field is null, and a comparison with null
is false, whatever the operator.

    tree    = ["and", tree…] | ["or", tree…] | ["not", tree] | ["set", name] | ["value", true or false]
            | [operator, side, side]              == != < <= > >=  "in"  "not in"
            | [operator, side, side, "decimal"]   when the values are decimal texts and their order matters
    side    = ["name", name] | ["value", value] | ["value", [value…]]
"""

import operator
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from brt.errors import Invalid
from brt.say import N_

Tree = list[Any]

RESERVED = frozenset(("and", "or", "not", "in", "true", "false", "is", "null", "none", "nil"))
"""Words that no field may be called, if a condition is to name it."""


class Field(NamedTuple):
    """What the compiler must know of a field."""

    kind: str
    many: bool = False
    secret: bool = False
    choices: tuple[str, ...] | None = None


class Wrong(Invalid):
    """A mistake in a condition: characters `start` to `end` (excluded) of its text."""

    def __init__(self, says: str, start: int, end: int, **data: Any) -> None:
        """Take the sentence (a msgid), the place, and the data of the sentence."""
        super().__init__(says, **data)
        self.start = start
        self.end = end


TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda one, many: one in many,
    "not in": lambda one, many: one not in many,
}
"""What each operator asks of two values that are both set."""


def evaluate(tree: Tree, values: Mapping[str, Any]) -> bool:
    """Tell whether a compiled condition holds; a name without a value, or with None, is null."""
    test, *parts = tree
    if test == "and":
        return all(evaluate(part, values) for part in parts)
    if test == "or":
        return any(evaluate(part, values) for part in parts)
    if test == "not":
        return not evaluate(parts[0], values)
    if test == "set":
        value = values.get(parts[0])
        return value is not None and value is not False and value != []
    if test == "value":
        return bool(parts[0])
    return _compare(test, parts, values)


def _compare(test: str, parts: list[Any], values: Mapping[str, Any]) -> bool:
    left, right = (values.get(side) if sort == "name" else side for sort, side in parts[:2])
    if left is None or right is None:
        return False
    if len(parts) == 3:
        from decimal import Decimal

        left, right = Decimal(left), Decimal(right)
    return TESTS[test](left, right)


def names(tree: Tree) -> frozenset[str]:
    """Return the names that a compiled condition looks at."""
    sort, *parts = tree
    if sort in ("set", "name"):
        return frozenset(parts)
    if sort == "value":
        return frozenset()
    return frozenset().union(*(names(part) for part in parts if isinstance(part, list)))


def compile(text: str, fields: Mapping[str, Field], roles: Collection[str]) -> Tree:  # noqa: A001
    """Return the tree of a condition over `fields`, `customer.kind` and `people.ROLE`. Raises Wrong, the first one."""
    tree, wrong = read(text, fields, roles)
    if wrong:
        raise wrong[0]
    return tree


def read(text: str, fields: Mapping[str, Field], roles: Collection[str]) -> tuple[Tree, list[Wrong]]:
    """Return the tree of a condition (see `compile`), which counts when nothing is wrong with it, and what is wrong."""
    known = {name: field for name, field in fields.items() if name not in RESERVED}
    known["customer.kind"] = Field("choice", choices=("prospect", "client"))
    known |= {"people." + role.replace("-", "_"): Field("text") for role in roles}
    if len(text) > 10_000:
        says = N_("the condition is too long: at most {limit} characters")
        return ["value", False], [Wrong(says, 0, len(text), limit=10_000)]
    from brt.expr.parser import parse  # here, for those who only evaluate

    return parse(text, known)
