"""Why actions are with nobody, and what gives them to somebody."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from brt.say import _, ngettext
from brt.settings import Settings
from brt.views import words

MOST = 5
"""Of so many dossiers it is said which roles nobody holds, and so many actions are named."""


def lines(items: Iterable[Mapping[str, Any]], settings: Settings) -> Iterator[str]:
    """Yield why those of `items` that nobody of the team has are so: a role without a holder, a member who has left."""
    roles: dict[tuple[str, str], list[str]] = {}
    left: dict[str, list[str]] = {}
    for one in items:
        if one["assignee"] is None:
            roles.setdefault((one["dossier"], one["customer"]), []).append(one["role"])
        elif one["assignee"] not in settings.team:
            left.setdefault(one["assignee"], []).append(str(one["number"]))
    for (ref, customer), missing in list(roles.items())[:MOST]:
        yield _nobody_holds(ref, words.dossier(ref, customer), list(dict.fromkeys(missing)), settings)
    if (more := len(roles) - MOST) > 0:
        yield ngettext("… and on {n} other dossier", "… and on {n} other dossiers", more).format(n=more)
    for who, numbers in left.items():
        sentence = _("{member} is not in the team any more   brt assign {actions} MEMBER")
        yield sentence.format(member=who, actions=" ".join(numbers) if len(numbers) <= MOST else "ACTION…")


def _nobody_holds(ref: str, dossier: str, roles: list[str], settings: Settings) -> str:
    names = words.either(words.role(settings, role) for role in roles)
    command = f"brt dossier assign {ref} {' '.join(f'{role}=…' for role in roles)}"
    return _("{dossier}: nobody is {roles}   {command}").format(dossier=dossier, roles=names, command=command)
