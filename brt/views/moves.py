"""Dates that a command moves: of actions, and the expected end of installations."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from brt import facts
from brt.engine import forecast
from brt.engine.course import Day
from brt.engine.decide import Decision
from brt.records import LIVE, OPEN, Dossier, Letter
from brt.say import _, ngettext
from brt.views import words
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


def ends(dossier: Dossier, decision: Decision, day: Day) -> Iterator[dict[str, Any]]:
    """Yield the installations that are expected to end on another day, when dates moved."""
    if not any(isinstance(fact, MOVES) for fact in decision.facts):
        return
    for key, row in decision.after.installations.items():
        if row.status not in LIVE or key not in decision.before.installations:
            continue
        was, now = (forecast.forecast(state, key, day).expected_end for state in (decision.before, decision.after))
        if was != now:
            yield {
                "dossier": dossier.ref,
                "installation_type": row.type,
                "label": row.label or None,
                "was": was,
                "now": now,
            }


def follows(decision: Decision, letters: Iterable[Letter], named: Collection[int]) -> bool:
    """Say whether the values that a decision gives move other actions than those `named`, or correct what was told."""
    fields = {fact.field for fact in decision.facts if isinstance(fact, facts.FieldSet | facts.FieldChosen)}
    others = {one["number"] for one in moved(decision)} - {*named}
    return bool(others) or any(letter.event in fields for letter in letters)


def due(one: Mapping[str, Any], move: Mapping[str, Any], said: Cell, today: str) -> list[Cell]:
    """Return the cells of a moved action: its former date, the one it has, and whether that is late.

    A date that somebody typed has its year. `said`: what is said of the action anyhow.
    """
    spoken_in = today if one["due_source"] == "computed" else None
    was = words.day(move["was"], today) if move["was"] else words.NOBODY
    now = f"→ {words.day(move['now'], spoken_in) if move['now'] else words.NOBODY}"
    if said:
        return [was, now, said]
    if is_late(one, today):
        late = words.late(one["late_days"]) if one["late_days"] else _("is past")
        return [was, now, Text(late, "late")]
    if one["status"] == "scheduled" and one["available_on"] not in (None, one["due"]):
        return [was, now, _("from {day}").format(day=words.day(one["available_on"], today))]
    return [was, now]


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
