"""The text of an email, read without running it: what it may not do, and which variables it uses where.

Jinja2 can do far more than an email needs, and its sandbox limits neither memory nor time nor what a method of an
object does. So a text is held against a list of what is allowed; whatever is not on the list is refused, with its line.
The linter asks when a text is written, the renderer before anything of it runs: what passes here can be compiled.
Sending an email imports this module, so it needs nothing but jinja2.
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any, NamedTuple

from jinja2 import Environment, TemplateSyntaxError, nodes

from brt.kinds import near
from brt.language.names import EACH
from brt.say import N_

_SHOWING = ("date", "datetime", "lower", "money", "phone", "time", "upper")
FILTERS = ("date", "datetime", "default", "join", "length", "lower", "money", "phone", "time", "upper")
LEVELS = 50
"""How deep anything may stand in anything: Python reads at most 100 indentations and 200 parentheses."""


class Flaw(NamedTuple):
    """Something that a text may not do: the rule, the line from 1, the sentence, and the word to look for.

    `before`: at least so many such words on the line come before it; `span`: its characters, where they are known.
    """

    rule: str
    line: int
    says: str
    data: Mapping[str, str] = {}
    hint: str = ""
    word: str = ""
    before: int = 0
    span: tuple[int, int] | None = None


class Use(NamedTuple):
    """A variable that is used: the way to it, such as `("rios", "[]", "number")`, and how it is written."""

    line: int
    chain: tuple[str, ...]
    word: str
    shown: bool = False  # it is put into the text as it is, or by a filter that reads one value
    guarded: bool = False  # within an `if` that asks for it, or a `for` that goes through it


def read(text: str, environment: Environment) -> tuple[nodes.Template | None, tuple[Flaw, ...]]:
    """Return the tree of `text`, None when it cannot be read, and all that is wrong with it, in the order of its lines.

    What stands inside of something unsafe is not looked at.
    """
    tree = parse(text, environment)
    return (None, (tree,)) if isinstance(tree, Flaw) else (tree, tuple(flaw for _, flaw in examine(tree)))


def parse(text: str, environment: Environment) -> nodes.Template | Flaw:
    """Return the tree of `text`, or why there is none."""
    try:
        return environment.parse(text)
    except TemplateSyntaxError as error:
        return _syntax(error)
    except RecursionError:
        return Flaw("unsafe-template", 1, TOO_DEEP)
    except ValueError:  # Python reads no whole number of more than 4300 digits
        return Flaw("template-syntax", 1, DIGITS)


def examine(tree: nodes.Template) -> list[tuple[nodes.Node, Flaw]]:
    """Return all that a text does and may not do, each with the outermost node that does it, by line."""
    return sorted(_walk(tree, 0, ()), key=lambda found: found[1].line)


def uses(tree: nodes.Template, unsafe: Container[nodes.Node] = ()) -> Iterator[Use]:
    """Yield every variable that the tree of a text uses, outside of the nodes that are `unsafe`."""
    return _uses(tree, {}, frozenset(), unsafe)


def locate(text: str, line: int, word: str, count: int = 0) -> tuple[int, int]:
    """Return the characters of `text` that hold `word` on `line` within `{{ }}` or `{% %}`, else those of the line.

    `count`: so many such words on the line come before it.
    """
    breaks = [found.span() for found in re.finditer(_BREAK, text)]
    line = min(max(line, 1), len(breaks) + 1)
    start = breaks[line - 2][1] if line > 1 else 0
    end = breaks[line - 1][0] if line <= len(breaks) else len(text)
    if word:
        pattern = re.compile(rf"(?<![\w.]){re.escape(word)}(?!\w)" if word[0].isalpha() else re.escape(word))
        spans = [match.span() for match in pattern.finditer(text, start, end)]
        code = [block.span() for block in re.finditer(_BLOCK, text, re.DOTALL)]
        inside = [span for span in spans if any(low <= span[0] < high for low, high in code)]
        found = inside or spans
        if found:
            return found[min(count, len(found) - 1)]
    return end - len(text[start:end].lstrip()), end


_BREAK = r"\r\n|\r|\n"  # what Jinja2 takes for the end of a line
_BLOCK = r"\{\{.*?\}\}|\{%.*?%\}"

UNCLOSED = N_("A `{word}` is never closed.")
TOO_DEEP = N_("The text is nested too deeply.")
DIGITS = N_("A number has too many digits.")
_SYNTAX = (  # what Jinja2 says, and what it means
    (r"Unexpected end of template.* is '(?P<word>\w+)'", UNCLOSED),
    (r"[Uu]nknown tag '(?P<word>\w+)'", N_("`{word}` is no tag, or closes nothing.")),
    (r"(?:got|unexpected) 'end of", N_("Something is missing here, between the braces.")),
    (r"[Uu]nexpected end of template, expected 'end of", N_("What opens here is never closed.")),
    (r"Missing end of", N_("What opens here is never closed.")),
    (r"unexpected char ['\"](?P<word>.)", N_("`{word}` is not expected here.")),
    (r"expected name or number", N_("A name is expected after the dot.")),
    (r"(?:got|unexpected) '(?P<word>[^']+)'", N_("`{word}` is not expected here.")),
)


def _syntax(error: TemplateSyntaxError) -> Flaw:
    problem = error.message or ""
    for pattern, says in _SYNTAX:
        found = re.search(pattern, problem)
        if found:
            data = found.groupdict()
            return Flaw("template-syntax", error.lineno, says, data, word=data.get("word", ""))
    says = N_("The text cannot be read: {problem}")
    return Flaw("template-syntax", error.lineno, says, {"problem": problem})


# -- what a text may do

_ALLOWED: tuple[type[nodes.Node], ...] = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For),
    *(nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.List, nodes.Tuple),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Neg),
    *(nodes.Filter, nodes.Keyword),
)
_TAGS: Mapping[type[nodes.Node], str] = {
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter",
    nodes.FromImport: "from",
    nodes.Scope: "autoescape",
}

_Found = Iterator[Flaw]


def _walk(node: nodes.Node, level: int, loops: tuple[int, ...]) -> Iterator[tuple[nodes.Node, Flaw]]:
    flaws = list(_look(node, level, loops))
    yield from ((node, flaw) for flaw in flaws)
    if any(flaw.rule == "unsafe-template" for flaw in flaws):
        return
    for child in node.iter_child_nodes():
        yield from _walk(child, level + 1, (*loops, node.lineno) if isinstance(node, nodes.For) else loops)


def _look(node: nodes.Node, level: int, loops: tuple[int, ...]) -> _Found:
    if not isinstance(node, _ALLOWED):
        yield _not_allowed(node)
    elif level > LEVELS:
        yield _unsafe(node, TOO_DEEP)
    elif isinstance(node, nodes.For):
        yield from _loop(node, loops)
    elif type(node) in _CHECKS:
        yield from _CHECKS[type(node)](node)


def _unsafe(node: nodes.Node, says: str, word: str = "", **data: str) -> Flaw:
    return Flaw("unsafe-template", _line(node), says, data, word=word)


def _line(node: nodes.Node) -> int:
    """Return the line of `node`; what Jinja2 puts around others has none of its own."""
    return node.lineno or next((child.lineno for child in node.find_all(nodes.Node) if child.lineno), 1)


def _not_allowed(node: nodes.Node) -> Flaw:
    if isinstance(node, nodes.Call):
        return _unsafe(node, N_("Calls are not allowed in the text of an email."), word=_written(node.node).strip("."))
    if isinstance(node, nodes.Test):
        says = N_("`is {name}` is not allowed: what is not set counts as false in an `if`.")
        return _unsafe(node, says, word=node.name, name=node.name)
    if isinstance(node, nodes.BinExpr | nodes.UnaryExpr | nodes.Concat):
        sign = "~" if isinstance(node, nodes.Concat) else node.operator
        return _unsafe(
            node, N_("The text of an email does not calculate: `{sign}` is not allowed."), word=sign, sign=sign
        )
    tag = _TAGS.get(type(node), type(node).__name__.lower())
    return _unsafe(node, N_("`{tag}` is not allowed in the text of an email."), word=tag, tag=tag)


def _private(node: nodes.Node, name: str) -> _Found:
    if name.startswith("_"):
        yield _unsafe(node, N_("Names that begin with `_` are not allowed: `{name}`."), word=name, name=name)


def _item(node: nodes.Getitem) -> _Found:
    key = node.arg.value if isinstance(node.arg, nodes.Const) else None
    if isinstance(key, str):
        yield from _private(node, key)
    elif not isinstance(key, int) or isinstance(key, bool):
        says = N_("Between `[` and `]` there may only be a number or a name in quotes.")
        yield _unsafe(node, says, word=_written(node.node).strip("."))


def _filter(node: nodes.Filter) -> _Found:
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        yield _unsafe(node, N_("`*` is not allowed in the arguments of a filter."), word="*")
    keys = [str(argument.key) for argument in node.kwargs]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield _unsafe(node, N_("The argument `{name}` is given twice."), word=key, name=key)
    if node.name not in FILTERS:
        close = near(node.name, FILTERS)
        hint = N_("Did you mean `{near}`?") if close else N_("There are: {known}.")
        data = {"name": node.name, "near": close or "", "known": ", ".join(FILTERS)}
        yield Flaw("unknown-filter", node.lineno, N_("There is no filter `{name}`."), data, hint, node.name)


def _choice(node: nodes.CondExpr) -> _Found:
    if node.expr2 is None:
        yield _unsafe(node, N_("An `if` within `{braces}` needs an `else`."), word="if", braces="{{ }}")


def _loop(node: nodes.For, loops: tuple[int, ...]) -> _Found:
    if loops:
        found = _unsafe(node, N_("A `for` does not stand in another `for`."), word="for")
        yield found._replace(before=loops.count(node.lineno))
    if node.recursive or not isinstance(node.target, nodes.Name):
        yield _unsafe(node, N_("A `for` takes one name and is not recursive."), word="for")
    elif node.target.name == "loop":
        yield _unsafe(node, N_("`loop` is taken: give the items of the `for` another name."), word="loop")
    root: nodes.Node | None = node.iter
    while isinstance(root, nodes.Getattr | nodes.Getitem | nodes.Filter):
        root = root.node
    if not isinstance(root, nodes.Name):
        yield _unsafe(node, N_("A `for` goes through a list that the email is given."), word="for")


_CHECKS: Mapping[type[nodes.Node], Callable[[Any], _Found]] = {
    nodes.Name: lambda node: _private(node, node.name),
    nodes.Getattr: lambda node: _private(node, node.attr),
    nodes.Getitem: _item,
    nodes.Filter: _filter,
    nodes.CondExpr: _choice,
}

# -- what it uses

_Scope = Mapping[str, tuple[str, ...]]


def _uses(
    node: nodes.Node, scope: _Scope, guards: frozenset[str], unsafe: Container[nodes.Node] = (), shown: bool = False
) -> Iterator[Use]:
    if node in unsafe:
        return
    chain = _chain(node, scope)
    if chain is not None:
        yield Use(node.lineno, chain, _written(node), shown, chain[0] in guards)
        return
    guards |= _guards(node, scope)
    shows = isinstance(node, nodes.Output) or (isinstance(node, nodes.Filter) and node.name in _SHOWING)
    if isinstance(node, nodes.For):
        yield from _gone_through(node.iter, scope, guards, unsafe)
        assert isinstance(node.target, nodes.Name)  # noqa: S101 - `_loop` refuses anything else
        items = (*(_chain(node.iter, scope) or ()), EACH)
        scope = {**scope, node.target.name: items, "loop": ("loop",)}
    for child in node.iter_child_nodes(exclude=("iter", "target") if isinstance(node, nodes.For) else ()):
        yield from _uses(child, scope, guards, unsafe, shows)


def _gone_through(
    node: nodes.Node, scope: _Scope, guards: frozenset[str], unsafe: Container[nodes.Node]
) -> Iterator[Use]:
    """Yield what a `for` goes through, which is to be a list."""
    for use in _uses(node, scope, guards, unsafe):
        yield use._replace(chain=(*use.chain, EACH)) if _chain(node, scope) == use.chain else use


def _guards(node: nodes.Node, scope: _Scope) -> frozenset[str]:
    """Return the variables that `node` asks for before it shows anything."""
    asked: nodes.Node | None = None
    if isinstance(node, nodes.If | nodes.CondExpr):
        asked = node.test
    elif isinstance(node, nodes.For):
        asked = node.iter
    elif isinstance(node, nodes.Filter) and node.name == "default":
        asked = node.node
    if asked is None:
        return frozenset()
    return frozenset(use.chain[0] for use in _uses(asked, scope, frozenset()))


def _chain(node: nodes.Node, scope: _Scope) -> tuple[str, ...] | None:
    """Return the way to the variable that `node` names, None when it names none."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name, (node.name,))
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        base = _chain(node.node, scope)
        return None if base is None else (*base, _step(node))
    return None


def _step(node: nodes.Getattr | nodes.Getitem) -> str:
    if isinstance(node, nodes.Getattr):
        return node.attr
    key = node.arg.value if isinstance(node.arg, nodes.Const) else 0
    return key if isinstance(key, str) else EACH


def _written(node: nodes.Node) -> str:
    """Return the variable as it is written in the text, as far as it is dotted names."""
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        return _written(node.node)
    return str(getattr(node, "name", ""))
