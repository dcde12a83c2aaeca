"""Phone: a telephone number, kept as E.164: +33140506070. Without a country code it is a French one.

Numbers need only be possible: the library's list of ranges in use is always older than the numbering plan.
"""

import re
from typing import TYPE_CHECKING

from brt.kinds.base import Bad, Kind, tight
from brt.say import N_

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

# The country codes of the French numbering plan: the same nine digits follow, and 0 instead of the code inside France.
_CODES = (33, 262, 590, 594, 596)
_FRENCH = re.compile(rf"\+(?:{'|'.join(map(str, _CODES))})([0-9]{{9}})")
_OVERSEAS = ("GP", "MQ", "GF", "RE")


def parse(text: str) -> str:
    """Return the number as E.164. 0262… becomes +262…, as it is dialled, and not +33262…."""
    import phonenumbers

    if any(character.isalpha() for character in text):
        raise Bad(N_("{value} is not a phone number: it contains letters"), value=text)
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        raise Bad(N_("{value} is not a phone number, such as 01 40 50 60 70"), value=text) from None
    if number.extension is not None:
        raise Bad(N_("{value} is not a phone number: an extension is not part of it"), value=text)
    _check_length(text, number)
    return phonenumbers.format_number(_located(text, number), phonenumbers.PhoneNumberFormat.E164)


def _check_length(text: str, number: "PhoneNumber") -> None:
    from phonenumbers import ValidationResult, is_possible_number_with_reason

    length = is_possible_number_with_reason(number)
    if length == ValidationResult.TOO_LONG:
        raise Bad(N_("{value} is not a phone number: too long"), value=text)
    # with a digit missing, the library takes the 0 of 02 99 12 34 5 for the first of the nine, as Italy's is
    if length != ValidationResult.IS_POSSIBLE or (number.italian_leading_zero and number.country_code in _CODES):
        raise Bad(N_("{value} is not a phone number: too short"), value=text)


def _located(text: str, number: "PhoneNumber") -> "PhoneNumber":
    """Return `number`, or the same digits overseas when only there they are in use."""
    import phonenumbers

    if not phonenumbers.is_valid_number(number) and tight(text).startswith("0"):
        for region in _OVERSEAS:
            other = phonenumbers.parse(text, region)
            if phonenumbers.is_valid_number(other):
                return other
    return number


def national(value: str) -> str | None:
    """Return the ten digits of a number of the French plan, "0140506070"; None for any other."""
    found = _FRENCH.fullmatch(value)
    return found and "0" + found[1]


def show(value: str) -> str:
    """Return a French number as France writes it, 01 40 50 60 70 or 0 800 12 34 56; others with their country code."""
    digits = national(value)
    if digits is None:
        import phonenumbers

        return phonenumbers.format_number(phonenumbers.parse(value), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    ends = (1, 4, 6, 8, 10) if digits.startswith("08") else (2, 4, 6, 8, 10)
    return " ".join(digits[start:end] for start, end in zip((0, *ends), ends, strict=False))


KIND = Kind(
    "phone",
    parse=parse,
    show=show,
    example="01 40 50 60 70",
    schema={"type": "string", "pattern": "^[+(]?[0-9][0-9 ().-]+$"},
)
