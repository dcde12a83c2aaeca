"""The contacts of a dossier, one by one: written down, found again by their name, and those that emails lack."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from brt.errors import BrtError, Refused, Several, Usage
from brt.kinds.base import fold
from brt.plan import Plan
from brt.records import LIVE, Contact
from brt.say import N_
from brt.service import change, filing, refs
from brt.service.asked import Ask
from brt.service.desk import Desk
from brt.service.functions import known
from brt.service.sheets.form import Form
from brt.store import dossiers, outbox, work
from brt.store.database import Database
from brt.store.dossiers import Sheet

NO_NAME = frozenset("@>0123456789")
"""What a name without an address behind it does not hold: an address or a telephone number would be lost in it."""


class NoContact(Usage):
    """A contact on the command line is not written as one."""

    says = N_("{word} is not FUNCTION=Name <address>.")
    hint = N_(
        'Like this: "technique,signataire=Luc Morel <luc@morel.example>", or without an address: "technique=Luc Morel"'
        "; telephone numbers: brt dossier contact"
    )


class OnePhone(Usage):
    """A telephone number, and several contacts."""

    says = N_("--phone is the number of one contact, and {count} are given.")
    hint = N_("Give one contact a command.")


class Namesakes(Refused):
    """Several contacts of a dossier have the name."""

    says = N_("Several contacts of {ref} are called {name}. Nothing was changed.")
    hint = N_("To change one of them: brt dossier edit {ref}")


class Known(NamedTuple):
    """What is known before a contact is asked for: the dossier, its contacts, and the functions there are."""

    ref: str
    contacts: tuple[Contact, ...]
    lacking: list[str]  # functions that emails of the dossier are for, and that reach nobody
    others: list[str]


def parsed(word: str) -> dict[str, Any]:
    """Return `FUNCTION[,…]=Name <address>` as the data of a contact; the address may be left out. Raises NoContact."""
    functions, _, party = word.partition("=")
    name, bracket, address = party.strip().removesuffix(">").rpartition("<")
    is_bare = not (bracket or set(party) & NO_NAME)
    if is_bare:
        name, address = party, ""
    if not (functions.strip() and name.strip() and (is_bare or address.strip())):
        raise NoContact(word=word)
    split = [function for function in functions.split(",") if function.strip()]
    return {"functions": split, "name": name.strip().strip('"'), "email": address.strip()}


def look(desk: Desk, name: str) -> Known:
    """Return what is known of a dossier whose contacts are to change. Raises Usage (who acts?), or that it is none."""
    _ = desk.me
    with desk.reading() as db:
        row = refs.dossier(db, name)
        found = dossiers.contacts(db, row.id)
        first = _lacking(db, row.id, found)
    held = (function for one in found for function in one.functions)
    others = [one for one in dict.fromkeys((*known(desk.settings.root), *held)) if one not in first]
    return Known(row.ref, tuple(found), first, others)


def written(words: Sequence[str], phone: str | None) -> list[dict[str, Any]]:
    """Return what was typed of contacts, `phone` the number of the only one. Raises NoContact or OnePhone."""
    data = [parsed(word) for word in words]
    if phone is not None and len(data) > 1:
        raise OnePhone(count=len(data))
    return [{**one, "phone": phone} for one in data]


def put(desk: Desk, name: str, data: Sequence[dict[str, Any]]) -> filing.Change:
    """Write contacts down on a dossier, each by its name: a new one, or what is said otherwise of a known one.

    A known one keeps its other functions, and the address or the number that is not said. Raises what is wrong with a
    value, NoDossier or ManyDossiers, Namesakes.
    """
    with desk.reading() as db:
        row = refs.dossier(db, name)
    given = _read(desk, row.ref, data)

    def changed(db: Database) -> filing.Change:
        now = dossiers.sheet(db, dossiers.by_id(db, row.id))
        return filing.between(row.id, now, now._replace(contacts=_merged(now, given)))

    with desk.reading() as db:
        done = changed(db)
    if done.what == "unchanged":
        return done

    def make(db: Database) -> list[Ask]:
        nonlocal done
        done = changed(db)  # somebody may have been here since
        return [filing.put(db, done)]

    change.write(desk, "dossier contact", make)
    return done


def _read(desk: Desk, ref: str, data: Sequence[dict[str, Any]]) -> tuple[Contact, ...]:
    form = Form(desk.settings)
    filled = form.read({"ref": ref, "customer": ref, "contacts": list(data)})
    problems: list[BrtError] = [wrong.problem for wrong in form.wrongs]
    if problems:
        raise problems[0] if len(problems) == 1 else Several(problems)
    return filled.sheet.contacts


def _merged(now: Sheet, given: Iterable[Contact]) -> tuple[Contact, ...]:
    """Return the contacts of a sheet with those that are given, each in the place of the one of its name."""
    contacts = list(now.contacts)
    for one in given:
        same = [i for i, other in enumerate(contacts) if fold(other.name) == fold(one.name)]
        if len(same) > 1:
            raise Namesakes(ref=now.ref, name=one.name)
        for i in same:
            contacts[i] = _changed(contacts[i], one)
        if not same:
            contacts.append(one)
    return tuple(contacts)


def _changed(old: Contact, new: Contact) -> Contact:
    functions = tuple(dict.fromkeys((*old.functions, *new.functions)))
    return old._replace(functions=functions, email=new.email or old.email, phone=new.phone or old.phone, active=True)


# ── who is lacking ────────────────────────────────────────────────────────────────────────────────


def reachable(contacts: Iterable[Contact]) -> set[str]:
    """Return the functions by which an email reaches somebody."""
    return {name for one in contacts if one.active and one.email and one.accepts for name in one.functions}


def without(contacts: Iterable[Contact], plans: Iterable[Plan]) -> list[str]:
    """Return the functions that emails of the types `plans` go to and that reach nobody."""
    return sorted({name for plan in plans for name in _written_to(plan)} - reachable(contacts))


def _written_to(plan: Plan) -> Iterator[str]:
    of_actions = (send for one in plan.actions.values() for send in one.emails)
    of_fields = (send for one in plan.fields.values() for send in one.emails)
    for send in (*plan.emails, *of_actions, *of_fields):
        yield from (target[1] for target in send.to if target[0] == "contact")


def _lacking(db: Database, dossier: int, contacts: Sequence[Contact]) -> list[str]:
    """Return the functions that reach nobody: those that an email waits for first, then those the types write to."""
    waits = [one.target for one in outbox.of_dossier(db, dossier) if one.status == "undeliverable"]
    asked = [target.removeprefix("contact:") for target in waits if target.startswith("contact:")]
    state, plans = work.load(db, dossier), work.plans(db, dossier)
    rest = without(contacts, [plans[one.plan_id] for one in state.installations.values() if one.status in LIVE])
    return [one for one in dict.fromkeys((*asked, *rest)) if one not in reachable(contacts)]


def waiting(desk: Desk, key: int) -> list[int]:
    """Return the emails about a dossier that reached nobody, and would reach a contact now."""
    with desk.reading() as db:
        functions = reachable(dossiers.contacts(db, key))
        rows = outbox.of_dossier(db, key)
    targets = {f"contact:{name}" for name in functions}
    return [one.number for one in rows if one.status == "undeliverable" and one.target in targets]


def unreached(desk: Desk, numbers: Sequence[int]) -> list[tuple[str, str]]:
    """Return the dossiers and the functions of contacts that emails are for, and that reach nobody; each once."""
    found: dict[tuple[str, str], None] = {}
    with desk.reading() as db:
        for whole in filter(None, (outbox.one(db, number) for number in numbers)):
            kind, _colon, function = whole.posted.target.partition(":")
            if (whole.posted.status, kind) != ("undeliverable", "contact"):
                continue
            row = dossiers.by_ref(db, whole.posted.ref) if whole.posted.ref else None
            if row and function not in reachable(dossiers.contacts(db, row.id)):
                found[row.ref, function] = None
    return list(found)
