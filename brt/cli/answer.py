"""How a command that changed something ends: the emails leave, then what changed is said."""

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from brt.cli.session import Session
from brt.say import _
from brt.views.output import json_text, write
from brt.views.screen import show

if TYPE_CHECKING:
    from brt.service.desk import Outcome


def tell(text: str) -> None:
    """Say something beside the answer: a warning, an advice; nothing for an empty text."""
    if text:
        show(text.splitlines(), sys.stderr)


def warn(found: Mapping[str, Any]) -> None:
    """Say what the values that were given warn of; `found`: what changed, or would."""
    from brt.views import changes

    for one in found["warnings"]:
        tell(changes.warning(one))


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
        show(changes.lines(found, desk.settings, desk.today))
    else:
        write(changes.rows(found), changes.COLUMNS, style)
    warn(found)
    if not any(one.decision.facts for one in outcomes):
        tell(_("Nothing to change.") if nothing is None else nothing)
    return found
