"""An action as every list shows it, once: the same keys in `todo`, `show`, `overview` and in what `done` answers."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from brt.calendar import Calendar
from brt.plan import Ask, FieldType, Plan
from brt.records import OPEN, WAITING, Action, available, status
from brt.say import N_, _
from brt.views import words
from brt.views.layout import Column, Text

PARTIES = {
    "customer": N_("customer"),
    "carrier": N_("carrier"),
    "supplier": N_("supplier"),
    "us": N_("us"),
}
EVENTS = {
    "done": N_("when done"),
    "blocked": N_("when blocked"),
    "rejected": N_("when rejected"),
    "shifted": N_("when shifted"),
    "available": N_("when it can be done"),
    "skipped": N_("when skipped"),
    "produced": N_("when produced"),
    "completed": N_("when complete"),
    "billed": N_("when billed"),
}
"""When an email leaves."""


def event(at: str) -> str:
    """Return when an email leaves, in words."""
    return _(EVENTS[at]) if at in EVENTS else words.delay(at)


class Place(NamedTuple):
    """Where an action stands: its dossier and installation."""

    ref: str
    customer: str
    type: str
    label: str
    site: Mapping[str, Any]
    siblings: int  # installations on the dossier, this one included
    plan: Plan


def reference(ref: str, type_: str, label: str, siblings: int, key: str) -> str:
    """Return the full reference of an action: DOSSIER/ID, with the type or the label only where it is needed."""
    return f"{ref}/{label or type_}/{key}" if siblings > 1 else f"{ref}/{key}"


def item(
    action: Action,
    place: Place,
    values: Mapping[str, Any],
    calendar: Calendar,
    today: str,
    holder: str | None = None,
) -> dict[str, Any]:
    """Return the action as data, with the keys of the published JSON.

    `values` are the fields of its installation, `holder` who has the role now, shown while the action waits.
    """
    kind = place.plan.actions[action.key]
    is_late = available(action, today) and action.due is not None and action.due < today
    waiting = action.status == WAITING
    blocked = action.blocked if action.status == OPEN else None
    return {
        "number": action.number,
        "ref": reference(place.ref, place.type, place.label, place.siblings, action.key),
        "dossier": place.ref,
        "customer": place.customer,
        "site": place.site.get("name"),
        "installation_type": place.type,
        "phase": kind.phase,
        "action": action.key,
        "name": kind.name,
        "role": kind.role,
        "assignee": holder if waiting and action.assignee is None else action.assignee,
        "status": status(action, today),
        "available_on": action.available_on,
        "due": action.due,
        "due_source": action.due_source,
        "late_days": calendar.late(action.due, today) if is_late and action.due else 0,
        "asks": [ask_item(ask, place.plan.fields[ask.field], values.get(ask.field), action) for ask in kind.asks],
        "blocked": blocked._asdict() if blocked else None,
        "blocked_days": calendar.late(blocked.since, today) if blocked else 0,
        "optional": kind.optional,
        "closed_on": action.closed_on,
        "closed_by": action.closed_by,
        "skip_asked": action.skip_asked and waiting,
        "waits_for_field": awaited(action, place.plan),
        "attempt": action.generation,
    }


def awaited(action: Action, plan: Plan) -> dict[str, str] | None:
    """Return the field without which an open action has no date."""
    if action.status != OPEN or action.due is not None:
        return None
    from brt.engine import dates

    return field_item(dates.awaited(plan, action.key))


def field_item(field: FieldType | None) -> dict[str, str] | None:
    """Return the field that something waits for as data."""
    return {"field": field.name, "label": field.label} if field else None


def ask_item(ask: Ask, field: FieldType, value: Any, action: Action) -> dict[str, Any]:
    """Return a field that `action` asks for as data; a secret's value is not shown, a later attempt asks again."""
    return {
        "field": ask.field,
        "kind": field.kind,
        "label": field.label,
        "at": ask.at,
        "optional": ask.optional,
        "must": ask.must,
        "many": field.many,
        "choices": list(field.choices) if field.choices else None,
        "value": None if field.secret else value,
        "given": value is not None and action.generation == 1,
    }


