"""Public holidays of a country or a part of it, from the library `holidays`: the only place that imports it."""

from collections.abc import Mapping

from brt.errors import Surroundings
from brt.kinds.base import fold, near
from brt.say import N_

# Alsace (67, 68) and Moselle (57) share two days of local law: Good Friday and 26 December (Code du travail L.3134-13).
_ALIASES = {"FR": {"Alsace-Moselle": "57", "67": "6AE", "68": "6AE"}}


def region_days(country: str, subdivision: str | None, year: int) -> frozenset[str]:
    """Return the public holidays of a year, as ISO dates.

    `country` is an ISO 3166 code or its English name; `subdivision` a code or a name of the library, or an alias such
    as Alsace-Moselle; None or "" for the whole country. Raises Surroundings for one that is unknown.
    """
    code = _country(country)
    part = _subdivision(code, subdivision) if subdivision else None
    from holidays import country_holidays

    return frozenset(day.isoformat() for day in country_holidays(code, subdiv=part, years=year, expand=False))


def _country(name: str) -> str:
    from holidays.registry import COUNTRIES

    codes: dict[str, str] = {}
    for module, (_, code, *others) in COUNTRIES.items():
        codes |= dict.fromkeys((module.replace("_", " ").title(), code, *others), code)
    return _known(codes, name, N_("{name} is not a country whose public holidays are known"))


def _subdivision(code: str, name: str) -> str:
    from holidays import country_holidays

    country = country_holidays(code)
    parts = {part: part for part in country.subdivisions}
    parts |= country.subdivisions_aliases
    parts |= _ALIASES.get(code, {})
    return _known(parts, name, N_("{name} is not a part of the country with public holidays of its own"))


def _known(codes: Mapping[str, str], name: str, says: str) -> str:
    """Return the code of `name`, case and accents aside; raises Surroundings."""
    for known, code in codes.items():
        if fold(known) == fold(name):
            return code
    closest = near(name, codes)
    if closest is None:
        raise Surroundings(says, name=name)
    raise Surroundings(says, N_("Did you mean {near}?"), name=name, near=closest)
