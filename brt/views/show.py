"""A dossier on one page, and how an action stands."""

from collections.abc import Iterator, Mapping, Sequence
from shlex import quote
from typing import Any, NamedTuple

from brt import kinds
from brt.records import CALLED_OFF, Contact
from brt.say import N_, _
from brt.settings import Settings
from brt.views import item, risk, stops, words
from brt.views.item import MORE, awaits, stuck, stuck_piece
from brt.views.layout import Block, Cell, Line, Table, Text
from brt.views.output import Column, pad, width
from brt.views.remarks import Remark, remarks

SIGNS = {
    "done": "✓",
    "skipped": "–",
    "not_applicable": "∅",
    "cancelled": "✗",
    "removed": "✗",
    "available": "●",
    "blocked": "!",
    "scheduled": "○",
    "waiting": "·",
}
PHASES = {"complete": "✓", "open": "▶", "waiting": "·", "cancelled": "✗", "not_applicable": "∅"}
HEALTH = {
    "on_hold": N_("on hold"),
    "stalled": N_("stalled"),
    "blocked": N_("blocked"),
    "late": N_("late"),
    "at_risk": N_("at risk"),
    "on_track": N_("on track"),
}
DOSSIER = {
    "quote": N_("quote"),
    "production": N_("in production"),
    "billing": N_("to billing"),
    "lost": N_("lost"),
}
KINDS = {"prospect": N_("prospect"), "client": N_("client")}
NEXT = N_("Nothing is at work yet: brt produce {ref}")
LOST = N_("If the customer buys after all: brt produce {ref}")
CLOSED = ("done", "skipped", "not_applicable", "cancelled", "removed")

COLUMNS = (
    Column("number", "No.", "right"),
    Column("ref", "Reference"),
    Column("phase", "Phase"),
    Column("name", "Action"),
    Column("status", "Status"),
    Column("assignee", "Who"),
    Column("available_on", "From"),
    Column("due", "Due"),
    *MORE,
)


AHEAD = (*COLUMNS, Column("forecast_from", "Forecast from"), Column("forecast_due", "Forecast due"))
"""With the forecast."""

STYLES = {"late": "late", "blocked": "blocked", "stalled": "blocked", "at_risk": "blocked", "on_track": "good"}
"""How what is said of an installation or an action looks."""


def flat(one: Mapping[str, Any], waits: Sequence[str] = ()) -> dict[str, Any]:
    """Return an action as the cells of a list; `waits`: what it waits for."""
    ahead = one.get("forecast") or {}
    return {
        **item.flat(one, waits),
        "forecast_from": ahead.get("available_on"),
        "forecast_due": ahead.get("due"),
    }


class Sheet(NamedTuple):
    """What the sheet of a dossier needs beside its data."""

    contacts: Sequence[Contact]
    waits: Mapping[int, Sequence[str]]  # action -> what it waits for
    settings: Settings
    today: str
    everything: bool  # every action of every phase
    remarks: Sequence[Remark] = ()


SHOWN = (
    Column("sign", "", gap=1, line=0),
    Column("number", "No.", "right", line=0),
    Column("name", "Action", shrink=2),
    Column("assignee", "Who", line=2),
    Column("due", "Due", line=2),
    Column("said", "Said", shrink=1, line=2),
)
BAR = 19
"""Columns of the bar that shows how far an installation is."""


def dossier(data: Mapping[str, Any], sheet: Sheet) -> Iterator[Block]:
    """Yield a dossier: who it is for, who works on it, and each installation with its phases."""
    yield _heading(data)
    if data["lost"] and not data["installations"]:
        yield stops.lost(data["lost"], sheet.settings, sheet.today)
    people = Line(list(_people(data, sheet)))
    alone = len(data["installations"]) == 1
    if not alone:
        yield people
    for one in data["installations"]:
        if not alone:
            yield ""
        yield from title(one, sheet.settings, sheet.today)
        yield from risk.lines(one, sheet.today)
        if alone:
            yield people
        yield from _phases(one, sheet)
    if not data["installations"]:
        yield ""
        yield _(LOST if data["lost"] else NEXT).format(ref=data["dossier"])
    yield from remarks(sheet.remarks, data["dossier"], sheet.settings, sheet.today)


