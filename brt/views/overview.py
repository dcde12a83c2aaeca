"""The manager's view, the worst first."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brt.say import N_, _, ngettext
from brt.settings import Settings
from brt.views import words
from brt.views.output import Column, table
from brt.views.show import HEALTH

TITLES = (
    Column("", N_("Health")),
    Column("", N_("Dossier")),
    Column("", N_("Type")),
    Column("", N_("Progress")),
    Column("", N_("Next action")),
    Column("", N_("Who")),
    Column("", N_("End")),
)
COLUMNS = (
    Column("health", "Health"),
    Column("dossier", "Dossier"),
    Column("customer", "Customer"),
    Column("installation_type", "Type"),
    Column("status", "Status"),
    Column("produced_on", "Produced"),
    Column("closed", "Closed", "right"),
    Column("total", "Total", "right"),
    Column("next_number", "No.", "right"),
    Column("next_name", "Next action"),
    Column("assignee", "Who"),
    Column("due", "Due"),
    Column("open_actions", "Open", "right"),
    Column("late_days", "Late", "right"),
    Column("expected_end", "End"),
)


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as the cells of a list."""
    following = row["next_action"] or {}
    return {
        **row,
        "closed": row["progress"]["closed"],
        "total": row["progress"]["total"],
        "next_number": following.get("number"),
        "next_name": following.get("name"),
        "assignee": following.get("assignee"),
        "due": following.get("due"),
    }


def lines(rows: Sequence[Mapping[str, Any]], settings: Settings, today: str) -> Iterator[str]:
    """Yield the view: how many are how, then an installation a line."""
    counts = Counter(row["health"] for row in rows)
    running = ngettext("{n} running", "{n} running", len(rows)).format(n=len(rows))
    parts = [_count(name, counts[name]) for name in HEALTH if counts[name]]
    day = words.sentence(words.long_day(today, year=False))
    said = _("{running}: {counts}").format(running=running, counts=" · ".join(parts)) if parts else running
    yield f"{day} · {said}"
    yield from table(TITLES, [_cells(row, settings, today) for row in rows])


def _count(health: str, n: int) -> str:
    sentences = {
        "on_hold": ngettext("{n} on hold", "{n} on hold", n),
        "stalled": ngettext("{n} stalled", "{n} stalled", n),
        "blocked": ngettext("{n} blocked", "{n} blocked", n),
        "late": ngettext("{n} late", "{n} late", n),
        "at_risk": ngettext("{n} at risk", "{n} at risk", n),
        "on_track": ngettext("{n} on track", "{n} on track", n),
    }
    return sentences[health].format(n=n)


def grouped(rows: Sequence[Mapping[str, Any]], by: str, settings: Settings) -> dict[str, list[Mapping[str, Any]]]:
    """Return the rows under the customer, the person of the next action, or the type."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        following = row["next_action"]
        keys = {
            "customer": row["customer"],
            "type": row["installation_type"],
            "person": words.member(settings, following["assignee"] if following else None),
        }
        found.setdefault(keys[by], []).append(row)
    return dict(sorted(found.items()))


def _cells(row: Mapping[str, Any], settings: Settings, today: str) -> list[str]:
    health = _(HEALTH[row["health"]])
    if row["health"] == "late" and row["late_days"]:
        health = words.late(row["late_days"])
    progress = row["progress"]
    title = words.installation(row["installation_type"], row["label"])
    return [
        health,
        words.dossier(row["dossier"], row["customer"]),
        title,
        f"{progress['closed']}/{progress['total']} {progress['percent']}%",
        _next(row, today),
        words.member(settings, row["next_action"]["assignee"] if row["next_action"] else None),
        words.day(row["expected_end"], today) if row["expected_end"] else "?",
    ]


def _next(row: Mapping[str, Any], today: str) -> str:
    following = row["next_action"]
    if following is None:
        return _("none (brt show {dossier})").format(dossier=row["dossier"])
    return str(following["name"]) + (f", {words.day(following['due'], today)}" if following["due"] else "")
