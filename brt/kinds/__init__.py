"""Kinds of fields: what a person may type for each, and what is kept of it.

A new kind is a file with a `KIND`, and a line in `KINDS`. The table holds names of modules: only the kinds that are
used are imported, since some of them bring large libraries.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from brt.kinds.base import Bad, Kind, Value, clean, decimal, near, plain

__all__ = ["KINDS", "Bad", "Kind", "Value", "decimal", "kind", "near", "order", "parse", "plain", "show"]

KINDS = {
    "text": "brt.kinds.text",
    "integer": "brt.kinds.integer",
    "number": "brt.kinds.number",
    "money": "brt.kinds.money",
    "boolean": "brt.kinds.boolean",
    "date": "brt.kinds.date",
    "time": "brt.kinds.time",
    "slot": "brt.kinds.slot",
    "choice": "brt.kinds.choice",
    "email": "brt.kinds.email",
    "phone": "brt.kinds.phone",
    "ip": "brt.kinds.ip",
    "url": "brt.kinds.url",
    "rio": "brt.kinds.rio",
    "siret": "brt.kinds.siret",
    "iban": "brt.kinds.iban",
}


def kind(name: str) -> Kind:
    """Return the kind called `name`; KeyError when there is none."""
    found: Kind = import_module(KINDS[name]).KIND
    return found


def parse(name: str, text: str, *, choices: tuple[str, ...] | None = None) -> Value:
    """Return the value that `text` means as a `name`, which must be one of `choices` when they are given.

    Raises Bad, with a sentence that says what was expected.
    """
    found = kind(name)
    value = found.parse(clean(text, found.allows))
    if choices is None:
        return value
    from brt.kinds.choice import pick

    return pick(str(value), choices)


def show(name: str, value: Any) -> str:
    """Return a value as a person reads it; `parse` reads it back. Dates stay ISO: a view has a better form."""
    return kind(name).show(value)


def order(name: str) -> Callable[[Any], Any] | None:
    """Return the key by which values of a kind are ordered, or None when they can only be equal or not."""
    return kind(name).order
