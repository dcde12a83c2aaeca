"""Days, as they are typed."""

from collections.abc import Iterator
from datetime import date, timedelta

from brt.say import _
from brt.service.desk import Desk
from brt.service.suggest.typed import Suggestion, Typed
from brt.views import words

LOOKS_BACK = ("done", "overview")
"""The commands whose dates are of the past."""


def days(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield days as one types them, each with its date: those to come, or those just past where that is meant."""
    step = -1 if typed.command in LOOKS_BACK else 1
    today = date.fromisoformat(desk.today)
    near = [(today + timedelta(days=step * n)).isoformat() for n in range(1, 7)]
    said = [(_("yesterday") if step < 0 else _("tomorrow"), near[0]), *((words.weekday(day), day) for day in near[1:])]
    weeks = [(name, (today + timedelta(weeks=n)).isoformat()) for n, name in ((1, _("+1w")), (2, _("+2w")))]
    for name, day in [*said, *(weeks if step > 0 and typed.command != "shift" else ())]:
        if typed.starts(name):
            yield Suggestion(name, words.day(day, desk.today))
