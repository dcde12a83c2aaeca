"""Emails that wait follow the work: what they say, whom they reach, and the day on which they leave."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from brt.engine.effects import Effect, leaves_on
from brt.engine.state import State
from brt.mail import compose
from brt.mail.compose import Draft
from brt.mail.invite import EVENT, OVER
from brt.mail.recipients import Desk, known
from brt.plan import Plan, Send
from brt.records import FAR, Letter
from brt.say import N_, _
from brt.settings import stamp
from brt.store import outbox
from brt.store.database import Database

WITHOUT = N_("it waits for a value of {fields}")


class Sheaf(NamedTuple):
    """The letters of one cause, whatever became of them, and those that still wait."""

    letters: list[Letter]
    waiting: list[Letter]

    @property
    def first(self) -> Letter:
        """Return the one to read their common cause from."""
        return self.waiting[0]


def sheaves(db: Database, dossier: int, stale: Iterable[Letter]) -> list[Sheaf]:
    """Return the letters that have a cause in common with `stale`, by cause."""
    found = []
    for seq, key in dict.fromkeys((letter.seq, _key(letter)) for letter in stale):
        letters = [letter for letter in outbox.caused(db, dossier, seq) if _key(letter) == key]
        numbers = {letter.number for letter in stale}
        found.append(Sheaf(letters, [letter for letter in letters if letter.number in numbers]))
    return found


def _key(letter: Letter) -> tuple[int, int, str, str]:
    return letter.installation_id, letter.action, letter.event, letter.email_type


def follow(db: Database, desk: Desk, sheaf: Sheaf, identify: Callable[[str], str], at: str) -> None:
    """Write the letters of `sheaf` again as `desk` has it now: to those whom its targets reach now, on its day.

    One who is not reached any more gives way to one who is; a correction stays with those who were told.
    """
    plan = desk.day.plans[desk.after.installations[sheaf.first.installation_id].plan_id]
    if sheaf.first.event in (*plan.fields, EVENT, OVER):
        pairs, more = _Pairs([(letter, _own(desk, letter)) for letter in sheaf.waiting], [])
    else:
        effect = _effect(desk, sheaf)
        drafts = [] if effect.send.day and effect.not_before is None else compose.drafts(desk, effect)
        pairs, more = _pairs(sheaf, drafts)
    for letter, draft in pairs:
        if draft is None:
            outbox.withdraw(db, letter.number)
        else:
            _again(db, desk, plan, letter, draft, identify)
    new = [compose.written(desk, _late(desk, sheaf.first, draft), contact) for draft, contact in more]
    outbox.queue(db, desk.dossier.id, sheaf.first.seq, new, identify, at)


def _effect(desk: Desk, sheaf: Sheaf) -> Effect:
    """Return the effect that the letters were written for."""
    first = sheaf.first
    same = _sends(desk, first)
    to = [target for send in same for target in send.to]
    own = [tuple(letter.target.split(":", 1)) for letter in sheaf.letters]
    send = same[0] if same else Send(first.email_type, first.event, ())
    day = _day(desk, desk.after, first) if _has_day(desk, first) else desk.day.today
    return Effect(first.installation_id, first.action, None, send._replace(to=tuple(dict.fromkeys(to or own))), day)


def _sends(desk: Desk, letter: Letter) -> list[Send]:
    """Return what the type says of the event and the email type of a letter; nothing when a person sent it."""
    plan = desk.day.plans[desk.after.installations[letter.installation_id].plan_id]
    action = desk.after.actions.get(letter.action)
    sends = plan.actions[action.key].emails if action else plan.emails
    return [send for send in sends if (send.email_type, send.at) == (letter.email_type, letter.event)]


def _has_day(desk: Desk, letter: Letter) -> bool:
    """Say whether a letter leaves on a day that may move."""
    return letter.event == "available" or any(send.day for send in _sends(desk, letter))


def _day(desk: Desk, state: State, letter: Letter) -> str | None:
    """Return the day on which a letter leaves as things are in `state`; None: unknown, or never."""
    if letter.event == "available":
        return state.actions[letter.action].available_on
    return leaves_on(_sends(desk, letter)[0], state.values_of(letter.installation_id), desk.day)


class _Pairs(NamedTuple):
    """What each waiting letter is written again as (None: not at all), and to whom nothing has been written yet."""

    again: list[tuple[Letter, Draft | None]]
    more: list[Draft]


def _pairs(sheaf: Sheaf, drafts: list[Draft]) -> _Pairs:
    """Let each waiting letter go to the same person, else to another one of the same target."""
    numbers = {letter.number for letter in sheaf.waiting}
    over = {_who(letter) for letter in sheaf.letters if letter.number not in numbers}
    left = {_who(draft): (draft, contact) for draft, contact in drafts if _who(draft) not in over}
    found: dict[int, Draft | None] = {letter.number: left.pop(_who(letter), None) for letter in sheaf.waiting}
    for letter in sheaf.waiting:
        if found[letter.number] is None:
            near = next((who for who, (draft, _contact) in left.items() if draft.target == letter.target), None)
            found[letter.number] = left.pop(near) if near else None
    return _Pairs([(letter, found[letter.number]) for letter in sheaf.waiting], list(left.values()))


def _who(letter: Letter) -> tuple[str, str]:
    """Return whom a letter reaches; where that is nobody, for which target."""
    return letter.recipient.casefold(), "" if letter.recipient else letter.target


def _own(desk: Desk, letter: Letter) -> Draft:
    """Return a letter as it would be drafted now for its own recipient."""
    values = desk.after.values_of(letter.installation_id)
    return letter._replace(shows={name: values.get(name) for name in letter.shows}), known(desk, letter)


def _again(db: Database, desk: Desk, plan: Plan, letter: Letter, draft: Draft, identify: Callable[[str], str]) -> None:
    """Write a waiting letter again; without a value that it announced and needs, it waits for another one."""
    now, contact = draft
    lost = [name for name in needed(plan) if letter.shows.get(name) is not None and now.shows.get(name) is None]
    if lost and letter.event not in (EVENT, OVER):
        fields = ", ".join(plan.fields[name].label for name in lost)
        outbox.hold_back(db, letter.number, _(WITHOUT).format(fields=fields))
        return
    again = now._replace(
        number=letter.number,
        cause=letter.cause,
        status=_status(letter, now),
        not_before=now.not_before if _moved(desk, letter) else letter.not_before,
    )
    outbox.rewrite(db, desk.dossier.id, compose.written(desk, again, contact), identify)


def _status(letter: Letter, now: Letter) -> str:
    """Return the status of a letter that is written again: what a person decided, and a retry, stay."""
    if not now.recipient or letter.status == "undeliverable":
        return now.status
    if letter.status == "uncertain":
        return "retry"
    return letter.status if _who(letter) == _who(now) or letter.status == "held" else "queued"


def _moved(desk: Desk, letter: Letter) -> bool:
    """Say whether the day on which a letter is to leave has moved: of one that was under way already, ahead."""
    if not _has_day(desk, letter):
        return False
    day = _day(desk, desk.after, letter)
    return (day or FAR) > desk.day.today if letter.overtaken else day != _day(desk, desk.before, letter)


def _late(desk: Desk, first: Letter, draft: Letter) -> Letter:
    """Return a letter to one whom its targets reach only now."""
    day = draft.not_before if _moved(desk, first) else max(first.not_before, stamp(desk.moment))
    return draft._replace(cause=first.cause, not_before=day)


def needed(plan: Plan) -> list[str]:
    """Return the fields that are never asked for as optional: an email that announced one needs its value."""
    optional = {ask.field for action in plan.actions.values() for ask in action.asks if ask.optional}
    return [name for name in plan.fields if name not in optional]
