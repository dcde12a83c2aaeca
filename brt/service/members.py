"""Members of the team, as a person names them."""

from brt.errors import NotFound
from brt.kinds.base import nearest
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
    """Return the id of the member called `name` (an id, or a full name). Raises NoMember."""
    if name in settings.team:
        return name
    for row in settings.team.values():
        if name.casefold() in (row.id.casefold(), row.name.casefold()):
            return row.id
    known = [word for row in settings.team.values() for word in (row.id, row.name)]
    raise NoMember(name=name, team=list(settings.team), near=nearest(name, known))


def role(settings: Settings, name: str) -> str:
    """Return the id of the role called `name`. Raises NoRole."""
    for row in settings.roles.values():
        if name.casefold() in (row.id.casefold(), row.label.casefold()):
            return row.id
    raise NoRole(name=name, roles=list(settings.roles), near=nearest(name, list(settings.roles)))
