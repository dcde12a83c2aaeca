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
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

from brt.errors import Invalid
from brt.say import N_

Tree = list[Any]

DEPTH = 50
"""Levels of parentheses and `not` at most."""

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


_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda one, many: one in many,
    "not in": lambda one, many: one not in many,
}
_EQUAL = ("==", "!=")


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
    return _TESTS[test](left, right)


def names(tree: Tree) -> frozenset[str]:
    """Return the names that a compiled condition looks at."""
    sort, *parts = tree
    if sort in ("set", "name"):
        return frozenset(parts)
    if sort == "value":
        return frozenset()
    return frozenset().union(*(names(part) for part in parts if isinstance(part, list)))


def compile(text: str, fields: Mapping[str, Field], roles: Collection[str]) -> Tree:  # noqa: A001
    """Return the tree of a condition over `fields`, `customer.kind` and `people.ROLE`. Raises Wrong."""
    known = {name: field for name, field in fields.items() if name not in RESERVED}
    known["customer.kind"] = Field("choice", choices=("prospect", "client"))
    known |= {"people." + role.replace("-", "_"): Field("text") for role in roles}
    if len(text) > 10_000:
        raise Wrong(N_("the condition is too long: at most {limit} characters"), 0, len(text), limit=10_000)
    return _Parser(text, known).whole()


class _Token(NamedTuple):
    sort: str  # text, number, name, word (a keyword), mark, wrong, end
    text: str
    start: int
    end: int


_LEXEMES = r"""\s*(?: (?P<text>"[^"]*"|'[^']*')
             | (?P<number>-?[0-9]+(?:\.[0-9]+)?(?![\w.-]))
             | (?P<name>[^\W\d]\w*(?:\.\w+)*)
             | (?P<wrong>&&|\|\||<>|=<|=>)
             | (?P<mark>==|!=|<=|>=|[<>()\[\],])
             | (?P<other>[0-9][\w.-]*|\S)
             | (?P<end>\Z) )"""
_WORDS = frozenset(("and", "or", "not", "in", "true", "false"))
_NULL = N_("null cannot be written: NAME alone says that it is set, not NAME that it is not")
_ARITHMETIC = N_("there is no arithmetic in conditions; a hyphen in a name is written _")
_QUOTES = N_('quotes are straight: "…"')
_MISTAKES = {
    "=": N_("equality is written =="),
    "=<": N_("write <="),
    "=>": N_("write >="),
    "<>": N_("write !="),
    "!": N_("write not"),
    "&&": N_("write and"),
    "||": N_("write or"),
    "&": N_("write and"),
    "|": N_("there are no filters in conditions"),
    '"': N_("the quote is not closed"),
    "'": N_("the quote is not closed"),
    "is": N_("write == instead of is"),
    **dict.fromkeys(("null", "None", "none", "nil"), _NULL),
    **dict.fromkeys("+-*/%", _ARITHMETIC),
    **dict.fromkeys("«»“”‘’", _QUOTES),
}
_DATE = r"[0-9]+[-/.][0-9]+[-/.][0-9]+"


def _tokens(text: str) -> Iterator[_Token]:
    pattern = re.compile(_LEXEMES, re.VERBOSE)  # here, for those who only evaluate
    place = 0
    while found := pattern.match(text, place):
        sort = found.lastgroup or "end"
        start, place = found.span(sort)
        token = _Token("word" if found[sort] in _WORDS else sort, found[sort], start, place)
        if sort in ("wrong", "other") or (sort == "name" and token.text in _MISTAKES):
            raise _mistake(token, len(text))
        yield token
        if sort == "end":
            return


def _mistake(token: _Token, end: int) -> Wrong:
    if token.text in ('"', "'"):
        return Wrong(_MISTAKES[token.text], token.start, end)
    if token.text in _MISTAKES:
        return Wrong(_MISTAKES[token.text], token.start, token.end)
    if re.match(_DATE, token.text):
        return Wrong(N_('a date is written in quotes: "{value}"'), token.start, token.end, value=token.text)
    return Wrong(N_("{found} has no meaning here"), token.start, token.end, found=token.text)


