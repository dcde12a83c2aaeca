"""Emails that have left and announced a value which is another one now."""

from typing import Any

from brt.service.desk import Desk
from brt.store import outbox


def superseded(desk: Desk) -> dict[int, list[dict[str, Any]]]:
    """Return, by the number of the email, each field that it announced and that has changed since.

    `corrected_by` is the email that told the same address what holds now, None when none has left.
    """
    with desk.reading() as db:
        announced = outbox.announced(db)
        values = outbox.values(db)
        found: dict[int, list[dict[str, Any]]] = {}
        for email in announced:
            changed = [
                (field, told, values.get((email.installation, field)))
                for field, told in email.shows.items()
                if told is not None and told != values.get((email.installation, field))
            ]
            if changed:
                view = desk.look(db, email.dossier)
                fields = view.day.plans[view.state.installations[email.installation].plan_id].fields
                found[email.number] = [
                    {
                        "field": field,
                        "label": fields[field].label,
                        "kind": fields[field].kind,
                        "told": told,
                        "now": now,
                        "corrected_by": _corrected(email, field, now, announced),
                    }
                    for field, told, now in changed
                ]
    return found


def _corrected(of: outbox.Announced, field: str, now: Any, announced: list[outbox.Announced]) -> int | None:
    later = [email for email in announced if email.number > of.number and email.installation == of.installation]
    same = [email for email in later if email.recipient.casefold() == of.recipient.casefold()]
    return max((email.number for email in same if now is not None and email.shows.get(field) == now), default=None)
