"""Public holidays of a country or a part of it, from the library `holidays`: the only place that imports it."""

from brt.errors import Surroundings
from brt.regions import country, part
from brt.say import N_

# Alsace (67, 68) and Moselle (57) share two days of local law: Good Friday and 26 December (Code du travail L.3134-13).
_ALIASES = {("FR", "57"): ["Alsace-Moselle"], ("FR", "6AE"): ["67", "68"]}


class NotInLibrary(Surroundings):
    """The library on this computer is older than the list of regions."""

    says = N_("The library `holidays` on this computer does not know {region} yet.")
    hint = N_("To renew it: pip install --upgrade holidays")


def region_days(name: str, subdivision: str | None, year: int) -> frozenset[str]:
    """Return the public holidays of a year, as ISO dates.

    `name` is an ISO 3166 code of a country or its English name; `subdivision` a code or a name of the library, or an
    alias such as Alsace-Moselle; None or "" for the whole country. Raises NoCountry, NoPart or NotInLibrary.
    """
    from holidays import country_holidays

    code = country(name)
    region = part(code, subdivision) if subdivision else None
    try:
        days = country_holidays(code, subdiv=region, years=year, expand=False)
    except NotImplementedError:
        raise NotInLibrary(region=subdivision or name) from None
    return frozenset(day.isoformat() for day in days)


def listed() -> str:
    """Return what `regions.txt` holds, with the library of today."""
    from holidays.registry import COUNTRIES

    lines = []
    for module, (_class, code, *others) in sorted(COUNTRIES.items()):
        names = [code, *(one for one in others if one.isupper()), module.replace("_", " ").title()]
        lines.append("\t".join("|".join(names) for names in (names, *_parts(code))))
    return "\n".join([*lines, ""])


def _parts(code: str) -> list[list[str]]:
    from holidays import country_holidays

    found = country_holidays(code)
    parts = {one: [one, *_ALIASES.get((code, one), [])] for one in found.subdivisions}
    for name, one in found.subdivisions_aliases.items():
        parts[one].append(name)
    return list(parts.values())
