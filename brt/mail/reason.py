"""Why a text cannot be used."""

from collections.abc import Mapping
from typing import NamedTuple

from brt.say import _


class Reason(NamedTuple):
    """Why a text cannot be used: the line, what is wrong and what to do (msgids), their data; str() translates them."""

    line: int
    says: str
    data: Mapping[str, str]
    hint: str = ""

    def __str__(self) -> str:
        """Return the sentences in the language of the person at the keyboard."""
        return " ".join(_(sentence).format_map(self.data) for sentence in (self.says, self.hint) if sentence)
