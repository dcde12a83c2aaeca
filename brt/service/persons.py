"""Members of the team who are named where an action or a dossier is wanted."""

from collections.abc import Sequence
from shlex import quote

from brt.errors import NotFound, Refused
from brt.say import N_
from brt.service.members import known
from brt.service.refs import NoDossier, NoReference
from brt.settings import Settings
from brt.views import words


class NotAnAction(NotFound):
    """A member is named where an action is wanted."""

    says = N_("{name} is a member of the team ({member}), not an action.")
    hint = N_("To see what {first} has to do: brt todo --who {id}")


class NotADossier(NotFound):
    """A member is named where a dossier is wanted."""

    says = N_("{name} is a member of the team ({member}), not a dossier.")
    hint = N_("To see on what {first} works: brt overview --who {id}")


class MemberFirst(Refused):
    """Who is to get actions was typed before them."""

    says = N_("{member} stands before the actions: who gets them comes last.")
    hint = N_("Like this: brt assign {actions} {who}")


GIVES = N_(
    "To give {to} all that {first} has to do:\n"
    "  brt todo --who {id} --all --format csv > {id}.csv\n"
    "  brt assign @{id}.csv {who}"
)
GIVES_TO_SOMEBODY = N_(
    "To give to somebody else all that {first} has to do:\n"
    "  brt todo --who {id} --all --format csv > {id}.csv\n"
    "  brt assign @{id}.csv MEMBER"
)


def meant(settings: Settings, problem: NotFound) -> NotFound | None:
    """Return what to say of a name that is no action or dossier when it is that of a member, else None."""
    says = {NoReference: NotAnAction, NoDossier: NotADossier}.get(type(problem))
    found = known(settings, problem.data["name"]) if says else None
    if not says or not found:
        return None
    row = settings.team[found]
    return says(name=problem.data["name"], member=row.name, first=words.member(settings, found), id=found)


def giving(settings: Settings, problem: NotFound, to: str | None) -> NotFound:
    """Return `problem`, see `meant`, with the commands that give all its member has to do to the member `to`."""
    who = known(settings, to) if to else None
    if who is None:
        return type(problem)(hint=GIVES_TO_SOMEBODY, **problem.data)
    return type(problem)(hint=GIVES, **problem.data, to=words.member(settings, who), who=who)


def apart(settings: Settings, names: Sequence[str]) -> tuple[Sequence[str], str | None]:
    """Return the actions of `ACTION… MEMBER`, and the member; None where only actions were typed.

    A last word that can be no name of a person is an action too. Raises MemberFirst, or that there are no actions.
    """
    *first, last = names
    if first and (known(settings, last) or not _is_action(last)):
        return first, last
    people = [name for name in names if known(settings, name)]
    if first and len(people) == 1:
        actions = " ".join(quote(name) for name in names if name not in people)
        raise MemberFirst(member=people[0], actions=actions, who=quote(people[0]))
    if not first and (person := meant(settings, NoReference(name=last))):
        raise giving(settings, person, None)
    return names, None


def _is_action(word: str) -> bool:
    return "/" in word or word.startswith("@") or word.isdigit()
