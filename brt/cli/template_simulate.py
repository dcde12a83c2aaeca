"""`brt template simulate`."""

import os
import sys

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.ends import PAGES
from brt.cli.findings import shown
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_
from brt.settings import today
from brt.typed import next_year
from brt.views import words
from brt.views.output import json_text, write
from brt.views.screen import show


@says(
    N_("Work an installation type on paper, each action done on its date: when it ends, and what the end hangs on."),
    "brt template simulate 3cx-porta --start 2026-11-30 --set expected_delivery_date=15/12"
    " --set install_date=11/01 --set port_date=13/01\n"
    "brt template simulate ftth-pro --set expected_delivery_date=+10bd --set connection_date=+20bd --format json",
    ends=PAGES,
)
@click.argument("type_", metavar="TYPE")
@click.option("--start", metavar=N_("DATE"), default="today", help=N_("The day it is produced (default: today)."))
@params.values()
@params.style()
@click.pass_obj
def command(session: Session, type_: str, start: str, sets: tuple[str, ...], style: str) -> None:
    """Print the dates of every action."""
    from brt.language.catalogue import Catalogue
    from brt.service import simulate
    from brt.service.holidays import company_calendar
    from brt.views import simulated as view

    settings = session.settings
    calendar = company_calendar(settings.calendar)
    now = today(settings, os.environ)
    first = simulate.first_day(start, now, calendar)
    if doubt := next_year("--start", start, first, now):
        tell(words.said(doubt, now))
    with shown():
        plan, data = simulate.simulate(Catalogue(settings.root, settings), calendar, type_, first, sets)
    if style == "json":
        sys.stdout.write(json_text(data))
    elif style == "table":
        show(view.lines(plan, data, settings))
    else:
        write(data["actions"], view.COLUMNS, style)