def _heading(data: Mapping[str, Any]) -> Line:
    state = f"{_(KINDS[data['customer_kind']])}, {_(DOSSIER[data['status']])}"
    return Line([Text(data["dossier"], "title"), Text(data["customer"], "title"), state, place(data["site"])])


def place(site: Mapping[str, Any]) -> str:
    """Return where a site is: its name, unless the address has it, and its address."""
    name, address = site.get("name") or "", site.get("address") or ""
    return address if name in address else ", ".join(part for part in (name, address) if part)


def _people(data: Mapping[str, Any], sheet: Sheet) -> Iterator[str]:
    """Yield who works on a dossier, and the first whom one can call."""
    for role, who in data["people"].items():
        yield f"{words.member(sheet.settings, who)} ({words.role(sheet.settings, role)})"
    for one in sheet.contacts[:2]:
        yield f"{one.name} {kinds.show('phone', one.phone) if one.phone else ''}".rstrip()


def title(one: Mapping[str, Any], settings: Settings, today: str) -> Iterator[Line]:
    """Yield how far an installation is, its end, how it is doing; the days it hangs on; why it does not go on.

    What was called off is not on its way to anything: it has no bar.
    """
    progress = one["progress"]
    full = progress["percent"] * BAR // 100
    percent = f"{progress['percent']}{words.NO_BREAK}%"
    bar = f"{'█' * full}{'░' * (BAR - full)} {progress['closed']}/{progress['total']}  {percent}"
    name = words.installation(one["installation_type"], one["label"])
    bars = [bar] if progress["total"] and one["status"] not in CALLED_OFF else []
    yield Line([Text(name, "title"), *bars, *_end(one, today)], between="   ")
    yield Line(list(_days(one, today)))
    if one["stopped"]:
        yield Line([words.sentence(stops.since(one["stopped"], settings, today))])


def _days(one: Mapping[str, Any], today: str) -> Iterator[str]:
    """Yield the days that were agreed on or wished for, as one tells them on the telephone."""
    for known in one["dates"]:
        yield _("{field} {day}").format(field=words.inside(known["label"]), day=words.day(known["value"], today))


def _end(one: Mapping[str, Any], today: str) -> Iterator[Cell]:
    """Yield when an installation ends or ended, and how it is doing."""
    state = _(STATES.get(one["status"], "")).upper()
    if one["status"] == "cancelled":
        yield state
        return
    if one["ended_on"]:
        yield _("{state} since {day}").format(state=state, day=words.day(one["ended_on"], today))
        return
    yield expected(one, today)
    if one["status"] != "running":
        yield state
        return
    late = max(row["late_days"] for phase in one["phases"] for row in phase["actions"])
    days = f" {words.business_days(late)}" if one["health"] == "late" and late else ""
    yield Text(_(HEALTH[one["health"]]).upper() + days, STYLES.get(one["health"], ""))


def expected(one: Mapping[str, Any], today: str) -> str:
    """Return the expected end of an installation; without a date, what that waits for."""
    if one["expected_end"]:
        return _("expected end {day}").format(day=words.day(one["expected_end"], today))
    why, earliest = awaits(one["end_waits_for_field"]), one["earliest_end"]
    if earliest:
        said = _("expected end ? ({why}, at the earliest {day})")
        return said.format(why=why, day=words.day(earliest, today))
    return _("expected end ? ({why})").format(why=why) if one["end_waits_for_field"] else _("expected end ?")


def _phases(one: Mapping[str, Any], sheet: Sheet) -> Iterator[Block]:
    """Yield the phases with what is still to be done in them; those without stand together on the last line."""
    size = max(width(phase["name"]) for phase in one["phases"])
    rows: list[Sequence[Cell] | Line] = []
    folded: dict[str, list[str]] = {"cancelled": [], "waiting": [], "not_applicable": []}
    for phase in one["phases"]:
        counted = [row for row in phase["actions"] if row["status"] != "not_applicable"]
        closed = sum(row["status"] in ("done", "skipped") for row in counted)
        state = _phase_state(phase)
        if state in folded and not sheet.everything:
            folded[state].append(f"{phase['name']} {closed}/{len(counted)}" if counted else phase["name"])
            continue
        style = "good" if state == "complete" else ""
        how = f"{closed}/{len(counted)}" if counted else ""
        said = f"{PHASES[state]} {pad(phase['name'], size)}  {how}".rstrip()
        rows.append(Line([Text(said, style)], indent=1))
        rows += [_row(row, sheet) for row in _unfolded(phase, sheet)]
    if not sheet.everything:
        kept = [f"{PHASES[state]} {' · '.join(names)}" for state, names in folded.items() if names]
        rows.append(Line([*kept, Text(_("unfold everything: --all"), "faint")], between=" " * 4, indent=1))
    yield Table(SHOWN, rows, titles=False, indent=5)


