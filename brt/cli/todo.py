"""`brt todo`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.ends import MINE
from brt.cli.group import says
from brt.cli.session import Session
from brt.errors import Usage
from brt.say import N_, _, ngettext
from brt.settings import Settings
from brt.views import todo as view
from brt.views import words
from brt.views.item import flat
from brt.views.output import write
from brt.views.screen import show

if TYPE_CHECKING:
    from brt.service.lists import Scope


HEALTHS = {"late": N_("What is late, be it blocked as well."), "blocked": N_("What is blocked.")}


@says(
    N_("Show what is to be done: late, today, blocked, without a date."),
    "brt todo --me\nbrt todo --until ven\nbrt todo --team --late",
    ends=MINE,
)
@params.texts("DOSSIER")
@click.option("--me", is_flag=True, help=N_("Mine (the default)."))
@click.option("--who", metavar=N_("MEMBER"), help=N_("Another member's."))
@click.option("--role", metavar=N_("ROLE"), help=N_("Of one role, whoever holds it."))
@click.option("--unassigned", is_flag=True, help=N_("The pool: what nobody has yet."))
@click.option("--team", is_flag=True, help=N_("Everybody's."))
@params.healths(HEALTHS)
@click.option("--until", metavar="DATE", help=N_("And what is due or opens by that day."))
@click.option("--all", "everything", is_flag=True, help=N_("Everything that can be done, whenever it is due."))
@params.style()
@click.pass_obj
def command(
    session: Session,
    /,
    texts: tuple[str, ...],
    me: bool,
    who: str | None,
    role: str | None,
    unassigned: bool,
    team: bool,
    until: str | None,
    everything: bool,
    style: str,
    **healths: bool,
) -> None:
    """Print the list."""
    from brt.service import members
    from brt.service.lists import Scope

    if sum(map(bool, (me, who, role, unassigned, team))) > 1:
        raise Usage(N_("Each of --me, --who, --role, --unassigned and --team says whose: give one."))
    desk = session.desk
    wanted = frozenset(name for name, given in healths.items() if given)
    scope = Scope(text=" ".join(texts), all=everything, until=_until(session, until), healths=wanted)
    if role is not None:
        scope = scope._replace(role=members.role(desk.settings, role))
    elif unassigned:
        scope = scope._replace(pool=True)
    elif not team:
        scope = scope._replace(member=members.member(desk.settings, who) if who is not None else desk.me.member.id)
    whose = {"--who": who, "--role": role, "--unassigned": unassigned, "--team": team}
    _print(session, scope, Typed(texts, whose, params.flags(healths)), style)


class Typed(NamedTuple):
    """What was typed, but for how far the list looks."""

    texts: Sequence[str]
    whose: params.Options
    healths: params.Options

    def filter(self) -> str:
        """Return what says which actions."""
        return params.as_typed(self.texts, self.healths)

    def command(self) -> str:
        """Return the command that shows the list."""
        return params.as_typed(["brt", "todo", *self.texts], {**self.whose, **self.healths})


def _print(session: Session, scope: "Scope", typed: Typed, style: str) -> None:
    from brt.service import lists

    desk = session.desk
    found = lists.todo(desk, scope)
    if style != "table":
        write(map(flat, found.items), view.COLUMNS, style, found.items)
        return
    sections = {name: [one for one in found.items if lists.section(one, desk.today) == name] for name in view.SECTIONS}
    title = _title(scope, desk.settings)
    shared = scope.member is None
    unknown = scope.text and not (found.items or found.later or scope.healths)
    nothing = "" if unknown else _of_no_such_health(scope, typed) if scope.healths else _nothing(scope, found.ready)
    page = view.Page(
        *(title, desk.settings, desk.today, shared, scope.until, found.later, found.undelivered, nothing),
        typed.command(),
    )
    show(view.page(sections, page))
    if unknown:
        _tell_resting(session, scope.text)
        tell(_nowhere(scope.text, desk.settings))


def _nowhere(text: str, settings: Settings) -> str:
    """Return what is said of a text that is on no list: a member's name is not looked for, it says whose list."""
    from brt.service import members

    if who := members.known(settings, text):
        return _("Nothing here holds “{text}”. What {who} has to do: brt todo --who {id}").format(
            text=text, who=settings.team[who].name, id=who
        )
    return _("Nothing here holds “{text}”. To look in the dossiers: brt dossier find {text}").format(text=text)


def _tell_resting(session: Session, text: str) -> None:
    """Say that what was looked for is on hold, and so on no list."""
    from brt.service import stops
    from brt.views.stops import resting

    desk = session.desk
    for one in stops.resting(desk, text):
        tell(resting(one.name, one.stop._asdict(), desk.settings, desk.today))
        tell(_("To let it go on: brt resume {ref}").format(ref=one.ref))


def _title(scope: "Scope", settings: Settings) -> str:
    """Return whose the list is, as it was asked for."""
    if scope.member:
        name = settings.team[scope.member].name
    elif scope.role:
        name = words.role(settings, scope.role)
    else:
        name = _("Unassigned") if scope.pool else _("Everybody")
    return f"{name} · {words.quoted(scope.text)}" if scope.text else name


def _of_no_such_health(scope: "Scope", typed: Typed) -> str:
    """Return what is said when nothing is late, or blocked, and what to type to see more."""
    every = f"{typed._replace(healths={}, texts=()).command()} --all"
    if scope.member is None:
        says = _("Nothing fits {filter}. All that can be done: {every}")
    else:
        says = _("Nothing fits {filter}. All that can be done: {every}; everybody's: {team}")
    return says.format(filter=typed.filter(), every=every, team=typed._replace(whose={"--team": True}).command())


def _nothing(scope: "Scope", ready: int) -> str:
    """Return what is said of an empty list, as far as it looks; of what it leaves out, `ready` can be done already."""
    if scope.until:
        return _("Nothing until then.")
    if ready:
        return ngettext(
            "Nothing is due today; {n} can be done already (--all).",
            "Nothing is due today; {n} can be done already (--all).",
            ready,
        ).format(n=ready)
    return _("Nothing to do.") if scope.all or scope.pool else _("Nothing for today.")


def _until(session: Session, until: str | None) -> str | None:
    if until is None:
        return None
    from brt import typed

    desk = session.desk
    with desk.reading() as db:
        day = typed.option("--until", until, desk.today, desk.calendar(db, {}))
    if doubt := typed.next_year("--until", until, day, desk.today):
        tell(words.said(doubt, desk.today))
    return day
