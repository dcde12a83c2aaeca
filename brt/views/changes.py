"""What a command changed: the actions it closed, opened and moved, and the emails it sent."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from brt import facts
from brt.engine.course import Day
from brt.engine.decide import Decision
from brt.records import Dossier, Letter
from brt.say import _
from brt.settings import Settings
from brt.views import words
from brt.views.item import Place, item
from brt.views.output import Column

COLUMNS = (
    Column("change", "Change"),
    Column("number", "No.", "right"),
    Column("ref", "Reference"),
    Column("name", "Name"),
    Column("assignee", "Who"),
    Column("due", "Due"),
)


def change(dossier: Dossier, decision: Decision, day: Day, letters: Iterable[Letter]) -> dict[str, Any]:
    """Return what a decision changed, as data: closed, opened and changed items, and emails."""
    return {
        "closed": _items(dossier, decision, day, _closed(decision)),
        "opened": _items(dossier, decision, day, _opened(decision)),
        "changed": _items(dossier, decision, day, _changed(decision)),
        "emails": [
            {"number": letter.number, "email_type": letter.email_type, "to": letter.recipient, "status": letter.status}
            for letter in letters
        ],
    }


def merged(changes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return several changes as one."""
    found: dict[str, Any] = {"closed": [], "opened": [], "changed": [], "emails": []}
    for one in changes:
        for key, rows in found.items():
            rows += one[key]
    return found


def _closed(decision: Decision) -> list[int]:
    return [fact.number for fact in decision.facts if isinstance(fact, facts.Closed)]


def _opened(decision: Decision) -> list[int]:
    numbers = [fact.number for fact in decision.facts if isinstance(fact, facts.Opened)]
    return [number for number in numbers if decision.after.actions[number].status == "open"]


def _changed(decision: Decision) -> list[int]:
    """Return the actions that are still open, were open or waiting before, and are not as they were."""
    listed = {*_closed(decision), *_opened(decision)}
    return [
        number
        for number, action in decision.after.actions.items()
        if number not in listed
        and number in decision.before.actions
        and action != decision.before.actions[number]
        and action.status in ("open", "waiting")
    ]


def _items(dossier: Dossier, decision: Decision, day: Day, numbers: list[int]) -> list[dict[str, Any]]:
    state = decision.after
    found = []
    for number in numbers:
        action = state.actions[number]
        row = state.installations[action.installation_id]
        place = Place(
            dossier.ref, dossier.customer, row.type, row.label, len(state.installations), day.plans[row.plan_id]
        )
        found.append(item(action, place, state.values_of(row.id), day.calendar, day.today))
    return found


def rows(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a change as rows of a list."""
    found: list[dict[str, Any]] = []
    for key in ("closed", "opened", "changed"):
        found += [{"change": key, **one} for one in data[key]]
    found += [
        {"change": one["status"], "number": one["number"], "name": one["email_type"], "assignee": one["to"]}
        for one in data["emails"]
    ]
    return found


def lines(data: Mapping[str, Any], settings: Settings, today: str) -> Iterator[str]:
    """Yield a change in sentences, a line each: what closed, what opened for whom and until when, what left."""
    for one in data["closed"]:
        yield _("✓ {number}  {name}").format(number=one["number"], name=one["name"])
    for key, sign in (("opened", "→"), ("changed", "~")):
        for one in data[key]:
            yield f"{sign} {one['number']}  {one['name']}  {words.member(settings, one['assignee'])}  " + when(
                one, today
            )
    for one in data["emails"]:
        yield _email(one)


def _email(one: Mapping[str, Any]) -> str:
    if one["to"]:
        return f"✉ {one['email_type']}  {one['to']}" + ("" if one["status"] == "sent" else f"  ({one['status']})")
    return _("! {email_type} reaches nobody (brt email show {number})").format(**one)


def when(one: Mapping[str, Any], today: str) -> str:
    """Return the date of an item in words: due, blocked on whom, available later, or no date yet."""
    if one["blocked"]:
        return _("blocked ({party}): {reason}").format(**one["blocked"])
    if one["due"] is None:
        return _("no date yet")
    due = words.day(one["due"], today)
    if one["status"] == "scheduled" and one["available_on"]:
        return _("due {due}, from {start}").format(due=due, start=words.day(one["available_on"], today))
    return _("due {due}").format(due=due)
