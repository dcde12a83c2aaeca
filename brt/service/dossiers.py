"""Dossiers: written one by one or from files, listed, shown, and given to the people who work on them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from brt.engine.commands import Command, Lose, SetPerson
from brt.errors import BrtError, Refused, Usage
from brt.kinds.base import fold
from brt.records import Dossier
from brt.say import N_
from brt.service import adding, change, difference, filing, refs, stops, values
from brt.service.asked import Ask, Outcome
from brt.service.billing import totals
from brt.service.desk import Desk
from brt.service.members import roles
from brt.service.persons import NotADossier, giving
from brt.service.sheets import values as cells
from brt.service.stops import Stopping
from brt.service.view import View
from brt.settings import Settings
from brt.store import dossiers, lists, work
from brt.store.database import Database


class Exists(Refused):
    """A dossier with this reference was written before."""

    says = N_("There is a dossier {ref} already, of {customer}. Nothing was changed.")
    hint = N_("To look at it: brt dossier show {ref}")


# ── writing ───────────────────────────────────────────────────────────────────────────────────────


def planned(desk: Desk, typed: adding.Typed, sure: bool = False) -> filing.Change:
    """Return the dossier that was typed, to be written; `sure`: its reference may hide another's.

    Raises everything that is wrong with it: Usage, Invalid, Exists, OtherCase, Hides, or Several.
    """
    filled, wrongs = read = adding.read(desk.settings, typed)
    with desk.reading() as db:
        if not wrongs["ref"]:
            wrongs["ref"] += _taken(db, filled.sheet.ref, sure)
        if read.problem:
            raise read.problem
        return filing.change(db, filled)


def add(desk: Desk, new: filing.Change) -> None:
    """Create a dossier that was planned. Raises Exists or OtherCase when somebody was faster."""

    def make(db: Database) -> list[Ask]:
        _refuse_existing(db, new.sheet.ref)
        return [filing.put(db, new)]

    change.write(desk, "dossier add", make)


def amend(desk: Desk, name: str, customer: str | None, site: str | None) -> filing.Change:
    """Write another customer, or another address of the site, into a dossier, and return what that changes.

    Raises NoDossier, ManyDossiers, Usage or Invalid.
    """
    with desk.reading() as db:
        key = refs.dossier(db, name).id

    def wanted(db: Database) -> filing.Change:
        now = dossiers.sheet(db, dossiers.by_id(db, key))
        return filing.between(key, now, adding.changed(desk.settings, now, customer, site))

    with desk.reading() as db:
        done = wanted(db)

    def make(db: Database) -> list[Ask]:
        nonlocal done
        done = wanted(db)  # somebody may have been here since
        return [filing.put(db, done)]

    if done.what != "unchanged":
        change.write(desk, "dossier edit", make)
    return done


def free(desk: Desk, text: str) -> str:
    """Return `text` as the reference of a new dossier. Raises Usage (who acts?), Invalid, Exists or OtherCase."""
    _ = desk.me  # said before more is typed
    ref = cells.ref(text)
    with desk.reading() as db:
        _refuse_existing(db, ref)
    return ref


def hides(desk: Desk, ref: str) -> filing.Hides | None:
    """Return what is to be said of a new reference that names another dossier so far."""
    with desk.reading() as db:
        return next(filing.hiding(db, ref), None)


def named(text: str) -> str:
    """Return the name of a customer. Raises Usage when it is empty, or Invalid."""
    if not text.strip():
        raise adding.NoCustomer
    return cells.name(text)


def assign(desk: Desk, name: str, words: Sequence[str]) -> list[Outcome]:
    """Give roles on a dossier to members; the open actions of the roles follow. Raises NoDossier, NoRole, NoMember."""
    try:
        asked: list[Command] = [SetPerson(*pair) for pair in roles(desk.settings, words)]
    except Usage:
        _named(desk, name, words)  # a person in its place explains the other words
        raise
    found = _named(desk, name, words)
    return change.apply(desk, "dossier assign", [Ask(found.id, lambda _: asked)])


def _named(desk: Desk, name: str, words: Sequence[str] = ()) -> Dossier:
    """Return the dossier that is to be given. Raises that there is none, and what to do when it is a member's name."""
    try:
        with desk.reading() as db:
            return refs.dossier(db, name)
    except NotADossier as person:
        raise giving(desk.settings, person, words[0].rpartition("=")[2] if words else None) from None


