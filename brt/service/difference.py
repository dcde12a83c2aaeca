"""What two sheets of a dossier disagree on, value by value."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from brt.store.dossiers import Sheet

SITE = ("name", "address", "subdivision")

NAMED = {"contacts": "name", "lines": "label"}
"""What tells the items of a list apart."""


class Difference(NamedTuple):
    """A value that differs: `key` as in a file, `site.name` or `contacts.Luc Morel.phone`; None is not there."""

    key: str
    before: Any
    after: Any


def data(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as the data of an import file, with every key."""
    contacts = [
        {
            "name": one.name,
            "functions": list(one.functions),
            "email": one.email,
            "phone": one.phone,
            "language": one.language,
            "active": one.active,
            "accept_emails": one.accepts,
        }
        for one in sheet.contacts
    ]
    site = {part: sheet.site.get(part) for part in SITE}
    return {**sheet._asdict(), "site": site, "contacts": contacts, "lines": [line._asdict() for line in sheet.lines]}


def differences(before: Sheet, after: Sheet) -> list[Difference]:
    """Return what `after` says otherwise than `before`, in the order of a file."""
    return [found for key in Sheet._fields for found in _between(key, data(before)[key], data(after)[key])]


def _between(key: str, before: Any, after: Any) -> list[Difference]:
    if before == after:
        return []
    if key in NAMED:
        return _lists(key, before, after)
    if isinstance(before, dict) and isinstance(after, dict):
        keys = dict.fromkeys((*before, *after))
        return [one for name in keys for one in _between(f"{key}.{name}", before.get(name), after.get(name))]
    return [Difference(key, before, after)]


def _lists(key: str, before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> list[Difference]:
    old, new = _by_name(before, NAMED[key]), _by_name(after, NAMED[key])
    names = dict.fromkeys((*old, *new))
    found = [one for name in names for one in _between(f"{key}.{name}", old.get(name), new.get(name))]
    return found or [Difference(key, list(old), list(new))]  # the same in another order


def _by_name(items: Sequence[Mapping[str, Any]], key: str) -> dict[str, dict[str, Any]]:
    """Return the items by name; the second of a name has its number behind it."""
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        name, number = item[key], 1
        while name in found:
            number += 1
            name = f"{item[key]} ({number})"
        found[name] = dict(item)
    return found
