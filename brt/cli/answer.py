"""How a command that changed something ends: the emails leave, then what changed is said."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from brt.cli.session import Session
from brt.errors import FEW
from brt.say import _, ngettext
from brt.views import words
from brt.views.output import json_text, write
from brt.views.screen import show

if TYPE_CHECKING:
    from brt.records import Posted
    from brt.service.asked import Outcome


def tell(text: str) -> None:
    """Say something beside the answer: a warning, an advice; nothing for an empty text."""
    if text:
        show(text.splitlines(), sys.stderr)


def changed(outcomes: "Iterable[Outcome]") -> dict[str, Any]:
    """Return what changed, or would, as data."""
    from brt.views import changes

    return changes.merged(
        changes.change(one.dossier, one.decision, one.day, one.letters, one.dates, one.lost and one.lost._asdict())
        for one in outcomes
    )


def tell_remedies(session: Session, rows: "Sequence[Posted]") -> None:
    """Say what is to be done about emails that did not leave: the same for several once, and the first few of many."""
    from brt.service.remedies import remedies

    found = remedies(session.desk, rows)
    for one in found[:FEW]:
        tell(words.said(one))
    if more := found[FEW:]:
        says = ngettext(
            "… and {n} more; what to do: brt email show NUMBER",
            "… and {n} more; what to do about each: brt email show NUMBER",
            len(more),
        )
        tell(says.format(n=len(more)))


def warn(session: Session, found: Mapping[str, Any]) -> None:
    """Say what is to be minded: what the values that were given warn of, and which dossier was lost; each once.

    `found`: what changed, or would.
    """
    from brt.views import changes, stops

    said = [changes.warning(one) for one in found["warnings"]]
    said += [stops.regained(one, session.settings, session.desk.today) for one in found.get("regained", ())]
    for text in said:
        if text not in session.said:
            tell(text)
    session.said.update(said)


def answer(session: Session, outcomes: "Sequence[Outcome]", style: str, nothing: str | None = None) -> dict[str, Any]:
    """Deliver what may leave, print what changed, and return it; `nothing` is said when nothing did.

    What a person has just read as a plan, on this terminal, is not printed again.
    """
    from brt.service.mailing import deliver_now
    from brt.views import changes, moves, whose
    from brt.views.layout import Line

    desk = session.desk
    statuses = deliver_now(desk, [letter for one in outcomes for letter in one.letters], tell)

    def delivered(one: "Outcome") -> "Outcome":
        return one._replace(letters=[row._replace(status=statuses.get(row.number, row.status)) for row in one.letters])

    found = changed(map(delivered, outcomes))
    if style == "json":
        sys.stdout.write(json_text(found))
    elif style == "table" and sys.stdout.isatty() and session.planned == changes.gist(found):
        show([Line([_("Done."), *moves.briefly(found, desk.today)], between="  "), *changes.sent(found, desk.settings)])
    elif style == "table":
        show(changes.lines(found, desk.settings, desk.today))
    else:
        write(changes.rows(found), changes.COLUMNS, style)
    if style == "table":
        for text in whose.lines((one.decision for one in outcomes), desk.me.member.id, desk.settings):
            tell(text)
    warn(session, found)
    if not any(one.decision.facts for one in outcomes):
        tell(_("Nothing to change.") if nothing is None else nothing)
    return found
