"""What a command changed: the actions it closed, opened and moved, and the emails it sent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from brt import facts
from brt.engine.checks import warnings
from brt.engine.course import Course, Day
from brt.engine.decide import Decision
from brt.records import Dossier, Letter
from brt.say import N_, _
from brt.settings import Settings
from brt.views import moves, words
from brt.views.emails import STATUS
from brt.views.item import Place, awaits, in_words, item, stuck_piece, where
from brt.views.layout import Block, Cell, Line, Table, Text
from brt.views.output import Column

if TYPE_CHECKING:
    from brt.typed import Doubt, Typed

STATES = {
    "running": N_("at work"),
    "on_hold": N_("on hold"),
    "complete": N_("complete"),
    "cancelling": N_("being cancelled"),
    "cancelled": N_("cancelled"),
}

COLUMNS = (
    Column("change", "Change"),
    Column("number", "No.", "right"),
    Column("ref", "Reference"),
    Column("name", "Name"),
    Column("assignee", "Who"),
    Column("due", "Due"),
)


Dates = Iterable[tuple[int, "Typed"]]
"""Dates that were typed, each with its installation."""


def change(
    dossier: Dossier,
    decision: Decision,
    day: Day,
    letters: Iterable[Letter],
    dates: Dates = (),
    lost: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return what a decision changed, as data: closed, opened and changed items, values of fields, and emails.

    `lost`: how the dossier was lost (since, by, reason) that is not any more.
    """
    ahead = moves.ahead(decision, day)
    return {
        "closed": _items(dossier, decision, day, _closed(decision)),
        "opened": _items(dossier, decision, day, _opened(decision)),
        "changed": _items(dossier, decision, day, _changed(decision)),
        "moved": list(moves.moved(decision)),
        "ends": list(moves.ends(dossier, decision, ahead)),
        "unblocked": list(_unblocked(decision)),
        "installations": list(_installations(dossier, decision)),
        "fields": list(_fields(dossier, decision, day)),
        "warnings": list(warned(dossier, decision, day, dates, ahead)),
        "regained": regained(dossier, lost),
        "emails": [
            {
                "number": letter.number,
                "email_type": letter.email_type,
                "to": letter.recipient,
                "target": letter.target,
                "status": letter.status,
            }
            for letter in letters
        ],
    }


