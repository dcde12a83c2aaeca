"""What is to be done about emails that did not leave: who must be written down, what corrected, what decided."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from brt.records import FAR, Contact, Posted
from brt.say import N_, _
from brt.service import rest
from brt.service.contacts import reachable
from brt.service.desk import Desk
from brt.store import dossiers
from brt.store.database import Database
from brt.views import emails as view


class Remedy(NamedTuple):
    """A sentence (a msgid) and its data: what to do about an email; the same for several is said once."""

    says: str
    data: Mapping[str, Any] = MappingProxyType({})
    hint: str = ""


ADD = N_("To add the contact: {command}; then: brt email retry {numbers}")
ADDRESS = N_("To give {name} an address: {command}; then: brt email retry {numbers}")
DECLINES = N_("Another contact: {command}; or brt dossier edit {ref}; then: brt email retry {numbers}")
THERE = N_("Somebody is there now: brt email retry {numbers}")
ROLE = N_("To give somebody the role: {command}; then: brt email retry {numbers}")
TEAM = N_("In brt.toml: [team] (roles, email, manager); then: brt email retry {numbers}")
HOLDER = N_("To give the action to somebody: {command}; then: brt email retry {numbers}")
CORRECT = N_("To correct the address: {command}; then: brt email retry {numbers}")
MEMBER = N_("To correct the address: brt.toml, [team]; then: brt email retry {numbers}")
AGAIN = N_("To write it again, and send it: brt email retry {numbers}")
TEXT = N_("To correct it: email_types/{email_type}.yaml; then: brt email retry {numbers}")
LATER = N_("Nothing to do: it is handed over again {moment}; at once: brt email retry {numbers}")
ONCE_MORE = N_("Nothing to do: it is handed over once more {moment}; if it arrived: brt email mark-sent {numbers}")
DECIDE = N_("Did it arrive? Yes: brt email mark-sent {numbers}; no, or not known: brt email retry {numbers}")
HELD = N_("To let it leave: brt email release {numbers}; to call it off: brt email cancel {numbers}")
RESTS = N_("Nothing to do: nothing could leave at {since}, the next try is at {until}; at once: brt email deliver")


def remedies(desk: Desk, rows: Sequence[Posted]) -> list[Remedy]:
    """Return what is to be done about emails, in their order, with the `numbers` of those that it is for."""
    found: dict[tuple[str, tuple[tuple[str, Any], ...]], list[int]] = {}
    with desk.reading() as db:
        for row in rows:
            for one in _of(desk, db, row):
                found.setdefault((one.says, tuple(one.data.items())), []).append(row.number)
    return [
        Remedy(says, {**dict(data), "numbers": " ".join(map(str, numbers))}) for (says, data), numbers in found.items()
    ]


def _of(desk: Desk, db: Database, row: Posted) -> Iterator[Remedy]:
    """Yield the remedy of an email, if it needs one."""
    moment = {"moment": view.instant(row.next_at, desk.settings)} if row.next_at != FAR else {}
    if row.status == "undeliverable":
        yield _unreached(db, row)
    elif row.status == "failed":
        yield _failed(db, row)
    elif row.status == "retry":
        yield Remedy(LATER, moment)
    elif row.status == "uncertain":
        yield Remedy(ONCE_MORE, moment) if moment else Remedy(DECIDE)
    elif row.status == "held":
        yield Remedy(HELD)
    elif row.status == "queued" and row.next_at <= desk.at and (resting := rest.current(desk, db)):
        since, until = (view.time(one, desk.settings) for one in (resting.since, resting.until))
        yield Remedy(RESTS, {"since": since, "until": until})


def _unreached(db: Database, row: Posted) -> Remedy:
    kind, _colon, name = row.target.partition(":")
    if kind == "contact" and row.ref:
        return _lacking(_contacts(db, row.ref), row.ref, name)
    if kind == "role" and row.ref and not row.recipient_name:
        return Remedy(ROLE, {"command": f"brt dossier assign {row.ref} {name}=…"})
    if kind == "assignee" and row.key and not row.recipient_name:
        return Remedy(HOLDER, {"command": f"brt assign {row.action} …"})
    return Remedy(TEAM)


def _lacking(contacts: Sequence[Contact], ref: str, function: str) -> Remedy:
    """Return what is to be done where nobody with a function is reached."""
    with_it = [one for one in contacts if one.active and function in one.functions]
    if function in reachable(contacts):
        return Remedy(THERE)
    for one in with_it:
        if not one.email:
            return Remedy(ADDRESS, {"name": one.name, "command": addition(ref, function, name=one.name)})
    if with_it:
        return Remedy(DECLINES, {"command": addition(ref, function), "ref": ref})
    return Remedy(ADD, {"command": addition(ref, function)})


def _failed(db: Database, row: Posted) -> Remedy:
    if not row.attempts:
        return Remedy(TEXT, {"email_type": row.email_type})
    kind, _colon, function = row.target.partition(":")
    if row.ref and kind == "contact":
        now = {one.email for one in _contacts(db, row.ref) if function in one.functions}
        if row.recipient in now:
            return Remedy(CORRECT, {"command": addition(row.ref, function, name=row.recipient_name)})
        return Remedy(AGAIN)
    return Remedy(MEMBER) if kind in ("role", "assignee", "managers", "member") else Remedy(AGAIN)


def _contacts(db: Database, ref: str) -> list[Contact]:
    row = dossiers.by_ref(db, ref)
    return dossiers.contacts(db, row.id) if row else []


def addition(ref: str, *functions: str, name: str | None = None) -> str:
    """Return the command that adds a contact for each of `functions`, or gives the one called `name` an address."""
    who, address = name or _("Name"), _("address")
    words = (f'"{function}={who} <{address}>"' for function in functions)
    return " ".join([f"brt dossier contact {ref}", *words])
