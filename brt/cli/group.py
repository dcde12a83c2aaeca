"""Commands and groups as brt has them: lazy, translated, and with the same options everywhere."""

import importlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import NoSuchCommand

from brt.cli.ends import ACTS, Ends
from brt.cli.oneof import Choice
from brt.cli.session import Session
from brt.errors import BrtError
from brt.say import N_, _
from brt.views.layout import COMMAND
from brt.views.screen import NARROWEST, WHEN, choose

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Table = Mapping[str, tuple[str, str]]
"""name -> (module that holds the command as `command`, its sentence)."""


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    session = ctx.find_object(Session)
    if session is not None and param.name:
        session.use(param.name, value or None)
    return value


def _colour(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value:
        choose(value)


def _explain(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        sys.stdout.write(ctx.get_help() + "\n")
        ctx.exit()


def _shared() -> list[click.Parameter]:
    """Return the options that stand on every command, before or after its name."""
    return [
        click.Option(
            ["-C", "--workspace"],
            metavar=N_("DIR"),
            expose_value=False,
            callback=_remember,
            is_eager=True,
            help=N_("The workspace (default: found from the current folder upwards; BRT_WORKSPACE)."),
        ),
        click.Option(
            ["--as", "as_"],
            metavar=N_("MEMBER"),
            expose_value=False,
            callback=_remember,
            is_eager=True,
            help=N_("Act as this member of the team (BRT_USER)."),
        ),
        click.Option(
            ["--color"],
            type=Choice(tuple(WHEN), WHEN),
            expose_value=False,
            callback=_colour,
            is_eager=True,
            help=N_("Whether to colour (by itself: on a terminal; NO_COLOR, FORCE_COLOR)."),
        ),
        click.Option(
            ["--no-input"],
            is_flag=True,
            expose_value=False,
            callback=_remember,
            is_eager=True,
            help=N_("Never ask anything (BRT_NO_INPUT)."),
        ),
        # Not click's own, which is translated as soon as a command is run.
        click.Option(
            ["-h", "--help"],
            is_flag=True,
            expose_value=False,
            callback=_explain,
            is_eager=True,
            help=N_("Show this message and exit."),
        ),
    ]


class Word(click.types.StringParamType):
    """Text that stands for something: the word for it in the help (MEMBER, ROLE=MEMBER) says what completes it."""

    def __init__(self, word: str) -> None:
        """Take the word as it stands in the code, before it is translated."""
        self._word = word

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        """Return what fits where the cursor is."""
        from brt.cli.offers import offered

        return offered(ctx, param, self._word, incomplete)


HYPHEN, BLANK = "\N{NON-BREAKING HYPHEN}", "\ue000"
"""What stands for a hyphen and for a blank where a line is not to be broken, while it is laid out."""


def _whole(text: str) -> str:
    """Return `text` with what is copied in one piece: names with a hyphen, commands."""
    return COMMAND.sub(lambda found: found[0].replace(" ", BLANK), text).replace("-", HYPHEN)


class Formatter(click.HelpFormatter):
    """Help as click lays it out, but no name or command is broken.

    On a narrow screen what stands behind a long option goes below it.
    """

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        super().write_text(_whole(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms with what they mean."""
        col_max = col_max if self.width >= NARROWEST else self.width // 5
        super().write_dl([(term, _whole(text)) for term, text in rows], col_max, col_spacing)

    def write(self, string: str) -> None:
        """Write what was laid out."""
        super().write(string.replace(HYPHEN, "-").replace(BLANK, " "))


class Context(click.Context):
    """The run of a command."""

    formatter_class = Formatter


MINUS = "−"
"""What stands for a hyphen before a number: no option begins with it."""

SETTINGS = {"max_content_width": 100}


WORD = re.compile(r'"[^"]*"\S*|\S+')
"""What stands for one argument in the name that the help has for several."""


class Lacking(click.UsageError):
    """Something was not typed: all of it is named at once, and an example shows how."""

    def __init__(self, ctx: click.Context, *names: str) -> None:
        """Take what is missing, as the help names it; by itself, all that must be typed and was not."""
        said = [_("Missing: {names}").format(names=", ".join(map(_, names) if names else _missing(ctx)))]
        if example := min(_examples(ctx.command), key=len, default=None):
            said.append(_("For example: {command}").format(command=_own(ctx, example)))
        super().__init__("\n".join(said), ctx)


def _missing(ctx: click.Context) -> Iterator[str]:
    """Yield the parameters that must be typed and were not; click looks first at those that were."""
    command, is_asked = ctx.command, ctx.ensure_object(Session).interactive
    asks = command.asks if isinstance(command, Command) and not is_asked else ()
    for param in command.params:
        if (param.required or param.name in asks) and ctx.params.get(param.name) in (None, ()):
            is_option = isinstance(param, click.Option)
            yield from [max(param.opts, key=len)] if is_option else WORD.findall(param.metavar or "")


ACTION = re.compile(r"(?<= )(?:\d{4}|\d{3}/[a-z0-9-]+)(?= |$)")
"""The action in an example."""


def _own(ctx: click.Context, example: str) -> str:
    """Return an example with an action that the command can act on in its place, mine where I have one."""
    if not any((param.metavar or "").startswith("ACTION") for param in ctx.command.params):
        return example
    from brt.service.suggest import Typed, suggest

    session, command = ctx.ensure_object(Session), " ".join(ctx.command_path.split()[1:])
    with suppress(BrtError):
        for one in suggest(lambda: session.desk, "ACTION", Typed("", command))[:1]:
            return ACTION.sub(one.value, example, count=1)
    return example


def _examples(command: click.Command) -> list[str]:
    """Return the commands that the help shows as examples."""
    return [line for line in (command.epilog or "").splitlines() if line.startswith("brt ")]


def _above(epilog: str) -> str:
    """Return the title above examples or a note, as a msgid: nobody is to take the numbers in them for his own."""
    if not epilog.startswith("brt "):
        return N_("Note")
    return N_("Examples (put in your own numbers)") if NUMBERS.search(epilog) else N_("Examples")


NUMBERS = re.compile(r"^brt( [a-z]\S*)+ (D-2026-)?[0-9]{1,4}\b", re.MULTILINE)
"""Dossiers and actions in the examples."""

ASKED = N_("On a terminal it is asked for.")
"""What the help says of an option that may be left out there."""


class Command(click.Command):
    """A command of brt: one sentence, its options, an example."""

    context_class = Context
    ends: Ends = ACTS
    """How it can end, and which variables count for it."""
    asks: Sequence[str] = ()
    """The parameters that a person at a terminal is asked for; nobody else may leave them out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take click's arguments; the texts, those of the options included, are msgids."""
        kwargs.update(context_settings=SETTINGS, add_help_option=False)
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *_shared()]
        for param in self.params:
            if param.type is click.STRING and param.metavar:
                param.type = Word(param.metavar)
        texts: list[tuple[object, str]] = [(self, name) for name in ("help", "epilog", "subcommand_metavar")]
        texts += [(param, name) for param in self.params for name in ("help", "metavar")]
        self._texts = [(owner, name, text) for owner, name in texts if (text := getattr(owner, name, None))]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take `-3jo` for the date it is: where a command has a DATE, no option begins with a digit."""
        if any(isinstance(param, click.Argument) and "DATE" in (param.metavar or "") for param in self.params):
            args = [re.sub(r"^-(?=\s?[0-9])", MINUS, arg) for arg in args]
        try:
            return super().parse_args(ctx, args)
        except click.MissingParameter:
            raise Lacking(ctx) from None
        except click.UsageError as error:
            from brt.cli.unknown import option

            error.ctx = error.ctx or ctx  # for the usage of the command, which click leaves out of some errors
            raise option(error, ctx) from None

    def _translate(self) -> None:
        for owner, name, text in self._texts:
            # \b: click keeps the lines of that paragraph
            said = re.sub(r"\n\n(?=.+\n.)", "\n\n\b\n", _(text))
            is_asked = name == "help" and isinstance(owner, click.Option) and owner.name in self.asks
            setattr(owner, name, f"{said} {_(ASKED)}" if is_asked else said)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what stands behind the command in its usage; an argument that is asked for may be left out."""
        pieces = [self.options_metavar or ""]
        for param in self.get_params(ctx):
            is_asked = isinstance(param, click.Argument) and param.name in self.asks
            pieces += [f"[{piece}]" if is_asked else piece for piece in param.get_usage_pieces(ctx)]
        return pieces

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Translate the texts now that the language is known."""
        self._translate()
        return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what goes wrong may name it in its hint."""
        try:
            return super().invoke(ctx)
        except BrtError as problem:
            problem.data.setdefault("command", ctx.command_path)
            raise

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem[str]]":
        """Return the options that begin so, in the language of the workspace."""
        self._translate()
        return super().shell_complete(ctx, incomplete)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language of the workspace: `--help` stops before the other options are read."""
        session = ctx.find_object(Session)
        if session is not None:
            session.use("workspace", None)
        self._translate()
        super().format_help(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples as they are typed; then what the exit code says, and which variables count."""
        if self.epilog:
            with formatter.section(_(_above(self.epilog))):
                for line in self.epilog.splitlines():
                    if line.startswith("brt "):
                        formatter.write(f"{'':{formatter.current_indent}}{line}\n")  # whole, to be copied
                    else:
                        formatter.write_text(line)
        if not isinstance(self, click.Group):
            self.format_ends(formatter)
        if ctx.parent:
            with formatter.section(_("See also")):
                formatter.write("  brt help exit-codes\n  brt help environment\n")

    def format_ends(self, formatter: click.HelpFormatter) -> None:
        """Write what the exit codes say, and which variables count."""
        with formatter.section(_("Exit codes")):
            formatter.write_dl([(str(code), _(text)) for code, text in self.codes().items()])
        with formatter.section(_("Environment")):
            formatter.write_text(", ".join(self.variables()))

    def codes(self) -> dict[int, str]:
        """Return what each exit code says that the command can give, as msgids."""
        return self.ends.codes(asks=self.is_curious)

    @property
    def is_curious(self) -> bool:
        """Say whether the command may ask something."""
        return bool(self.asks) or any("--yes" in param.opts for param in self.params)

    def variables(self) -> list[str]:
        """Return the environment variables that count for the command."""
        styles = (param.type.choices for param in self.params if isinstance(param.type, click.Choice))
        is_painted = any("table" in choices for choices in styles)
        named = [*self.ends.variables, "BRT_LANG"]
        return [*named, *(["BRT_NO_INPUT"] if self.is_curious else []), *(["NO_COLOR"] if is_painted else [])]


@click.pass_context
def _help(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        sys.stdout.write(ctx.get_help() + "\n")


class Group(Command, click.Group):
    """Commands that are imported when they are named; the help reads their sentences from the table."""

    def __init__(self, name: str, table: Table, **kwargs: Any) -> None:
        """Take the name and the table of the commands; alone, the group does `callback`, or shows its help."""
        kwargs.setdefault("subcommand_metavar", N_("COMMAND [ARGS]..."))
        super().__init__(name=name, invoke_without_command=True, **{"callback": _help, **kwargs})
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command."""
        if cmd_name not in self.table:
            return None
        module, _separator, attribute = self.table[cmd_name][0].partition(":")
        found: click.Command = getattr(importlib.import_module(module), attribute or "command")
        return found

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem[str]]":
        """Return the commands that begin so, without importing them, and the options."""
        from click.shell_completion import CompletionItem

        self._translate()
        fits = [(name, row[1]) for name, row in self.table.items() if name.startswith(incomplete)]
        return [
            *(CompletionItem(name, help=_(sentence)) for name, sentence in fits),
            *click.Command.shell_complete(self, ctx, incomplete),
        ]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is named; of an unknown one, say what may have been meant."""
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as error:
            from brt.cli.unknown import unknown

            raise unknown(ctx, error.command_name) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their sentences, without importing them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(sentence)) for name, (_module, sentence) in self.table.items()])


def says(
    sentence: str, example: str = "", *, ends: Ends = ACTS, asks: Sequence[str] = ()
) -> Callable[[Callable[..., Any]], Command]:
    """Make a command of a function: `sentence` (a msgid) says what it does, `example` shows it (a line each).

    `ends`: how it can end, and what it heeds. `asks`: the parameters that a person at a terminal is asked for.
    """

    def make(function: Callable[..., Any]) -> Command:
        made: Command = click.command(cls=Command, help=sentence, epilog=example)(function)
        made.ends = ends
        made.asks = asks
        return made

    return make
