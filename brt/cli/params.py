"""The options and arguments that several commands have."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from brt.kinds.base import fold, near
from brt.say import N_, _, ngettext
from brt.views.output import FORMATS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class _EmailNumber(click.IntRange):
    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        from brt.cli.offers import offered

        return offered(ctx, param, "NUMBER", incomplete)


EMAIL_NUMBER = _EmailNumber(1, 10**15)
"""The number of an email, as `brt email list` shows it."""


class Choice(click.Choice[str]):
    """One of a few words, or what a person reads for one; a wrong one is told the nearest."""

    def __init__(
        self, choices: Sequence[str], said: Mapping[str, str] | None = None, means: Mapping[str, str] | None = None
    ) -> None:
        """Take the words; `said` (msgids) is what people read for them, `means` what each does, for completion."""
        super().__init__(choices)
        self._said = said or {}
        self._means = means or self._said

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        """Return the words that begin so, each with what it means."""
        found = super().shell_complete(ctx, param, incomplete)
        for item in found:
            item.help = _(self._means[item.value]) if item.value in self._means else None
        return found

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word that is meant."""
        meant = {fold(said): word for word, said in self._in_words().items()}
        return super().convert(meant.get(fold(str(value)), value), param, ctx)

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Return what is wrong, the words with what people read for them, and which may have been meant."""
        read = self._in_words()
        words = [repr(word) if read.get(word, word) == word else f"{word!r} ({read[word]})" for word in self.choices]
        says = ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", len(words))
        said = says.format(value=value, choice=words[0], choices=", ".join(words))
        closest = near(str(value), [*self.choices, *read.values()])
        return f"{said} {_('Did you mean {names}?').format(names=f'`{closest}`')}" if closest else said

    def _in_words(self) -> dict[str, str]:
        return {word: _(said) for word, said in self._said.items()}


STYLES = {
    "table": N_("for people"),
    "plain": N_("for scripts: a row a line, tabs between values"),
    "json": N_("for programs"),
    "csv": N_("for spreadsheets"),
}
"""What each of FORMATS is for."""


def style() -> Decorator:
    """`--format table|plain|json|csv`."""
    kinds = Choice(FORMATS, means=STYLES)
    return click.option("--format", "style", type=kinds, default="table", show_default=True, help=N_("How to print."))


def actions() -> Decorator:
    """ACTION…: numbers, or DOSSIER/ACTION."""
    return click.argument("actions", metavar="ACTION…", nargs=-1, required=True)


def written() -> Decorator:
    """EMAIL_TYPE DOSSIER[/TYPE]|ACTION `--to TARGET`: an email as it is written for a dossier."""
    parts = (
        click.argument("email_type", metavar=N_("EMAIL_TYPE")),
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


def yes() -> Decorator:
    """`--yes`: do not ask."""
    return click.option("--yes", "-y", is_flag=True, help=N_("Do not ask."))
