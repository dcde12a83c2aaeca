"""A simulated installation: its actions with their dates, what the end hangs on, and who has how much to do."""

from collections.abc import Iterator, Mapping
from typing import Any

from brt.plan import Plan
from brt.say import N_, _, ngettext
from brt.settings import Settings
from brt.views import words
from brt.views.layout import Block, Table
from brt.views.output import Column, pad, width

COLUMNS = (
    Column("phase", "Phase"),
    Column("action", "Action"),
    Column("role", "Role"),
    Column("available_on", "Available"),
    Column("due", "Due"),
    Column("critical", "Critical"),
    Column("applicable", "Applicable"),
)


def lines(plan: Plan, found: Mapping[str, Any], settings: Settings) -> Iterator[Block]:
    """Yield a table for people: the actions by phase, the load, and at last how long it all takes."""
    yield f"{plan.type} · {plan.name}"
    names = {action.id: action.name for action in plan.actions.values()}
    size = max(width(name) for name in names.values())
    roles = max(width(words.role(settings, action.role)) for action in plan.actions.values())
    for phase in plan.phases.values():
        yield phase.name
        for row in found["actions"]:
            if row["phase"] == phase.id:
                mark = "●" if row["critical"] else "·"
                who = pad(words.role(settings, row["role"]), roles)
                yield f"  {mark} {pad(names[row['action']], size)}  {who}  {_when(row, found['start'])}"
    yield ""
    yield _load(plan, found, settings)
    yield ""
    yield _total(found)
    if any(row["critical"] for row in found["actions"]):
        yield _("● One business day more here, and the end comes later.")


def _when(row: dict[str, Any], start: str) -> str:
    if not row["applicable"]:
        return _("not done: its condition is false")
    return words.day(row["due"], start) if row["due"] else words.NOBODY


def _total(found: Mapping[str, Any]) -> str:
    start, count = words.day(found["start"]), found["business_days"]
    if found["end"] is None:
        return _("From {start}; something required never comes.").format(start=start)
    days = ngettext("{count} business day", "{count} business days", count).format(count=count)
    return _("From {start} to {end}: {days}.").format(start=start, end=words.day(found["end"]), days=days)


def _load(plan: Plan, found: Mapping[str, Any], settings: Settings) -> Table:
    """Return how many actions each role has, a line a week."""
    roles = list(dict.fromkeys(action.role for action in plan.actions.values()))
    counts = {(load["week"], load["role"]): load["actions"] for load in found["load"]}
    columns = [Column("week", N_("Week of"))]
    columns += [Column(role, words.role(settings, role), "right") for role in roles]
    cells = [
        [words.day(week, found["start"]), *(str(counts.get((week, role), "")) for role in roles)]
        for week in sorted({load["week"] for load in found["load"]})
    ]
    return Table(columns, cells)