def asked_at(ask: Mapping[str, Any]) -> list[str]:
    """Return when a field is asked for, in words, where that is not when the action is done."""
    return [] if ask["at"] == "done" else [event(ask["at"])]


def asked_again(ask: Mapping[str, Any]) -> bool:
    """Say whether a field is set and yet asked for: in a later attempt it is."""
    return ask["at"] == "done" and ask["value"] is not None and not ask["given"]


def attempt(one: Mapping[str, Any]) -> str:
    """Return which attempt at an action this is, in words; nothing for the first."""
    return _("attempt {n}").format(n=one["attempt"]) if one["attempt"] > 1 else ""


def unanswered(one: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what an action still asks for to be done."""
    return [ask for ask in one["asks"] if ask["at"] == "done" and not ask["optional"] and not ask["given"]]


def is_late(one: Mapping[str, Any], today: str) -> bool:
    """Say whether an item of a list is late: its due date has passed, be it by no business day."""
    return one["status"] in ("available", "blocked") and one["due"] is not None and one["due"] < today


def is_back(one: Mapping[str, Any], today: str) -> bool:
    """Say whether an item was blocked until a day that has come."""
    until = one["blocked"]["until"] if one["blocked"] else None
    return until is not None and until <= today


def urgency(one: Mapping[str, Any]) -> tuple[bool, str, str, int]:
    """Sort key of items: by due date, those without one last, then by dossier and number."""
    return one["due"] is None, one["due"] or "", one["dossier"], one["number"]


MORE = (
    Column("asks", "Asks"),
    Column("waits_for", "Waits for"),
    Column("party", "Party"),
    Column("reason", "Reason"),
    Column("until", "Until"),
)
"""What an action still asks for (fields), what it waits for, and on whom it is stuck: for programs, at the end."""


def flat(one: Mapping[str, Any], waits: Sequence[str] = ()) -> dict[str, Any]:
    """Return an item as the cells of a list; `waits`: the numbers of actions and the phases that it waits for."""
    field = one["waits_for_field"]
    return {
        **one,
        **(one["blocked"] or {}),
        "asks": [ask["field"] for ask in unanswered(one)],
        "waits_for": [field["field"]] if field else list(waits),
    }


# ── in words ──────────────────────────────────────────────────────────────────────────────────────


def in_words(kind: str, value: Any, today: str | None = None) -> str:
    """Return the value of a field (a list of them) as a person reads it; a day of the year of `today` without it."""
    if isinstance(value, list):
        return ", ".join(in_words(kind, one, today) for one in value)
    if kind == "date":
        return words.day(value, today)
    if kind == "money":
        return words.money(value)
    if kind in ("time", "slot"):
        return words.hours(value)
    from brt import kinds

    return kinds.show(kind, value)


def awaits(field: Mapping[str, str] | None) -> str:
    """Return what something without a date waits for."""
    return _("waits for {field}").format(field=field["label"]) if field else _("no date yet")


def where(one: Mapping[str, Any], site: str = "") -> Text:
    """Return the dossier of an item in few words, with its `site` if that is given.

    Where its reference needs the type or the label, this is the tail: it tells two installations of a dossier apart.
    """
    said = words.dossier(one["dossier"], one["customer"])
    parts = one["ref"].split("/")
    return Text(f"{said} · {site}" if site else said, tail=f" · {parts[1]}" if len(parts) == 3 else "")


def stuck(blocked: Mapping[str, Any], today: str) -> str:
    """Return on whom something is stuck, why, and until when."""
    piece = stuck_piece(blocked, today)
    return piece.text + piece.tail


def stuck_piece(blocked: Mapping[str, Any], today: str | None) -> Text:
    """Return the same as a piece of a line, which is never shortened."""
    said = _("{party}: {reason}").format(party=_(PARTIES[blocked["party"]]), reason=blocked["reason"])
    until = _("(until {day})").format(day=words.day(blocked["until"], today)) if blocked["until"] else ""
    return Text(said, "blocked", f" {until}" if until else "", whole=True)
