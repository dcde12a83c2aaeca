"""What a command changed: the actions it closed, opened and moved, and the emails it sent."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from brt import facts
from brt.engine.course import Course, Day
from brt.engine.decide import Decision
from brt.records import Dossier, Letter
from brt.say import _
from brt.settings import Settings
from brt.views import words
from brt.views.emails import STATUS
from brt.views.item import Place, awaits, in_words, item, stuck, where
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
    """Return what a decision changed, as data: closed, opened and changed items, values of fields, and emails."""
    return {
        "closed": _items(dossier, decision, day, _closed(decision)),
        "opened": _items(dossier, decision, day, _opened(decision)),
        "changed": _items(dossier, decision, day, _changed(decision)),
        "fields": list(_fields(dossier, decision, day)),
        "emails": [
            {"number": letter.number, "email_type": letter.email_type, "to": letter.recipient, "status": letter.status}
            for letter in letters
        ],
    }


def merged(changes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return several changes as one."""
    found: dict[str, Any] = {"closed": [], "opened": [], "changed": [], "fields": [], "emails": []}
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
    state, course = decision.after, Course(decision.after, day)
    found = []
    for number in numbers:
        action = state.actions[number]
        row = state.installations[action.installation_id]
        plan = day.plans[row.plan_id]
        place = Place(dossier.ref, dossier.customer, row.type, row.label, len(state.installations), plan)
        holder = course.holder(plan.actions[action.key].role)
        found.append(item(action, place, state.values_of(row.id), day.calendar, day.today, holder))
    return found


def _fields(dossier: Dossier, decision: Decision, day: Day) -> Iterator[dict[str, Any]]:
    """Yield the fields that have another value, as it was understood; a secret's is not shown."""
    told = {
        (fact.installation, fact.field): fact.value
        for fact in decision.facts
        if isinstance(fact, (facts.FieldSet, facts.FieldChosen))
    }
    for (installation, name), value in told.items():
        row = decision.after.installations[installation]
        field = day.plans[row.plan_id].fields[name]
        yield {
            "dossier": dossier.ref,
            "installation_type": row.type,
            "field": name,
            "kind": field.kind,
            "label": field.label,
            "secret": field.secret,
            "value": None if field.secret else value,
            "cleared": value is None,
        }


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
    several = len({one["dossier"] for key in ("closed", "opened", "changed") for one in data[key]}) > 1
    for key, sign in (("closed", "✓"), ("opened", "→"), ("changed", "~")):
        for one in data[key]:
            parts = [str(one["number"]), *([where(one)] if several else []), one["name"]]
            if key != "closed":
                parts += [words.member(settings, one["assignee"]), when(one, today)]
            yield f"{sign} {'  '.join(parts)}"
    for one in data["fields"]:
        yield "= " + _field(one, today)
    for one in data["emails"]:
        yield _email(one)


def _field(one: Mapping[str, Any], today: str) -> str:
    return _("{label}: {value}").format(label=one["label"], value=_value(one, today))


def _value(one: Mapping[str, Any], today: str) -> str:
    if one["cleared"]:
        return words.NOBODY
    return "***" if one["secret"] else in_words(one["kind"], one["value"], today)


def _email(one: Mapping[str, Any]) -> str:
    if one["to"]:
        status = "" if one["status"] == "sent" else f"  ({_(STATUS.get(one['status'], one['status']))})"
        return f"✉ {one['email_type']}  {one['to']}{status}"
    return _("! {email_type} reaches nobody (brt email show {number})").format(**one)


def when(one: Mapping[str, Any], today: str) -> str:
    """Return the date of an item in words, what it waits for when it has none, and on whom it is stuck."""
    if one["blocked"]:
        blocked = _("blocked, {why}").format(why=stuck(one["blocked"], today))
        return " · ".join([*([_due(one, today)] if one["due"] else []), blocked])
    if one["status"] == "waiting":
        return _("to be skipped when its turn comes") if one["skip_asked"] else _("waiting")
    return _due(one, today) if one["due"] else awaits(one["waits_for_field"])


def _due(one: Mapping[str, Any], today: str) -> str:
    due = words.day(one["due"], today)
    if one["status"] == "scheduled" and one["available_on"] not in (None, one["due"]):
        return _("due {due}, from {start}").format(due=due, start=words.day(one["available_on"], today))
    return _("due {due}").format(due=due)
