"""Lists at the terminal from which one is chosen: by its number, its name, or as much of it as names no other."""

import sys
from collections.abc import Callable, Collection, Mapping, Sequence

from brt.cli.answer import tell
from brt.errors import NotFound, Refused
from brt.kinds.base import fold, nearest_of
from brt.say import N_
from brt.views.layout import Line
from brt.views.screen import show

FEWEST = 3
"""So many letters from the middle of a name are enough."""


class NotThere(NotFound):
    """The answer is none of those listed."""

    says = N_("There is no {name} here: type a number or a name of the list.")


class SeveralThere(Refused):
    """The answer is a part of several names."""

    says = N_("{name} fits several:")
    hint = N_("Type a number, or more of the name.")


def listed(
    rows: Mapping[str, str],
    shown: Mapping[str, str] | None = None,
    indent: int = 2,
    only: Collection[str] | None = None,
) -> None:
    """List names by number, with their labels, or what is `shown` in place of those; all of them, or `only` some."""
    size, digits = max(map(len, rows)), len(str(len(rows)))
    labels = ((name, (shown or rows)[name]) for name in rows)
    show(
        (
            Line(
                [f"{number:>{digits}}  {name}"] if said == name else [f"{number:>{digits}}  {name:<{size}}", said],
                between="  ",
                indent=indent,
            )
            for number, (name, said) in enumerate(labels, 1)
            if only is None or name in only
        ),
        sys.stderr,
    )


def meant(typed: str, rows: Mapping[str, str]) -> str | None:
    """Return the name of `rows` (names, and their labels) that was typed: by its number, in full, or by a part.

    Case, accents, and what stands between words do not matter. None when nothing is like it. Raises SeveralThere.
    """
    numbers = {str(number): name for number, name in enumerate(rows, 1)}
    if typed in numbers and typed not in rows:
        return numbers[typed]
    word = _plain(typed)
    parts: Sequence[Callable[[str], bool]] = (
        lambda text: text == word,
        lambda text: bool(word) and text.startswith(word),
        lambda text: len(word) >= FEWEST and word in text,
    )
    for holds in parts:
        fits = {number: name for number, name in numbers.items() if holds(_plain(name)) or holds(_plain(rows[name]))}
        if len(fits) > 1:
            raise SeveralThere(name=typed, lines=[f"{number}  {rows[name]}" for number, name in fits.items()])
        if fits:
            return fits.popitem()[1]
    return None


def chosen(typed: str, rows: Mapping[str, str], *, named: bool = True) -> str:
    """Return what `meant` does, and say what it is. Raises NotThere where that is nothing, `named` as the list is."""
    found = meant(typed, rows)
    if found is None:
        near = nearest_of(typed, rows)
        raise NotThere(name=typed, near=near if named else [one.label for one in near])
    if _plain(typed) != _plain(found):
        understood(typed, rows[found])
    return found


def understood(typed: str, said: str) -> None:
    """Tell what was understood, unless it is what was typed but for blanks and signs."""
    if said and _letters(typed) != _letters(said):
        tell(f"  = {said}")


def _plain(text: str) -> str:
    return " ".join(fold(text).replace("’", "'").replace("-", " ").replace("_", " ").split())


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())
