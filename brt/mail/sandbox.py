"""The part of Jinja2 that an email may use: names, attributes, `if`, `for` over given lists, and the filters below.

A text is first held against the list of what is allowed (`language.template`); Jinja2's own sandbox is the second line.
This module imports jinja2: see `render`.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, Undefined, UndefinedError, nodes, pass_context
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from brt.language.template import FILTERS, read, uses
from brt.mail import filters
from brt.mail.filters import Unreadable, Voice
from brt.mail.reason import Reason
from brt.say import N_

LIMIT = 256 * 1024  # bytes of a rendered text
VOICE = "the voice"  # its key in the context: with a blank in it, no text can name it
EACH = "each item"  # likewise, the filter put around what is looped over


class Text(NamedTuple):
    """A compiled text and the names that it uses."""

    template: Template
    names: frozenset[str]


class _TooLong(Exception):
    """The text would be longer than LIMIT."""


class _Unknown(StrictUndefined):
    """An unknown name: whatever is done with it fails, with the name as the message."""

    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = UndefinedError
    ) -> None:
        super().__init__(hint=str(name), obj=obj, name=name, exc=exc)


class _Environment(ImmutableSandboxedEnvironment):
    """Attributes are the keys of plain data, and nothing else: `previous.values` is a field, never dict.values."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, LoopContext):
            return super().getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, (dict, list)):
            try:
                return obj[argument]
            except (LookupError, TypeError):
                pass
        elif obj is None or isinstance(obj, Undefined):
            return obj  # a role that nobody holds has no name: nothing is shown, as for a field that is not set
        return self.undefined(obj=obj, name=argument)


# ── filters ─────────────────────────────────────────────────────────────────────────────────────────


def _spoken(say: Callable[[Voice, str], str]) -> Callable[[Context, Any], Any]:
    """Make a filter of one text: None gives "", a list the list of its items."""

    @pass_context
    def spoken(context: Context, value: Any) -> Any:
        if value is None:
            return ""
        if isinstance(value, list):
            return [spoken(context, item) for item in value]
        if isinstance(value, (bool, dict)):
            raise Unreadable(str(value))
        return say(context[VOICE], str(value))

    return spoken


def _written(voice: Voice, value: Any) -> str:
    """Return a value as `{{ }}` shows it: nothing for None, words for true and false, lists with commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return voice.words.yes if value else voice.words.no
    if isinstance(value, list):
        return _joined(voice, value, ", ")
    if isinstance(value, (str, int, float, Undefined)):
        return str(value)
    raise Unreadable(type(value).__name__)


def _joined(voice: Voice, items: list[Any], separator: str) -> str:
    texts = []
    room = LIMIT
    for item in items:
        texts.append(_written(voice, item))
        room -= len(texts[-1]) + len(separator)
        if room < 0:
            raise _TooLong
    return separator.join(texts)


@pass_context
def _finalize(context: Context, value: Any) -> Any:
    return _written(context[VOICE], value)


@pass_context
def _join(context: Context, value: Any, separator: str = "", attribute: str | None = None) -> str:
    items = _each(value)
    if attribute is not None:
        items = [context.environment.getitem(item, attribute) for item in items]
    return _joined(context[VOICE], items, str(separator))


def _each(value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, list):
        return value
    raise Unreadable(str(value))


def _length(value: Any) -> int:
    return 0 if value is None else len(value)


def _default(value: Any, other: Any = "", boolean: bool = False) -> Any:
    if value is None or isinstance(value, Undefined) or (boolean and not value):
        return other
    return value


_FILTERS: dict[str, Callable[..., Any]] = {
    "date": _spoken(filters.date),
    "datetime": _spoken(filters.datetime),
    "default": _default,
    "join": _join,
    "length": _length,
    "lower": _spoken(lambda voice, text: text.lower()),
    "money": _spoken(filters.money),
    "phone": _spoken(filters.phone),
    "time": _spoken(filters.time),
    "upper": _spoken(lambda voice, text: text.upper()),
}


def _environment(*, html: bool) -> _Environment:
    environment = _Environment(
        autoescape=html, undefined=_Unknown, finalize=_finalize, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters = {name: _FILTERS[name] for name in FILTERS} | {EACH: _each}
    environment.tests = {}
    environment.globals = {}
    return environment


_TEXT = _environment(html=False)
_HTML = _environment(html=True)


# ── compiling and running ───────────────────────────────────────────────────────────────────────────


def compile_text(source: str, *, html: bool = False) -> Text | Reason:
    """Compile `source`, or return the first reason not to; values are escaped when it is `html`."""
    environment = _HTML if html else _TEXT
    tree, flaws = read(source, environment)
    if tree is None or flaws:
        return Reason(flaws[0].line, flaws[0].says, flaws[0].data, flaws[0].hint)
    names = frozenset(use.chain[0] for use in uses(tree))
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, EACH, [], [], None, None, lineno=loop.lineno)
    try:
        return Text(Template.from_code(environment, environment.compile(tree), {}), names)
    except (TemplateSyntaxError, SyntaxError, RecursionError) as error:  # should `read` have let one through
        return Reason(1, N_("The text cannot be read: {problem}"), {"problem": str(error)})


def run(text: Text, names: Mapping[str, Any], voice: Voice) -> str | Reason:
    """Return what `text` says about `names`, at most LIMIT bytes of it, or the reason why it cannot say it."""
    pieces = []
    size = 0
    try:
        for piece in text.template.generate({**names, VOICE: voice}):
            pieces.append(piece)
            size += len(piece.encode("utf-8", "surrogatepass"))
            if size > LIMIT:
                raise _TooLong
    except Exception as error:  # the text and the data meet here for the first time: any of them may be at fault
        return _why(error)
    return "".join(pieces)


def _why(error: Exception) -> Reason:
    line = _line(error)
    if isinstance(error, _TooLong):
        return Reason(line, N_("The text is longer than {limit} kB."), {"limit": str(LIMIT // 1024)})
    if isinstance(error, UndefinedError):
        return Reason(line, N_("`{name}` is not known here."), {"name": str(error)})
    if isinstance(error, Unreadable):
        return Reason(line, N_("“{value}” is not what is expected here."), {"value": str(error)})
    return Reason(line, N_("The text does not fit the values it is given ({error})."), {"error": str(error)})


def _line(error: Exception) -> int:
    """Return the line of the text: Jinja2 puts it in the traceback, in frames marked with the exception itself."""
    line = 1
    at = error.__traceback__
    while at is not None:
        if "__jinja_exception__" in at.tb_frame.f_globals:
            line = at.tb_lineno
        at = at.tb_next
    return line
