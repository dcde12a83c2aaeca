"""`brt bill`."""

import click

from brt.cli import ask, form, params
from brt.cli.answer import answer, tell
from brt.cli.group import says
from brt.cli.session import Session
from brt.errors import Usage
from brt.say import N_, _
from brt.views import billing as view
from brt.views.output import write
from brt.views.screen import show


@says(
    N_("Bill an installation; without a dossier, list what can be billed and what one action holds back."),
    "brt bill\nbrt bill 118 --set billing_start_date=01/02/2027",
)
@click.argument("name", metavar="[DOSSIER[/TYPE]]", required=False)
@params.values()
@params.yes()
@params.style()
@click.pass_obj
def command(session: Session, name: str | None, sets: tuple[str, ...], yes: bool, style: str) -> None:
    """Bill, or list."""
    from brt.service import billing, values, work

    desk = session.desk
    if name is not None:
        pairs, answers = values.split(sets), form.Answers()
        asked = work.billing(desk, name, pairs, answers)
        form.fill(session, asked, pairs, answers, yes, whole=bool(sets))
        looked = session.preview(asked)
        ask.confirm(session, asked, looked, yes, plan=False)
        outcomes = session.save("bill", asked, looked)
        found = answer(session, outcomes, style, nothing=_("It was billed already."))
        if outcomes[0].decision.facts and not found["closed"]:
            tell(_("{dossier} is billed.").format(dossier=outcomes[0].dossier.ref))
        return
    if sets:
        raise Usage(N_("--set needs a dossier."))
    rows = billing.billable(desk)
    if style != "table":
        write(view.flat(rows), view.COLUMNS, style, rows)
        return
    if not rows:
        tell(_("Nothing can be billed. What runs, and how far it is: brt overview"))
        return
    show(view.page(rows, desk.settings, desk.today))
