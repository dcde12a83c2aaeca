"""What the text of an email may hold, and what is said about the rest.

Jinja2's sandbox limits neither memory nor time nor what a method of an object does. So a text is parsed and held
against this list before anything of it runs. This module imports jinja2: see `render`.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from brt.mail.filters import FILTERS
from brt.mail.render import Reason
from brt.say import N_

LOOPS = 2  # how deep `for` may stand in `for`

ALLOWED: tuple[type[nodes.Node], ...] = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For),
    *(nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.List, nodes.Tuple),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Neg),
    *(nodes.Filter, nodes.Keyword),
)
_ARITHMETIC = (
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.FloorDiv,
    nodes.Mod,
    nodes.Pow,
    nodes.Pos,
    nodes.Concat,
)
_TAGS: Mapping[type[nodes.Node], str] = {
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter",
    nodes.FromImport: "from",
    nodes.Scope: "autoescape",
}
_FILES = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)


def syntax(error: TemplateSyntaxError) -> Reason:
    """Say what Jinja2 cannot read."""
    return Reason(error.lineno, N_("it cannot be read: {error}"), {"error": error.message or ""})


def too_deep() -> Reason:
    """Say that neither Jinja2 nor Python can nest that deeply."""
    return Reason(1, N_("it is nested too deeply"), {})


def refusals(tree: nodes.Template) -> list[Reason]:
    """Return all that is not allowed, in the order of the text; what stands inside of it is not looked at."""
    return sorted(_walk(tree, 0), key=lambda reason: reason.line)


def _walk(node: nodes.Node, loops: int) -> Iterator[Reason]:
    found = _look(node, loops)
    if found is not None:
        says, data = found
        yield Reason(_line(node), says, data)
        return
    for child in node.iter_child_nodes():
        yield from _walk(child, loops + isinstance(node, nodes.For))


def _line(node: nodes.Node) -> int:
    """Return the line of `node`; what Jinja2 puts around others has none of its own."""
    return node.lineno or next((child.lineno for child in node.find_all(nodes.Node) if child.lineno), 1)


Found = tuple[str, dict[str, str]] | None


def _look(node: nodes.Node, loops: int) -> Found:
    if not isinstance(node, ALLOWED):
        return _not_allowed(node)
    check = _CHECKS.get(type(node))
    if check is not None:
        return check(node)
    if isinstance(node, nodes.For):
        return _loop(node, loops)
    return None


def _not_allowed(node: nodes.Node) -> Found:
    if isinstance(node, nodes.Call):
        return N_("calls are not allowed in the text of an email"), {}
    if isinstance(node, nodes.Test):
        return N_("“is {name}” is not needed: what is not set counts as false in an “if”"), {"name": node.name}
    if isinstance(node, _ARITHMETIC):
        return N_("the text of an email does not calculate: “{operator}” is not allowed"), {"operator": _sign(node)}
    if isinstance(node, _FILES):
        return N_("the text of an email does not take in other files: “{tag}” is not allowed"), {"tag": _tag(node)}
    return N_("“{tag}” is not allowed in the text of an email"), {"tag": _tag(node)}


def _sign(node: nodes.Node) -> str:
    return "~" if isinstance(node, nodes.Concat) else str(getattr(node, "operator", ""))


def _tag(node: nodes.Node) -> str:
    return _TAGS.get(type(node), type(node).__name__.lower())


def _name(node: nodes.Name) -> Found:
    return _hidden(node.name)


def _attribute(node: nodes.Getattr) -> Found:
    return _hidden(node.attr)


def _hidden(name: str) -> Found:
    return (N_("“{name}”: names with “_” in front are not allowed"), {"name": name}) if name.startswith("_") else None


def _item(node: nodes.Getitem) -> Found:
    key = node.arg.value if isinstance(node.arg, nodes.Const) else None
    if isinstance(key, str):
        return _hidden(key)
    if isinstance(key, int):
        return None
    return N_("between [ and ] there may only be a number or a name in quotes"), {}


def _filter(node: nodes.Filter) -> Found:
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        return N_("“*” is not allowed in the arguments of a filter"), {}
    if node.name not in FILTERS:
        return N_("there is no filter “{name}”; there are: {names}"), {"name": node.name, "names": ", ".join(FILTERS)}
    return None


def _choice(node: nodes.CondExpr) -> Found:
    return None if node.expr2 is not None else (N_("“if” needs an “else” here: without it nothing is shown"), {})


def _loop(node: nodes.For, loops: int) -> Found:
    if loops >= LOOPS:
        return N_("“for” may stand in another “for”, no deeper"), {}
    if node.recursive or not isinstance(node.target, nodes.Name):
        return N_("“for” takes one name, and is not recursive"), {}
    root: nodes.Node | None = node.iter
    while isinstance(root, (nodes.Getattr, nodes.Getitem, nodes.Filter)):
        root = root.node
    return None if isinstance(root, nodes.Name) else (N_("“for” goes through a list that the email is given"), {})


_CHECKS: Mapping[type[nodes.Node], Callable[[Any], Found]] = {
    nodes.Name: _name,
    nodes.Getattr: _attribute,
    nodes.Getitem: _item,
    nodes.Filter: _filter,
    nodes.CondExpr: _choice,
}
