"""What somebody noted on a dossier or its actions."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from brt.say import _, ngettext
from brt.settings import Settings
from brt.views import words
from brt.views.layout import Block, Line, Text

LAST = 3
"""So many are shown."""


class Remark(NamedTuple):
    """What somebody noted."""

    day: str
    member: str
    number: int | None  # of the action it is on; None: the dossier
    text: str


def remarks(found: Sequence[Remark], ref: str, settings: Settings, today: str) -> Iterator[Block]:
    """Yield the last of the remarks on the dossier `ref`, whole; nothing where there are none."""
    if not found:
        return
    yield ""
    yield Text(_("Remarks"), "title")
    for one in found[-LAST:]:
        who, number = words.member(settings, one.member), str(one.number or "")
        yield Line([words.day(one.day, today), who, number, " ".join(one.text.split())], between="  ", indent=2)
    more = len(found) - LAST
    if more > 0:
        sentence = ngettext("and {n} before (brt history {ref})", "and {n} before (brt history {ref})", more)
        yield f"  {sentence.format(n=more, ref=ref)}"
