"""Why something is not over: what is waited for, each below what waits for it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brt.say import _, ngettext
from brt.settings import Settings
from brt.views import stops, words
from brt.views.layout import Block, Cell, Line, Table, Text
from brt.views.output import Column
from brt.views.show import SHOWN, SIGNS, dated, resumable, stands, stuck_since, title

COLUMNS = (
    Column("depth", "Depth", "right"),
    Column("number", "No.", "right"),
    Column("ref", "Reference"),
    Column("name", "Name"),
    Column("status", "Status"),
    Column("assignee", "Who"),
    Column("available_on", "From"),
    Column("due", "Due"),
    Column("late_days", "Late", "right"),
    Column("holds_back", "Holds back", "right"),
    Column("when", "When"),
)
INDENT = 2


Rows = Sequence[Mapping[str, Any]]


def action(rows: Rows, stopped: Mapping[str, Any] | None, settings: Settings, today: str) -> Iterator[Block]:
    """Yield why an action, the first of `rows`, is not over: what it waits for, and what to type.

    `stopped`: how its installation rests, or it was called off.
    """
    said = stands(rows[0], stopped, settings, today) if stopped else _because(rows[0], settings, today)
    yield Line([Text(words.dossier(rows[0]["dossier"], rows[0]["customer"]), "title"), said])
    yield _table(rows, settings, today)
    if stopped:
        yield from resumable(rows[0])
    else:
        yield from _next(rows[1:])


def dossier(data: Mapping[str, Any], rows: Rows, settings: Settings, today: str) -> Iterator[Block]:
    """Yield why the installations of a dossier are not over: what is open, or waits, and what to type."""
    if data["installations"] or data["lost"]:
        yield Text(words.dossier(data["dossier"], data["customer"]), "title")
    if data["lost"]:
        yield stops.lost(data["lost"], settings, today)
    for one in data["installations"]:
        yield from title(one, settings, today)
        numbers = {row["number"] for phase in one["phases"] for row in phase["actions"]}
        below = [row for row in rows if row["number"] in numbers]
        yield _table(below, settings, today)
        if one["status"] == "on_hold":
            for row in below[:1]:
                yield from resumable(row)
            rows = [row for row in rows if row["number"] not in numbers]
    yield from _next(rows)


def _because(row: Mapping[str, Any], settings: Settings, today: str) -> str:
    """Return in a sentence how it stands with the action that was asked about."""
    status = row["status"]
    day = words.day(row["closed_on"], today) if row["closed_on"] else ""
    if status in ("done", "skipped"):
        who = words.member(settings, row["closed_by"]) if row["closed_by"] else ""
        said = _("done on {day} by {who}") if status == "done" else _("skipped on {day} by {who}")
        return said.format(day=day, who=who)
    if status == "not_applicable":
        return _("not applicable: on {day} this was false: {condition}").format(day=day, condition=row["when"])
    if status == "scheduled":
        on = row["available_on"]
        return _("can be done from {day}").format(day=words.day(on, today)) if on else _("it has no day yet")
    if status == "blocked":
        return stuck_since(row["blocked"], today)
    return {"available": _("can be done"), "waiting": _("waits for what stands below it")}.get(status, _("cancelled"))


def _table(rows: Rows, settings: Settings, today: str) -> Table:
    return Table(SHOWN, [_cells(row, settings, today) for row in rows], titles=False, indent=1)


def _cells(row: Mapping[str, Any], settings: Settings, today: str) -> list[Cell]:
    name = " " * INDENT * row["depth"] + row["name"]
    if row["number"] is None:
        opens = row["available_on"]
        phase = _("phase, from {day}").format(day=words.day(opens, today)) if opens else _("phase")
        return [Text(SIGNS[row["status"]]), "", name, "", "", phase]
    who = words.member(settings, row["assignee"]) if row["assignee"] else words.role(settings, row["role"])
    due, said = dated(row, today) if row["status"] != "waiting" else ("", "")
    if row["status"] == "blocked":
        said = Text(stuck_since(row["blocked"], today), "blocked")
    return [Text(SIGNS[row["status"]]), str(row["number"]), name, who, due, _both(said, _holds(row["holds_back"]))]


def _both(said: Cell, held: str) -> Text:
    """Return what is said of a row, whole: it is what was asked for."""
    piece = Text(said) if isinstance(said, str) else said
    text = " · ".join(part for part in (piece.text + piece.tail, held) if part)
    return piece._replace(text=text, tail="", whole=True)


def _holds(count: int) -> str:
    return ngettext("holds back {n} action", "holds back {n} actions", count).format(n=count) if count else ""


def _next(rows: Rows) -> Iterator[Block]:
    """Yield what to type: nothing can be done about what waits, only about what it waits for."""
    ready = [row for row in rows if row["status"] in ("available", "blocked")]
    if ready:
        yield ""
        yield _("First of all: brt show {number}").format(number=ready[0]["number"])
