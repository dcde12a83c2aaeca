"""What a person types to name a dossier or an action, and what it fits."""

from typing import NamedTuple

from brt.errors import FEW, Ambiguous, Labelled, NotFound
from brt.kinds.base import fold, nearest, nearest_of
from brt.records import Dossier, Installation
from brt.say import N_
from brt.store import dossiers, lists, work
from brt.store.database import Database
from brt.views.item import reference

LONGEST = 200
"""So many characters of a customer's name are looked for at most: SQLite takes no long patterns."""


FIRST = 4001
"""The number of the first action, as the database begins."""

FEWEST = 3
"""So many characters are enough to look for the actions that begin so, or for a customer, where none was asked for."""

ALIKE = 0.75
"""So much of a word must be that of a customer's name: names of people are alike by chance."""

WORTH_FINDING = 64
"""A text that is longer, as the longest reference, is no word of a contact or a site."""

EMPTY = '""'
"""How a name without a character is shown."""


class NoDossier(NotFound):
    """No reference is or ends so."""

    says = N_("There is no dossier {name}.")
    hint = N_("To see them: brt dossier list")


TO_FIND = N_("To look in contacts, sites and numbers too: brt dossier find {typed}")
"""What to type where a dossier is looked for that no reference and no customer's name gives."""


class OnlyToRead(NotFound):
    """A customer is named where something is to change."""

    says = N_("{name} is a customer's name, which is for reading only.")
    hint = N_("Type the reference instead: {refs}")


class Neither(NotFound):
    """A number is neither that of an action nor the ending of a dossier."""

    says = N_("There is neither an action nor a dossier {name}.")
    hint = N_("To see them: brt todo, brt dossier list")


class OnlyAction(NotFound):
    """An action is named where a dossier is wanted."""

    says = N_("{name} is an action of the dossier {dossier}.")
    hint = N_("Name the dossier: {dossier}")


class ManyDossiers(Ambiguous):
    """Several references end so."""

    says = N_("{name} fits several dossiers: {refs}.")
    hint = N_("Type more of the reference.")


class NoAction(NotFound):
    """No action has this number or id."""

    says = N_("There is no action {name}.")
    hint = N_("To see yours: brt todo")


class NoReference(NotFound):
    """What was typed is no reference of an action."""

    says = N_("{name} is not an action: give its number, or DOSSIER/ACTION.")
    hint = N_("To see yours: brt todo")


class OnlyDossier(NotFound):
    """A dossier is named where an action is wanted."""

    says = N_("{name} is the dossier {dossier}: which of its actions?")
    hint = N_("To see all of them: brt show {dossier}")


class NoActionThere(NotFound):
    """The dossier has no action with this id."""

    says = N_("{dossier} has no action {name}.")
    hint = N_("To see them: brt show {dossier}")


class ManyActions(Ambiguous):
    """Several installations of the dossier have an action with this id."""

    says = N_("{name} stands in several installations of {dossier}.")
    hint = N_("Say which: {refs}")


class NoInstallation(NotFound):
    """The dossier has no such installation."""

    says = N_("{dossier} has no installation {name}.")
    hint = N_("To see them: brt show {dossier}")


class NothingProduced(NotFound):
    """Nothing runs on the dossier yet."""

    says = N_("Nothing is at work on {dossier} yet.")
    hint = N_("To begin: brt produce {dossier}")


class ManyInstallations(Ambiguous):
    """Several installations run on the dossier."""

    says = N_("{dossier} has several installations.")
    hint = N_("Say which: {refs}")


class Both(Ambiguous):
    """A number that is an action and the ending of a dossier."""

    says = N_("{name} is an action and a dossier.")
    hint = N_("Say which: {action} or {dossier}")


class Target(NamedTuple):
    """An action, and the dossier that it is on."""

    dossier: int
    number: int


def typed(ref: str) -> str:
    """Return a reference as it is typed in a shell: between quotes when a label in it has blanks or signs."""
    from shlex import quote

    return quote(ref)


