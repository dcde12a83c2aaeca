"""The digest as an email: what is to be done, and the installations that need somebody."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brt.say import N_, _
from brt.settings import Member, Settings
from brt.views import emails, overview, todo, words
from brt.views.layout import Block, Table, plain
from brt.views.output import Column

Rows = Sequence[Mapping[str, Any]]

STATUS = {
    **emails.STATUS,
    "had": N_("had theirs today"),
    "no_address": N_("has no email address"),
    "would_leave": N_("would get it"),
}
ROOM = 72
"""So wide is the text of a digest at most, as emails are read."""
COLUMNS = (
    Column("member", N_("Who")),
    Column("status", N_("Status"), show=lambda name: _(STATUS[name])),
    Column("late", N_("Late"), "right"),
    Column("today", N_("Today"), "right"),
    Column("tomorrow", N_("Next business day"), "right"),
    Column("installations", N_("Installations"), "right"),
)


def subject(sections: Mapping[str, Rows], today: str) -> str:
    """Return the subject of a digest with these sections of one's own list."""
    says = N_("Your day: {day}") if any(sections.values()) else N_("Installations: {day}")
    return _(says).format(day=words.long_day(today))


def text(sections: Mapping[str, Rows], worrying: Rows, settings: Settings, today: str) -> str:
    """Return a digest as the text of an email."""
    return "\n".join(plain(page(sections, worrying, settings, today), ROOM)) + "\n"


def page(sections: Mapping[str, Rows], worrying: Rows, settings: Settings, today: str) -> Iterator[Block]:
    """Yield a digest, of which nothing is shortened: one's own list, then the installations that need a manager."""
    yield from map(_whole, todo.listed(sections, todo.Page("", settings, today)))
    if worrying:
        if any(sections.values()):
            yield ""
        yield _("Late, blocked or stalled").upper()
        yield _whole(overview.listed(worrying, settings, today))


def _whole(table: Table) -> Table:
    return table._replace(columns=[column._replace(shrink=0) for column in table.columns])


def row(member: Member, status: str, sections: Mapping[str, Rows], worrying: Rows) -> dict[str, Any]:
    """Return what became of a member's digest, as counts."""
    counts = {name: len(items) for name, items in sections.items()}
    return {"member": member.id, "to": member.email, "status": status, **counts, "installations": len(worrying)}
