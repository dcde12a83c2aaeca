"""A simulated installation: its actions with their dates, what the end hangs on, and who has how much to do."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brt.plan import Plan
from brt.say import N_, _, ngettext
from brt.settings import Settings
from brt.views import words
from brt.views.layout import TITLED, Block, Cell, Line, Table, Text
from brt.views.output import Column

COLUMNS = (
    Column("phase", "Phase"),
    Column("action", "Action"),
    Column("role", "Role"),
    Column("available_on", "Available"),
    Column("due", "Due"),
    Column("critical", "Critical"),
    Column("applicable", "Applicable"),
)
SHOWN = (
    Column("sign", "", gap=1, line=0),
    Column("action", "Action", shrink=1),
    Column("role", "Role", line=2),
    Column("due", "Due", line=2),
)


def lines(plan: Plan, found: Mapping[str, Any], settings: Settings) -> Iterator[Block]:
    """Yield a table for people: the actions by phase, the load, and at last how long it all takes."""
    yield Line([Text(plan.type, "title"), Text(plan.name, "title")])
    rows: list[Sequence[Cell] | Line] = []
    for phase in plan.phases.values():
        rows.append(Line([Text(phase.name, "title")]))
        for row in found["actions"]:
            if row["phase"] == phase.id:
                who = words.role(settings, row["role"])
                mark = "●" if row["critical"] else "·"
                rows.append([mark, plan.actions[row["action"]].name, who, _when(row, found["start"])])
    yield Table(SHOWN, rows, titles=False, indent=2)
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
    columns += [Column(role, words.role(settings, role), "right", card=TITLED) for role in roles]
    cells = [
        [words.day(week, found["start"]), *(str(counts.get((week, role), "")) for role in roles)]
        for week in sorted({load["week"] for load in found["load"]})
    ]
    return Table(columns, cells)
