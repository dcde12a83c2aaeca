"""The manual pages, made of what `--help` and `brt help TOPIC` say; the wheel carries them (hatch_build.py)."""

import re
from collections.abc import Iterator

import click

from brt import __version__, say
from brt.cli.group import Command, Group
from brt.cli.session import Session
from brt.cli.table import ROOT
from brt.cli.topics import TOPICS
from brt.say import N_, _


def pages(language: str) -> dict[str, str]:
    """Return the pages in a language by name, "brt-dossier-add", in roff."""
    spoken = say.language()
    say.choose(language)
    try:
        return {name: "\n".join(_page(name, ctx)) + "\n" for name, ctx in _commands("brt", ROOT, None)}
    finally:
        say.choose(spoken)


def _commands(name: str, command: click.Command, parent: click.Context | None) -> Iterator[tuple[str, click.Context]]:
    word = name.rpartition("-")[2] if parent else name
    ctx = command.make_context(word, [], parent=parent, obj=Session(), resilient_parsing=True)
    yield name, ctx
    if isinstance(command, Group):
        for key in command.list_commands(ctx):
            found = command.get_command(ctx, key)
            if found is not None:
                yield from _commands(f"{name}-{key}", found, ctx)


def _page(name: str, ctx: click.Context) -> Iterator[str]:
    command = ctx.command
    text = (command.help or "").replace("\b\n", "")
    first, _blank, rest = text.partition("\n\n")
    yield f'.TH "{name.upper()}" 1 "" "brt {__version__}" "brt"'
    yield from _section(N_("NAME"), f"{_safe(name)} \\- {_safe(first)}")
    usage = " ".join([ctx.command_path, *command.collect_usage_pieces(ctx)])
    yield from _section(N_("SYNOPSIS"), _safe(usage))
    if rest:
        yield from _section(N_("DESCRIPTION"), ".nf", *map(_safe, rest.splitlines()), ".fi")
    yield from _section(N_("OPTIONS"))
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record and record[1]:
            yield from _item(*record)
    yield from _commands_of(name, ctx)
    if command.epilog and command.epilog.startswith("brt "):
        yield from _section(N_("EXAMPLES"), ".nf", *map(_safe, command.epilog.splitlines()), ".fi")
    yield from _ends(name, command)


def _commands_of(name: str, ctx: click.Context) -> Iterator[str]:
    if not isinstance(ctx.command, Group):
        return
    yield from _section(N_("COMMANDS"))
    for key, (_module, sentence) in ctx.command.table.items():
        yield from _item(f"{name.replace('-', ' ')} {key}", _(sentence))


def _ends(name: str, command: click.Command) -> Iterator[str]:
    """Yield what the topics say (on the page of brt itself), or what counts for one command."""
    if name == "brt":
        for key, topic in TOPICS.items():
            yield from _section(key.replace("-", " ").upper(), _safe(_(topic.title)))
            for term, text in topic.rows:
                yield from _item(term, _(text))
            yield from (".PP", _safe(_(topic.more))) if topic.more else ()
    elif isinstance(command, Command) and not isinstance(command, Group):
        yield from _section(N_("EXIT STATUS"))
        for code, text in command.codes().items():
            yield from _item(str(code), _(text))
        yield from _section(N_("ENVIRONMENT"), _safe(", ".join(command.variables())))
    if name != "brt":
        yield from _section(N_("SEE ALSO"), ".BR brt (1)")


def _section(title: str, *lines: str) -> Iterator[str]:
    yield f'.SH "{_(title)}"'
    yield from lines


def _item(term: str, text: str) -> Iterator[str]:
    yield from (".TP", f"\\fB{_safe(term)}\\fR", _safe(text))


def _safe(text: str) -> str:
    """Return text as roff prints it: no line begins a request, a hyphen can be copied."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text.replace("\n", " "))
