"""The options and arguments that several commands have."""

from collections.abc import Callable, Mapping, Sequence
from shlex import join
from typing import TYPE_CHECKING, Any

import click

from brt.cli.group import Word
from brt.cli.oneof import Choice
from brt.errors import Usage
from brt.say import N_, _
from brt.views.output import FORMATS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
Options = Mapping[str, str | bool | None]
"""Options with what was given for them."""


class Number(click.IntRange):
    """A whole number from 1 on."""

    def __init__(self) -> None:
        """Take what a computer holds without effort."""
        super().__init__(1, 10**15)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(_("{value!r} is not a whole number from 1 on.").format(value=value), param, ctx)


class _EmailNumber(Number):
    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        from brt.cli.offers import offered

        return offered(ctx, param, "NUMBER", incomplete)


EMAIL_NUMBER = _EmailNumber()
"""The number of an email, as `brt email list` shows it."""


class _EmailType(Word):
    """The name of an email type; whoever has the number of an email wants another command."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the name. Raises Usage when it is a number."""
        if value.isdecimal():
            raise Usage(
                N_("{number} is the number of an email; here the name of an email type is wanted."),
                N_("To see it: brt email show {number}. To send it again: brt email retry {number}"),
                number=value,
            )
        return value


STYLES = {
    "table": N_("for people"),
    "plain": N_("for scripts: a row a line, tabs between values"),
    "json": N_("for programs"),
    "csv": N_("with titles, for programs and spreadsheets"),
}
"""What each of FORMATS is for."""


def style() -> Decorator:
    """`--format table|plain|json|csv`."""
    kinds = Choice(FORMATS, means=STYLES)
    return click.option("--format", "style", type=kinds, default="table", show_default=True, help=N_("How to print."))


def texts(word: str) -> Decorator:
    """[TEXT]…: words that something holds; `word`: of the help, what completes them."""

    def completed(ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
        from brt.cli.offers import offered

        return offered(ctx, param, word, incomplete)

    return click.argument("texts", metavar=N_("[TEXT]…"), nargs=-1, shell_complete=completed)


def healths(means: Mapping[str, str]) -> Decorator:
    """A flag for each health of `means`, with its help: `--at-risk`, which is the parameter `at_risk`."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for name in reversed([*means]):
            function = click.option(flag(name), name, is_flag=True, help=means[name])(function)
        return function

    return decorate


def as_typed(texts: Sequence[str], options: Options) -> str:
    """Return words and options as they are typed; an option that is None or False was not."""
    given = [[name] if said is True else [name, said] for name, said in options.items() if said]
    return join([*texts, *(word for one in given for word in one)])


def flag(health: str) -> str:
    """Return the flag of a health as it is typed."""
    return f"--{health.replace('_', '-')}"


def flags(healths: Mapping[str, bool]) -> Options:
    """Return the flags of `healths` with whether they were given."""
    return {flag(name): given for name, given in healths.items()}


def actions() -> Decorator:
    """ACTION…: numbers, or DOSSIER/ACTION."""
    return click.argument("actions", metavar="ACTION…", nargs=-1, required=True)


def looked_at(name: str, metavar: str, *, required: bool = True) -> Decorator:
    """`metavar`, of a command that only looks: a customer's name needs no quotes, its words are one text."""

    def joined(_ctx: click.Context, _param: click.Parameter, words: tuple[str, ...]) -> str | None:
        return " ".join(words) if words else None

    return click.argument(name, metavar=metavar, nargs=-1, required=required, callback=joined)


def written() -> Decorator:
    """EMAIL_TYPE DOSSIER[/TYPE]|ACTION `--to TARGET`: an email as it is written for a dossier."""
    parts = (
        click.argument("email_type", metavar=N_("EMAIL_TYPE"), type=_EmailType("EMAIL_TYPE")),
        click.argument("name", metavar="DOSSIER[/TYPE]|ACTION"),
        click.option(
            "--to",
            metavar=N_("TARGET"),
            multiple=True,
            help=N_(
                "Instead of its recipients: contact:FUNCTION, role:ROLE, assignee, managers, member:ID or an address."
            ),
        ),
    )

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for part in reversed(parts):
            function = part(function)
        return function

    return decorate


VALUE = N_("A value; repeat it for other fields, or for a field that takes many (or FIELD=@FILE, a value a line).")
EACH = N_(
    "A value, for every installation that the actions are of; repeat it for other fields, or for a field that takes "
    "many (or FIELD=@FILE, a value a line)."
)


def values(text: str = VALUE) -> Decorator:
    """`--set FIELD=VALUE`, repeated."""
    return click.option("--set", "sets", metavar=N_("FIELD=VALUE"), multiple=True, help=text)


def reason(required: bool = True, text: str | None = None) -> Decorator:
    """`--reason TEXT`."""
    return click.option("--reason", metavar=N_("TEXT"), required=required, help=text or N_("The reason."))


def party(text: str) -> Decorator:
    """`--party`: on whom, in the words of the files or of people."""
    from brt.views.item import PARTIES

    return click.option("--party", type=Choice(tuple(PARTIES), PARTIES), help=text)


def yes(*, is_used: bool = True) -> Decorator:
    """`--yes`: do not ask; without `is_used`, of a command that only asks for what is missing."""
    return click.option("--yes", "-y", is_flag=True, expose_value=is_used, help=N_("Do not ask."))
