"""Dossiers, customers, contacts and lines sold: plain data, edited in place."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from brt.records import Contact, Dossier, Line
from brt.store.database import Database
from brt.store.rows import Row, bound, canonical


class Sheet(NamedTuple):
    """A dossier as a person writes it, without what the work makes of it."""

    ref: str
    customer: str
    site: dict[str, Any]
    people: dict[str, str]
    contacts: tuple[Contact, ...]
    lines: tuple[Line, ...]


def fold(text: str) -> str:
    """Return `text` as names are compared: compatibility forms unified (NFKC), case folded, spaces single."""
    if not text.isascii():
        from unicodedata import normalize

        text = normalize("NFKC", text)
    return " ".join(text.casefold().split())


def _dossier(row: Row) -> Dossier:
    return Dossier(*row)._replace(site=json.loads(row[6]))


def by_id(db: Database, key: int) -> Dossier:
    """Return the dossier with this id. Raises LookupError."""
    row = db.row("dossier.by_id", id=key)
    if row is None:
        raise LookupError(key)
    return _dossier(row)


def by_ref(db: Database, ref: str) -> Dossier | None:
    """Return the dossier with exactly this reference."""
    row = db.row("dossier.by_ref", ref=ref)
    return _dossier(row) if row else None


def by_tail(db: Database, ending: str) -> list[Dossier]:
    """Return the dossiers whose reference ends so."""
    low = fold(ending)[::-1]
    return [_dossier(row) for row in db.rows("dossier.by_tail", low=low, high=low + "\U0010ffff")]


def alike(db: Database, ref: str) -> Dossier | None:
    """Return a dossier with this reference but for capitals."""
    return next((one for one in by_tail(db, ref) if fold(one.ref) == fold(ref)), None)


def by_customer(db: Database, part: str) -> list[Dossier]:
    """Return the dossiers of the customers whose name holds `part`."""
    escaped = fold(part).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return [_dossier(row) for row in db.rows("dossier.by_customer", pattern=f"%{escaped}%")]


def everything(db: Database) -> list[Dossier]:
    """Return all dossiers, by reference."""
    return [_dossier(row) for row in db.rows("dossier.all")]


def refs(db: Database) -> list[str]:
    """Return all references."""
    return [ref for (ref,) in db.rows("dossier.refs")]


class Brief(NamedTuple):
    """What names a dossier, and where it is."""

    ref: str
    customer: str
    status: str


def at_hand(db: Database) -> list[Brief]:
    """Return the dossiers that are quotes or in production, by reference."""
    return [Brief(*row) for row in db.rows("dossier.at_hand")]


def brief(db: Database) -> list[Brief]:
    """Return all dossiers, by reference."""
    return [Brief(*row) for row in db.rows("dossier.brief")]


def of_action(db: Database, number: int) -> int | None:
    """Return the id of the dossier that action `number` belongs to."""
    row = db.row("dossier.of_action", number=number)
    return int(row[0]) if row else None


def contacts(db: Database, dossier: int) -> list[Contact]:
    """Return the contacts of a dossier."""
    return [
        Contact(key, name, tuple(json.loads(functions)), email, phone, language, bool(active), bool(accepts))
        for key, name, functions, email, phone, language, active, accepts in db.rows(
            "dossier.contacts", dossier=dossier
        )
    ]


def languages(db: Database) -> set[str]:
    """Return the languages that contacts who are written to are said to speak."""
    return {language for (language,) in db.rows("dossier.languages")}


def reach(db: Database) -> list[tuple[int, str, str | None, str | None]]:
    """Return the name, email and phone of every contact, behind the id of its dossier."""
    return [(key, name, email, phone) for key, name, email, phone in db.rows("dossier.all_contacts")]


def values(db: Database, holds: Callable[[str], bool]) -> list[tuple[int, str, int, str]]:
    """Return the values whose JSON text `holds`: behind the id of the dossier, the field and the id of the plan."""
    return sorted(
        (key, field, plan, value) for key, field, plan, value in db.rows("dossier.all_values") if holds(value)
    )


def secrets(db: Database) -> list[tuple[int, str, int, str]]:
    """Return all secret values in the same way."""
    return sorted((key, field, plan, value) for key, field, plan, value in db.rows("dossier.all_secrets"))


def lines(db: Database, dossier: int) -> list[Line]:
    """Return the lines sold."""
    return [Line(*row) for row in db.rows("dossier.lines", dossier=dossier)]


def add(db: Database, sheet: Sheet) -> int:
    """Write a new dossier, but for the people; return its id."""
    key = db.run(
        "dossier.add",
        ref=sheet.ref,
        tail=fold(sheet.ref)[::-1],
        customer_id=_customer(db, sheet.customer),
        site=canonical(sheet.site),
    )
    _write(db, key, sheet)
    return key


def become_client(db: Database, key: int) -> None:
    """Let the customer of a dossier be a client."""
    db.run("work.become_client", dossier=key)


def put(db: Database, key: int, sheet: Sheet) -> None:
    """Replace the data of a dossier, but for the people. Whose dossier was produced is a client."""
    customer = _customer(db, sheet.customer)
    db.run("dossier.put", id=key, customer_id=customer, site=canonical(sheet.site))
    db.run("dossier.keep_client", id=key, customer_id=customer)
    db.run("dossier.drop_contacts", dossier=key)
    db.run("dossier.drop_lines", dossier=key)
    _write(db, key, sheet)


def _customer(db: Database, name: str) -> int:
    row = db.row("dossier.customer", fold=fold(name))
    return int(row[0]) if row else db.run("dossier.add_customer", name=name, fold=fold(name))


def _write(db: Database, key: int, sheet: Sheet) -> None:
    for contact in sheet.contacts:
        values = {**bound(contact), "functions": canonical(contact.functions)}
        del values["id"]
        db.run("dossier.add_contact", dossier=key, **values)
    for position, line in enumerate(sheet.lines):
        db.run("dossier.add_line", dossier=key, position=position, **line._asdict())


def people(db: Database, dossier: int) -> dict[str, str]:
    """Return who holds which role on a dossier: members by role."""
    return dict(db.rows("work.people", dossier=dossier))


def sheet(db: Database, dossier: Dossier) -> Sheet:
    """Return the dossier as a person would write it; contacts without their ids."""
    return Sheet(
        ref=dossier.ref,
        customer=dossier.customer,
        site=dossier.site,
        people=people(db, dossier.id),
        contacts=tuple(contact._replace(id=0) for contact in contacts(db, dossier.id)),
        lines=tuple(lines(db, dossier.id)),
    )
