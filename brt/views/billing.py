"""What can be billed, with its amounts."""

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from brt.say import N_, _
from brt.settings import Settings
from brt.views import words
from brt.views.item import stuck
from brt.views.layout import Block, Cell, Table, Text
from brt.views.output import Column

COLUMNS = (
    Column("dossier", "Dossier"),
    Column("customer", "Customer"),
    Column("installation_type", "Type"),
    Column("ready", "Ready"),
    Column("missing_action", "Missing"),
    Column("one_off", "One-off", "right"),
    Column("monthly", "Monthly", "right"),
    Column("yearly", "Yearly", "right"),
)
SHOWN = (
    Column("dossier", N_("Dossier"), shrink=2),
    Column("installation_type", N_("Type"), shrink=3),
    Column("one_off", N_("One-off"), "right", line=2),
    Column("monthly", N_("Monthly"), "right", line=2),
    Column("yearly", N_("Yearly"), "right", line=2),
    Column("missing", N_("Missing"), shrink=1, line=3),
)
AMOUNTS = ("one_off", "monthly", "yearly")


def flat(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the rows as the cells of a list; the amounts of a dossier stand on its first row, so that they add up."""
    seen = set()
    for row in rows:
        amounts = dict.fromkeys(AMOUNTS) if row["dossier"] in seen else row["amounts"]
        seen.add(row["dossier"])
        yield {**row, **amounts, "missing_action": row["missing"][0]["ref"] if row["missing"] else None}


def page(rows: Sequence[Mapping[str, Any]], settings: Settings, today: str) -> Iterator[Block]:
    """Yield what is ready, then what one action holds back, and what to type."""
    yield Table(SHOWN, [_cells(row, settings, today) for row in flat(rows)])
    if len({row["dossier"] for row in rows}) < len(rows):
        yield Text(_("The amounts of a dossier stand on its first line."), "faint")
    ready = [row for row in rows if row["ready"]]
    if ready:
        yield _("To bill: brt bill {dossier}").format(dossier=_name(ready[0], rows))


def _name(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    """Return an installation as it is typed, with its type or label where the dossier is there several times."""
    several = sum(other["dossier"] == row["dossier"] for other in rows) > 1
    return shlex.quote(f"{row['dossier']}/{row['label'] or row['installation_type']}") if several else row["dossier"]


def _cells(row: Mapping[str, Any], settings: Settings, today: str) -> list[Cell]:
    amounts = ["" if row[key] is None else words.money(row[key]) for key in AMOUNTS]
    missing = _missing(row["missing"][0], settings, today) if row["missing"] else Text(_("ready"), "good")
    return [
        words.dossier(row["dossier"], row["customer"]),
        words.installation(row["installation_type"], row["label"]),
        *amounts,
        missing,
    ]


def _missing(one: Mapping[str, Any], settings: Settings, today: str) -> Text:
    """Return what holds a billing back: who has it and how late it is stay when the name is shortened."""
    who = words.member(settings, one["assignee"]) if one["assignee"] else words.role(settings, one["role"])
    parts = [who]
    if one["blocked"]:
        parts.append(_("blocked, {why}").format(why=stuck(one["blocked"], today)))
    elif one["late_days"]:
        parts.append(words.late(one["late_days"]))
    return Text(f"{one['number']} {one['name']}", tail=f" ({', '.join(parts)})")
