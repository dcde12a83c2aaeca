"""The list of what is to be done, in sections: late, today, blocked, undated."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brt.say import N_, _, ngettext
from brt.settings import Settings
from brt.views import words
from brt.views.item import awaits, stuck, where
from brt.views.output import Column, pad, width

SECTIONS = {
    "late": N_("Late"),
    "today": N_("Today"),
    "blocked": N_("Blocked"),
    "undated": N_("Without a date"),
    "later": N_("Later"),
}

COLUMNS = (
    Column("number", "No.", "right"),
    Column("ref", "Reference"),
    Column("customer", "Customer"),
    Column("name", "Action"),
    Column("assignee", "Who"),
    Column("status", "Status"),
    Column("due", "Due"),
    Column("late_days", "Late", "right"),
)


def lines(
    sections: Mapping[str, Sequence[Mapping[str, Any]]],
    settings: Settings,
    today: str,
    shared: bool,
) -> Iterator[str]:
    """Yield the list, a section after another.

    `shared`: several people's, so each line says whose.
    """
    cells = {name: [_cells(one, settings, today, shared) for one in items] for name, items in sections.items()}
    every = [row for rows in cells.values() for row in rows]
    widths = [max(map(width, column)) for column in zip(*every, strict=True)] if every else []
    for name, rows in cells.items():
        if rows:
            yield _(SECTIONS[name]).upper()
        for row in rows:
            number, *others = row
            padded = [pad(number, widths[0], "right")]
            padded += [pad(text, size) for text, size in zip(others, widths[1:], strict=True) if size]
            yield f" {'  '.join(padded)}".rstrip()


def _cells(one: Mapping[str, Any], settings: Settings, today: str, shared: bool) -> list[str]:
    found = [str(one["number"]), where(one), one["name"]]
    if shared:
        found.append(words.member(settings, one["assignee"]))
    return [*found, *_dates(one, today), _asks(one, today)]


def _dates(one: Mapping[str, Any], today: str) -> tuple[str, str]:
    due = words.day(one["due"], today) if one["due"] else ""
    if one["late_days"]:
        return due, words.late(one["late_days"])
    if one["status"] == "scheduled" and one["available_on"] not in (None, one["due"]):
        return due, _("from {day}").format(day=words.day(one["available_on"], today))
    return due, ""


def _asks(one: Mapping[str, Any], today: str) -> str:
    """Return what an item says for itself: why it is stuck, else what it still asks for."""
    if one["blocked"]:
        return stuck(one["blocked"], today)
    if one["waits_for_field"]:
        return awaits(one["waits_for_field"])
    wanted = [ask for ask in one["asks"] if ask["at"] == "done" and not ask["optional"]]
    missing = [ask["label"] for ask in wanted if not ask["given"]]
    return _("asks for {fields}").format(fields=", ".join(missing)) if missing else ""


def heading(name: str, sections: Mapping[str, Sequence[Any]], today: str, until: str | None = None) -> str:
    """Return the line above the list: whose it is, the day, how far it looks, and how many stand in each section."""
    ahead = [_("until {day}").format(day=words.day(until, today))] if until else []
    parts = [_count(key, len(sections[key])) for key in ("late", "today", "blocked", "undated") if sections.get(key)]
    return " · ".join([name, words.long_day(today, year=False), *ahead, *parts])


def _count(key: str, n: int) -> str:
    sentences = {
        "late": ngettext("{n} late", "{n} late", n),
        "today": ngettext("{n} today", "{n} today", n),
        "blocked": ngettext("{n} blocked", "{n} blocked", n),
        "undated": ngettext("{n} without a date", "{n} without a date", n),
    }
    return sentences[key].format(n=n)


def footer(later: Mapping[str, int], undelivered: int, today: str) -> Iterator[str]:
    """Yield what comes next, and what went wrong with emails."""
    if later:
        days = sorted(later)[:3]
        coming = " · ".join(_("{day}: {n}").format(day=words.day(day, today), n=later[day]) for day in days)
        yield _("Then: {days} (brt todo --until {day})").format(days=coming, day=days[-1])
    if undelivered:
        sentence = ngettext(
            "{n} email not delivered (brt email list --problems)",
            "{n} emails not delivered (brt email list --problems)",
            undelivered,
        )
        yield sentence.format(n=undelivered)
