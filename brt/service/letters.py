"""Letters of a decision: which leave, what they say, and which unsent ones must be written again."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from brt import facts
from brt.engine.course import Day
from brt.engine.decide import Decision
from brt.engine.effects import Effect, effects, still_ahead
from brt.records import FAR, Dossier, Letter
from brt.settings import Settings, stamp
from brt.store import cache, dossiers, outbox
from brt.store.database import Database

if TYPE_CHECKING:
    from brt.mail import compose
    from brt.mail.render import Prepared

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
        sends = [effect for effect in effects(decision, day) if not effect.field or self._told(db, dossier, effect)]
        if not sends:
            return []
        from brt.mail import compose

        desk = self._desk(db, dossier, decision, day, moment, {effect.send.email_type for effect in sends})
        caused = [letter for effect in sends if not effect.field for letter in compose.compose(desk, effect)]
        corrections = [
            letter
            for effect in sends
            if effect.field
            for letter in compose.compose(desk._replace(told=self._told(db, dossier, effect)), effect)
            if self._is_due(db, dossier, decision, effect, letter, caused)
        ]
        return caused + corrections

    def _told(self, db: Database, dossier: Dossier, effect: Effect) -> dict[str, Any]:
        """Return the value of the field that each address was told last, by address."""
        return outbox.told(db, dossier.id, effect.installation, effect.field or "")

    def call_off(self, db: Database, dossier: Dossier, decision: Decision, day: Day, seq: int) -> None:
        """Cancel what has not left and is overtaken by row `seq` of the log.

        The emails for the day of an action that closed or went to somebody else, the corrections of a field that
        changed again.
        """
        for fact in decision.facts:
            match fact:
                case facts.Closed() | facts.Assigned():
                    action = decision.after.actions[fact.number]
                    if isinstance(fact, facts.Closed) or still_ahead(decision, day, fact.number):
                        outbox.call_off(db, dossier.id, seq, action.installation_id, action.number, "available")
                case facts.FieldSet() | facts.FieldChosen():
                    outbox.call_off(db, dossier.id, seq, fact.installation, 0, fact.field)

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

    def correct(self, db: Database, dossier: Dossier, decision: Decision, day: Day, moment: datetime) -> None:
        """Write the unsent letters again that show a value which changed, and move those whose day moved."""
        for fact in decision.facts:
            if isinstance(fact, facts.Moved):
                outbox.reschedule(db, fact.number, self._instant(fact.available_on, day, moment))
        stale = _stale(db, dossier, decision)
        if not stale:
            return
        from brt.mail import compose

        desk = self._desk(db, dossier, decision, day, moment, {letter.email_type for letter in stale})
        for letter in stale:
            values = decision.after.values_of(letter.installation_id)
            again = letter._replace(shows={name: values.get(name) for name in letter.shows}, reason=None)
            told = outbox.told(db, dossier.id, letter.installation_id, letter.event) if not letter.action else {}
            outbox.rewrite(db, compose.written(desk._replace(told=told), again, _contact(desk, letter)))

    def foresee(self, db: Database, dossier: Dossier, decision: Decision) -> None:
        """Prepare what `correct` will need: it comes when others wait."""
        stale = _stale(db, dossier, decision)
        if stale:
            self._texts(db, {letter.email_type for letter in stale})

    def _instant(self, on: str | None, day: Day, moment: datetime) -> str:
        if on is None:
            return FAR
        from brt.mail import compose

        return stamp(moment if on <= day.today else compose.midnight(self._settings, on))

    def _desk(
        self,
        db: Database,
        dossier: Dossier,
        decision: Decision,
        day: Day,
        moment: datetime,
        email_types: Collection[str],
    ) -> "compose.Desk":
        from brt.mail import compose

        prepared = self._texts(db, email_types)
        return compose.Desk(
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


def _stale(db: Database, dossier: Dossier, decision: Decision) -> list[Letter]:
    """Return the unsent letters that show a value which `decision` changed."""
    changed = {
        (fact.installation, fact.field)
        for fact in decision.facts
        if isinstance(fact, (facts.FieldSet, facts.FieldChosen))
    }
    return [letter for letter in outbox.unsent(db, dossier.id) if _shows(letter, changed)] if changed else []


def _shows(letter: Letter, changed: Collection[tuple[int, str]]) -> bool:
    return any((letter.installation_id, field) in changed for field in letter.shows)


def _contact(desk: "compose.Desk", letter: Letter) -> dict[str, Any]:
    """Return what the text may know of the recipient of a letter that was written before."""
    for contact in desk.contacts:
        if contact.email == letter.recipient:
            return {
                "name": contact.name,
                "email": contact.email,
                "phone": contact.phone,
                "functions": list(contact.functions),
            }
    return {"name": letter.recipient_name, "email": letter.recipient, "phone": None, "functions": []}
