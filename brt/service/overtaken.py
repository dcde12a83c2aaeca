"""Emails that were under way while their cause changed: what becomes of them before they go again.

Whoever was told, or may have been, gets the correction and not the email that it corrects; whoever was not gets the
email as it is now, and no correction.
"""

from brt.mail.invite import EVENT, OVER
from brt.records import Letter
from brt.say import N_, _
from brt.service import invitations, waiting
from brt.service.change import message_ids
from brt.service.desk import Desk
from brt.service.view import View
from brt.service.waiting import Sheaf
from brt.store import outbox
from brt.store.database import Database

NOT_TOLD = N_("there is nothing to correct: the email before it did not leave")
SAID = N_("the same text left already")
CORRECTED = N_("email {number} says what holds now")


def renew(desk: Desk, db: Database, letter: Letter, dossier: int) -> None:
    """Write a letter of a dossier again as it is now, or withdraw it; a transaction of writing is open."""
    view = desk.look(db, dossier)
    why = _needless(desk, db, letter, view)
    if why is not None:
        outbox.withdraw(db, letter.number, why)
        return
    mail = desk.letters.desk(db, view, desk.moment, {letter.email_type})
    sheaf = next(iter(waiting.sheaves(db, dossier, [letter])))
    waiting.follow(db, mail, Sheaf(sheaf.letters, [letter]), message_ids(desk, db), desk.at)


def _needless(desk: Desk, db: Database, letter: Letter, view: View) -> str | None:
    """Return why a letter is not needed any more; None: it is."""
    plan = view.day.plans[view.state.installations[letter.installation_id].plan_id]
    if letter.event in (EVENT, OVER):
        before = [one for one in outbox.invited(db, view.dossier.id) if _may_have_left(one)]
        return None if invitations.still_moved(before, letter) else _(NOT_TOLD)
    if not letter.action and letter.event in plan.fields:
        now = view.state.values_of(letter.installation_id).get(letter.event)
        told = outbox.told(db, view.dossier.id, letter.installation_id, letter.event, but=letter.number)
        return _(NOT_TOLD) if told.get(letter.recipient.casefold(), now) == now else None
    if desk.letters.said_before(db, view.dossier, view.state, letter):
        return _(SAID)
    number = _corrected(db, letter, view.dossier.id)
    return _(CORRECTED).format(number=number) if number else None


def _may_have_left(letter: Letter) -> bool:
    return letter.status in ("sending", "sent") or bool(letter.unsure)


def _corrected(db: Database, letter: Letter, dossier: int) -> int | None:
    """Return the number of the correction of a letter: one that may have left, or waits for one who may have been told.

    One who was told nothing gets the letter as it is now instead: what waits to correct it then is not needed.
    """
    for number, recipient, field in outbox.corrections(db, dossier, letter):
        if recipient.casefold() == letter.recipient.casefold() and field in letter.shows:
            return number
    return None
