"""`brt overview`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from brt.cli import oneof, params
from brt.cli.answer import tell
from brt.cli.ends import MINE
from brt.cli.group import says
from brt.cli.session import Session
from brt.errors import Usage
from brt.say import N_, _
from brt.settings import Settings
from brt.views import overview as view
from brt.views import words
from brt.views.output import write
from brt.views.screen import show
from brt.views.show import HEALTH

if TYPE_CHECKING:
    from brt.service.overview import Scope

BY = {
    "customer": N_("by customer"),
    "person": N_("by who has the next action, below how much each has to do"),
    "type": N_("by installation type"),
}
HEALTHS = {
    "late": N_("Those in which something is late, be they blocked as well."),
    "blocked": N_("Those in which something is blocked."),
    "stalled": N_("Those in which nothing is open, nor will be."),
    "at_risk": N_("Those in which something would miss its date, be they late or blocked as well."),
    "on_hold": N_("Those on hold."),
}
SAID = {"customer": N_("customer"), "person": N_("person"), "type": N_("type")}


@says(
    N_("Show every running installation: how far, how it is doing, and who must do what next; the worst first."),
    "brt overview\nbrt overview --me\nbrt overview --late --blocked\nbrt overview morel\n"
    "brt overview --by person --format json",
    ends=MINE,
)
@params.texts("DOSSIER|MEMBER|TYPE")
@params.healths(HEALTHS)
@click.option("--me", is_flag=True, help=N_("Those in which I hold a role, or have an action."))
@click.option("--who", metavar=N_("MEMBER"), help=N_("Those in which a member holds a role, or has an action."))
@click.option("--type", "type_", metavar="TYPE", help=N_("Of one installation type."))
@click.option("--by", type=oneof.Choice(tuple(BY), SAID, BY), help=N_("Group the lines."))
@click.option("--since", metavar="DATE", help=N_("Produced on that day or later."))
@params.style()
@click.pass_obj
def command(
    session: Session,
    /,
    texts: tuple[str, ...],
    me: bool,
    who: str | None,
    type_: str | None,
    by: str | None,
    since: str | None,
    style: str,
    **healths: bool,
) -> None:
    """Print the view."""
    from brt.service import members, overview
    from brt.service.overview import Scope

    if me and who:
        raise Usage(N_("Choose one of --me and --who."))
    desk = session.desk
    member = desk.me.member.id if me else members.member(desk.settings, who) if who is not None else None
    since = session.past("--since", since)
    wanted = frozenset(name for name, given in healths.items() if given)
    scope = Scope(member, type_, since, " ".join(texts), wanted)
    found = overview.overview(desk, scope, reasons=overview.REASONS if style == "table" else 0)
    if style != "table":
        write([view.flat(row) for row in found.rows], view.COLUMNS, style, found.rows)
    elif found.rows:
        show(view.page(found, by, list(_asked(scope, desk.settings, desk.today)), desk.settings, desk.today))
    else:
        whose = {"--me": me, "--who": who, "--type": type_, "--since": since and words.typed(since, desk.today)}
        tell(_nothing(params.as_typed(texts, {**params.flags(healths), **whose})))
        _tell_meant("-".join(texts))


def _asked(scope: "Scope", settings: Settings, today: str) -> Iterator[str]:
    """Yield which installations were asked for, in words."""
    if scope.member:
        yield words.member(settings, scope.member)
    if scope.text:
        yield words.quoted(scope.text)
    if scope.type:
        yield scope.type
    if scope.healths:
        yield words.either(_(HEALTH[name]) for name in view.WORST_FIRST if name in scope.healths)
    if scope.since:
        yield _("produced on {day} or later").format(day=words.day(scope.since, today))


def _tell_meant(text: str) -> None:
    """Say which health may have been meant by a text that nothing holds."""
    from brt.cli.unknown import options_called

    meant = options_called(f"--{text}", [params.flag(name).removeprefix("--") for name in HEALTHS])
    if meant:
        tell(_("Did you mean {names}?").format(names=words.either(f"`--{name}`" for name in meant)))


def _nothing(filter_: str) -> str:
    """Return what is said when no installation is left of those that `filter_` asks for."""
    if filter_:
        return _("Nothing that is running fits {filter}. All that is: brt overview").format(filter=filter_)
    return _("Nothing is running. To begin: brt produce DOSSIER")