def people(desk: Desk, name: str) -> dict[str, str | None]:
    """Return who holds the roles on a dossier that is to change. Raises Usage (who acts?), and that there is none."""
    _, found = desk.me, _named(desk, name)
    with desk.reading() as db:
        state = work.load(db, found.id)
    return {role: row.member for role, row in state.people.items()}


def lose(desk: Desk, name: str, reason: str | None = None) -> Stopping:
    """Decide to mark a dossier as lost, for `reason`. Raises NoDossier, ManyDossiers, or what the rules refuse."""
    why = None if reason is None else values.reason(reason)
    with desk.reading() as db:
        found = refs.dossier(db, name)

    def asked(view: View) -> list[Command]:
        return stops.again(view, stops.DOSSIER, why) if view.state.lost else [Lose(why)]

    ask = Ask(found.id, asked)
    return Stopping(stops.DOSSIER, [ask], change.preview(desk, [ask]))


def strangers(settings: Settings, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pairs of role and member in which brt.toml does not give the member that role."""
    return [pair for pair in dict.fromkeys(pairs) if pair[0] not in settings.team[pair[1]].roles]


def _taken(db: Database, ref: str, sure: bool) -> Iterator[BrtError]:
    """Yield what speaks against a new reference."""
    try:
        _refuse_existing(db, ref)
    except BrtError as problem:
        yield problem
    else:
        yield from () if sure else filing.hiding(db, ref)


def _refuse_existing(db: Database, ref: str) -> None:
    found = dossiers.by_ref(db, ref)
    if found:
        raise Exists(ref=found.ref, customer=found.customer)
    filing.refuse_other_case(db, ref)


# ── looking ───────────────────────────────────────────────────────────────────────────────────────


def listed(desk: Desk, text: str = "", status: str | None = None) -> list[dict[str, Any]]:
    """Return the dossiers of `status` that hold every word of `text` in reference, customer or site, by reference."""
    with desk.reading() as db:
        rows = dossiers.everything(db)
        running = lists.running_of(db)
    found = [
        {
            "dossier": row.ref,
            "customer": row.customer,
            "customer_kind": row.customer_kind,
            "status": row.status,
            "site": row.site,
            **running.get(row.id, lists.Going())._asdict(),
        }
        for row in rows
        if status in (None, row.status)
    ]
    words = fold(text).split()
    return [row for row in found if _holds(row, words)]


def _holds(row: dict[str, Any], words: Iterable[str]) -> bool:
    site = row["site"]
    held = (row["dossier"], row["customer"], site.get("name"), site.get("address"))
    text = fold(" ".join(one for one in held if one))
    return all(word in text for word in words)


def shown(desk: Desk, name: str) -> dict[str, Any]:
    """Return a dossier: its data, its people, and what is at work on it. Raises NoDossier or ManyDossiers."""
    with desk.reading() as db:
        row = refs.dossier(db, name, reads=True)
        sheet = dossiers.sheet(db, row)
        state = work.load(db, row.id)
        stopped = stops.stops(db, state)
    found = difference.data(sheet)
    return {
        "dossier": row.ref,
        "customer": row.customer,
        "customer_kind": row.customer_kind,
        "status": row.status,
        "lost": stops.data(stopped.get(stops.DOSSIER)),
        "site": row.site,
        "people": sheet.people,
        "contacts": found["contacts"],
        "lines": found["lines"],
        "totals": totals(list(sheet.lines)),
        "installations": [
            {
                "installation_type": one.type,
                "label": one.label or None,
                "status": one.status,
                "stopped": stops.data(stopped.get(one.id)),
                "produced_on": one.produced_on,
                "billed_on": one.billed_on,
                "ended_on": one.ended_on,
            }
            for one in state.installations.values()
        ],
    }
