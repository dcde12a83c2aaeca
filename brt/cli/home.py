"""`brt` alone: one's day on one screen; in a pipe the list as programs read it; outside a workspace three lines."""

import os
import sys
from collections.abc import Iterable, Iterator

from brt.cli.session import Session
from brt.say import _
from brt.service import home as service
from brt.service import lists
from brt.service.desk import Desk
from brt.service.lists import Scope
from brt.settings import Member, NoWorkspace
from brt.views import home as view
from brt.views import todo
from brt.views.output import safe, write

URGENT = 3
WORST = 5
FIRST = ("late", "today", "undated", "later", "blocked")
"""The sections of the list, the most urgent first."""


def show(session: Session) -> None:
    """Print the day of who acts."""
    try:
        desk = session.desk
    except NoWorkspace:
        if session.workspace or os.environ.get("BRT_WORKSPACE"):
            raise
        _print(view.outside())
        return
    me = desk.me.member
    if not sys.stdout.isatty():
        items = lists.todo(desk, Scope(member=me.id)).items
        write(items, todo.COLUMNS, "plain", empty=_("Nothing here today."))
        return
    if me.manager:
        _print(_overview(desk))
    found = service.home(desk, me.id)
    if found.todo.items or not me.manager:
        _print(_day(desk, me, found))


def _overview(desk: Desk) -> list[str]:
    """Return the head of the manager's view, and the worst."""
    from brt.service import overview
    from brt.views import overview as page

    rows = overview.overview(desk, overview.Scope())
    if not rows:
        return [_("Nothing is running.")]
    lines = list(page.lines(rows, desk.settings, desk.today))[: 2 + WORST]
    more = len(rows) - WORST
    return [*lines, *view.rest(more, "brt overview"), *view.to_type(["brt", "show", rows[0]["dossier"]])]


def _day(desk: Desk, me: Member, found: service.Home) -> Iterator[str]:
    items = found.todo.items
    sections = {name: [one for one in items if lists.section(one, desk.today) == name] for name in todo.SECTIONS}
    order = [one for name in FIRST for one in sections[name]]
    urgent = order[:URGENT]
    yield todo.heading(me.name, sections, desk.today)
    yield from view.changes(found.changes, found.since, desk.settings, desk.today)
    chosen = {name: [one for one in rows if one in urgent] for name, rows in sections.items()}
    yield from todo.lines(chosen, desk.settings, desk.today, shared=False)
    if not order:
        yield _("Nothing to do.")
    yield from todo.footer(found.todo.later, found.todo.undelivered, desk.today)
    yield from view.rest(len(order) - len(urgent), "brt todo --all")
    if urgent:
        yield from view.to_type(view.closing(urgent[0]))


def _print(lines: Iterable[str]) -> None:
    sys.stdout.writelines(safe(line) + "\n" for line in lines)
