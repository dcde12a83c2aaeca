"""Siret: the number of an establishment in France, 14 digits with a Luhn key (INSEE)."""

from brt.kinds.base import Bad, Kind, tight
from brt.say import N_

_LA_POSTE = "356000000"


def parse(text: str) -> str:
    """Return the 14 digits; spaces and dots between them are dropped."""
    digits = tight(text).replace(".", "")
    if not (digits.isascii() and digits.isdigit()):
        raise Bad(N_("{value} is not a SIRET: 14 digits"), value=text)
    if len(digits) == 9:
        raise Bad(N_("{value} is a SIREN: the SIRET has 5 more digits, those of the establishment"), value=text)
    if len(digits) != 14:
        raise Bad(N_("{value} has {count} digits: a SIRET has 14"), value=text, count=len(digits))
    if not _keyed(digits):
        raise Bad(N_("the key of {value} is wrong: one digit mistyped?"), value=text)
    return digits


def _keyed(digits: str) -> bool:
    """Tell whether the key holds. La Poste ran out of Luhn numbers: the sum of its digits is a multiple of 5."""
    if luhn(digits):
        return True
    return digits.startswith(_LA_POSTE) and sum(map(int, digits)) % 5 == 0


def luhn(digits: str) -> bool:
    """Tell whether the last digit is the Luhn key of the others (ISO/IEC 7812-1, annex B)."""
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (doubled + sum(map(int, digits[::-2]))) % 10 == 0


def show(value: str) -> str:
    """Return the SIREN in threes, then the number of the establishment."""
    return " ".join((value[:3], value[3:6], value[6:9], value[9:]))


KIND = Kind(
    "siret",
    parse=parse,
    show=show,
    example="552 100 554 00013",
    schema={"type": "string", "pattern": "^[0-9 .]{14,20}$"},
)