def dossier(db: Database, name: str, *, reads: bool = False, behind: str = "") -> Dossier:
    """Return the dossier that `name` is the reference of, a unique ending of it, or (to read) a part of its customer.

    An ending is unique among those in production, else among all. `behind` is what was typed after the name. Raises
    NoDossier, ManyDossiers, OnlyToRead or Both.
    """
    if not _is_text(name):
        raise NoDossier(name=name)
    found = dossiers.by_ref(db, name)
    if found:
        return found
    fits = dossiers.by_tail(db, name) if name else []
    is_name = reads or not _is_number(name)
    of_customer = _of_customer(db, name) if is_name and not fits else []
    if reads:
        fits = fits or of_customer
    fits = _first(fits)
    of = dossiers.of_action(db, int(name)) if _is_number(name) else None
    if len(fits) == 1 and of is not None and not behind:
        raise _both(db, name, of, fits[0])
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise ManyDossiers(name=name, refs=[one.ref for one in fits][:10])
    if of is not None:
        raise OnlyAction(name=name, dossier=dossiers.by_id(db, of).ref)
    if of_customer:
        shown = [f"{one.ref}  {one.customer}" for one in of_customer]
        raise OnlyToRead(name=name, lines=shown, refs=[typed(one.ref + behind) for one in of_customer][:FEW])
    near = nearest(name, dossiers.refs(db)) or (like(db, name) if is_name else [])
    named = [Labelled(typed(ref + behind), _customer(db, ref)) for ref in near]
    hint = TO_FIND if reads and name[:1].isalnum() and len(name) <= WORTH_FINDING else None
    raise NoDossier(hint=hint, name=name or EMPTY, typed=typed(name), near=named)


def _customer(db: Database, ref: str) -> str:
    found = dossiers.by_ref(db, ref)
    return found.customer if found else ""


def hidden(db: Database, ref: str) -> Dossier | None:
    """Return the dossier that `ref` names so far, being the part of its reference behind a sign (118 of D-2026-118).

    None when it names none, or is a reference itself.
    """
    fits = _first(dossiers.by_tail(db, ref)) if ref and _is_text(ref) else []
    before = fits[0].ref[: -len(ref)] if len(fits) == 1 else ""
    return None if not before or before[-1].isalnum() or dossiers.by_ref(db, ref) else fits[0]


def _of_customer(db: Database, part: str) -> list[Dossier]:
    """Return the dossiers of customers with `part` in their name, accents aside; those in production alone, if any."""
    if not 1 < len(part) <= LONGEST:
        return []
    word = fold(part)
    return _first(
        dossiers.by_customer(db, part) or [one for one in dossiers.everything(db) if word in fold(one.customer)]
    )


def _first(found: list[Dossier]) -> list[Dossier]:
    """Return those in production, which a name means first; all when there is none."""
    return [one for one in found if one.status == "production"] or found


def like(db: Database, word: str) -> list[str]:
    """Return the references of a dossier or three of customers with a word like `word` in their name."""
    known: dict[str, list[str]] = {}
    for one in dossiers.everything(db):
        for part in one.customer.split():
            known.setdefault(part, []).append(one.ref)
    return [ref for part in nearest(word, list(known), ALIKE)[:1] for ref in known[part]][:3]


def _is_number(name: str) -> bool:
    """Say whether `name` may be the number of an action."""
    return name.isascii() and name.isdigit() and len(name) < 16


def _is_text(name: str) -> bool:
    """Say whether `name` is text: an argument that is not UTF-8 arrives with halves of characters in it."""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def name_of(row: Installation) -> str:
    """Return the part of a reference that tells an installation from the others of its dossier."""
    return row.label or row.type


def installation(
    db: Database, name: str, *, field: str | None = None, reads: bool = False
) -> tuple[Dossier, Installation]:
    """Return what `DOSSIER` or `DOSSIER/TYPE` (or `/LABEL`) names; among several, the only one at work (with `field`).

    Raises NoDossier, ManyDossiers, NothingProduced, NoInstallation or ManyInstallations.
    """
    head, slash, tail = name.partition("/")
    found = dossier(db, head, reads=reads, behind=slash + tail)
    state = work.load(db, found.id)
    rows = list(state.installations.values())
    if not rows:
        raise NothingProduced(dossier=found.ref)
    if slash:
        fits = _called(rows, tail)
        if not fits:
            raise NoInstallation(dossier=found.ref, name=tail, near=nearest(tail, [name_of(row) for row in rows]))
    else:
        fits = [row for row in rows if row.ended_on is None] or rows
        if field and len(fits) > 1:
            plans = work.plans(db, found.id)
            fits = [row for row in fits if field in plans[row.plan_id].fields] or fits
    if len(fits) > 1:
        raise ManyInstallations(dossier=found.ref, refs=[typed(f"{found.ref}/{name_of(row)}") for row in fits])
    return found, fits[0]


def _called(rows: list[Installation], name: str) -> list[Installation]:
    """Return the installations called so: by label, else by type (the one without a label first)."""
    labelled = [row for row in rows if row.label and row.label.casefold() == name.casefold()]
    typed = [row for row in rows if row.type == name]
    return labelled or [row for row in typed if not row.label] or typed


