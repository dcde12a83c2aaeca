"""The text of an email as the linter looks at it: what is wrong with it and what it uses, whatever cannot be read."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from jinja2 import Environment, nodes

from brt.language.template import DIGITS, TOO_DEEP, UNCLOSED, Flaw, Use, examine, locate, parse, uses

_ENVIRONMENT = Environment(trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - it parses, it never renders

TRIES = 8
"""So many blocks that cannot be read are left out at most."""


class Analysis(NamedTuple):
    """What was found in one text."""

    flaws: tuple[Flaw, ...]
    uses: tuple[Use, ...]


@lru_cache(maxsize=256)
def analyse(text: str) -> Analysis:
    """Look through `text`; it is never run. What is unsafe, or cannot be read, uses nothing."""
    tree = parse(text, _ENVIRONMENT)
    return _mended(text, tree) if isinstance(tree, Flaw) else Analysis(*_of(tree))


def _of(tree: nodes.Template) -> tuple[tuple[Flaw, ...], tuple[Use, ...]]:
    """Return the flaws of a text that can be read, and its uses, without the names that something unsafe gives."""
    found = examine(tree)
    if any(flaw.says == TOO_DEEP for _, flaw in found):
        return tuple(flaw for _, flaw in found), ()
    unsafe = [node for node, flaw in found if flaw.rule == "unsafe-template"]
    given = {name.name for node in unsafe for name in node.find_all(nodes.Name) if name.ctx != "load"}
    given |= {name for node in unsafe for name in _imported(node)}
    known = uses(tree, frozenset(unsafe)) if unsafe else uses(tree)
    return tuple(flaw for _, flaw in found), tuple(use for use in known if use.chain[0] not in given)


def _imported(node: nodes.Node) -> Iterator[str]:
    """Yield the names by which `import` and `macro` give something."""
    if isinstance(node, nodes.Import):
        yield node.target
    elif isinstance(node, nodes.Macro):
        yield node.name
    elif isinstance(node, nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in node.names)


# -- a text that cannot be read is looked at without the blocks that are to blame

_BLOCK = re.compile(r"\{[{%#](?:(?!\{[{%#])[^\r\n])*?[%}#]\}|\{[{%#](?:(?!\{[{%#])[^\r\n])*")
"""One that is closed on its line, or as much of it as stands there."""
_CLOSING = re.compile(r"end\w*|elif|else")
_TAG = re.compile(r"\{%[-+]?\s*(\w+)")
_GIVES = re.compile(r"\{%[-+]?\s*(?:\w+\s+)?(\w+)")
"""The name that `for` or `set` gives."""


def _mended(text: str, flaw: Flaw) -> Analysis:
    """Look through a `text` that cannot be read, because of `flaw` first.

    Nothing is said that only follows from a block left out: of what closes it, of the name that it gives, and that a
    variable may be unset, which it may ask for.
    """
    said: list[Flaw] = []
    left = text
    gone: list[str] = []
    while (span := _to_blame(left, flaw)) is not None and len(gone) < TRIES:
        block = left[slice(*span)]
        if not _follows(flaw, gone):
            line = left.count("\n", 0, span[0]) + 1
            said.append(flaw._replace(line=line, span=_place(block, span, flaw.word)))
        gone.append(block)
        left = left[: span[0]] + " " * len(block) + left[span[1] :]
        tree = parse(left, _ENVIRONMENT)
        if not isinstance(tree, Flaw):
            return _without(said, gone, tree)
        flaw = tree
    return Analysis((*said, flaw) if span is None else tuple(said), ())


def _without(said: list[Flaw], gone: Collection[str], tree: nodes.Template) -> Analysis:
    """Return what was `said` before these blocks were `gone`, and what there is in the `tree` of the rest."""
    flaws, known = _of(tree)
    given = {"loop"}.union(*(_GIVES.findall(block) for block in gone))
    sure = (use._replace(guarded=True) for use in known if use.chain[0] not in given)
    return Analysis(tuple(sorted((*said, *flaws), key=lambda flaw: flaw.line)), tuple(sure))


def _follows(flaw: Flaw, gone: Collection[str]) -> bool:
    """Tell whether `flaw` may be there only because a block is `gone`: what it opened is not open, or not closed."""
    structure = flaw.says == UNCLOSED or _CLOSING.fullmatch(flaw.word) is not None
    return structure and any(block.startswith("{%") for block in gone)


def _to_blame(text: str, flaw: Flaw) -> tuple[int, int] | None:
    """Return the characters of the block that `flaw` is about; None when that cannot be told."""
    if flaw.says in (TOO_DEEP, DIGITS):  # Jinja2 does not say where it gave up
        return None
    if flaw.says == UNCLOSED:  # Jinja2 tells where the text ends
        return _unclosed(text, flaw.word)
    start, end = locate(text, flaw.line, "")
    blocks = [span for found in _BLOCK.finditer(text) if start <= (span := found.span())[0] < end]
    alone = (span for span in blocks if _same(parse(text[slice(*span)], _ENVIRONMENT), flaw))
    return next(alone, blocks[0] if blocks else None)


def _unclosed(text: str, tag: str) -> tuple[int, int] | None:
    """Return the characters of the last block of that `tag` which nothing closes."""
    opened: list[tuple[int, int]] = []
    for block in _BLOCK.finditer(text):
        found = _TAG.match(block.group())
        if found is not None and found[1] == tag:
            opened.append(block.span())
        elif found is not None and found[1] == f"end{tag}" and opened:
            opened.pop()
    return opened[-1] if opened else None


def _same(found: nodes.Template | Flaw, flaw: Flaw) -> bool:
    return isinstance(found, Flaw) and (found.says, found.data) == (flaw.says, flaw.data)


def _place(block: str, span: tuple[int, int], word: str) -> tuple[int, int]:
    """Return the characters of `word` in a block, or of the block, which is at `span` without blanks at its end."""
    at = block.find(word, 2) if word else -1
    start = span[0] + max(at, 0)
    return start, start + len(word if at >= 0 else block.rstrip())
