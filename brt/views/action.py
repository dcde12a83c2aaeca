"""An action on one page."""

from collections.abc import Iterator, Mapping, Sequence
from shlex import quote
from typing import Any

from brt import kinds
from brt.say import _
from brt.settings import Settings
from brt.views import words
from brt.views.item import PARTIES, asked_again, asked_at, attempt, event, in_words
from brt.views.layout import Block, Cell, Line, Text, section
from brt.views.remarks import Remark, remarks
from brt.views.show import CLOSED, SIGNS, dated, place, resumable, stands, stuck_since


def action(data: Mapping[str, Any], settings: Settings, today: str, noted: Sequence[Remark] = ()) -> Iterator[Block]:
    """Yield an action: who does it, when, where, whom to call, then what to do, to note and to type, and what leaves.

    What one needs on the road comes first: a pager shows the beginning.
    """
    yield Line([Text(str(data["number"]), "title"), Text(data["name"], "title")], between="  ")
    yield Line([data["ref"], data["customer"], data["installation_type"], data["phase_name"]])
    yield Line([_holder(data, settings), attempt(data), *_state(data, settings, today)])
    for one in data["known"]:
        value = "***" if one["value"] is None else in_words(one["kind"], one["value"], today)
        yield Line([_("{label}: {value}").format(label=one["label"], value=value)])
    yield Line([place(data["place"])])
    yield from _sent_back(data, settings, today)
    yield from section(_("Contacts"), [_contact(one) for one in data["contacts"]], cut=(2,), below=(2, 3))
    yield from _unknown(data)
    if data["help"]:
        yield ""
        yield from data["help"].strip().splitlines()
    yield from section(_("To note"), [_ask(ask, today) for ask in data["asks"]], cut=(2, 0), below=(2, 3))
    yield from section(
        _("Emails"),
        [[one["email_type"], event(one["at"]), _to(one, settings)] for one in data["emails"]],
        below=(2,),
    )
    yield from remarks([one._replace(number=None) for one in noted], data["dossier"], settings, today)
    if data["stopped"]:
        yield from resumable(data)
    elif data["status"] in ("available", "blocked"):
        yield ""
        yield closing(data)


def _sent_back(data: Mapping[str, Any], settings: Settings, today: str) -> Iterator[Block]:
    """Yield why an action is to be done again: what was rejected, when and by whom, and what was said of it."""
    back = data["sent_back"]
    if back is None:
        return
    yield ""
    yield Text(_("Why attempt {n}").format(n=data["attempt"]), "title")
    day, by = words.day(back["on"], today), words.member(settings, back["by"])
    if back["number"] == data["number"]:
        sentence, of = _("Rejected on {day} by {member}, sent back to {number} {action}"), back["to"]
    else:
        sentence, of = _("Sent back on {day} by {member}, from {number} {action}"), back
    yield "  " + sentence.format(day=day, member=by, number=of["number"], action=words.quoted(of["name"]))
    label = _("{label}: {value}")
    yield "  " + label.format(label=words.sentence(_(PARTIES[back["party"]])), value=back["reason"] or words.NOBODY)
    for one in back["fields"]:
        value = "***" if one["value"] is None else in_words(one["kind"], one["value"], today)
        yield "  " + label.format(label=one["label"], value=value)


def _unknown(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is not known of where to go and whom to call, with what to type; nothing once the action is over."""
    if data["status"] in CLOSED:
        return
    missing = []
    if not data["contacts"]:
        missing.append(_("No contact is known. To add one: brt dossier contact {ref}"))
    elif not any(one["phone"] for one in data["contacts"]):
        missing.append(_("No telephone number is known. To add one: brt dossier contact {ref}"))
    if not place(data["place"]):
        missing.append(_("The address is not known. To add it: brt dossier edit {ref}"))
    if missing:
        yield ""
        yield from (sentence.format(ref=quote(data["dossier"])) for sentence in missing)


def _holder(data: Mapping[str, Any], settings: Settings) -> str:
    """Return the role of an action and who has it; nobody will have what is closed and nobody had."""
    role, who = words.role(settings, data["role"]), data["assignee"]
    if who is None and data["status"] in CLOSED:
        return role
    return _("{role}: {who}").format(role=role, who=words.member(settings, who) if who else _("nobody yet"))


def closing(data: Mapping[str, Any]) -> str:
    """Return what to type to close an action that is open."""
    if data["blocked"]:
        return _("Once it can go on: brt unblock {number}; once it is done: brt done {number}").format(
            number=data["number"]
        )
    if any(map(asked_again, data["asks"])):
        return _("Once it is done: brt done {number}, which asks again for what is to note").format(
            number=data["number"]
        )
    return _("Once it is done: brt done {number}").format(number=data["number"])


def _state(data: Mapping[str, Any], settings: Settings, today: str) -> list[Cell]:
    if data["stopped"]:
        return [Text(stands(data, data["stopped"], settings, today), "blocked")]
    if data["closed_on"]:
        day = words.day(data["closed_on"], today)
        by = words.member(settings, data["closed_by"]) if data["closed_by"] else ""
        return [f"{SIGNS[data['status']]} {day} {by}".rstrip()]
    if data["blocked"]:
        return [*([dated(data, today)[0]] if data["due"] else []), Text(stuck_since(data["blocked"], today), "blocked")]
    return list(dated(data, today, data["waits_for"]))


def _to(email: Mapping[str, Any], settings: Settings) -> str:
    return f"→ {', '.join(words.recipient(settings, target) for target in email['to'])}"


def _ask(ask: Mapping[str, Any], today: str) -> list[Cell]:
    """Return a field that an action asks for: its label, its name, what it must be, and what it is."""
    shown = "" if ask["value"] is None else in_words(ask["kind"], ask["value"], today)
    parts = [_("if any")] if ask["optional"] else []
    parts += asked_at(ask)
    parts += [_("asked again")] if asked_again(ask) else []
    if ask["must"] is not None:
        parts.append(_("must be {value}").format(value=in_words(ask["kind"], ask["must"], today)))
    parts += [" | ".join(ask["choices"])] if ask["choices"] else []
    return [ask["label"], ask["field"], ", ".join(parts), f"= {shown}" if shown else "***" if ask["given"] else ""]


def _contact(one: Mapping[str, Any]) -> list[Cell]:
    phone = kinds.show("phone", one["phone"]) if one["phone"] else ""
    return [one["name"], phone, ", ".join(one["functions"]), one["email"] or ""]
