"""Members of the team, as a person names them."""

from brt.errors import NotFound
from brt.kinds.base import fold, nearest
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
    known = [word for row in settings.team.values() for word in (row.id, row.name)]
    raise NoMember(name=name, team=list(settings.team), near=nearest(name, known))


def called(settings: Settings, who: str | None) -> str:
    """Return all that a member is called by, the id and the name; nothing for nobody."""
    return f"{who} {settings.team[who].name}" if who in settings.team else who or ""


def role(settings: Settings, name: str) -> str:
    """Return the id of the role called `name`. Raises NoRole."""
    for row in settings.roles.values():
        if name.casefold() in (row.id.casefold(), row.label.casefold()):
            return row.id
    raise NoRole(name=name, roles=list(settings.roles), near=nearest(name, list(settings.roles)))
