"""The manager's view, the worst first."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from brt.say import N_, _, ngettext
from brt.settings import Settings
from brt.views import risk, todo, words
from brt.views.item import PARTIES, is_back
from brt.views.layout import HANG, LEAST, Block, Cell, Line, Table, Text
from brt.views.output import Column
from brt.views.show import HEALTH

WORST_FIRST = ("late", "blocked", "stalled", "at_risk", "on_hold", "on_track")

SHOWN = (
    Column("health", N_("Health")),
    Column("dossier", N_("Dossier"), shrink=3),
    Column("installation_type", N_("Type"), shrink=1, least=LEAST, line=-1),
    Column("progress", N_("Progress"), "right"),
    Column("next_action", N_("Next action"), shrink=2, line=2),
    Column("assignee", N_("Who"), line=2),
    Column("expected_end", N_("End"), line=2, card=N_("end {cell}")),
)
LOAD = (
    Column("member", N_("Who")),
    Column("open", N_("To do"), "right", card=N_("to do: {cell}")),
    Column("late", N_("Late"), "right", card=N_("late: {cell}")),
    Column("blocked", N_("Blocked"), "right", card=N_("blocked: {cell}")),
    Column("coming", N_("Next date"), card=N_("next: {cell}")),
)
STYLES = {"late": "late", "blocked": "blocked", "stalled": "blocked", "at_risk": "blocked", "on_track": "good"}
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

Key = tuple[str, str, str | None]
"""Which installation a row is: of which dossier, of which type, called how."""
Risks = Mapping[Key, Mapping[str, Any]]
NO_RISKS: Risks = MappingProxyType({})


def key(row: Mapping[str, Any]) -> Key:
    """Return which installation a row is."""
    return row["dossier"], row["installation_type"], row["label"]


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


def page(found: Any, by: str | None, of: Sequence[str], settings: Settings, today: str) -> Iterator[Block]:
    """Yield the view that was `found`: how many are how, an installation a line, and emails that failed.

    The lines are grouped by what `by` names, people after how much each has to do. `of`: what was asked for, in words.
    """
    yield heading(found.rows, today, of)
    if by == "person":
        yield Table(LOAD, [_load(one, settings, today) for one in found.loads], indent=1)
        yield Line(
            [_("What somebody has: brt todo --who MEMBER --all"), _("To give an action: brt assign ACTION MEMBER")],
            "   ",
        )
        yield ""
    yield listed(found.rows, settings, today, by, found.risks)
    yield from todo.undelivered(found.undelivered)


def listed(
    rows: Sequence[Mapping[str, Any]], settings: Settings, today: str, by: str | None = None, risks: Risks = NO_RISKS
) -> Table:
    """Return the installations a line each, with one below that says why it is at risk, where that is in `risks`.

    A group says itself what its lines have in common, and how many are how.
    """
    of = Counter(row["dossier"] for row in rows)
    without = {"type": "installation_type", "person": "assignee"}.get(by or "")
    kept = [i for i, column in enumerate(SHOWN) if column.key != without]
    shown: list[Sequence[Cell] | Line] = []
    for name, some in (grouped(rows, by, settings) if by else {"": rows}).items():
        shown += [Line([Text(name, "title"), *_counts(some)])] if name else []
        for row in some:
            cells = _cells(row, of[row["dossier"]] > 1, settings, today)
            shown.append([cells[i] for i in kept])
            if reason := risks.get(key(row)):
                shown.append(Line([risk.said(reason, today)], indent=1 + HANG))
    return Table([SHOWN[i] for i in kept], shown, indent=1)


def heading(rows: Sequence[Mapping[str, Any]], today: str, of: Sequence[str] = ()) -> Line:
    """Return the line above the list: the day, what was asked for, and how many installations are how."""
    return Line([words.sentence(words.long_day(today, year=False)), *of, *_counts(rows)])


def _counts(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return how many installations run, and how many are how; of those that are blocked, how many are late."""
    counts = Counter(row["health"] for row in rows)
    late = sum(row["health"] == "blocked" and "late" in row["healths"] for row in rows)
    running = ngettext("{n} running", "{n} running", len(rows)).format(n=len(rows))
    said = {name: _count(name, counts[name]) for name in WORST_FIRST if counts[name]}
    if late:
        said["blocked"] = todo.late_too(said["blocked"], late)
    first, *others = said.values()
    return [_("{running}: {counts}").format(running=running, counts=first), *others]


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
    """Return the rows under the customer, the person of the next action, or the type: the group of the worst first."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        following = row["next_action"]
        keys = {
            "customer": row["customer"],
            "type": row["installation_type"],
            "person": words.member(settings, following["assignee"] if following else None),
        }
        found.setdefault(keys[by], []).append(row)
    return found


def _load(one: Any, settings: Settings, today: str) -> list[Cell]:
    """Return how much a member has to do as cells; what is nothing is not counted."""
    return [
        words.member(settings, one.member) if one.member else _("Unassigned"),
        str(one.open),
        Text(str(one.late), "late") if one.late else "",
        Text(str(one.blocked), "blocked") if one.blocked else "",
        words.day(one.coming, today) if one.coming else "",
    ]


def _cells(row: Mapping[str, Any], is_one_of_several: bool, settings: Settings, today: str) -> list[Cell]:
    dossier = words.dossier(row["dossier"], row["customer"])
    label = row["label"] or row["installation_type"]
    return [
        _health(row),
        f"{dossier} · {label}" if is_one_of_several else dossier,
        Text(row["installation_type"], tail=f" · {row['label']}" if row["label"] else ""),
        _progress(row),
        _next(row, today),
        words.member(settings, row["next_action"]["assignee"] if row["next_action"] else None),
        words.short_day(row["expected_end"], today) if row["expected_end"] else "?",
    ]


def _progress(row: Mapping[str, Any]) -> str:
    """Return how far an installation is; what is being called off is not on its way to anything."""
    if row["status"] == "cancelling":
        return _("cancellation")
    progress = row["progress"]
    return f"{progress['closed']}/{progress['total']} {progress['percent']}%"


def _health(row: Mapping[str, Any]) -> Text:
    said = _(HEALTH[row["health"]])
    if row["health"] == "late" and row["late_days"]:
        said = _("late {days}").format(days=words.business_days(row["late_days"]))
    return Text(said, STYLES.get(row["health"], ""))


def _next(row: Mapping[str, Any], today: str) -> Text:
    """Return the next action with its date, or on whom it is stuck; a year takes the place of the weekday.

    That is never shortened, nor is the command that tells why there is none.
    """
    following = row["next_action"]
    if following is None:
        return Text("", tail=_("none (brt why {dossier})").format(dossier=words.short_ref(row["dossier"])))
    if following["blocked"] and not is_back(following, today):
        party = following["blocked"]["party"]
        return Text(following["name"], tail=", " + _("blocked, {why}").format(why=_(PARTIES[party])))
    due = following["due"]
    if due is None:
        return Text(following["name"])
    return Text(following["name"], tail=f", {(words.day if due[:4] == today[:4] else words.short_day)(due, today)}")
