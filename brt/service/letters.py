"""Letters of a decision: which leave, what they say, and which unsent ones must be written again."""

import json
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from brt import delay, facts
from brt.engine.course import Day
from brt.engine.decide import Decision
from brt.engine.effects import Effect, effects, is_moot
from brt.engine.state import State
from brt.plan import ActionType, Send
from brt.records import FAR, Action, Dossier, Letter
from brt.settings import Settings, stamp
from brt.store import cache, dossiers, outbox
from brt.store.database import Database

if TYPE_CHECKING:
    from brt.mail.recipients import Desk
    from brt.mail.render import Prepared
    from brt.service.view import View

MOVING = (
    *(facts.FieldSet, facts.FieldChosen, facts.Assigned, facts.Moved, facts.Opened, facts.PersonSet),
    *(facts.DossierChanged, facts.Resumed),
)
"""What can change the text of an email that waits, whom it reaches, or its day."""

INVITING = (facts.FieldSet, facts.FieldChosen, facts.Assigned, facts.PersonSet, facts.Cancelled)
"""What can change to what an invitation invites, or whom."""

FORMAT = "1"
"""Of a compiled email type; part of its digest, so that another format is compiled anew."""


class Letters:
    """The letters of a workspace."""

    def __init__(self, settings: Settings) -> None:
        """Write for the workspace of `settings`."""
        self._settings = settings
        self._email_types: dict[str, dict[str, Any] | None] = {}
        self._prepared: dict[frozenset[str], Prepared] = {}
        self.compiled: dict[str, str] = {}  # by digest, not kept yet

    def write(self, db: Database, dossier: Dossier, decision: Decision, day: Day, moment: datetime) -> list[Letter]:
        """Return the letters that `decision` sends. What their texts need is imported when there is one."""
        sends = self._sends(db, dossier, decision, day, moment)
        moved, elsewhere = self._invited(db, dossier, decision, moment)
        if not sends and not moved and not elsewhere:
            return []
        from brt.mail import compose
        from brt.service import invitations

        sending = {effect.send.email_type for effect in sends}
        email_types = sending | {letter.email_type for letter in (*moved, *elsewhere)}
        desk = self._desk(db, dossier, decision, day, moment, email_types)
        letters = [
            letter
            for effect in sends
            if not effect.field
            for letter in compose.compose(desk, effect)
            if not self.said_before(db, dossier, decision.after, letter)
        ]
        for effect in sends:
            if effect.field:
                corrections = compose.compose(desk._replace(told=self._told(db, dossier, effect)), effect)
                letters += [one for one in corrections if self._is_due(db, dossier, decision, effect, one, letters)]
        return invitations.given(desk, elsewhere, invitations.updated(desk, moved, letters))

    def _sends(self, db: Database, dossier: Dossier, decision: Decision, day: Day, moment: datetime) -> list[Effect]:
        """Return what `decision` sends: corrections where somebody was told, and for a day what does not wait yet."""
        found = [effect for effect in effects(decision, day) if not effect.field or self._told(db, dossier, effect)]
        if not any(effect.send.day for effect in found):
            return found
        waiting = {
            (letter.installation_id, letter.action, letter.event, letter.email_type)
            for letter in outbox.unsent(db, dossier.id, stamp(moment))
        }
        return [
            effect
            for effect in found
            if not effect.send.day
            or (effect.installation, effect.number, effect.send.at, effect.send.email_type) not in waiting
        ]

    def _invited(
        self, db: Database, dossier: Dossier, decision: Decision, moment: datetime
    ) -> tuple[list[Letter], list[Letter]]:
        """Return the letters that invited somebody to a date which `decision` changes, or to what it gives away."""
        if not any(isinstance(fact, INVITING) for fact in decision.facts):
            return [], []
        letters = outbox.invited(db, dossier.id)
        if not letters:
            return [], []
        from brt.service import invitations

        at = stamp(moment)
        moved = invitations.outstanding(letters, outbox.unsent(db, dossier.id, at), decision)
        return moved, invitations.elsewhere(letters, decision, at)

    def said_before(self, db: Database, dossier: Dossier, after: State, letter: Letter) -> bool:
        """Say whether this very text left before the action was reopened: closing it again says nothing new.

        Nor does an email for a day that comes back with its action.
        """
        action = after.actions.get(letter.action)
        if action is None or not (action.again or delay.is_day(letter.event)):
            return False
        former = {
            (one.event, one.email_type, one.recipient): (one.subject, one.body, one.html)
            for one in outbox.sent_of(db, dossier.id, action.number, but=letter.number)
        }
        return former.get((letter.event, letter.email_type, letter.recipient)) == (
            letter.subject,
            letter.body,
            letter.html,
        )

    def _told(self, db: Database, dossier: Dossier, effect: Effect) -> dict[str, Any]:
        """Return the value of the field that each address was told last, by address."""
        return outbox.told(db, dossier.id, effect.installation, effect.field or "")

    def call_off(self, db: Database, dossier: Dossier, decision: Decision, day: Day, seq: int) -> None:
        """Cancel what has not left and is overtaken by row `seq` of the log.

        The emails for a day of an action that closed; of one that is to be done again all but those, for they hang on
        a date; all of an installation that was called off, and of what is left when that is over; the corrections of a
        field that changed again.
        """
        for fact in decision.facts:
            match fact:
                case facts.Closed() | facts.NotApplicable():
                    action = decision.after.actions[fact.number]
                    kind = day.plans[decision.after.installations[action.installation_id].plan_id].actions[action.key]
                    for at in {send.at for send in kind.emails if _is_over(kind, action, send)}:
                        outbox.call_off(db, dossier.id, seq, action.installation_id, action.number, at)
                case facts.Reopened() | facts.Waits():
                    _silence(db, dossier, decision.after.actions[fact.number], seq, but_for_days=True)
                case facts.WoundUp():
                    for action in _given_up(decision, fact.installation):
                        _silence(db, dossier, action, seq)
                case facts.Cancelled() | facts.Cancelling():
                    outbox.call_off_installation(db, dossier.id, seq, fact.installation)
                case facts.Continued():
                    outbox.call_off(db, dossier.id, seq, fact.installation, 0, "completed")
                case facts.FieldSet() | facts.FieldChosen():
                    outbox.call_off(db, dossier.id, seq, fact.installation, 0, fact.field)

    def _members_left(self, db: Database, dossier: Dossier, decision: Decision) -> list[Letter]:
        """Return what waits to bring invitations to members who may not have the work any more: it is made anew."""
        if not any(isinstance(fact, (facts.PersonSet, facts.Assigned)) for fact in decision.facts):
            return []
        waiting = [letter for letter in outbox.unsent(db, dossier.id, FAR) if letter.invite]
        if not waiting:
            return []
        from brt.service import invitations

        return [letter for letter in waiting if invitations.follows_members(letter)]

    def _is_due(
        self, db: Database, dossier: Dossier, decision: Decision, effect: Effect, letter: Letter, caused: list[Letter]
    ) -> bool:
        """A correction goes to those who were told another value, unless this very command tells them the new one."""
        field = effect.field or ""
        address = letter.recipient.casefold()
        if any(address == other.recipient.casefold() and field in other.shows for other in caused):
            return False
        told = self._told(db, dossier, effect)
        row = decision.after.values.get((effect.installation, field))
        return row is not None and address in told and told[address] != row.value

    def follow(
        self,
        db: Database,
        dossier: Dossier,
        decision: Decision,
        day: Day,
        moment: datetime,
        identify: Callable[[str], str],
    ) -> None:
        """Write the letters that wait again, where `decision` changes what they say, whom they reach, or their day."""
        for letter in self._members_left(db, dossier, decision):
            outbox.withdraw(db, letter.number)
        for letter in _concerned(decision, lambda: outbox.exposed(db, dossier.id)):
            outbox.overtake(db, letter.number)
        stale = self._stale(db, dossier, decision, moment)
        if not stale:
            return
        from brt.service import waiting

        desk = self._desk(db, dossier, decision, day, moment, {letter.email_type for letter in stale})
        for sheaf in waiting.sheaves(db, dossier.id, stale):
            waiting.follow(db, desk, sheaf, identify, stamp(moment))

    def again(self, db: Database, view: "View", letter: Letter, moment: datetime) -> list[Letter]:
        """Write a letter once more, to whom its target is now: one letter a recipient."""
        from brt.mail import compose

        desk = self.desk(db, view, moment, {letter.email_type})
        send = Send(letter.email_type, letter.event, (tuple(letter.target.split(":", 1)),))
        effect = Effect(letter.installation_id, letter.action, None, send, view.day.today)
        drafts = compose.drafts(desk, effect)
        return [compose.written(desk, draft._replace(cause=letter.cause), contact) for draft, contact in drafts]

    def desk(self, db: Database, view: "View", moment: datetime, email_types: Collection[str]) -> "Desk":
        """Return what letters are written from as things are now."""
        unchanged = Decision(view.state, view.state, ())
        return self._desk(db, view.dossier, unchanged, view.day, moment, email_types)

    def foresee(self, db: Database, dossier: Dossier, decision: Decision, moment: datetime) -> None:
        """Prepare what `follow` will need: it comes when others wait."""
        stale = self._stale(db, dossier, decision, moment)
        if stale:
            self._texts(db, {letter.email_type for letter in stale})

    def _stale(self, db: Database, dossier: Dossier, decision: Decision, moment: datetime) -> list[Letter]:
        """Return the letters that wait, and about which `decision` changes something."""
        return _concerned(decision, lambda: outbox.unsent(db, dossier.id, stamp(moment)))

    def _desk(
        self,
        db: Database,
        dossier: Dossier,
        decision: Decision,
        day: Day,
        moment: datetime,
        email_types: Collection[str],
    ) -> "Desk":
        from brt.mail.recipients import Desk

        prepared = self._texts(db, email_types)
        return Desk(
            settings=self._settings,
            dossier=dossier,
            contacts=dossiers.contacts(db, dossier.id),
            prepared=prepared,
            email_types={key: text for key in email_types if (text := self.email_type(db, key)) is not None},
            moment=moment,
            before=decision.before,
            after=decision.after,
            day=day,
        )

    def _texts(self, db: Database, email_types: Collection[str]) -> "Prepared":
        """Return email types with their templates compiled, which is done once."""
        from brt.mail.render import prepare

        key = frozenset(email_types)
        if key not in self._prepared:
            texts = {name: text for name in sorted(key) if (text := self.email_type(db, name)) is not None}
            language = self._settings.language or "fr"
            self._prepared[key] = prepare(texts, language=language, timezone=self._settings.timezone)
        return self._prepared[key]

    def email_type(self, db: Database, key: str) -> dict[str, Any] | None:
        """Return an email type of the workspace as data; None when there is no valid one.

        The YAML is read once for each text of it: after that, its digest finds what it says in the database.
        """
        if key not in self._email_types:
            self._email_types[key] = self._read(db, key)
        return self._email_types[key]

    def _read(self, db: Database, key: str) -> dict[str, Any] | None:
        try:
            text = (self._settings.root / "email_types" / f"{key}.yaml").read_bytes()
        except OSError:
            return None
        import hashlib

        digest = hashlib.sha256(b"email_type\0" + FORMAT.encode() + b"\0" + text).hexdigest()
        body = cache.compiled(db, digest)
        if body is None:
            from brt.language.catalogue import Catalogue

            data = Catalogue(self._settings.root, self._settings).load_email(key).data
            if data is None:
                return None
            body = json.dumps(data, ensure_ascii=False)
            self.compiled[digest] = body
        found: dict[str, Any] = json.loads(body)
        return found

    def know(self, db: Database, keys: Iterable[str]) -> None:
        """Read email types ahead, so that the commands to come find them compiled."""
        for key in keys:
            self.email_type(db, key)


