"""Members and roles, as brt.toml has them."""

from collections.abc import Iterator

from brt.service.desk import Desk
from brt.service.suggest.typed import Suggestion, Typed
from brt.views import words


def members(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield the members of the team."""
    for row in desk.settings.team.values():
        if typed.starts(row.id):
            labels = ", ".join(words.role(desk.settings, role) for role in row.roles)
            yield Suggestion(row.id, f"{row.name} · {labels}" if labels else row.name)


def roles(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield the roles."""
    yield from (Suggestion(row.id, row.label) for row in desk.settings.roles.values() if typed.starts(row.id))


def holders(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield ROLE=, then ROLE=MEMBER for those who have the role, else for everybody."""
    role, sign, _rest = typed.text.partition("=")
    if not sign:
        yield from (one._replace(value=f"{one.value}=") for one in roles(desk, typed))
        return
    team = desk.settings.team.values()
    fits = [Suggestion(f"{role}={row.id}", row.name) for row in team if role in row.roles]
    every = [Suggestion(f"{role}={row.id}", row.name) for row in team]
    yield from [one for one in fits if typed.starts(one.value)] or [one for one in every if typed.starts(one.value)]
