"""What a rule may know besides the file itself, and what the text of an email may name."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from brt.language.names import EACH
from brt.language.parts import Field, Sender


class Workspace(Protocol):
    """What the language needs of the settings."""

    @property
    def roles(self) -> Mapping[str, Any]:
        """The roles, by id."""

    @property
    def team(self) -> Mapping[str, Any]:
        """The members of the team, by id."""


class Context(NamedTuple):
    """The surroundings of a file; None = not known here, and not checked."""

    roles: Collection[str]
    team: Collection[str]
    emails: Collection[str] | None = None  # the ids of the email types
    types: Sequence[Sender] | None = None  # for an email type: the installation types that may send it
    root: Path | None = None  # the folder of the workspace, whose files go with emails
    sent: Mapping[str, Sequence[tuple[str, frozenset[str]]]] | None = None
    """By email type: each installation type that sends it, and the fields that surely have a value by then."""
    vacant: frozenset[str] = frozenset()  # the roles that nobody on the team holds, nor their fallback
    today: str | None = None
    functions: Mapping[str, int] = MappingProxyType({})  # of contacts, and how often each is written to


def context(workspace: Workspace, emails: Collection[str] | None = None) -> Context:
    """Return the surroundings that the settings give."""
    return Context(tuple(workspace.roles), tuple(workspace.team), emails, vacant=_vacant(workspace))


def _vacant(workspace: Workspace) -> frozenset[str]:
    held = {role for member in workspace.team.values() for role in getattr(member, "roles", ())}
    if not held:
        return frozenset()
    return frozenset(role for role in workspace.roles if not held.intersection(_falls_back(workspace, role)))


def _falls_back(workspace: Workspace, role: str) -> set[str]:
    """Return the role and those whose holder acts when nobody holds it."""
    found: set[str] = set()
    then: str | None = role
    while then is not None and then not in found:
        found.add(then)
        then = getattr(workspace.roles.get(then), "fallback", None)
    return found


Names = Mapping[str, Any]
"""name -> None (a value), a mapping of names (its parts), or a list of one such thing (a list)."""

_PERSON: Names = dict.fromkeys(("name", "email", "phone"))
_FIXED: Names = {
    "dossier": {"ref": None, "site": dict.fromkeys(("name", "address", "subdivision"))},
    "customer": dict.fromkeys(("name", "kind")),
    "contact": {**_PERSON, "functions": [None]},
    "company": {"name": None},
    "installation": dict.fromkeys(("name", "produced_on")),
    "action": dict.fromkeys(("name", "due", "reason", "party", "attempt")),
    "today": None,
    "loop": dict.fromkeys(("index", "index0", "revindex", "first", "last", "length")),
}
_PARTS: Mapping[str, Names] = {"rio": dict.fromkeys(("number", "rio"))}


def variables(fields: Mapping[str, Field], roles: Collection[str]) -> Names:
    """Return everything that the text of an email may name, sent by a type with these fields."""
    values = {name: _value(field) for name, field in fields.items()}
    people = {role.replace("-", "_"): _PERSON for role in roles}
    return {**values, **_FIXED, "people": people, "previous": values}


def _value(field: Field) -> Any:
    one = _PARTS.get(field.kind or "")
    return [one] if field.many else one


def parts(names: Names, chain: tuple[str, ...]) -> Collection[str]:
    """Return the names of the parts of what `chain` names, or of its items; none when it can be shown."""
    here: Any = names
    for step in chain:
        here = here[0] if step == EACH else here[step]
    if isinstance(here, list):
        here = here[0]
    return here.keys() if isinstance(here, Mapping) else ()


def unknown(names: Names, chain: tuple[str, ...]) -> tuple[int, Collection[str]] | None:
    """Return the position of the step of `chain` that is not known and what is known there; None when all are."""
    here: Any = names
    for position, step in enumerate(chain):
        if step == EACH:
            if not isinstance(here, list):
                return position, ()
            here = here[0]
            continue
        known = here if isinstance(here, Mapping) else {}
        if step not in known:
            return position, known.keys()
        here = known[step]
    return None
