"""How a command that changed something ends: the emails leave, then what changed is said."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from brt.cli.session import Session
from brt.errors import Refused
from brt.say import N_, _
from brt.views.output import json_text, safe, write

if TYPE_CHECKING:
    from brt.service.desk import Outcome


def tell(text: str) -> None:
    """Say something beside the answer: a warning, an advice; nothing for an empty text."""
    if text:
        sys.stderr.writelines(safe(line) + "\n" for line in text.splitlines())


def answer(session: Session, outcomes: "Sequence[Outcome]", style: str, nothing: str | None = None) -> dict[str, Any]:
    """Deliver what may leave, print what changed, and return it; `nothing` is said when nothing did."""
    from brt.service.mailing import deliver_now
    from brt.views import changes

    desk = session.desk
    statuses = deliver_now(desk, [letter for one in outcomes for letter in one.letters], tell)
    found = changes.merged(
        changes.change(
            one.dossier,
            one.decision,
            one.day,
            [letter._replace(status=statuses.get(letter.number, letter.status)) for letter in one.letters],
        )
        for one in outcomes
    )
    if style == "json":
        sys.stdout.write(json_text(found))
    elif style == "table":
        for line in changes.lines(found, desk.settings, desk.today):
            sys.stdout.write(safe(line) + "\n")
    else:
        write(changes.rows(found), changes.COLUMNS, style)
    if not any(one.decision.facts for one in outcomes):
        tell(_("Nothing to change.") if nothing is None else nothing)
    return found


class Declined(Refused):
    """The person said no."""

    says = N_("Nothing was changed.")


def agreed(question: str) -> None:
    """Ask `question`, to be answered in English or in French; yes is the default. Raises Declined."""
    import click

    text = _("{question} [Y/n]").format(question=question)
    if not click.prompt(text, default="y", show_default=False, prompt_suffix=" ", value_proc=_meant, err=True):
        raise Declined


def _meant(answer: str) -> bool:
    """Return what a typed answer means; raises click's UsageError, upon which click asks again."""
    import click

    from brt import kinds
    from brt.views import words

    try:
        return bool(kinds.parse("boolean", answer))
    except kinds.Bad as bad:
        raise click.UsageError(words.said(bad)) from None


def confirm(session: Session, looked: "Sequence[Outcome]", yes: bool) -> None:
    """Show what would move and ask, when a person can be asked and several dates move. Raises Declined."""
    from brt.views import changes

    if yes or not session.interactive:
        return
    found = changes.merged(changes.change(one.dossier, one.decision, one.day, one.letters) for one in looked)
    if len(found["changed"]) + len(found["opened"]) < 2 and not found["emails"]:
        return
    for line in changes.lines(found, session.desk.settings, session.desk.today):
        tell(line)
    agreed(_("Do it?"))
