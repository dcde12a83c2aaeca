"""`brt todo`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

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
    from click.shell_completion import CompletionItem

    from brt.service.lists import Scope


def _dossiers(ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
    from brt.cli.offers import offered

    return offered(ctx, param, "DOSSIER", incomplete)


@says(
    N_("Show what is to be done: late, today, blocked, without a date."),
    "brt todo --me\nbrt todo --until ven",
    ends=MINE,
)
@click.argument("texts", metavar=N_("[TEXT]…"), nargs=-1, shell_complete=_dossiers)
@click.option("--me", is_flag=True, help=N_("Mine (the default)."))
@click.option("--who", metavar=N_("MEMBER"), help=N_("Another member's."))
@click.option("--role", metavar=N_("ROLE"), help=N_("Of one role, whoever holds it."))
@click.option("--unassigned", is_flag=True, help=N_("The pool: what nobody has yet."))
@click.option("--team", is_flag=True, help=N_("Everybody's."))
@click.option("--until", metavar="DATE", help=N_("And what is due or opens by that day."))
@click.option("--all", "everything", is_flag=True, help=N_("Everything that can be done, whenever it is due."))
@params.style()
@click.pass_obj
def command(
    session: Session,
    texts: tuple[str, ...],
    me: bool,
    who: str | None,
    role: str | None,
    unassigned: bool,
    team: bool,
    until: str | None,
    everything: bool,
    style: str,
) -> None:
    """Print the list."""
    from brt.service import members
    from brt.service.lists import Scope

    if sum(map(bool, (me, who, role, unassigned, team))) > 1:
        raise Usage(N_("Each of --me, --who, --role, --unassigned and --team says whose: give one."))
    desk = session.desk
    scope = Scope(text=" ".join(texts), all=everything, until=_until(session, until))
    if role is not None:
        scope = scope._replace(role=members.role(desk.settings, role))
    elif unassigned:
        scope = scope._replace(pool=True)
    elif not team:
        scope = scope._replace(member=members.member(desk.settings, who) if who is not None else desk.me.member.id)
    options = {"--who": who, "--role": role, "--unassigned": unassigned, "--team": team}
    _print(session, scope, _typed(texts, options), style)


def _typed(texts: Sequence[str], options: Mapping[str, str | bool | None]) -> str:
    """Return the command that shows the list, but for how far it looks."""
    from shlex import join

    given = [[name] if said is True else [name, said] for name, said in options.items() if said]
    return join(["brt", "todo", *texts, *(word for one in given for word in one)])


def _print(session: Session, scope: "Scope", command: str, style: str) -> None:
    from brt.service import lists

    desk = session.desk
    found = lists.todo(desk, scope)
    if style != "table":
        write(map(flat, found.items), view.COLUMNS, style, found.items)
        return
    sections = {name: [one for one in found.items if lists.section(one, desk.today) == name] for name in view.SECTIONS}
    title = _title(scope, desk.settings)
    shared = scope.member is None
    unknown = scope.text and not (found.items or found.later)
    nothing = "" if unknown else _nothing(scope, found.ready)
    page = view.Page(
        title, desk.settings, desk.today, shared, scope.until, found.later, found.undelivered, nothing, command
    )
    show(view.page(sections, page))
    if unknown:
        _tell_resting(session, scope.text)
        tell(_("Nothing here holds “{text}”. To look in the dossiers: brt dossier find {text}").format(text=scope.text))


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