class _Side(NamedTuple):
    """One side of a comparison: a name with its field, or a literal."""

    token: _Token
    field: Field | None


class _Parser:
    """Recursive descent; one method a level of the grammar, loosest first."""

    def __init__(self, text: str, known: Mapping[str, Field]) -> None:
        self.tokens = list(_tokens(text))
        self.known = known
        self.place = 0
        self.depth = 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.place]

    def take(self) -> _Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def accept(self, *texts: str) -> str | None:
        """Take the token when it is one of these marks or words, and return its text."""
        if self.token.sort in ("mark", "word") and self.token.text in texts:
            return self.take().text
        return None

    def expected(self, says: str, **data: str) -> Wrong:
        """Return the error that something else should stand here."""
        return Wrong(says, self.token.start, self.token.end, found=self.token.text, **data)

    def whole(self) -> Tree:
        tree = self.either()
        if self.token.text == "," and self.tokens[self.place - 1].sort == "number":
            raise self.expected(N_("decimals are written with a dot: 12.5"))
        if self.token.sort != "end":
            raise self.expected(N_("expected and, or or the end of the condition, found {found}"))
        return tree

    def either(self) -> Tree:
        parts = [self.both()]
        while self.accept("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else ["or", *parts]

    def both(self) -> Tree:
        parts = [self.negation()]
        while self.accept("and"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else ["and", *parts]

    def negation(self) -> Tree:
        start = self.token
        opened = self.accept("not", "(")
        if opened is None:
            return self.test()
        self.depth += 1
        if self.depth > DEPTH:
            raise Wrong(N_("too deep: at most {limit} levels"), start.start, start.end, limit=DEPTH)
        tree = ["not", self.negation()] if opened == "not" else self.inner()
        self.depth -= 1
        return tree

    def inner(self) -> Tree:
        tree = self.either()
        if not self.accept(")"):
            raise self.expected(N_("the parenthesis is not closed"))
        self.end_of_test()
        return tree

    def test(self) -> Tree:
        left = self.side()
        place = self.token
        test = self.operator()
        if test is None:
            return self.alone(left)
        within = test in ("in", "not in")
        tree = self.membership(left, test) if within else self.comparison(left, test, place)
        self.end_of_test()
        return tree

    def end_of_test(self) -> None:
        place = self.token
        if self.operator():
            raise Wrong(N_("comparisons are not chained: write a < b and b < c"), place.start, place.end)

    def operator(self) -> str | None:
        if self.accept("not"):
            if not self.accept("in"):
                raise self.expected(N_("expected in after not"))
            return "not in"
        return self.accept(*_TESTS)

    def side(self) -> _Side:
        token = self.token
        if token.sort == "name":
            return _Side(self.take(), self.field(token))
        if token.sort in ("text", "number") or token.text in ("true", "false"):
            return _Side(self.take(), None)
        if token.sort == "end":
            raise self.expected(N_("the condition ends too early: expected a name or a value"))
        raise self.expected(N_("expected a name or a value, found {found}"))

    def field(self, token: _Token) -> Field:
        if self.token.text == "(":
            raise Wrong(N_("there are no calls in conditions"), token.start, token.end)
        if token.text in self.known:
            return self.known[token.text]
        from brt.kinds.base import near

        closest = near(token.text, (*self.known, *_WORDS))
        says = N_("there is no field {name}")
        if closest is not None:
            says = N_("there is no field {name}. Did you mean {near}?")
        raise Wrong(says, token.start, token.end, name=token.text, near=closest)

    def alone(self, side: _Side) -> Tree:
        token = side.token
        if side.field is not None:
            return ["set", token.text]
        if token.sort != "word":
            raise Wrong(N_("a value alone is no condition: compare a field with it"), token.start, token.end)
        return ["value", token.text == "true"]

    def comparison(self, left: _Side, test: str, place: _Token) -> Tree:
        right = self.side()
        one = left if left.field else right
        other = right if left.field else left
        if one.field is None:
            raise Wrong(N_("a comparison needs a field"), left.token.start, right.token.end)
        for side in (left, right):
            _check_single(side)
        if other.field is not None:
            _check_same(one.token, one.field, other)
        tree = [test, _tree(left, one.field), _tree(right, one.field)]
        return tree if test in _EQUAL else tree + _order(one.field.kind, place)

    def membership(self, left: _Side, test: str) -> Tree:
        closing = {"[": "]", "(": ")"}.get(self.token.text)
        if closing is not None:
            self.take()
            return self.listed(left, test, closing)
        right = self.side()
        field = right.field
        if field is None or not field.many:
            raise Wrong(
                N_("in needs a list such as [{example}], or a field with many: true"),
                right.token.start,
                right.token.end,
                example='"a", "b"',
            )
        _check_open(right.token, field)
        _check_single(left)
        if left.field is not None:
            _check_same(right.token, field, left)
        return [test, _tree(left, field), ["name", right.token.text]]

    def listed(self, left: _Side, test: str, closing: str) -> Tree:
        if left.field is None:
            raise Wrong(N_("a comparison needs a field"), left.token.start, left.token.end)
        _check_single(left)
        values: list[Any] = []
        while not (values and self.accept(closing)):
            item = self.side()
            if item.field is not None:
                raise Wrong(N_("a list holds values, not fields"), item.token.start, item.token.end)
            values.append(_literal(item.token, left.field))
            if not self.accept(",") and self.token.text != closing:
                raise self.expected(N_("the list is not closed: expected a comma or {closing}"), closing=closing)
        return [test, _tree(left, left.field), ["value", values]]


def _check_open(token: _Token, field: Field) -> None:
    if field.secret:
        says = N_("{name} is secret: a condition can only ask whether it is set")
        raise Wrong(says, token.start, token.end, name=token.text)


def _check_single(side: _Side) -> None:
    token, field = side
    if field is None:
        return
    _check_open(token, field)
    if field.many:
        says = N_("{name} is a list: write VALUE in {name}")
        raise Wrong(says, token.start, token.end, name=token.text)


def _check_same(token: _Token, field: Field, other: _Side) -> None:
    if other.field is not None and other.field.kind != field.kind:
        raise Wrong(
            N_("{name} ({kind}) and {other} ({other_kind}) cannot be compared"),
            other.token.start,
            other.token.end,
            name=token.text,
            kind=field.kind,
            other=other.token.text,
            other_kind=other.field.kind,
        )


def _order(kind: str, place: _Token) -> list[str]:
    from brt import kinds

    key = kinds.order(kind)
    if key is None:
        says = N_("values of kind {kind} have no order: only == and !=")
        raise Wrong(says, place.start, place.end, kind=kind)
    return ["decimal"] if key is kinds.decimal else []


def _tree(side: _Side, field: Field) -> Tree:
    return ["value", _literal(side.token, field)] if side.field is None else ["name", side.token.text]


def _literal(token: _Token, field: Field) -> Any:
    """Return the value that a literal means for a field of that kind."""
    from brt import kinds

    says = None
    if (token.sort == "word") != (field.kind == "boolean"):
        says = N_("only a boolean is compared with true or false")
    elif token.sort == "number" and field.kind not in ("integer", "number", "money"):
        says = N_('a value of kind {kind} is written in quotes: "{value}"')
    if says is not None:
        raise Wrong(says, token.start, token.end, kind=field.kind, value=token.text)
    if token.sort == "word":
        return token.text == "true"
    text = token.text[1:-1] if token.sort == "text" else token.text
    try:
        return kinds.parse(field.kind, text, choices=field.choices)
    except kinds.Bad as bad:
        raise Wrong(bad.says, token.start, token.end, **bad.data) from None
