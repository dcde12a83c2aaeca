"""Actions that a file picks, before it is asked whether they are meant."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brt.settings import Settings
from brt.views import words
from brt.views.item import where
from brt.views.layout import Block, Cell, Column, Table

COLUMNS = (
    Column("number", "No.", "right", line=0),
    Column("dossier", "Dossier", shrink=1),
    Column("name", "Action", shrink=2, line=2),
    Column("assignee", "Who", line=3),
    Column("due", "Due", line=3),
)


def lines(items: Sequence[Mapping[str, Any]], settings: Settings, today: str) -> Iterator[Block]:
    """Yield the actions, each with its dossier, who has it and when it is due."""
    rows: list[Sequence[Cell]] = [
        [
            str(one["number"]),
            where(one),
            one["name"],
            words.member(settings, one["assignee"]),
            words.day(one["due"], today) if one["due"] else "",
        ]
        for one in items
    ]
    yield Table(COLUMNS, rows, titles=False, indent=2)
