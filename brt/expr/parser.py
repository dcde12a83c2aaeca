"""From the text of a condition to its tree: recursive descent, and what is checked of kinds on the way."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from brt import kinds
from brt.expr import TESTS, Field, Tree, Wrong
from brt.expr.tokens import WORDS, Token, tokens
from brt.say import N_

DEPTH = 50
"""Levels of parentheses and `not` at most."""

_FOREIGN = {"et": N_("write and"), "ou": N_("write or"), "and": N_("write and"), "or": N_("write or")}
"""What is typed for `and` and `or`, in small letters."""

_EQUAL = ("==", "!=")


_UNKNOWN = Field("")
"""Of a name that names nothing: it was said, and nothing else is said of it."""
_NEVER: Tree = ["value", False]


def parse(text: str, known: Mapping[str, Field]) -> tuple[Tree, list[Wrong]]:
    """Return the tree of a condition over the names `known`, and all that is wrong with it, in its order."""
    tree = _NEVER
    wrong: list[Wrong] = []
    try:
        parser = _Parser(text, known, wrong)
        tree = parser.whole()
    except Wrong as end:
        wrong.append(end)
    return tree, sorted(wrong, key=lambda each: each.start)


class _Side(NamedTuple):
    """One side of a comparison: a name with its field, or a literal."""

    token: Token
    field: Field | None


class _Parser:
    """Recursive descent; one method a level of the grammar, loosest first."""

    def __init__(self, text: str, known: Mapping[str, Field], wrong: list[Wrong]) -> None:
        self.wrong = wrong  # what was understood all the same
        self.tokens = list(tokens(text, wrong))
        self.known = known
        self.place = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
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
            foreign = _FOREIGN.get(self.token.text.lower())
            raise self.expected(foreign or N_("expected and, or or the end of the condition, found {found}"))
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
            return self.judged(_alone, left)
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
        return self.accept(*TESTS)

    def side(self) -> _Side:
        token = self.token
        if token.sort == "name":
            return _Side(self.take(), self.field(token))
        if token.sort in ("text", "number") or token.text in ("true", "false"):
            return _Side(self.take(), None)
        if token.sort == "end":
            raise self.expected(N_("the condition ends too early: expected a name or a value"))
        raise self.expected(N_("expected a name or a value, found {found}"))

    def field(self, token: Token) -> Field:
        if self.token.text == "(":
            raise Wrong(N_("there are no calls in conditions"), token.start, token.end)
        if token.text in self.known:
            return self.known[token.text]
        closest = kinds.near(token.text, (*self.known, *WORDS))
        says = N_("there is no field {name}")
        if any(token.text in (field.choices or ()) for field in self.known.values()):
            says, closest = N_("there is no field {name}: a value is written in quotes, {near}"), f'"{token.text}"'
        elif closest is not None:
            says = N_("there is no field {name}. Did you mean {near}?")
        self.wrong.append(Wrong(says, token.start, token.end, name=token.text, near=closest))
        return _UNKNOWN

    def judged(self, judge: Callable[..., Tree], left: _Side, *rest: Any) -> Tree:
        """Return what `judge` makes of a test that is written as one; what is wrong with its sides is noted."""
        if any(isinstance(each, _Side) and each.field is _UNKNOWN for each in (left, *rest)):
            return _NEVER
        try:
            return judge(left, *rest)
        except Wrong as wrong:
            self.wrong.append(wrong)
            return _NEVER

    def comparison(self, left: _Side, test: str, place: Token) -> Tree:
        return self.judged(_comparison, left, self.side(), test, place)

    def membership(self, left: _Side, test: str) -> Tree:
        closing = {"[": "]", "(": ")"}.get(self.token.text)
        if closing is None:
            return self.judged(_within, left, self.side(), test)
        self.take()
        items: list[_Side] = []
        while not (items and self.accept(closing)):
            items.append(self.side())
            if not self.accept(",") and self.token.text != closing:
                raise self.expected(N_("the list is not closed: expected a comma or {closing}"), closing=closing)
        tree = self.judged(_among, left, test)
        values = [self.judged(_item, left, item) for item in items] if tree is not _NEVER else []
        return [*tree, ["value", values]]


def _alone(side: _Side) -> Tree:
    token = side.token
    if side.field is not None:
        return ["set", token.text]
    if token.sort != "word":
        raise Wrong(N_("a value alone is no condition: compare a field with it"), token.start, token.end)
    return ["value", token.text == "true"]


def _comparison(left: _Side, right: _Side, test: str, place: Token) -> Tree:
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


def _within(left: _Side, right: _Side, test: str) -> Tree:
    field = right.field
    if field is None or not field.many:
        says = N_("in needs a list such as [{example}], or a field with many: true")
        raise Wrong(says, right.token.start, right.token.end, example='"a", "b"')
    _check_open(right.token, field)
    _check_single(left)
    if left.field is not None:
        _check_same(right.token, field, left)
    return [test, _tree(left, field), ["name", right.token.text]]


def _among(left: _Side, test: str) -> Tree:
    """Return the tree of `left in […]` without the list."""
    if left.field is None:
        raise Wrong(N_("a comparison needs a field"), left.token.start, left.token.end)
    _check_single(left)
    return [test, _tree(left, left.field)]


def _item(left: _Side, item: _Side) -> Any:
    assert left.field is not None  # noqa: S101 - `_among` has seen to it
    if item.field is not None:
        raise Wrong(N_("a list holds values, not fields"), item.token.start, item.token.end)
    return _literal(item.token, left.field)


def _check_open(token: Token, field: Field) -> None:
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


def _check_same(token: Token, field: Field, other: _Side) -> None:
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


def _order(kind: str, place: Token) -> list[str]:
    key = kinds.order(kind)
    if key is None:
        says = N_("values of kind {kind} have no order: only == and !=")
        raise Wrong(says, place.start, place.end, kind=kind)
    return ["decimal"] if key is kinds.decimal else []


def _tree(side: _Side, field: Field) -> Tree:
    return ["value", _literal(side.token, field)] if side.field is None else ["name", side.token.text]


def _literal(token: Token, field: Field) -> Any:
    """Return the value that a literal means for a field of that kind."""
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
