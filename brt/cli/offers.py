"""What fits where the cursor is, as click asks for it when a shell completes an argument or an option."""

from collections.abc import Iterator

from click import Argument, Context, Parameter
from click.shell_completion import CompletionItem

from brt.cli.session import Session
from brt.views.output import safe

PATHS = {"DIR": "dir", "FILE": "file", "PATH": "file"}
"""Words of the help for what the shell itself completes."""


def offered(ctx: Context, param: Parameter, word: str, incomplete: str) -> list[CompletionItem[str]]:
    """Return what fits where the cursor is, for an argument or an option that the help calls `word`."""
    from brt.service.suggest import Typed, names_in, suggest

    paths = [CompletionItem(incomplete, type=PATHS[name]) for name in names_in(word) if name in PATHS]
    session = ctx.find_object(Session)
    if session is None or len(paths) == len(names_in(word)):
        return paths
    command = " ".join(ctx.command_path.split()[1:])
    typed = Typed(incomplete, command, tuple(_before(ctx)), ctx.params, param.name or "")
    return [
        *(CompletionItem(one.value, help=safe(one.help)) for one in suggest(lambda: session.desk, word, typed)),
        *paths,
    ]


def _before(ctx: Context) -> Iterator[str]:
    """Yield the arguments that are typed already; behind an option without its value, click leaves them over."""
    yield from ctx.args
    for param in ctx.command.params:
        found = ctx.params.get(param.name or "") if isinstance(param, Argument) else None
        yield from (str(one) for one in (found if isinstance(found, tuple) else (found,)) if one is not None)
