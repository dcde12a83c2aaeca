"""Members of the team, as a person names them."""

from collections.abc import Iterable

from brt.errors import BrtError, NotFound, Several, Usage
from brt.kinds.base import fold, labelled, nearest, nearest_of
from brt.say import N_
from brt.settings import Settings


class NoMember(NotFound):
    """Nobody of the team is called so."""

    says = N_("There is no {name} in the team.")
    hint = N_("The team: {team}")


class NoRole(NotFound):
    """The team has no such role."""

    says = N_("There is no role {name}.")
    hint = N_("The roles: {roles}")


class NoPair(Usage):
    """A role or a member stands alone."""

    says = N_("{word} is not ROLE=MEMBER.")
    hint = N_("Like this: {role}={example}")


class NoHolder(Usage):
    """Nothing is behind the = of a role."""

    says = N_("{word} is without a member: nothing stands behind the =.")
    hint = N_("Like this: {role}={example}")


def member(settings: Settings, name: str) -> str:
    """Return the id of the member called `name`: an id, a full name, or the first of its words. Raises NoMember."""
    if name in settings.team:
        return name
    called, rows = fold(name), settings.team.values()
    whole = [row.id for row in rows if called in (fold(row.id), fold(row.name))]
    first = [row.id for row in rows if called == fold(row.name.split()[0])]
    for found in (whole, first):
        if len(found) == 1:
            return found[0]
    names = [word for row in settings.team.values() for word in (row.id, row.name)]
    raise NoMember(name=name, team=list(settings.team), near=nearest(name, names))


def known(settings: Settings, name: str) -> str | None:
    """Return the id of the member called `name`, or None."""
    try:
        return member(settings, name)
    except NoMember:
        return None


def called(settings: Settings, who: str | None) -> str:
    """Return all that a member is called by, the id and the name; nothing for nobody."""
    return f"{who} {settings.team[who].name}" if who in settings.team else who or ""


def role(settings: Settings, name: str) -> str:
    """Return the id of the role called `name`. Raises NoRole."""
    for row in settings.roles.values():
        if name.casefold() in (row.id.casefold(), row.label.casefold()):
            return row.id
    labels = {row.id: row.label for row in settings.roles.values()}
    raise NoRole(name=name, roles=labelled(labels), near=nearest_of(name, labels))


def roles(settings: Settings, words: Iterable[str]) -> list[tuple[str, str]]:
    """Return ROLE=MEMBER words as ids. Raises Usage, NoRole or NoMember, or Several of them."""
    pairs: dict[str, str] = {}
    mistakes: list[BrtError] = []
    for word in words:
        try:
            _hold(settings, word, pairs)
        except BrtError as error:
            mistakes.append(error)
    if mistakes:
        raise mistakes[0] if len(mistakes) == 1 else Several(mistakes)
    return list(pairs.items())


def _hold(settings: Settings, word: str, pairs: dict[str, str]) -> None:
    """Add the role and the member of a ROLE=MEMBER word to `pairs`."""
    name, equals, who = (part.strip() for part in word.partition("="))
    if not (name and equals):
        raise NoPair(word=word, **_pair(settings, name))
    key = role(settings, name)
    if not who:
        raise NoHolder(word=word, role=key, example=_holder(settings, key))
    if key in pairs:
        raise Usage(N_("The role {role} is given twice."), role=name)
    pairs[key] = member(settings, who)


def _pair(settings: Settings, name: str) -> dict[str, str]:
    """Return the parts of a ROLE=MEMBER of which `name` is the one or the other."""
    who = known(settings, name)
    if who is None:
        return {"role": name or "ROLE", "example": _holder(settings, name)}
    return {"role": next(iter(settings.team[who].roles), "ROLE"), "example": who}


def _holder(settings: Settings, role: str) -> str:
    """Return somebody who has a role, else anybody of the team."""
    having = [row.id for row in settings.team.values() if role in row.roles]
    return next(iter((*having, *settings.team)), "MEMBER")
