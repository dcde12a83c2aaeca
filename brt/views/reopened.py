"""What was worked on since an action was closed that is to be opened again."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from brt.say import _
from brt.settings import Settings
from brt.views import words
from brt.views.layout import Block, Cell, Column, Table, Text
from brt.views.show import SIGNS, STYLES

COLUMNS = (
    Column("sign", "", gap=1, line=0),
    Column("number", "No.", "right", line=0),
    Column("name", "Action", shrink=1),
    Column("by", "Who", line=2),
    Column("on", "On", line=2),
)


def behind(rows: Iterable[Any], settings: Settings, today: str) -> Iterator[Block]:
    """Yield the actions, each with who closed it and when; of one that is open, who has it."""
    shown: list[Sequence[Cell]] = []
    for row in rows:
        sign = "available" if row.status == "open" else row.status
        on = words.day(row.on, today) if row.on else _("under way")
        shown.append(
            [Text(SIGNS[sign], STYLES.get(sign, "")), str(row.number), row.name, words.member(settings, row.by), on]
        )
    yield Table(COLUMNS, shown, titles=False, indent=1)
