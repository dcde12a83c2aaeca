"""The list of what is to be done, in sections: late, today, blocked, undated."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from brt.say import N_, _, ngettext
from brt.settings import Settings
from brt.views import pool, words
from brt.views.item import MORE, attempt, awaits, is_back, is_late, stuck, stuck_piece, unanswered, where
from brt.views.layout import Block, Cell, Line, Table, Text
from brt.views.output import Column

SECTIONS = {
    "late": N_("Late"),
    "today": N_("Today"),
    "blocked": N_("Blocked"),
    "undated": N_("Without a date"),
    "tomorrow": N_("Next business day"),
    "later": N_("Later"),
}

COUNTED = ("late", "today", "blocked", "undated")
"""The sections that the line above the list counts."""

COLUMNS = (
    Column("number", "No.", "right"),
    Column("ref", "Reference"),
    Column("customer", "Customer"),
    Column("name", "Action"),
    Column("assignee", "Who"),
    Column("status", "Status"),
    Column("due", "Due"),
    Column("late_days", "Late", "right"),
    *MORE,
)


SHOWN = (
    Column("number", "No.", "right", line=0),
    Column("dossier", "Dossier", shrink=2),
    Column("name", "Action", shrink=3, line=2),
    Column("assignee", "Who"),
    Column("due", "Due"),
    Column("late", "Late"),
    Column("said", "Asks", shrink=1, line=2, spare=True),
)
STYLES = {
    "late": "late",
    "today": "title",
    "blocked": "blocked",
    "undated": "title",
    "tomorrow": "title",
    "later": "title",
}


class Page(NamedTuple):
    """What the list needs beside its sections."""

    title: str  # whose it is
    settings: Settings
    today: str
    shared: bool = False  # several people's: each line says whose
    until: str | None = None  # how far it looks
    later: Mapping[str, int] = {}  # how many come on which day
    undelivered: int = 0  # emails that reached nobody
    nothing: str = ""  # what is said of an empty list
    command: str = "brt todo"  # what shows it


def page(sections: Mapping[str, Sequence[Mapping[str, Any]]], page: Page) -> Iterator[Block]:
    """Yield the list: whose it is, a section after another, what comes next."""
    yield heading(sections, page)
    yield from listed(sections, page)
    if page.nothing and not any(sections.values()):
        yield page.nothing
    if page.shared:
        yield from pool.lines((one for items in sections.values() for one in items), page.settings)
    yield from footer(page)


def listed(sections: Mapping[str, Sequence[Mapping[str, Any]]], page: Page) -> Iterator[Table]:
    """Yield the sections, nothing when they are empty."""
    several = _several_sites([one for items in sections.values() for one in items])
    rows: list[Sequence[Cell] | Line] = []
    for name, items in sections.items():
        if items:
            rows.append(Line([Text(_(SECTIONS[name]).upper(), STYLES[name])]))
        rows += [_row(one, page, one["customer"] in several) for one in items]
    if rows:
        yield Table(SHOWN, rows, titles=False, indent=1)


def _several_sites(items: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the customers of several dossiers: their sites tell these apart."""
    dossiers = Counter(customer for _ref, customer in {(one["dossier"], one["customer"]) for one in items})
    return {customer for customer, count in dossiers.items() if count > 1}


def _row(one: Mapping[str, Any], page: Page, with_site: bool) -> list[Cell]:
    who = words.member(page.settings, one["assignee"]) if page.shared else ""
    at = where(one, (one["site"] or "") if with_site else "")
    found: list[Cell] = [str(one["number"]), at, one["name"], who]
    if one["blocked"] and not is_back(one, page.today):
        return [*found, _stuck(one, page.today)]
    if one["due"] is None and one["waits_for_field"]:
        return [*found, awaits(one["waits_for_field"])]
    return [*found, *_dates(one, page.today), Text(_asks(one, page.today), "faint", whole=bool(one["blocked"]))]


def _stuck(one: Mapping[str, Any], today: str) -> Text:
    """Return for how long an item has been stuck, on whom, and why."""
    said, days = stuck_piece(one["blocked"], today), one["blocked_days"]
    return said._replace(text=f"{words.business_days(days)}  {said.text}" if days else said.text, style="")


def _dates(one: Mapping[str, Any], today: str) -> tuple[Cell, Cell]:
    due = words.day(one["due"], today) if one["due"] else ""
    if one["late_days"]:
        return due, Text(words.business_days(one["late_days"]), "late")
    if one["status"] == "scheduled" and one["available_on"] not in (None, one["due"]):
        return due, _("from {day}").format(day=words.day(one["available_on"], today))
    return due, ""


def _asks(one: Mapping[str, Any], today: str) -> str:
    """Return what an item says for itself: why it was stuck, else what it still asks for."""
    if one["blocked"]:
        return stuck(one["blocked"], today)
    missing = ", ".join(words.inside(ask["label"]) for ask in unanswered(one))
    said = _("asks for {fields}").format(fields=missing) if missing else ""
    return " · ".join(part for part in (attempt(one), said) if part)


def heading(sections: Mapping[str, Sequence[Any]], page: Page) -> Line:
    """Return the line above the list: whose it is, the day, how far it looks, and how many stand in each section."""
    said = {name: _count(name, len(items)) for name, items in sections.items() if items and name in COUNTED}
    if late := sum(is_late(one, page.today) for one in sections.get("blocked", ())):
        said["blocked"] = late_too(said["blocked"], late)
    counts = [Text(text, STYLES[name] if name in ("late", "blocked") else "") for name, text in said.items()]
    ahead = [_("until {day}").format(day=words.day(page.until, page.today))] if page.until else []
    return Line([Text(page.title, "title"), words.long_day(page.today, year=False), *ahead, *counts])


def _count(name: str, n: int) -> str:
    sentences = {
        "late": ngettext("{n} late", "{n} late", n),
        "today": ngettext("{n} today", "{n} today", n),
        "blocked": ngettext("{n} blocked", "{n} blocked", n),
        "undated": ngettext("{n} without a date", "{n} without a date", n),
    }
    return sentences[name].format(n=n)


def late_too(blocked: str, late: int) -> str:
    """Return how many are `blocked`, in words, with how many of them are late."""
    return _("{blocked} ({late})").format(blocked=blocked, late=_count("late", late))


def footer(page: Page) -> Iterator[Line]:
    """Yield what comes next, and what went wrong with emails."""
    said: list[Cell] = []
    if page.later:
        days = sorted(page.later)[:3]
        coming = " · ".join(f"{words.coming(day, page.today)}\N{NO-BREAK SPACE}({page.later[day]})" for day in days)
        sentence = _("Then: {days}   {command} --until {day}")
        said.append(sentence.format(days=coming, command=page.command, day=words.typed(days[-1], page.today)))
    said += undelivered(page.undelivered)
    if said:
        yield Line(said, between="        ")


def undelivered(count: int) -> Iterator[Text]:
    """Yield how many emails reached nobody, and where they are; nothing for none."""
    if count:
        sentence = ngettext(
            "{n} email not delivered (brt email list --problems)",
            "{n} emails not delivered (brt email list --problems)",
            count,
        )
        yield Text(sentence.format(n=count), "late")
