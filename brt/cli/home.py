"""`brt` alone: one's day on one screen; in a pipe the list as programs read it; outside a workspace three lines."""

import os
import sys
from collections.abc import Iterator

from brt.cli.session import Session
from brt.say import _
from brt.service import home as service
from brt.service import lists
from brt.service.desk import Desk
from brt.service.lists import Scope
from brt.settings import Member, NoWorkspace
from brt.views import home as view
from brt.views import todo
from brt.views.item import flat
from brt.views.layout import Block
from brt.views.output import write
from brt.views.screen import show as page

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
        page(view.outside())
        return
    me = desk.me.member
    if not sys.stdout.isatty():
        items = lists.todo(desk, Scope(member=me.id)).items
        nothing = _("Nothing for today. What is running: brt overview") if me.manager else _("Nothing for today.")
        write(map(flat, items), todo.COLUMNS, "plain", empty=nothing)
        return
    found = service.home(desk, me.id)
    acts = bool(found.todo.items) or not me.manager
    if me.manager:
        page(_overview(desk, found, last=not acts))
    if acts:
        page(_day(desk, me, found))


def _overview(desk: Desk, found: service.Home, last: bool) -> Iterator[Block]:
    """Yield the head of the manager's view, and the worst; `last`: nothing comes after it that says what to type."""
    from brt.service import overview
    from brt.views import overview as manager

    told = overview.overview(desk, overview.Scope(), reasons=WORST)
    rows = told.rows
    if not rows:
        yield _("Nothing is running yet: brt dossier add, then brt produce")
        return
    yield manager.heading(rows, desk.today)
    yield manager.listed(rows[:WORST], desk.settings, desk.today, risks=told.risks)
    yield from view.rest(len(rows) - WORST, "brt overview")
    if last:
        yield from todo.undelivered(found.todo.undelivered)
        yield from view.to_type(["brt", "show", rows[0]["dossier"]])


def _day(desk: Desk, me: Member, found: service.Home) -> Iterator[Block]:
    items = found.todo.items
    sections = {name: [one for one in items if lists.section(one, desk.today) == name] for name in todo.SECTIONS}
    order = [one for name in FIRST for one in sections[name]]
    urgent = order[:URGENT]
    page = todo.Page(me.name, desk.settings, desk.today, later=found.todo.later, undelivered=found.todo.undelivered)
    yield todo.heading(sections, page)
    yield from todo.listed({name: [one for one in rows if one in urgent] for name, rows in sections.items()}, page)
    if not order:
        yield _("Nothing to do.")
    yield from todo.footer(page)
    yield from view.rest(len(order) - len(urgent), "brt todo --all")
    yield from view.changes(found.changes, found.since, desk.settings, desk.today)
    if urgent:
        yield from view.to_type(view.closing(urgent[0]))
