"""One dossier, from plain data to a sheet: every mistake is kept, with the way to where it stands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from brt.errors import BrtError, Invalid
from brt.kinds.base import labelled, near, nearest_of
from brt.records import Contact, Line
from brt.say import N_
from brt.service import members
from brt.service.difference import SITE
from brt.service.sheets import values
from brt.service.sheets.problems import Filled, Missing, Path, UnknownKey, sentence
from brt.settings import Settings
from brt.store.dossiers import Sheet

T = TypeVar("T")
Data = Mapping[str, Any]

DOSSIER = ("ref", "customer", "site", "people", "contacts", "lines")
CONTACT = ("name", "functions", "email", "phone", "language", "active", "accept_emails")
LINE = ("label", "quantity", "unit_price", "billing")

LISTED = N_("A list is expected here.")
KEYED = N_("Keys with values are expected here.")


class Wrong(NamedTuple):
    """A mistake; `key`: it is about the key at `path`, not about its value."""

    path: Path
    problem: BrtError
    key: bool = False


class Form:
    """Reads dossiers for a workspace. What is wrong with them is in `wrongs`: only without any is a sheet good."""

    def __init__(self, settings: Settings, broken: Iterable[Path] = ()) -> None:
        """Take the roles and the team of `settings`; what stands at `broken` was refused before and is passed over."""
        self.wrongs: list[Wrong] = []
        self._settings = settings
        self._broken = set(broken)
        self._region = values.region(settings.calendar.country)

    def read(self, data: Any, at: Path = ()) -> Filled:
        """Return the dossier that `data` describes."""
        row = self._mapping(data, at, DOSSIER)
        sheet = Sheet(
            ref=self._needed(row, at, "ref", values.ref, ""),
            customer=self._needed(row, at, "customer", values.name, ""),
            site=self._site(row.get("site"), (*at, "site")),
            people=self._people(row.get("people"), (*at, "people")),
            contacts=tuple(self._contact(one, path) for one, path in self._items(row, at, "contacts")),
            lines=tuple(self._line(one, path) for one, path in self._items(row, at, "lines")),
        )
        return Filled(sheet, frozenset(name for name in ("site", "contacts", "lines") if row.get(name) is not None))

    def _site(self, data: Any, at: Path) -> dict[str, Any]:
        row = {} if data is None else self._mapping(data, at, SITE)
        return {
            "name": self._maybe(row, at, "name", values.name, None),
            "address": self._maybe(row, at, "address", values.address, None),
            "subdivision": self._maybe(row, at, "subdivision", self._region, None),
        }

    def _people(self, data: Any, at: Path) -> dict[str, str]:
        row = {} if data is None else self._mapping(data, at, tuple(self._settings.roles))
        found = {role: self._maybe(row, at, role, self._member, "") for role in row}
        return {role: member for role, member in found.items() if member}

    def _member(self, value: Any) -> str:
        return members.member(self._settings, values.text(value))

    def _contact(self, data: Any, at: Path) -> Contact:
        row = self._mapping(data, at, CONTACT)
        functions = [self._value(one, path, values.function, "") for one, path in self._items(row, at, "functions")]
        return Contact(
            id=0,
            name=self._needed(row, at, "name", values.name, ""),
            functions=tuple(dict.fromkeys(functions)),
            email=self._maybe(row, at, "email", values.email, None),
            phone=self._maybe(row, at, "phone", values.phone, None),
            language=self._maybe(row, at, "language", values.one_of(values.LANGUAGES), None),
            active=self._maybe(row, at, "active", values.flag, True),
            accepts=self._maybe(row, at, "accept_emails", values.flag, True),
        )

    def _line(self, data: Any, at: Path) -> Line:
        row = self._mapping(data, at, LINE)
        return Line(
            label=self._needed(row, at, "label", values.name, ""),
            quantity=self._needed(row, at, "quantity", values.quantity, 1),
            unit_price=self._needed(row, at, "unit_price", values.price, ""),
            billing=self._maybe(row, at, "billing", values.billing, "one_off"),
        )

    # ── reading ───────────────────────────────────────────────────────────────────────────────────

    def _wrong(self, path: Path, problem: BrtError, key: bool = False) -> None:
        """Keep a mistake, unless it only follows from another."""
        follows = isinstance(problem, Missing) and path[:-1] in self._broken
        if path not in self._broken and not follows:
            self.wrongs.append(Wrong(path, sentence(problem), key))

    def _mapping(self, data: Any, at: Path, known: Sequence[str]) -> Data:
        """Return the keys of `data` that are `known`; the others are wrong."""
        if not isinstance(data, dict):
            self._wrong(at, Invalid(KEYED))
            self._broken.add(at)
            return {}
        for key in data:
            if key not in known:
                self._wrong((*at, key), self._unknown(key, at, known), key=True)
                close = near(key, known)
                if close and close not in data:
                    self._broken.add((*at, close))  # that this one is missing is no second mistake
        return {key: value for key, value in data.items() if key in known}

    def _unknown(self, key: str, at: Path, known: Sequence[str]) -> BrtError:
        if at[-1:] == ("people",):
            roles = {role: self._settings.roles[role].label for role in known}
            return members.NoRole(name=key, roles=labelled(roles), near=nearest_of(key, roles)[:1])
        close = near(key, known)
        return UnknownKey(None if close else UnknownKey.lists, key=key, known=list(known), near=close)

    def _items(self, row: Data, at: Path, key: str) -> list[tuple[Any, Path]]:
        """Return the items of the list at `key`, each with its path."""
        found = row.get(key)
        if found is not None and not isinstance(found, list):
            self._wrong((*at, key), Invalid(LISTED))
        return [(one, (*at, key, i)) for i, one in enumerate(found)] if isinstance(found, list) else []

    def _needed(self, row: Data, at: Path, key: str, read: Callable[[Any], T], instead: T) -> T:
        if row.get(key) in (None, ""):
            self._wrong((*at, key), Missing(key=key))
        return self._maybe(row, at, key, read, instead)

    def _maybe(self, row: Data, at: Path, key: str, read: Callable[[Any], T], instead: T) -> T:
        found = row.get(key)
        return instead if found in (None, "") else self._value(found, (*at, key), read, instead)

    def _value(self, value: Any, path: Path, read: Callable[[Any], T], instead: T) -> T:
        try:
            return read(value)
        except BrtError as problem:
            self._wrong(path, problem)
            return instead
