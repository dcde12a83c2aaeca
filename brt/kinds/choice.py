"""Choice: one of the words that the field lists."""

from collections.abc import Sequence

from brt.kinds.base import Bad, Kind, fold, near
from brt.say import N_


def parse(text: str) -> str:
    """Return the word; `pick` compares it with those of the field."""
    return text


def pick(text: str, choices: Sequence[str]) -> str:
    """Return the one of `choices` that `text` is; Bad lists them and says which is close.

    Case, accents and hyphens for blanks aside: `rio-incorrect` is typed without quotes for "RIO incorrect".
    """
    if text in choices:
        return text
    same = [choice for choice in choices if _fold(choice) == _fold(text)]
    if len(same) == 1:
        return same[0]
    listed = ", ".join(choices)
    closest = near(text, choices)
    none = N_("{value} is not one of {choices}")
    if closest is None:
        raise Bad(none, value=text, choices=listed)
    says = N_("{value} is not one of {choices}. Did you mean {near}?")
    raise Bad(says, secretly=none, value=text, choices=listed, near=closest)


def _fold(text: str) -> str:
    return fold(text).replace("-", " ")


KIND = Kind("choice", parse=parse, example="matin")