def action(db: Database, name: str) -> Target:
    """Return the action that `name` is: its number, DOSSIER/ID, DOSSIER/TYPE/ID or DOSSIER/LABEL/ID.

    Raises NoAction, NoReference (a bare word), Both, OnlyDossier, NoActionThere, ManyActions, and what `dossier` and
    `installation` raise.
    """
    if name.isascii() and name.isdigit():
        found = _numbered(db, name)
        if found is None:
            raise _no_action(db, name) or NoAction(name=name)
        return found
    parts = name.split("/")
    if len(parts) not in (2, 3) or not all(parts):
        near = _open_near(db, name)
        reads = not near and len(name) >= FEWEST
        raise _no_action(db, name, reads=reads) or NoReference(name=name or EMPTY, near=near)
    return _in_dossier(db, parts)


def _no_action(db: Database, name: str, *, reads: bool = False) -> OnlyDossier | None:
    """Return what to say of a dossier that was named instead of an action; None when there is no such dossier."""
    try:
        found = dossier(db, name, reads=reads)
    except (NotFound, Ambiguous):
        return None
    return OnlyDossier(name=name, dossier=found.ref)


def _open_near(db: Database, key: str) -> list[Labelled]:
    """Return the references of open actions with an id like `key`."""
    near = nearest(key, lists.open_keys(db))[:1]
    rows = [row for row in lists.everyone(db) if row.action.key in near] if near else []
    plans = lists.Plans(db)
    return [
        Labelled(
            typed(reference(row.ref, row.type, row.label, row.siblings, row.action.key)),
            plans[row.plan_id].actions[row.action.key].name,
        )
        for row in rows[:3]
    ]


def _in_dossier(db: Database, parts: list[str]) -> Target:
    key = parts[-1]
    if len(parts) == 3:
        found, row = installation(db, "/".join(parts[:2]))
        rows = [row]
    else:
        found = dossier(db, parts[0], behind=f"/{key}")
        rows = list(work.load(db, found.id).installations.values())
        if not rows:
            raise NothingProduced(dossier=found.ref)
    state = work.load(db, found.id)
    actions = {row.id: state.actions_of(row.id) for row in rows}
    fits = [row for row in rows if key in actions[row.id]]
    going = [row for row in fits if row.ended_on is None]
    if len(going or fits) > 1:
        refs = [typed(f"{found.ref}/{name_of(row)}/{key}") for row in going or fits]
        raise ManyActions(dossier=found.ref, name=key, refs=refs)
    if not fits:
        plans = work.plans(db, found.id)
        known = {name: plans[row.plan_id].actions[name].name for row in rows for name in actions[row.id]}
        begun = [Labelled(*one) for one in known.items() if len(key) >= FEWEST and one[0].startswith(fold(key))]
        raise NoActionThere(dossier=found.ref, name=key, near=begun[:3] or nearest_of(key, known))
    return Target(found.id, actions[(going or fits)[0].id][key].number)


def either(db: Database, name: str) -> Target | Dossier:
    """Return the action or (to read) the dossier that `name` is. Raises Both, and what the two raise."""
    found = _numbered(db, name)
    if found is not None:
        return found
    if "/" in name:
        return action(db, name)
    try:
        return dossier(db, name, reads=True)
    except NoDossier as none:
        if _is_number(name) and int(name) >= FIRST:
            raise Neither(**none.data) from None
        raise


def _numbered(db: Database, name: str) -> Target | None:
    """Return the action that has `name` for its number. Raises Both."""
    of = dossiers.of_action(db, int(name)) if _is_number(name) else None
    if of is None:
        return None
    try:
        other = dossier(db, name)
    except Both:
        raise
    except (NotFound, Ambiguous):
        return Target(of, int(name))
    raise _both(db, name, of, other)


def _both(db: Database, name: str, of: int, other: Dossier) -> Both:
    """Return what to say of a number that is an action of the dossier `of` and names the dossier `other` too."""
    return Both(name=name, action=typed(_full(db, of, int(name))), dossier=other.ref)


def _full(db: Database, key: int, number: int) -> str:
    """Return the full reference of an action."""
    state = work.load(db, key)
    row = state.actions[number]
    run = state.installations[row.installation_id]
    return reference(dossiers.by_id(db, key).ref, run.type, run.label, len(state.installations), row.key)


def shown(db: Database, name: str) -> tuple[Target | Dossier, str | None]:
    """Return what `name` is to look at: an action, a dossier, or a dossier and one of its installations.

    Raises what `either` raises.
    """
    head, slash, tail = name.partition("/")
    if slash and "/" not in tail:
        found = dossier(db, head, reads=True, behind=slash + tail)
        if _called(list(work.load(db, found.id).installations.values()), tail):
            return found, tail
        return _in_dossier(db, [found.ref, tail]), None
    return either(db, name), None