def _phase_state(phase: Mapping[str, Any]) -> str:
    """Return the status of a phase; cancelled: what was left of it went with its installation; or nothing applied."""
    if all(row["status"] == "not_applicable" for row in phase["actions"]):
        return "not_applicable"
    over = phase["status"] == "waiting" and any(row["status"] == "cancelled" for row in phase["actions"])
    return "cancelled" if over else str(phase["status"])


STATES = {
    "on_hold": N_("on hold"),
    "complete": N_("complete"),
    "cancelling": N_("being cancelled"),
    "cancelled": N_("cancelled"),
}


def _unfolded(phase: Mapping[str, Any], sheet: Sheet) -> list[Mapping[str, Any]]:
    """Return the actions of a phase that the sheet shows: those still to be done in an open phase, or all."""
    going = [row for row in phase["actions"] if phase["status"] == "open" and row["status"] not in CLOSED]
    return phase["actions"] if sheet.everything else going


def _row(row: Mapping[str, Any], sheet: Sheet) -> list[Cell]:
    who = words.role(sheet.settings, row["role"])
    if member := row["closed_by"] or row["assignee"]:
        who = words.member(sheet.settings, member)
    sign, name = Text(SIGNS[row["status"]], STYLES.get(row["status"], "")), row["name"]
    found: list[Cell] = [sign, str(row["number"]), name, who]
    due, said = dated(row, sheet.today, sheet.waits.get(row["number"], ()))
    return [*found, due, said] if due else [*found, said]


def dated(row: Mapping[str, Any], today: str, waits: Sequence[str] = ()) -> tuple[str, Cell]:
    """Return when an action is due, and what is to be said of that."""
    if row["status"] in CLOSED:
        return words.day(row["closed_on"], today) if row["closed_on"] else "", ""
    if row["status"] == "waiting":
        said = _("waits for {things}").format(things=words.join(waits)) if waits else _("waiting")
        said = _("{said}, to be skipped").format(said=said) if row["skip_asked"] else said
        return _foreseen(row, today), Text("", tail=said)
    due = words.day(row["due"], today) if row["due"] else ""
    if row["blocked"]:
        piece = stuck_piece(row["blocked"], today)
        return due, piece._replace(text=_("blocked, {why}").format(why=piece.text))
    if not due:
        return "", awaits(row["waits_for_field"])
    if row["status"] == "scheduled" and row["available_on"] not in (None, row["due"]):
        return due, _("from {day}").format(day=words.day(row["available_on"], today))
    return due, Text(words.late(row["late_days"]), "late") if row["late_days"] else ""


def _foreseen(row: Mapping[str, Any], today: str) -> str:
    """Return when an action that waits will be due, as far as that can be foreseen and was asked for."""
    ahead = row.get("forecast")
    return _("≈ {day}").format(day=words.day(ahead["due"], today)) if ahead and ahead["due"] else ""


def stands(row: Mapping[str, Any], stop: Mapping[str, Any], settings: Settings, today: str) -> str:
    """Return why an action cannot be done: its installation rests, or it was called off with it."""
    standing = "cancelled" if row["status"] == "cancelled" else "on_hold"
    return _("{state}, {how}").format(state=_(STATES[standing]), how=stops.since(stop, settings, today))


def resumable(row: Mapping[str, Any]) -> Iterator[Block]:
    """Yield what lets the installation of an action that rests go on; nothing for what was called off."""
    if row["status"] != "cancelled":
        yield ""
        name = row["ref"].rpartition("/")[0].removeprefix(row["dossier"])
        said = _("It rests. To let it go on: brt resume {dossier}")
        yield said.format(dossier=quote(f"{words.short_ref(row['dossier'])}{name}"))


def stuck_since(blocked: Mapping[str, Any], today: str) -> str:
    """Return since when something is stuck, on whom, why, and until when."""
    since = words.day(blocked["since"], today)
    return _("blocked since {day}, {why}").format(day=since, why=stuck(blocked, today))