def merged(changes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return several changes as one."""
    kinds = ("closed", "opened", "changed", "moved", "ends", "unblocked", "installations", "fields", "warnings")
    found: dict[str, Any] = {kind: [] for kind in (*kinds, "regained", "emails")}
    for one in changes:
        for key, rows in found.items():
            rows += one[key]
    return found


def _closed(decision: Decision) -> list[int]:
    return [fact.number for fact in decision.facts if isinstance(fact, facts.Closed)]


def _opened(decision: Decision) -> list[int]:
    numbers = {fact.number: None for fact in decision.facts if isinstance(fact, facts.Opened | facts.Reopened)}
    return [number for number in numbers if decision.after.actions[number].status == "open"]


def _changed(decision: Decision) -> list[int]:
    """Return the actions that have not closed, were open or waiting before, and are not as they were."""
    listed = {*_closed(decision), *_opened(decision)}
    return [
        number
        for number, action in decision.after.actions.items()
        if number not in listed
        and number in decision.before.actions
        and action != decision.before.actions[number]
        and action.status in ("open", "waiting", "cancelled")
    ]


def _unblocked(decision: Decision) -> Iterator[dict[str, Any]]:
    """Yield on whom actions were stuck that are not any more, and were not called off."""
    for number, action in decision.after.actions.items():
        before = decision.before.actions.get(number)
        if before and before.blocked and not action.blocked and action.status != "cancelled":
            yield {"number": number, **before.blocked._asdict()}


def _items(dossier: Dossier, decision: Decision, day: Day, numbers: list[int]) -> list[dict[str, Any]]:
    state, course = decision.after, Course(decision.after, day)
    found = []
    for number in numbers:
        action = state.actions[number]
        row = state.installations[action.installation_id]
        plan = day.plans[row.plan_id]
        place = Place(dossier.ref, dossier.customer, row.type, row.label, dossier.site, len(state.installations), plan)
        holder = course.holder(plan.actions[action.key].role)
        found.append(item(action, place, state.values_of(row.id), day.calendar, day.today, holder))
    return found


def _installations(dossier: Dossier, decision: Decision) -> Iterator[dict[str, Any]]:
    """Yield the installations that were at work and are not any more, or again, and those that were billed."""
    for key, row in decision.after.installations.items():
        before = decision.before.installations.get(key)
        if before is None or (before.status, before.billed_on) == (row.status, row.billed_on):
            continue
        yield {
            "dossier": dossier.ref,
            "installation_type": row.type,
            "label": row.label or None,
            "status": row.status,
            "billed_on": row.billed_on,
        }


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
            "was": None if field.secret else decision.before.values_of(installation).get(name),
            "value": None if field.secret else value,
            "cleared": value is None,
        }


def gist(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a change comes to, the same before and after it is saved: emails have no number and no status yet."""
    return {**data, "emails": [(one["email_type"], one["to"]) for one in data["emails"]]}


def warned(
    dossier: Dossier, decision: Decision, day: Day, dates: Dates, ahead: Iterable[moves.Ahead] = ()
) -> Iterator[dict[str, Any]]:
    """Yield what the values that a decision gives, and the dates that were typed for it, warn of.

    `ahead`: what becomes of the installations, where that is told too; what would be too late then has `risk`.
    """
    told = [(key, words.said(doubt, day.today), False) for key, doubt in doubts(day, dates)]
    told += [(one.installation, one.says, False) for one in warnings(decision, day)]
    told += [(installation, text, True) for installation, text in moves.dangers(decision, day, ahead)]
    for installation, text, risk in told:
        row = decision.after.installations[installation]
        yield {
            "dossier": dossier.ref,
            "installation_type": row.type,
            "label": row.label or None,
            "text": text,
            "risk": risk,
        }


def regained(dossier: Dossier, lost: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return the dossier with how it was lost (since, by, reason) when it is not any more."""
    return [{"dossier": dossier.ref, **lost}] if lost else []


def doubts(day: Day, dates: Dates) -> "Iterator[tuple[int, Doubt]]":
    """Yield what there is to tell about dates that were typed, each with its installation."""
    for installation, one in dates:
        from brt import typed

        yield from ((installation, doubt) for doubt in typed.doubts(one, day.today, day.calendar))


def warning(one: Mapping[str, Any]) -> str:
    """Return a warning as it is said."""
    return _("{dossier}, mind: {text}").format(dossier=one["dossier"], text=one["text"])


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


SHOWN = (
    Column("sign", "", gap=1, line=0),
    Column("number", "No.", "right", line=0),
    Column("dossier", "Dossier", shrink=2),
    Column("name", "Action", shrink=3, line=2),
    Column("assignee", "Who", line=3),
    Column("due", "Due", line=3),
    Column("said", "Said", shrink=1, line=3),
)
SIGNS = {"closed": ("✓", "good"), "opened": ("→", ""), "changed": ("~", "")}


def lines(data: Mapping[str, Any], settings: Settings, today: str) -> Iterator[Block]:
    """Yield a change, a line each: what closed, what opened for whom and until when, what was noted, what left.

    Dates that were typed, for a field or an action, are echoed with their year; others have it when it is another one.
    """
    several = len({one["dossier"] for key in SIGNS for one in data[key]}) > 1
    freed, moved = ({one["number"]: one for one in data[key]} for key in ("unblocked", "moved"))
    rows: list[Sequence[Cell]] = []
    for key, sign in SIGNS.items():
        for one in data[key]:
            of = where(one) if several else ""
            mark = Text("–") if one["status"] == "skipped" else Text(*sign)
            found: list[Cell] = [mark, str(one["number"]), of, one["name"]]
            due, said = ("", "") if key == "closed" else _when(one, today)
            if one["number"] in freed:
                said = _freed(freed[one["number"]], said, today)
            who = "" if key == "closed" else words.member(settings, one["assignee"])
            move = moved.get(one["number"]) if key == "changed" else None
            cells = moves.due(one, move, said, today) if move else [due, said] if due else [said]
            rows.append([*found, who, *cells])
    yield Table(SHOWN, rows, titles=False)
    for one in data["fields"]:
        of = f"{words.short_ref(one['dossier'])}  " if several else ""
        yield Line([f"= {of}{_field(one)}"])
    for one in data["installations"]:
        title = words.installation(one["installation_type"], one["label"])
        states = [_(STATES[one["status"]]), *([_("billed")] if one["billed_on"] else [])]
        yield Line([f"■ {one['dossier']}", title, " · ".join(states)], between="  ")
    yield from (Line([f"» {end}"]) for end in moves.ended(data, today))
    yield from sent(data, settings)


def sent(data: Mapping[str, Any], settings: Settings) -> Iterator[Line]:
    """Yield the emails of a change, a line each."""
    return (_email(one, settings) for one in data["emails"])


def _field(one: Mapping[str, Any]) -> str:
    """Return the label of a field and its value, after the one that it had."""
    if one["cleared"]:
        gone = (
            N_("{label} has no value any more") if one["secret"] else N_("{label} has no value any more, it was {was}")
        )
        return _(gone).format(label=one["label"], was=in_words(one["kind"], one["was"]))
    value = "***" if one["secret"] else in_words(one["kind"], one["value"])
    was = "" if one["was"] is None else f"{in_words(one['kind'], one['was'])} → "
    return _("{label}: {value}").format(label=one["label"], value=was + value)


def _email(one: Mapping[str, Any], settings: Settings) -> Line:
    if one["to"]:
        status = "" if one["status"] == "sent" else f"({_(STATUS.get(one['status'], one['status']))})"
        return Line([f"✉ {one['email_type']}", one["to"], status], between="  ")
    whom, number = words.quoted(words.recipient(settings, one["target"])), one["number"]
    says = N_("! {email_type} does not reach {whom} (brt email show {number})")
    says = says if number else N_("! {email_type} would not reach {whom}")
    return Line([Text(_(says).format(email_type=one["email_type"], whom=whom, number=number), "late")])


def _when(one: Mapping[str, Any], today: str) -> tuple[str, Cell]:
    """Return the date of an item in words, and what is to be said of it: on whom it is stuck, for what it waits."""
    due = _due(one, moves.said_in(one, today)) if one["due"] else ""
    if one["blocked"]:
        said = stuck_piece(one["blocked"], None)
        return due, said._replace(text=_("blocked, {why}").format(why=said.text))
    if one["status"] == "cancelled":
        return "", _(STATES["cancelled"])
    if one["status"] == "waiting":
        return "", _("to be skipped when its turn comes") if one["skip_asked"] else _("waiting")
    return due, "" if due else awaits(one["waits_for_field"])


def _freed(blocked: Mapping[str, Any], said: Cell, today: str) -> Text:
    """Return that an action is not blocked any more, beside what else is said of it."""
    piece, before = stuck_piece(blocked, today), [said] if isinstance(said, str) and said else []
    text = _("no longer blocked, {why}").format(why=piece.text)
    return Text(" · ".join([*before, text]), tail=piece.tail, whole=True)


def _due(one: Mapping[str, Any], today: str | None) -> str:
    due = words.day(one["due"], today)
    if one["status"] == "scheduled" and one["available_on"] not in (None, one["due"]):
        return _("due {due}, from {start}").format(due=due, start=words.day(one["available_on"], today))
    return _("due {due}").format(due=due)
