"""What can be billed, with its amounts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brt.say import N_, _
from brt.settings import Settings
from brt.views import words
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


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as the cells of a list."""
    missing = row["missing"][0]["ref"] if row["missing"] else None
    return {**row, **row["amounts"], "missing_action": missing}


def lines(rows: Sequence[Mapping[str, Any]], settings: Settings) -> Iterator[str]:
    """Yield what is ready, then what one action holds back."""
    yield from table(TITLES, [_cells(row, settings) for row in rows])


def _cells(row: Mapping[str, Any], settings: Settings) -> list[str]:
    amounts = [words.money(row["amounts"][key]) for key in ("one_off", "monthly", "yearly")]
    missing = _("ready")
    if row["missing"]:
        one = row["missing"][0]
        who = words.member(settings, one["assignee"]) if one["assignee"] else words.role(settings, one["role"])
        missing = f"{one['number']} {one['name']} ({who})"
    return [words.dossier(row["dossier"], row["customer"]), row["installation_type"], *amounts, missing]
