"""Dates that a command moves: of actions, and the expected end of installations."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from brt import facts
from brt.engine import dates
from brt.engine.course import Course, Day
from brt.engine.decide import Decision
from brt.engine.forecast import Forecast, forecast
from brt.records import LIVE, OPEN, Dossier, Letter, available
from brt.say import _, ngettext
from brt.views import risk, words
from brt.views.item import is_late
from brt.views.layout import Cell, Text

MOVES = (facts.Moved, facts.Shifted, facts.PhaseMoved, facts.FieldSet, facts.FieldChosen)
"""The facts that give a date another value."""


def moved(decision: Decision) -> Iterator[dict[str, Any]]:
    """Yield the actions that were due on another day, open before and after."""
    for number, action in decision.after.actions.items():
        before = decision.before.actions.get(number)
        if before and before.status == action.status == OPEN and before.due not in (None, action.due):
            yield {"number": number, "was": before.due, "now": action.due}


class Ahead(NamedTuple):
    """What becomes of an installation whose dates moved."""

    installation: int
    was: Forecast
    now: Forecast


def ahead(decision: Decision, day: Day) -> list[Ahead]:
    """Return what becomes of each installation that was at work before and is after; nothing when no date moved."""
    if not any(isinstance(fact, MOVES) for fact in decision.facts):
        return []
    return [
        Ahead(key, forecast(decision.before, key, day), forecast(decision.after, key, day))
        for key, row in decision.after.installations.items()
        if row.status in LIVE and key in decision.before.installations
    ]


def ends(dossier: Dossier, decision: Decision, found: Iterable[Ahead]) -> Iterator[dict[str, Any]]:
    """Yield the installations that are expected to end on another day."""
    for one in found:
        row, was, now = decision.after.installations[one.installation], one.was.expected_end, one.now.expected_end
        if was != now:
            yield {
                "dossier": dossier.ref,
                "installation_type": row.type,
                "label": row.label or None,
                "was": was,
                "now": now,
            }


def dangers(decision: Decision, day: Day, found: Iterable[Ahead]) -> Iterator[tuple[int, str]]:
    """Yield what becomes too late, or later than it was, by the dates that moved, each with its installation.

    What is too late for a date that is past is none of it: that date is told itself, where it is typed.
    """
    for one in found:
        reason = risk.missed(decision.after, day, one.now)
        if reason and reason["date"] >= day.today and _excess(one.now) > _excess(one.was):
            yield one.installation, _("at risk, {reason}").format(reason=risk.said(reason, day.today))
    course = Course(decision.after, day)
    for move in moved(decision):
        action = decision.after.actions[move["number"]]
        field = dates.field_of(course.type_of(action).due)
        value = course.value(action.installation_id, field) if field and action.due_source == "field" else None
        passed = available(action, day.today) and move["now"] and move["now"] < day.today <= move["was"]
        if passed and isinstance(value, str) and value >= day.today:
            said = _("{action} is late then: it was due on {day}")
            name = words.quoted(course.type_of(action).name)
            yield action.installation_id, said.format(action=name, day=words.day(move["now"], day.today))


def _excess(found: Forecast) -> tuple[bool, int]:
    """Return how bad it is that something would be done too late: whether it is required, and by how many days."""
    if found.miss is None:
        return False, 0
    days = date.fromisoformat(found.miss.done_on) - date.fromisoformat(found.miss.limit)
    return not found.miss.optional, days.days


def follows(decision: Decision, letters: Iterable[Letter], named: Collection[int]) -> bool:
    """Say whether the values that a decision gives move other actions than those `named`, or correct what was told."""
    fields = {fact.field for fact in decision.facts if isinstance(fact, facts.FieldSet | facts.FieldChosen)}
    others = {one["number"] for one in moved(decision)} - {*named}
    return bool(others) or any(letter.event in fields for letter in letters)


def due(one: Mapping[str, Any], move: Mapping[str, Any], said: Cell, today: str) -> list[Cell]:
    """Return the cells of a moved action: its former date and the one it has, and whether that is late.

    `said`: what is said of the action anyhow.
    """
    near = said_in(one, today)
    was, now = (words.day(day, near) if day else words.NOBODY for day in (move["was"], move["now"]))
    both = f"{was} → {now}"
    if said:
        return [both, said]
    if is_late(one, today):
        late = words.late(one["late_days"]) if one["late_days"] else _("is past")
        return [both, Text(late, "late")]
    if one["status"] == "scheduled" and one["available_on"] not in (None, one["due"]):
        return [both, _("from {day}").format(day=words.day(one["available_on"], near))]
    return [both]


def said_in(one: Mapping[str, Any], today: str) -> str | None:
    """Return the day whose year goes without saying; None for the dates of an action that somebody chose by hand."""
    return None if one["due_source"] == "manual" else today


def ended(data: Mapping[str, Any], today: str) -> Iterator[str]:
    """Yield what becomes of the expected ends, each with its installation where there are several."""
    for one in data["ends"]:
        days = [words.day(day, today) if day else "?" for day in (one["was"], one["now"])]
        said = _("expected end {was} → {now}").format(was=days[0], now=days[1])
        name = words.installation(one["installation_type"], one["label"])
        yield f"{words.short_ref(one['dossier'])} {name} · {said}" if len(data["ends"]) > 1 else said


def briefly(data: Mapping[str, Any], today: str) -> Sequence[str]:
    """Return in short what was moved, for whoever has read and agreed to the whole."""
    count = len(data["moved"])
    dates = [ngettext("{n} date moved", "{n} dates moved", count).format(n=count)] if count else []
    return [*dates, *ended(data, today)]
