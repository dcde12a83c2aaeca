"""An email type sent by a person: to whom it is sent anyway, or to somebody else, with the values of the moment."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from brt.engine import commands
from brt.engine.commands import Command
from brt.errors import Refused
from brt.records import Letter
from brt.say import N_
from brt.service import change, preview
from brt.service.asked import Ask, Outcome
from brt.service.desk import Desk
from brt.service.naming import Names
from brt.service.values import Pairs
from brt.service.view import View
from brt.service.work import read


class CannotBeSent(Refused):
    """The email cannot be written, or reaches nobody."""

    says = N_("{email_type} cannot be sent: {reason}. Nothing was sent.")
    hint = N_("To look at it: brt email preview {email_type} {dossier}")


class Sending(NamedTuple):
    """An email that was looked at and not sent yet, and the action that it is about (None: the installation)."""

    asked: list[Ask]
    looked: list[Outcome]
    dossier: str
    action: str | None

    @property
    def letters(self) -> list[Letter]:
        """Return the letters that would leave, with those that the values cause."""
        return self.looked[0].letters


def look(desk: Desk, email_type: str, name: str, to: Sequence[str] = (), pairs: Pairs = ()) -> Sending:
    """Write `email_type` for what `name` is, with `pairs` set, and send nothing.

    Raises CannotBeSent, and what `preview.found` and reading values raise.
    """
    place, effect = preview.found(desk, email_type, name, to)
    words = " ".join(":".join(target) for target in effect.send.to)
    sends = commands.SendEmail(place.installation, effect.number, email_type, words)
    secrets: dict[tuple[int, str], Any] = {}
    given = list(pairs)

    def asked(view: View) -> Sequence[Command]:
        values = read(view, place.installation, given, secrets)
        return [*([commands.SetFields(place.installation, values)] if values else []), sends]

    ask = Ask(place.view.dossier.id, asked, secrets)
    looked = change.preview(desk, [ask])
    letters = [one for one in looked[0].letters if one.email_type == email_type]
    _check(email_type, place.view.dossier.ref, letters)
    action = place.view.state.actions.get(effect.number)
    of = Names(desk.settings, place.view).ref(action) if action else None
    return Sending([ask], looked, place.view.dossier.ref, of)


def _check(email_type: str, dossier: str, letters: list[Letter]) -> None:
    """Refuse what a command would leave as failed: here a person waits for it to leave."""
    failed = [one for one in letters if one.status == "failed"]
    wrong = failed or [one for one in letters if one.status == "undeliverable"]
    if failed or len(wrong) == len(letters):
        reason = wrong[0].reason if wrong else None
        raise CannotBeSent(email_type=email_type, reason=(reason or "").rstrip("."), dossier=dossier)
