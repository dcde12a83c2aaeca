"""Iban: the number of a bank account (ISO 13616), its length and its key checked."""

import re

from brt.kinds.base import Bad, Kind, tight
from brt.say import N_

# Lengths in the countries of SEPA (SWIFT's IBAN registry).
_SEPA = (
    "AD24 AL28 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 GR27 HR21 HU28 IE22 IS26 "
    "IT27 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MT31 NL18 NO15 PL28 PT25 RO24 RS22 SE24 SI19 SK24 SM27 VA22"
)
_LENGTHS = {entry[:2]: int(entry[2:]) for entry in _SEPA.split()}

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}")


def parse(text: str) -> str:
    """Return the number in capitals, without spaces."""
    number = tight(text).upper()
    length = _LENGTHS.get(number[:2], len(number))
    if length != len(number):
        raise Bad(
            N_("{value} has {count} characters: an IBAN of {country} has {length}"),
            value=text,
            count=len(number),
            country=number[:2],
            length=length,
        )
    if not _IBAN.fullmatch(number):
        raise Bad(N_("{value} is not an IBAN, such as FR14 2004 1010 0505 0001 3M02 606"), value=text)
    if number[2:4] in ("00", "01", "99") or key(number) != 1:
        raise Bad(N_("the key of {value} is wrong: one character mistyped?"), value=text)
    return number


def key(number: str) -> int:
    """Return the remainder by 97 of the number, its first four characters last, letters as 10 to 35: 1 when right."""
    moved = number[4:] + number[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97


def show(value: str) -> str:
    """Return the number in groups of four, as it is printed."""
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


KIND = Kind(
    "iban",
    parse=parse,
    show=show,
    example="FR14 2004 1010 0505 0001 3M02 606",
    schema={"type": "string", "pattern": "^[A-Za-z]{2}[0-9]{2}[0-9A-Za-z ]{11,40}$"},
)
