"""The countries, and the parts of them, whose public holidays are known.

They stand in `regions.txt`, which `make regions` writes from the library `holidays`: every command checks brt.toml, and
the library takes longer to import than most commands take to run. A line a country: its code and its other names, then,
behind tabs, the parts, each with its code first; the names of one thing are separated by `|`.
"""

import os
from collections.abc import Sequence
from functools import cache

from brt.errors import NotFound
from brt.kinds.base import fold, near
from brt.say import N_

FILE = os.path.join(os.path.dirname(__file__), "regions.txt")


class NoCountry(NotFound):
    """No country has this code or English name."""

    says = N_("`{name}` is not a country whose public holidays are known: write its code, such as FR.")


class NoPart(NotFound):
    """The country has no such part, or none with public holidays of its own."""

    says = N_("`{name}` is not a part of {country} with public holidays of its own.")
    lists = N_("`{name}` is not a part of {country} with public holidays of its own: {known}.")


def country(name: str) -> str:
    """Return the code of a country from its code or English name, case and accents aside. Raises NoCountry."""
    countries = [line.partition("\t")[0].split("|") for line in _lines()]
    code = _called(countries, name)
    if code is None:
        raise NoCountry(name=name, near=_near(countries, name))
    return code


def part(code: str, name: str) -> str:
    """Return the code of a part of the country `code` from any of its names, case and accents aside. Raises NoPart."""
    line = next(line for line in _lines() if line.startswith(f"{code}|"))
    parts = [names.split("|") for names in line.split("\t")[1:]]
    found = _called(parts, name)
    if found is None:
        close, known = _near(parts, name), [max(names, key=len) for names in parts]
        lists = NoPart.lists if known and not close else None
        raise NoPart(lists, name=name, country=code, near=close, known=known)
    return found


def _called(things: Sequence[Sequence[str]], name: str) -> str | None:
    """Return the code of the thing that has this name; brt.toml mostly holds the code, and then nothing is folded."""
    if any(names[0] == name for names in things):
        return name
    wanted = fold(name)
    return next((names[0] for names in things if any(fold(one) == wanted for one in names)), None)


def _near(things: Sequence[Sequence[str]], name: str) -> str | None:
    return near(name, (one for names in things for one in names))


@cache
def _lines() -> list[str]:
    with open(FILE, encoding="utf-8") as file:
        return file.read().splitlines()
