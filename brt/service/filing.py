"""What sheets make of dossiers, and putting it into the store."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from brt.engine.commands import ChangeDossier, SetPerson
from brt.errors import Refused
from brt.say import N_
from brt.service import refs, sheets
from brt.service.asked import Ask
from brt.service.change import write
from brt.service.desk import Desk
from brt.service.difference import Difference, differences
from brt.service.sheets.problems import Filled, Mistake, refusal
from brt.store import dossiers
from brt.store.database import Database
from brt.store.dossiers import Sheet


class OtherCase(Refused):
    """A new reference that differs from a known one by its capitals only."""

    says = N_("{ref} differs from {known}, of {customer}, by its capitals only.")


class Hides(Refused):
    """A new reference that has named another dossier so far, as the ending of its reference."""

    says = N_("{ref} names {known}, of {customer}, so far; it would name the new dossier alone.")
    hint = N_("For that one: brt dossier edit {known}; for a new one, its full reference; or add --yes")


class Change(NamedTuple):
    """What a sheet makes of a dossier."""

    key: int  # the dossier's id; 0 = a new one
    sheet: Sheet  # the whole: what the file says nothing of is as it was
    differences: list[Difference]  # to the dossier as it was
    people: tuple[SetPerson, ...]
    data: bool  # something else than people changed

    @property
    def what(self) -> str:
        """Return created, updated or unchanged."""
        if not self.key:
            return "created"
        return "updated" if self.data or self.people else "unchanged"


class Import(NamedTuple):
    """An import: what it reads, and what that makes of the dossiers."""

    found: sheets.Sheets
    changes: list[Change]
    hides: list[Mistake]  # new references that name other dossiers so far

    @property
    def touched(self) -> list[Change]:
        """Return what it creates and updates."""
        return [change for change in self.changes if change.what != "unchanged"]


def plan(desk: Desk, file: str) -> Import:
    """Return what importing `file` would do. Raises what `sheets.read` raises, or Several with what is refused."""
    found = sheets.read(file, desk.settings)
    with desk.reading() as db:
        hides = [Mistake(spot, problem) for filled, spot in found.rows for problem in hiding(db, filled.sheet.ref)]
        return Import(found, _changes(db, found), hides)


def refuse_hiding(planned: Import) -> None:
    """Refuse an import of references that name other dossiers so far. Raises Several."""
    if planned.hides:
        raise refusal(planned.found.name, planned.hides)


def hiding(db: Database, ref: str) -> Iterator[Hides]:
    """Yield what is to be said of a new reference that names another dossier so far."""
    known = refs.hidden(db, ref)
    if known:
        yield Hides(ref=ref, known=known.ref, customer=known.customer)


def save(desk: Desk, planned: Import) -> Import:
    """Create and update the dossiers of an import, all or none, and return what was done; no change saves nothing."""
    done = planned

    def make(db: Database) -> list[Ask]:
        nonlocal done
        done = planned._replace(changes=_changes(db, planned.found))  # somebody may have been here since
        return [put(db, change) for change in sorted(done.touched, key=lambda change: (not change.key, change.key))]

    if planned.touched:
        write(desk, "dossier import", make)
    return done


def _changes(db: Database, found: sheets.Sheets) -> list[Change]:
    changes, mistakes = [], []
    for filled, spot in found.rows:
        try:
            changes.append(change(db, filled))
        except OtherCase as problem:
            mistakes.append(Mistake(spot, problem))
    if mistakes:
        raise refusal(found.name, mistakes)
    return changes


def change(db: Database, filled: Filled) -> Change:
    """Return what a sheet makes of its dossier; roles that it does not name stay with who holds them.

    Raises OtherCase.
    """
    sheet = filled.sheet
    row = dossiers.by_ref(db, sheet.ref)
    if row is None:
        refuse_other_case(db, sheet.ref)
        return Change(0, sheet, [], people(sheet.people, {}), True)
    now = dossiers.sheet(db, row)
    kept = {role: who for role, who in now.people.items() if role not in sheet.people}
    given = {name: getattr(sheet, name) for name in filled.given}
    return between(row.id, now, now._replace(customer=sheet.customer, people=sheet.people | kept, **given))


def between(key: int, now: Sheet, wanted: Sheet) -> Change:
    """Return what makes `wanted` of the dossier `key`, which is `now`; the same name written otherwise is the same."""
    if dossiers.fold(wanted.customer) == dossiers.fold(now.customer):
        wanted = wanted._replace(customer=now.customer)
    changed = wanted._replace(people=now.people) != now
    return Change(key, wanted, differences(now, wanted), people(wanted.people, now.people), changed)


def people(wanted: Mapping[str, str], held: Mapping[str, str]) -> tuple[SetPerson, ...]:
    """Return the changes of holders from `held` to `wanted`."""
    roles: Iterable[str] = dict.fromkeys((*wanted, *held))
    return tuple(SetPerson(role, wanted.get(role)) for role in roles if held.get(role) != wanted.get(role))


def refuse_other_case(db: Database, ref: str) -> None:
    """Refuse a new reference that only its capitals tell from a known one: nobody could say which is which."""
    known = dossiers.alike(db, ref)
    if known:
        raise OtherCase(ref=ref, known=known.ref, customer=known.customer)


def put(db: Database, change: Change) -> Ask:
    """Write the data of a dossier, and return what the work on it has to remember."""
    key = change.key
    if not key:
        key = dossiers.add(db, change.sheet)
    elif change.data:
        dossiers.put(db, key, change.sheet)
    data = [ChangeDossier("edited" if change.key else "created")] if change.data else []
    return Ask(key, lambda _: [*data, *change.people])
