"""The commands of every day, `todo` and `done`, once their options are read.

Without options, or with values alone, there is nothing to read: then click, which takes longer to import than these
commands take to run, is left alone.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from brt.cli.answer import answer, tell
from brt.cli.session import Session
from brt.say import _
from brt.views import words
from brt.views.output import safe, write

if TYPE_CHECKING:
    from brt.service.lists import Scope


def plain(arguments: Sequence[str]) -> Callable[[Session], None] | None:
    """Return the command that `arguments` are in their plainest form; None: it takes click to read them."""
    if list(arguments) in (["todo"], ["todo", "--me"]):
        return my_todo
    if arguments[:1] != ["done"]:
        return None
    actions, sets = [], []
    left = iter(arguments[1:])
    for word in left:
        if word == "--set":
            sets.append(next(left, "-"))
        else:
            actions.append(word)
    if not actions or any(word.startswith("-") for word in (*actions, *sets)):
        return None
    return lambda session: done(session, actions, sets)


def my_todo(session: Session) -> None:
    """Print what the person who acts has to do."""
    from brt.service.lists import Scope

    todo(session, Scope(member=session.desk.me.member.id))


def todo(session: Session, scope: "Scope", style: str = "table") -> None:
    """Print the list of `scope`."""
    from brt.service import lists
    from brt.views import todo as view

    desk = session.desk
    found = lists.todo(desk, scope)
    if style != "table":
        write(found.items, view.COLUMNS, style, found.items)
        return
    sections = {name: [one for one in found.items if lists.section(one, desk.today) == name] for name in view.SECTIONS}
    name = desk.settings.team[scope.member].name if scope.member else _("Everybody")
    title = view.heading(_("Nobody yet") if scope.pool else name, sections, desk.today, scope.until)
    sys.stdout.write(safe(title) + "\n")
    for line in view.lines(sections, found.awaited, desk.settings, desk.today, scope.member is None):
        sys.stdout.write(safe(line) + "\n")
    if not found.items:
        tell(_("Nothing here today."))
    for line in view.footer(found.later, found.undelivered, desk.today):
        sys.stdout.write(safe(line) + "\n")


def done(
    session: Session,
    actions: Sequence[str],
    sets: Iterable[str],
    *,
    on: str | None = None,
    early: bool = False,
    reason: str | None = None,
    note: str | None = None,
    style: str = "table",
) -> None:
    """Close the actions and print what followed."""
    from brt.service import values, work

    desk = session.desk
    outcomes, already = work.done(desk, actions, values.split(sets), on=on, early=early, reason=reason, note=note)
    for one in already:
        tell(
            _("{action} was done already, by {member} on {day}.").format(
                action=one.name,
                member=words.member(desk.settings, one.by),
                day=words.day(one.on or desk.today, desk.today),
            )
        )
    for day in work.backdated(outcomes):
        tell(_("Done on {day}.").format(day=words.day(day, desk.today)))
    answer(session, outcomes, style, nothing="" if already else None)
