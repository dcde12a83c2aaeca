"""A dossier or an action on one page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from brt import kinds
from brt.records import Contact
from brt.say import N_, _
from brt.settings import Settings
from brt.views import words
from brt.views.item import awaits, event, in_words, stuck
from brt.views.output import Column, pad, width

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
PHASES = {"complete": "✓", "open": "▶", "waiting": "·"}
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
)


class Sheet(NamedTuple):
    """What the sheet of a dossier needs beside its data."""

    contacts: Sequence[Contact]
    waits: Mapping[int, Sequence[str]]  # action -> what it waits for
    settings: Settings
    today: str
    everything: bool  # every action of every phase


def dossier(data: Mapping[str, Any], sheet: Sheet) -> Iterator[str]:
    """Yield a dossier: who it is for, who works on it, and each installation with its phases."""
    settings = sheet.settings
    heading = [data["dossier"], data["customer"], f"{_(KINDS[data['customer_kind']])}, {_(DOSSIER[data['status']])}"]
    place = ", ".join(part for part in (data["site"].get("name"), data["site"].get("address")) if part)
    yield " · ".join([*heading, *([place] if place else [])])
    people = [f"{words.member(settings, who)} ({words.role(settings, role)})" for role, who in data["people"].items()]
    reach = [f"{one.name} {kinds.show('phone', one.phone) if one.phone else ''}".rstrip() for one in sheet.contacts[:2]]
    if people or reach:
        yield " · ".join([*people, *reach])
    for one in data["installations"]:
        yield ""
        yield from _installation(one, sheet)
    if not data["installations"]:
        yield ""
        yield _("Nothing is at work yet: brt produce {ref} --type TYPE").format(ref=data["dossier"])


def _installation(one: Mapping[str, Any], sheet: Sheet) -> Iterator[str]:
    progress = one["progress"]
    title = words.installation(one["installation_type"], one["label"])
    state = _(HEALTH[one["health"]]) if one["status"] == "running" else _(STATES[one["status"]])
    bar = "█" * (progress["percent"] // 5) + "░" * (20 - progress["percent"] // 5)
    yield "  ".join(
        [
            title,
            bar,
            f"{progress['closed']}/{progress['total']}",
            f"{progress['percent']} %",
            _end(one, sheet.today),
            state.upper(),
        ]
    )
    cells = {row["number"]: _cells(row, sheet) for phase in one["phases"] for row in _unfolded(phase, sheet)}
    widths = [max(map(width, column)) for column in zip(*cells.values(), strict=True)]
    for phase in one["phases"]:
        counted = [row for row in phase["actions"] if row["status"] != "not_applicable"]
        closed = sum(row["status"] in ("done", "skipped") for row in counted)
        yield f" {PHASES[phase['status']]} {phase['name']}  {closed}/{len(counted)}"
        for row in _unfolded(phase, sheet):
            parts = zip(cells[row["number"]], widths, ("right", "left", "left", "left"), strict=True)
            padded = "  ".join(pad(text, size, align) for text, size, align in parts)
            yield f"     {SIGNS[row['status']]} {padded}".rstrip()


def _end(one: Mapping[str, Any], today: str) -> str:
    """Return when an installation ended, or will; without a date, what that waits for."""
    if one["ended_on"]:
        return _("since {day}").format(day=words.day(one["ended_on"], today))
    return expected(one, today)


def expected(one: Mapping[str, Any], today: str) -> str:
    """Return the expected end of an installation; without a date, what that waits for."""
    if one["expected_end"]:
        return _("expected end {day}").format(day=words.day(one["expected_end"], today))
    if one["end_waits_for_field"]:
        return _("expected end ? ({why})").format(why=awaits(one["end_waits_for_field"]))
    return _("expected end ?")


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


def _cells(row: Mapping[str, Any], sheet: Sheet) -> list[str]:
    who = words.role(sheet.settings, row["role"])
    if row["assignee"]:
        who = words.member(sheet.settings, row["assignee"])
    return [str(row["number"]), row["name"], who, _date(row, sheet.today, sheet.waits.get(row["number"], ()))]


def _date(row: Mapping[str, Any], today: str, waits: Sequence[str] = ()) -> str:
    if row["status"] in CLOSED:
        return ""
    if row["status"] == "waiting":
        said = _("waits for {things}").format(things=words.join(waits)) if waits else _("waiting")
        return _("{said}, to be skipped").format(said=said) if row["skip_asked"] else said
    if row["blocked"]:
        return stuck(row["blocked"], today)
    if row["due"] is None:
        return awaits(row["waits_for_field"])
    due = words.day(row["due"], today)
    if row["status"] == "scheduled" and row["available_on"] not in (None, row["due"]):
        return _("{due}, from {start}").format(due=due, start=words.day(row["available_on"], today))
    return f"{due}  {words.late(row['late_days'])}" if row["late_days"] else due


def action(data: Mapping[str, Any], settings: Settings, today: str) -> Iterator[str]:
    """Yield an action: what to do, by whom, until when, what to note, whom to call and what leaves."""
    yield f"{data['number']}  {data['name']}"
    yield " · ".join([data["ref"], data["customer"], data["installation_type"], data["phase"]])
    who = words.member(settings, data["assignee"]) if data["assignee"] else _("nobody yet")
    yield " · ".join([f"{words.role(settings, data['role'])} : {who}", *_state(data, settings, today)])
    if data["help"]:
        yield ""
        yield from data["help"].strip().splitlines()
    yield from _block(_("To note"), [_ask(ask, today) for ask in data["asks"]])
    yield from _block(_("Contacts"), [_contact(one) for one in data["contacts"]])
    yield from _block(
        _("Emails"),
        [f"{one['email_type']} ({event(one['at'])}) → {', '.join(one['to'])}" for one in data["emails"]],
    )


def _block(title: str, rows: Sequence[str]) -> Iterator[str]:
    if rows:
        yield ""
        yield title
        yield from (f"  {row}" for row in rows)


def _state(data: Mapping[str, Any], settings: Settings, today: str) -> list[str]:
    if data["closed_on"]:
        day = words.day(data["closed_on"], today)
        by = words.member(settings, data["closed_by"]) if data["closed_by"] else ""
        return [f"{SIGNS[data['status']]} {day} {by}".rstrip()]
    if data["blocked"]:
        since = words.day(data["blocked"]["since"], today)
        return [_("blocked since {day}, {why}").format(day=since, why=stuck(data["blocked"], today))]
    return [_date(data, today, data["waits_for"])]


def _ask(ask: Mapping[str, Any], today: str) -> str:
    shown = "" if ask["value"] is None else in_words(ask["kind"], ask["value"], today)
    parts = [ask["label"], f"({ask['field']})"]
    parts += [_("if any")] if ask["optional"] else []
    parts += [_("when blocked")] if ask["at"] == "blocked" else []
    if ask["must"] is not None:
        parts.append(_("must be {value}").format(value=in_words(ask["kind"], ask["must"], today)))
    parts += [f"[{' | '.join(ask['choices'])}]"] if ask["choices"] else []
    return " ".join(parts) + (f" = {shown}" if shown else "")


def _contact(one: Mapping[str, Any]) -> str:
    phone = kinds.show("phone", one["phone"]) if one["phone"] else None
    return "  ".join(part for part in (one["name"], ", ".join(one["functions"]), phone, one["email"]) if part)
