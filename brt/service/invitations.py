"""Invitations that have left, kept true: a date that moves or is taken back does so in people's calendars."""

from collections.abc import Iterable

from brt import facts
from brt.engine.decide import Decision
from brt.mail import compose
from brt.mail.invite import EVENT, REQUEST
from brt.mail.recipients import Desk, known
from brt.records import Letter


def outstanding(letters: Iterable[Letter], waiting: Iterable[Letter], decision: Decision) -> list[Letter]:
    """Return, of `letters` with an invitation, the last that invited each person to a date which `decision` changes.

    One whose change waits to leave already (`waiting`) is written again by itself.
    """
    changed = {
        (fact.installation, fact.field)
        for fact in decision.facts
        if isinstance(fact, (facts.FieldSet, facts.FieldChosen))
    }
    ahead = {_event(letter) for letter in waiting if letter.event == EVENT}
    last = {_event(letter): letter for letter in letters if letter.invite}
    return [
        letter
        for event, letter in last.items()
        if event not in ahead
        and letter.invite
        and letter.invite["method"] == REQUEST
        and any((letter.installation_id, field) in changed for field in _fields(letter))
    ]


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


def _again(desk: Desk, old: Letter) -> Letter:
    values = desk.after.values_of(old.installation_id)
    draft = old._replace(
        number=0,
        seq=0,
        event=EVENT,
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


def _tells(letter: Letter, old: Letter) -> bool:
    """Say whether a correction tells whom `old` invited of the change."""
    same = (letter.installation_id, letter.recipient.casefold()) == (old.installation_id, old.recipient.casefold())
    return same and not letter.action and letter.event in _fields(old)
