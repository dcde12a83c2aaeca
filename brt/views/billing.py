"""What can be billed, with its amounts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from brt.say import N_, _
from brt.settings import Settings
from brt.views import words
from brt.views.item import stuck
from brt.views.output import Column, table

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
TITLES = (
    Column("", N_("Dossier")),
    Column("", N_("Type")),
    Column("", N_("One-off"), "right"),
    Column("", N_("Monthly"), "right"),
    Column("", N_("Yearly"), "right"),
    Column("", N_("Missing")),
)


AMOUNTS = ("one_off", "monthly", "yearly")


def flat(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the rows as the cells of a list; the amounts of a dossier stand on its first row, so that they add up."""
    seen = set()
    for row in rows:
        amounts = dict.fromkeys(AMOUNTS) if row["dossier"] in seen else row["amounts"]
        seen.add(row["dossier"])
        yield {**row, **amounts, "missing_action": row["missing"][0]["ref"] if row["missing"] else None}


def lines(rows: Sequence[Mapping[str, Any]], settings: Settings, today: str) -> Iterator[str]:
    """Yield what is ready, then what one action holds back."""
    yield from table(TITLES, [_cells(row, settings, today) for row in flat(rows)])
    if len({row["dossier"] for row in rows}) < len(rows):
        yield _("The amounts of a dossier stand on its first line.")


def _cells(row: Mapping[str, Any], settings: Settings, today: str) -> list[str]:
    amounts = ["" if row[key] is None else words.money(row[key]) for key in AMOUNTS]
    missing = _missing(row["missing"][0], settings, today) if row["missing"] else _("ready")
    return [
        words.dossier(row["dossier"], row["customer"]),
        words.installation(row["installation_type"], row["label"]),
        *amounts,
        missing,
    ]


def _missing(one: Mapping[str, Any], settings: Settings, today: str) -> str:
    who = words.member(settings, one["assignee"]) if one["assignee"] else words.role(settings, one["role"])
    parts = [who]
    if one["blocked"]:
        parts.append(_("blocked, {why}").format(why=stuck(one["blocked"], today)))
    elif one["late_days"]:
        parts.append(words.late(one["late_days"]))
    return f"{one['number']} {one['name']} ({', '.join(parts)})"
