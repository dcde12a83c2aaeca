"""Dossiers: a line each in a list, or one on a page."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from brt import kinds
from brt.say import N_, _
from brt.settings import Settings
from brt.views import stops, words
from brt.views.layout import Block, Line, Text, section
from brt.views.output import Column
from brt.views.show import DOSSIER, KINDS, LOST, NEXT, STATES

FIRST = 2
"""So many of the places where a text was found are shown in a table."""

COLUMNS = (
    Column("dossier", N_("Dossier")),
    Column("customer", N_("Customer"), shrink=2),
    Column("site", N_("Site"), shrink=1, line=3),
    Column("status", N_("Status"), line=2, show=lambda status: _(DOSSIER[status])),
    Column("running", N_("At work"), line=2),
)
FOUND = (
    *COLUMNS[:2],
    Column("status", N_("Status"), show=lambda status: _(DOSSIER[status])),
    Column(
        *("matches", N_("Found in")),
        show=lambda texts: " · ".join(texts[:FIRST]) + _others(len(texts) - FIRST),
        line=2,
    ),
)
PARTS = {"ref": N_("Reference"), "customer": N_("Customer"), "site": N_("Site"), "contact": N_("Contact")}
PAIRS = (Column("key", N_("Key")), Column("value", N_("Value")))
BILLINGS = {"one_off": N_("one-off"), "monthly": N_("a month"), "yearly": N_("a year")}


def listed(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a dossier as the cells of a list."""
    return {**row, "site": place(row["site"])}


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same for a table: what is at work on it, and what of that rests or is being called off."""
    held, ending = row["on_hold"], row["cancelling"]
    counted = (("▶", row["running"] - held - ending), (_("on hold"), held), (_("cancellation"), ending))
    said = [name if count == 1 and name != "▶" else f"{name} {count}" for name, count in counted if count]
    return {**listed(row), "running": " · ".join(said)}


def found(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a dossier that was found as the cells of a list; the label of a field speaks for itself."""
    matches = ((_(PARTS.get(one["what"], one["what"])), _spoken(one["text"])) for one in row["matches"])
    return {**row, "matches": [_("{what}: {text}").format(what=what, text=text) for what, text in matches]}


def _others(count: int) -> str:
    return f" · +{count}" if count > 0 else ""


def _spoken(text: str) -> str:
    """Return a text with its telephone numbers as people write them."""
    return re.sub(r"\+[0-9]{7,15}", lambda number: kinds.show("phone", number[0]), text)


def place(site: Mapping[str, Any]) -> str | None:
    """Return a site in a line: its name and address, what is not there left out."""
    return ", ".join(part for part in (site.get("name"), site.get("address")) if part) or None


def pairs(data: Any, key: str = "") -> Iterator[dict[str, Any]]:
    """Yield data as rows of a key and a value: `contacts.1.email`."""
    if isinstance(data, dict):
        items = list(data.items())
    elif isinstance(data, list) and any(isinstance(one, dict) for one in data):
        items = list(enumerate(data, 1))
    else:
        yield {"key": key, "value": data}
        return
    for name, value in items:
        yield from pairs(value, f"{key}.{name}" if key else str(name))


def lines(data: Mapping[str, Any], settings: Settings, today: str) -> Iterator[Block]:
    """Yield a dossier on a page: for whom and where, who works on it, whom to call, what was sold, what is at work."""
    yield Line([Text(data["dossier"], "title"), Text(data["customer"], "title")])
    yield f"{_(KINDS[data['customer_kind']])}, {_(DOSSIER[data['status']])}"
    if data["lost"] and not data["installations"]:
        yield stops.lost(data["lost"], settings, today)
    yield from section(_("Site"), [[text] for text in _site(data["site"])])
    yield from section(_("People"), _people(data["people"], settings))
    yield from section(_("Contacts"), [_contact(one) for one in data["contacts"]])
    yield from section(_("Sold"), [_line(one) for one in data["lines"]], right=(1, 2), cut=(0,))
    totals = [[_(BILLINGS[name]), words.money(sum_)] for name, sum_ in data["totals"].items() if _is_sold(data, name)]
    yield from section(_("Total"), totals, right=(1,))
    yield from section(_("Installations"), [_installation(one, settings, today) for one in data["installations"]])
    yield ""
    following = N_("To see the work: brt show {ref}") if data["installations"] else LOST if data["lost"] else NEXT
    yield _(following).format(ref=data["dossier"])


def _site(site: Mapping[str, Any]) -> list[str]:
    region = _("public holidays of {region}").format(region=site["subdivision"]) if site.get("subdivision") else None
    return [text for text in (place(site), region) if text]


def _people(people: Mapping[str, str], settings: Settings) -> list[list[str]]:
    """Return who holds which role, in the order of brt.toml; a role or a member that it no longer has, by id."""
    roles = sorted(people, key=list({**settings.roles, **people}).index)
    names = {who: settings.team[who].name if who in settings.team else who for who in people.values()}
    return [[words.role(settings, role), names[people[role]]] for role in roles]


def _contact(one: Mapping[str, Any]) -> list[str]:
    phone = kinds.show("phone", one["phone"]) if one["phone"] else ""
    left = _("has left") if not one["active"] else "" if one["accept_emails"] else _("wants no emails")
    return [one["name"], ", ".join(one["functions"]), phone, one["email"] or "", left]


def _line(one: Mapping[str, Any]) -> list[str]:
    return [one["label"], f"{one['quantity']} ×", words.money(one["unit_price"]), _(BILLINGS[one["billing"]])]


def _is_sold(data: Mapping[str, Any], billing: str) -> bool:
    return any(line["billing"] == billing for line in data["lines"])


def _installation(one: Mapping[str, Any], settings: Settings, today: str) -> list[str]:
    title = words.installation(one["installation_type"], one["label"])
    billed = _("billed on {day}").format(day=words.day(one["billed_on"], today)) if one["billed_on"] else ""
    state = _(STATES[one["status"]]) if one["status"] in STATES else _("running")
    if one["stopped"]:
        return [title, state, stops.since(one["stopped"], settings, today), billed]
    return [title, state, _("since {day}").format(day=words.day(one["ended_on"] or one["produced_on"], today)), billed]
