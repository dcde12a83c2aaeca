"""Dossiers and their installations."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from brt.errors import BrtError
from brt.kinds.base import fold
from brt.records import Dossier, Installation, Running
from brt.say import _
from brt.service import refs
from brt.service.desk import Desk
from brt.service.suggest import installations as runs
from brt.service.suggest.typed import Suggestion, Typed
from brt.store import dossiers, work
from brt.store.database import Database
from brt.views import words

TAKES = {
    "produce": (("quote",), ("production", "billing", "lost")),
    "dossier lose": (("quote",), ()),
    **dict.fromkeys(("set", "get", "email preview", "email send"), (("production",), ("billing", "lost"))),
}
"""The dossiers that a command is mostly about, by their status, and those that it takes when none of them fits."""

BEHIND = {"produce": "lost"}
"""What a command takes as well, and is offered behind the others once something is typed: by its status."""

ANY = (("production", "quote"), ("billing", "lost"))

FEWEST = 2
"""So many letters are enough to look for a customer."""


def named(desk: Desk, typed: Typed) -> list[Suggestion]:
    """Return dossiers, by reference, by its ending, or by a part of the customer's name."""
    with desk.reading() as db:
        if typed.command in runs.CAN:
            return _at_work(db, desk, typed)
        first, others = TAKES.get(typed.command, ANY)
        behind = BEHIND.get(typed.command) if typed.text else None
        at_hand = [_row(row) for row in dossiers.at_hand(db) if row.status in first]
        last = [_row(row) for row in dossiers.brief(db) if row.status == behind] if behind else []
        if found := list(_begun(db, [*at_hand, *last], typed)):
            return found
        rest = [_row(row) for row in dossiers.brief(db) if row.status in others] if others else []
        return list(_begun(db, rest, typed)) or _of_customers([*at_hand, *last], typed) or _of_customers(rest, typed)


def _row(row: dossiers.Brief) -> tuple[str, str]:
    """Return a reference, and what is said of it: the customer, and that it was lost."""
    return row.ref, row.customer if row.status != "lost" else _("{customer} · lost").format(customer=row.customer)


def _at_work(db: Database, desk: Desk, typed: Typed) -> list[Suggestion]:
    """Return the dossiers with an installation for the command; where others are at work too, the installations."""
    rows = runs.fitting(db, desk, typed)
    several = runs.several(db)
    alone = [(one.ref, one.customer) for one in rows if one.installation.dossier_id not in several]
    among = [(f"{one.ref}/{refs.name_of(one.installation)}", said(one)) for one in rows if one.ref not in dict(alone)]
    begun = [*_begun(db, alone, typed), *(Suggestion(*one) for one in among if typed.starts(one[0]))]
    return begun or _of_customers([*alone, *among], typed)


def said(row: Running) -> str:
    """Return what an installation is said to be: the customer, and its type."""
    return f"{row.customer} · {words.installation(row.installation.type, row.installation.label)}"


def _begun(db: Database, rows: Iterable[tuple[str, str]], typed: Typed) -> Iterator[Suggestion]:
    """Yield the references that begin as typed, and the endings that do and are no other dossier's."""
    for ref, customer in rows:
        short = words.short_ref(ref)
        if typed.starts(ref):
            yield Suggestion(ref, customer)
        elif typed.starts(short) and _means(db, short, ref):
            yield Suggestion(short, customer)


def _means(db: Database, short: str, ref: str) -> bool:
    """Say whether an ending names this dossier, and no action."""
    with suppress(BrtError):
        found = refs.either(db, short) if short.isdigit() else refs.dossier(db, short)
        return isinstance(found, Dossier) and found.ref == ref
    return False


def of_customer(customer: str, text: str) -> bool:
    """Say whether what is typed is a part of a customer's name, accents and capitals aside."""
    return len(text) >= FEWEST and fold(text) in fold(customer)


def _of_customers(rows: Iterable[tuple[str, str]], typed: Typed) -> list[Suggestion]:
    return [Suggestion(*row) for row in rows if of_customer(row[1], typed.text)]


def installations(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield dossiers; behind `118/`, its installations."""
    head, slash, _tail = typed.text.partition("/")
    if not slash:
        yield from named(desk, typed)
        return
    with desk.reading() as db:
        dossier = refs.dossier(db, head, reads=True).id
        rows: Iterable[Installation] = work.load(db, dossier).installations.values()
        if typed.command in runs.CAN:
            can = {one.installation.id for one in runs.fitting(db, desk, typed)}
            rows = [row for row in rows if row.id in can]
    for row in rows:
        one = Suggestion(f"{head}/{refs.name_of(row)}", words.installation(row.type, row.label))
        if typed.starts(one.value):
            yield one


def functions(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield functions of a contact, those that emails know, until the name begins."""
    from brt.service.functions import known

    *before, last = typed.text.split(",")
    for name in () if "=" in typed.text else known(desk.settings.root):
        if name.startswith(fold(last)) and name not in before:
            yield Suggestion(",".join((*before, f"{name}=")), "")


def billings(_desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield how a line sold is billed, once its label, quantity and price are typed."""
    from brt.views.dossiers import BILLINGS

    *before, _last = typed.text.split(";")
    if len(before) == 3:
        for name, text in BILLINGS.items():
            one = Suggestion(";".join((*before, name)), _(text))
            if typed.starts(one.value):
                yield one
