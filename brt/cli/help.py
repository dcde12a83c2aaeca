"""`brt help`."""

import sys

import click
from click.shell_completion import CompletionItem

from brt.cli.ends import ALONE
from brt.cli.group import Group, says
from brt.cli.topics import TOPICS, Topic
from brt.cli.unknown import unknown
from brt.say import N_, _


def _completed(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    found = _found(ctx, ctx.params.get(param.name or "") or ())
    names = found.command.shell_complete(found, incomplete) if isinstance(found.command, Group) else []
    if found.parent is None:
        names += [CompletionItem(name, help=_(topic.title)) for name, topic in TOPICS.items()]
    return [item for item in names if item.value.startswith(incomplete)]


@says(
    N_("Explain a command, or what holds for all of them: exit-codes, environment, dates, references, formats."),
    "brt help done\nbrt help dossier add\nbrt help dates",
    ends=ALONE,
)
@click.argument("names", metavar=N_("[COMMAND|TOPIC]"), nargs=-1, shell_complete=_completed)
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...]) -> None:
    """Print the page."""
    if len(names) == 1 and names[0] in TOPICS:
        sys.stdout.write(topic(TOPICS[names[0]], ctx.make_formatter()).rstrip("\n") + "\n")
    else:
        sys.stdout.write(_found(ctx, names).get_help() + "\n")


def _found(ctx: click.Context, names: tuple[str, ...]) -> click.Context:
    """Return the context of the command that is named. Raises what `unknown` returns."""
    found = ctx.find_root()
    for name in names:
        group = found.command
        command = group.get_command(found, name) if isinstance(group, Group) else None
        if command is None:
            raise unknown(found, name, TOPICS)
        found = command.make_context(name, [], parent=found, resilient_parsing=True)
    return found


def topic(page: Topic, formatter: click.HelpFormatter) -> str:
    """Return a page of the help."""
    formatter.write_text(_(page.title))
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_dl([(term, _(text)) for term, text in page.rows])
    if page.more:
        formatter.write_paragraph()
        formatter.write_text(_(page.more))
    return formatter.getvalue()