def _is_over(kind: ActionType, action: Action, send: Send) -> bool:
    """Say whether an action that closed calls off what was to leave on a day."""
    return send.at == "available" or (send.day is not None and is_moot(kind, action.status, send))


def _hangs_on(event: str) -> str | None:
    """Return the field on which the day of an email hangs."""
    return delay.parse(event).field if delay.is_day(event) else None


def _concerned(decision: Decision, letters: Callable[[], list[Letter]]) -> list[Letter]:
    """Return those of `letters` about which `decision` changes something; they are read when it may."""
    if not any(isinstance(fact, MOVING) for fact in decision.facts):
        return []
    return [letter for letter in letters() if any(_concerns(fact, letter) for fact in decision.facts)]


def _concerns(fact: facts.Fact, letter: Letter) -> bool:
    match fact:
        case facts.FieldSet() | facts.FieldChosen():
            same = letter.installation_id == fact.installation
            return same and (fact.field in letter.shows or fact.field == _hangs_on(letter.event))
        case facts.Assigned() | facts.Moved() | facts.Opened():
            return letter.action == fact.number
        case facts.Resumed():
            return letter.installation_id == fact.installation and delay.is_day(letter.event)
        case facts.PersonSet() | facts.DossierChanged():
            return True
    return False


def _given_up(decision: Decision, installation: int) -> list[Action]:
    """Return the actions that are cancelled now and were not before."""
    rows, former = decision.after.actions_of(installation).values(), decision.before.actions
    return [row for row in rows if row.status == "cancelled" and former[row.number].status != "cancelled"]


def _silence(db: Database, dossier: Dossier, action: Action, seq: int, *, but_for_days: bool = False) -> None:
    """Cancel what an action has not sent yet; `but_for_days`: what leaves on a day stays."""
    for event in outbox.events(db, dossier.id, action.number):
        if not (but_for_days and delay.is_day(event)):
            outbox.call_off(db, dossier.id, seq, action.installation_id, action.number, event)
