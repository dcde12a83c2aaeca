"""Emails of the outbox, and to whom one may be written."""

from collections.abc import Iterator
from contextlib import suppress

from brt.errors import BrtError
from brt.service.desk import Desk
from brt.service.suggest.fields import pointed
from brt.service.suggest.typed import Suggestion, Typed
from brt.service.ways import WAYS
from brt.store import dossiers, lists
from brt.views import words


def numbers(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield the emails that the command can act on, the newest first."""
    takes = WAYS[typed.command].takes if typed.command in WAYS else ()
    with desk.reading() as db:
        rows = lists.last_emails(db)
    for number, ref, recipient, subject, state in rows:
        if typed.starts(str(number)) and str(number) not in typed.before and (not takes or state in takes):
            of = (words.short_ref(ref),) if ref else ()  # a digest is of no dossier
            yield Suggestion(str(number), " · ".join((*of, recipient, subject)))


def targets(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield whom an email may be for: the functions of the dossier's contacts, roles, and members."""
    fits = [
        *_contacts(desk, typed),
        *((f"role:{row.id}", row.label) for row in desk.settings.roles.values()),
        ("assignee", ""),
        ("managers", ""),
        *((f"member:{row.id}", row.name) for row in desk.settings.team.values()),
    ]
    yield from (Suggestion(*one) for one in fits if typed.starts(one[0]))


def _contacts(desk: Desk, typed: Typed) -> Iterator[tuple[str, str]]:
    names: dict[str, list[str]] = {}
    with suppress(BrtError), desk.reading() as db:
        for run, _key in pointed(db, typed.before):
            for row in dossiers.contacts(db, run.dossier_id):
                for function in row.functions if row.active else ():
                    names.setdefault(function, []).append(row.name)
    yield from ((f"contact:{function}", ", ".join(dict.fromkeys(found))) for function, found in names.items())
