"""Why something is not over: what is waited for, each below what waits for it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brt.say import _, ngettext
from brt.settings import Settings
from brt.views import risk, stops, words
from brt.views.action import closing
from brt.views.item import in_words, is_late, unanswered
from brt.views.layout import HANG, Block, Cell, Line, Table, Text
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
READY = ("available", "blocked")
INDENT = 2
SHORT = 6
"""A way of so many actions is shown whole."""


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
        yield from risk.lines(rows[0], today)
        yield from _open(rows[0]) if rows[0]["status"] in READY else _next(rows[1:], today)


def dossier(data: Mapping[str, Any], rows: Rows, settings: Settings, today: str) -> Iterator[Block]:
    """Yield why the installations of a dossier are not over: what is open, or waits, and what to type."""
    if data["installations"] or data["lost"]:
        yield Text(words.dossier(data["dossier"], data["customer"]), "title")
    if data["lost"] and not data["installations"]:
        yield stops.lost(data["lost"], settings, today)
    for one in data["installations"]:
        yield from title(one, settings, today)
        yield from risk.lines(one, today)
        known = {row["number"]: row for phase in one["phases"] for row in phase["actions"]}
        below = [row for row in rows if row["number"] in known]
        yield _table(below, settings, today)
        if one["risk"]:
            yield from _way(one["risk"], known, settings, today)
        if one["status"] == "on_hold":
            for row in below[:1]:
                yield from resumable(row)
            rows = [row for row in rows if row["number"] not in known]
    yield from _next(rows, today)


def _way(
    found: Mapping[str, Any], known: Mapping[int, Mapping[str, Any]], settings: Settings, today: str
) -> Iterator[Block]:
    """Yield what leads from what is open to what would be done too late, with the days; nothing when that is open."""
    steps = found["way"]
    if len(steps) == 1:
        return
    rows: list[Sequence[Cell] | Line] = []
    for i, step in enumerate(steps):
        if len(steps) > SHORT and i == SHORT - 2:
            more = len(steps) - SHORT + 1
            rows.append(Line([ngettext("… and {n} more", "… and {n} more", more).format(n=more)], indent=1 + HANG))
        if len(steps) <= SHORT or i < SHORT - 2 or i == len(steps) - 1:
            row = known[step["number"]]
            day = _("≈ {day}").format(day=words.day(step["done_on"], today)) if step["done_on"] else ""
            rows.append([Text(SIGNS[row["status"]]), str(row["number"]), row["name"], _who(row, settings), day])
    yield ""
    yield _("What leads there, if everything is done on its date:")
    yield Table(SHOWN[:-1], rows, titles=False, indent=1)


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
    who = _who(row, settings)
    due, said = dated(row, today) if row["status"] != "waiting" else ("", "")
    if row["status"] == "blocked":
        said = Text(stuck_since(row["blocked"], today), "blocked")
    return [Text(SIGNS[row["status"]]), str(row["number"]), name, who, due, _both(said, _holds(row["holds_back"]))]


def _who(row: Mapping[str, Any], settings: Settings) -> str:
    return words.member(settings, row["assignee"]) if row["assignee"] else words.role(settings, row["role"])


def _both(said: Cell, held: str) -> Text:
    """Return what is said of a row, whole: it is what was asked for."""
    piece = Text(said) if isinstance(said, str) else said
    text = " · ".join(part for part in (piece.text + piece.tail, held) if part)
    return piece._replace(text=text, tail="", whole=True)


def _holds(count: int) -> str:
    return ngettext("holds back {n} action", "holds back {n} actions", count).format(n=count) if count else ""


def _open(row: Mapping[str, Any]) -> Iterator[Block]:
    """Yield what an action that was asked about, and can be done, lacks, and what to type once it is done."""
    yield ""
    yield from _lacking(row)
    yield closing(row)


def _lacking(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield which fields must be given to close an action, and what they must be; nothing when they are."""
    asked = [_asked(ask) for ask in unanswered(row)]
    if asked:
        yield _("{action} lacks: {fields}").format(action=words.quoted(row["name"]), fields=", ".join(asked))


def _asked(ask: Mapping[str, Any]) -> str:
    label = words.inside(ask["label"])
    if ask["must"] is None:
        return label
    must = _("must be {value}").format(value=in_words(ask["kind"], ask["must"]))
    return _("{label} ({must})").format(label=label, must=must)


def _next(rows: Rows, today: str) -> Iterator[Block]:
    """Yield what to type: nothing can be done about what waits, only about what it waits for.

    What is late is to be done, with the fields that it lacks; anything else is looked at first. Of an installation at
    risk that is what the date hangs on, which may move instead.
    """
    ready = [row for row in rows if row["status"] in READY]
    if not ready:
        return
    of = ready[0]["ref"].rpartition("/")[0]
    first = next((row for row in ready if row["risk"] and row["ref"].rpartition("/")[0] == of), ready[0])
    yield ""
    if is_late(first, today) and not first["blocked"]:
        yield from _lacking(first)
        yield _("First of all: brt done {number}").format(number=first["number"])
    else:
        yield _("First of all: brt show {number}").format(number=first["number"])
    if first["risk"]:
        yield risk.other_date(first["risk"], first["ref"])
