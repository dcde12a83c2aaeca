"""Finding dossiers: by reference, customer, site, contact, and by the values that the work noted: numbers, RIO, …

Words are compared without case and accents, telephone numbers by their digits, in whatever notation they are typed.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from brt.errors import FEW, Usage
from brt.kinds.base import fold, tight
from brt.records import Dossier
from brt.say import N_
from brt.service import refs
from brt.service.desk import Desk
from brt.store import dossiers, lists
from brt.store.database import Database

FEWEST = 4
"""Digits at least that a telephone number is found by."""

MOMENTS = ("date", "time", "slot")
"""Kinds that digits alone do not mean: they are those of a number."""

HIDDEN = "***"
"""What is shown of a secret."""

_DIALLED = r"\+?[0-9][0-9 ().\-/\u00a0\u202f]*"
_E164 = r"\+[0-9]{7,15}"


class Part(NamedTuple):
    """Something that a dossier is found by."""

    what: str  # ref | customer | site | contact, or the label of a field
    text: str
    sure: bool = False  # it was found by this already


class Needle:
    """What is looked for."""

    def __init__(self, text: str) -> None:
        """Take what was typed. Raises Usage when it is blank."""
        self.words = fold(text).split()
        if not self.words:
            raise Usage(N_("Say what to look for: a customer, a site, a number, a RIO, a contact."))
        self._tight = tight(fold(text))
        typed = re.sub("[^0-9]", "", text)
        digits = re.sub("^00?", "", typed)
        is_dialled = re.fullmatch(_DIALLED, text.strip(), re.ASCII) and len(typed) >= FEWEST <= len(digits) + 1
        self._digits = digits if is_dialled else ""
        self._begins = bool(re.match("0[1-9]", typed))  # so does a number as it is dialled at home, and no part of one
        self.is_number = self._tight.isdigit()

    def is_number_in(self, text: str) -> bool:
        """Say whether a telephone number in `text`, kept as E.164, holds the digits."""
        where = r"\+[0-9]{1,3}" if self._begins else r"\+[0-9]*"
        return bool(self._digits) and any(re.match(where + self._digits, one) for one in re.findall(_E164, text))

    def is_in(self, text: str) -> bool:
        """Say whether the text holds what was typed as a whole, blanks aside, or is a number that was meant."""
        return self._tight in tight(fold(text)) or self.is_number_in(text)

    def may_be_in(self, text: str) -> bool:
        """Say whether the text holds one of the words, or a number that was meant."""
        folded = fold(text)
        return self._tight in tight(folded) or any(word in folded for word in self.words) or self.is_number_in(text)

    def is_rio(self, value: Mapping[str, str]) -> bool:
        """Say whether a secret RIO, or its number, was typed in full: parts of it would let one guess the rest."""
        return self._tight == fold(value["rio"]) or value["number"] in (f"+33{self._digits}", f"+{self._digits}")

    def hits(self, parts: Mapping[int, list[Part]]) -> dict[int, list[Part]]:
        """Return the parts by which each dossier is found; none when it is not.

        A number with blanks in it is looked for in pieces only where no dossier has it as a whole.
        """
        whole = {key: [part for part in held if part.sure or self.is_in(part.text)] for key, held in parts.items()}
        if len(self.words) == 1 or (self._digits and any(whole.values())):
            return whole
        return {key: found or self._pieces(parts[key]) for key, found in whole.items()}

    def _pieces(self, parts: list[Part]) -> list[Part]:
        """Return the parts that hold one of the words, none unless every word stands in one of them."""
        folded = [(part, fold(part.text)) for part in parts]
        if not all(any(word in text for _, text in folded) for word in self.words):
            return []
        return [part for part, text in folded if any(word in text for word in self.words)]


def find(desk: Desk, text: str) -> list[dict[str, Any]]:
    """Return the dossiers that hold `text`, by reference, each with what holds it. Raises Usage."""
    needle = Needle(text)
    with desk.reading() as db:
        rows = dossiers.everything(db)
        parts = _parts(rows, _contacts(db), _values(db, needle))
        running = lists.running_of(db)
    hits = needle.hits(parts)
    return [_hit(row, running.get(row.id, lists.Going()), hits[row.id]) for row in rows if hits[row.id]]


def near(desk: Desk, text: str) -> list[str]:
    """Return customers with a word like one of `text` in their name: for a text that no dossier holds."""
    with desk.reading() as db:
        alike = [ref for word in text.split() for ref in refs.like(db, word)]
        names = {row.ref: row.customer for row in dossiers.everything(db)}
    return list(dict.fromkeys(names[ref] for ref in alike))[:FEW]


def _hit(row: Dossier, running: lists.Going, hits: list[Part]) -> dict[str, Any]:
    return {
        "dossier": row.ref,
        "customer": row.customer,
        "customer_kind": row.customer_kind,
        "status": row.status,
        "site": row.site,
        **running._asdict(),
        "matches": [{"what": part.what, "text": part.text} for part in hits],
    }


def _parts(rows: list[Dossier], *more: Iterator[tuple[int, Part]]) -> dict[int, list[Part]]:
    """Return what each dossier can be found by, in the order in which it is said."""
    parts = {row.id: list(_own(row)) for row in rows}
    for key, part in chain(*more):
        parts[key].append(part)
    return parts


def _own(row: Dossier) -> Iterator[Part]:
    yield Part("ref", row.ref)
    yield Part("customer", row.customer)
    site = ", ".join(text for text in (row.site.get("name"), row.site.get("address")) if text)
    if site:
        yield Part("site", site)


def _contacts(db: Database) -> Iterator[tuple[int, Part]]:
    for key, *reach in dossiers.reach(db):
        yield key, Part("contact", " ".join(one for one in reach if one))


def _values(db: Database, needle: Needle) -> Iterator[tuple[int, Part]]:
    """Yield the values of fields that may hold what is looked for, behind the id of the dossier."""
    plans = lists.Plans(db)
    for key, name, plan, body in dossiers.values(db, cache(needle.may_be_in)):  # many have the same dates and choices
        field = plans[plan].fields.get(name)
        if field and not field.secret and not (needle.is_number and field.kind in MOMENTS):
            yield from ((key, Part(field.label, text)) for text in map(_text, _each(body)) if needle.may_be_in(text))
    for key, name, plan, body in dossiers.secrets(db):
        field = plans[plan].fields.get(name)
        if field and field.kind == "rio":
            yield from ((key, Part(field.label, HIDDEN, sure=True)) for one in _each(body) if needle.is_rio(one))


def _each(body: str) -> list[Any]:
    value = json.loads(body)
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    return " ".join(map(str, value.values())) if isinstance(value, dict) else str(value)
