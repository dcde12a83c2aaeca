"""Options and arguments that take one of a few words."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from brt.say import _, ngettext

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


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
        from brt.kinds.base import fold

        meant = {fold(said): word for word, said in self._in_words().items()}
        return super().convert(meant.get(fold(str(value)), value), param, ctx)

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Return what is wrong, the words with what people read for them, and which may have been meant."""
        from brt.kinds.base import near

        says = ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", len(self.choices))
        said = says.format(value=value, choice=self.listed(), choices=self.listed())
        closest = near(str(value), [*self.choices, *self._in_words().values()])
        return f"{said} " + _("Did you mean {names}?").format(names=f"`{closest}`") if closest else said

    def listed(self) -> str:
        """Return the words, each with what people read for it."""
        read = self._in_words()
        return ", ".join(
            repr(word) if read.get(word, word) == word else f"{word!r} ({read[word]})" for word in self.choices
        )

    def _in_words(self) -> dict[str, str]:
        return {word: _(said) for word, said in self._said.items()}
