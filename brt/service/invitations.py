"""Invitations that have left, kept true in calendars: a date moves, is taken back, or is given to somebody else."""

from collections.abc import Iterable, Iterator

from brt import facts
from brt.engine.decide import Decision
from brt.engine.effects import Effect
from brt.mail import compose
from brt.mail.invite import EVENT, OVER, REQUEST
from brt.mail.recipients import Desk, known
from brt.plan import Plan, Send
from brt.records import LIVE, Letter

OF_MEMBERS = ("role", "assignee")
"""The kinds of targets that reach another member when work is given to another."""


_OF_DATES = (facts.FieldSet, facts.FieldChosen)
_OF_PEOPLE = (facts.PersonSet, facts.Assigned)


def follows_members(letter: Letter) -> bool:
    """Say whether a letter takes an invitation to whoever has the work, or from who had it."""
    return letter.event in (EVENT, OVER) and _is_of_members(letter)


def _is_of_members(letter: Letter) -> bool:
    return letter.target.partition(":")[0] in OF_MEMBERS


def outstanding(letters: Iterable[Letter], waiting: Iterable[Letter], decision: Decision) -> list[Letter]:
    """Return, of `letters` with an invitation, the last that invited each person to a date which `decision` changes.

    One whose change waits to leave already (`waiting`) is written again by itself.
    """
    changed = {(fact.installation, fact.field) for fact in decision.facts if isinstance(fact, _OF_DATES)}
    ahead = {_event(letter) for letter in waiting if letter.event in (EVENT, OVER)}
    last = {_event(letter): letter for letter in letters if letter.invite}
    return [
        letter
        for event, letter in last.items()
        if event not in ahead
        and letter.invite
        and letter.invite["method"] == REQUEST
        and any((letter.installation_id, field) in changed for field in _fields(letter))
    ]


def elsewhere(letters: Iterable[Letter], decision: Decision, at: str) -> list[Letter]:
    """Return, of `letters` with an invitation, the last to each person, where `decision` gives the work to others.

    Or calls it off; those only whose time is still ahead `at` an instant.
    """
    over = {fact.installation for fact in decision.facts if isinstance(fact, facts.Cancelled)}
    people = any(isinstance(fact, _OF_PEOPLE) for fact in decision.facts)
    last = {_event(letter): letter for letter in letters if letter.invite and letter.invite["end"] > at}
    return [one for one in last.values() if one.installation_id in over or (people and _is_of_members(one))]


def given(desk: Desk, before: list[Letter], letters: list[Letter]) -> list[Letter]:
    """Return `letters` and what takes the invitations of `before` from whom they are not for, and to whom they are."""
    found = list(letters)
    for name in dict.fromkeys(_event(one)[:2] for one in before):
        of = [one for one in before if _event(one)[:2] == name]
        done = {_event(one) for one in found if one.invite}
        found += [one for one in _given(desk, of) if _event(one) not in done]
    return found


def _given(desk: Desk, of: list[Letter]) -> Iterator[Letter]:
    """Yield what becomes of the invitations to one event: taken back, moved, or for somebody who had none."""
    row = desk.after.installations[of[0].installation_id]
    invited = {one.recipient.casefold(): one for one in of if one.invite and one.invite["method"] == REQUEST}
    if row.status not in LIVE:
        yield from (_again(desk, one, OVER) for one in invited.values())
        return
    plan = desk.day.plans[row.plan_id]
    reached = {draft.recipient.casefold() for one in of for draft, _ in _drafts(desk, one, _targets(plan, one))}
    for address, one in invited.items():
        if address not in reached:
            yield _again(desk, one, OVER)
        elif not _same(one, new := _again(desk, one)):
            yield new
    more = {}
    for one in of:
        if one.event == OVER or one.recipient.casefold() in invited:
            for draft, contact in _drafts(desk, one, (_target(one),)):
                if draft.recipient_name and draft.recipient.casefold() not in invited:
                    more[draft.recipient.casefold()] = compose.written(desk, draft, contact)
    yield from (letter for letter in more.values() if letter.invite)


def _drafts(desk: Desk, one: Letter, to: tuple[tuple[str, ...], ...]) -> list[compose.Draft]:
    send = Send(one.email_type, EVENT, to)
    return compose.drafts(desk, Effect(one.installation_id, one.action, None, send, desk.day.today))


def _targets(plan: Plan, one: Letter) -> tuple[tuple[str, ...], ...]:
    """Return whom an invitation is for, as the type says it, and as it was said when it was sent."""
    sends = [*plan.emails, *(send for kind in plan.actions.values() for send in kind.emails)]
    return (_target(one), *(to for send in sends if send.email_type == one.email_type for to in send.to))


def _target(one: Letter) -> tuple[str, ...]:
    return tuple(one.target.split(":", 1))


def _fields(letter: Letter) -> tuple[str, ...]:
    """Return the fields that an invitation hangs on."""
    invite = letter.invite or {}
    return tuple(invite[key] for key in ("date", "slot") if invite.get(key))


def _event(letter: Letter) -> tuple[int, str, str]:
    """Return what tells one event in one person's calendar from the others."""
    return letter.installation_id, (letter.invite or {}).get("date", ""), letter.recipient.casefold()


def updated(desk: Desk, before: Iterable[Letter], letters: list[Letter]) -> list[Letter]:
    """Return `letters` and what else takes the invitations of `before` to where the dates are now.

    The email that tells somebody of the change carries the new invitation; where there is none, the one that invited
    is sent again with the new date.
    """
    found = list(letters)
    for old in before:
        new = _again(desk, old)
        if _same(old, new) or any(letter.invite and _event(letter) == _event(old) for letter in found):
            continue
        at = next((at for at, letter in enumerate(found) if _tells(letter, old)), None)
        if at is None:
            found.append(new)
        else:
            found[at] = found[at]._replace(invite=new.invite)
    return found


def _again(desk: Desk, old: Letter, event: str = EVENT) -> Letter:
    values = desk.after.values_of(old.installation_id)
    draft = old._replace(
        number=0,
        seq=0,
        event=event,
        status="queued",
        reason=None,
        cause={"previous": compose.changed(desk, old.installation_id)},
        shows={name: values.get(name) for name in old.shows},
        not_before=compose.earliest(desk, old.audience),
    )
    return compose.written(desk, draft, known(desk, old))


def _same(old: Letter, new: Letter) -> bool:
    keys = ("method", "start", "end")
    return old.invite is not None and new.invite is not None and all(old.invite[key] == new.invite[key] for key in keys)


def still_moved(before: Iterable[Letter], letter: Letter) -> bool:
    """Say whether a letter that moves an invitation, or takes it back, changes what its recipient has from `before`."""
    same = [one for one in before if one.number != letter.number and _event(one) == _event(letter)]
    return bool(same) and not _same(same[-1], letter)


def _tells(letter: Letter, old: Letter) -> bool:
    """Say whether a correction tells whom `old` invited of the change."""
    same = (letter.installation_id, letter.recipient.casefold()) == (old.installation_id, old.recipient.casefold())
    return same and not letter.action and letter.event in _fields(old)
