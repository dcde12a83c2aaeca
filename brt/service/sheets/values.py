"""The values of a dossier, one function a kind: what stands in a file in, what is kept out. Each raises BrtError."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from brt import kinds, regions
from brt.errors import Invalid
from brt.kinds.base import clean, fold
from brt.language.names import is_id
from brt.mail.party import check_address, check_name
from brt.say import N_

LONGEST = 200
"""Characters at most in a name, an address or a label."""

MOST = 1_000_000
"""The largest quantity of a line."""

BILLINGS = ("one_off", "monthly", "yearly")
_SAID = {
    "one_off": ("one-off", "one off", "once", "unique", "ponctuel", "ponctuelle"),
    "monthly": ("mensuel", "mensuelle", "par mois", "a month"),
    "yearly": ("annual", "annuel", "annuelle", "par an", "a year"),
}
_BILLED = {fold(word): billing for billing, words in _SAID.items() for word in (billing, *words)}
LANGUAGES = ("fr", "en")

_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def text(value: Any) -> str:
    """Return one line of text; control characters and what an email's header may not hold are refused."""
    if isinstance(value, dict | list):
        raise Invalid(N_("A text is expected."))
    if not isinstance(value, str):
        shown = str(value).casefold() if isinstance(value, bool) else str(value)
        raise Invalid(N_("A text is expected: put `{value}` in quotes."), value=shown)
    found = check_name(clean(value))
    if len(found) > LONGEST:
        raise Invalid(N_("{count} characters are too many: at most {limit}."), count=len(found), limit=LONGEST)
    return found


def name(value: Any) -> str:
    """Return a name, with single blanks between its words."""
    return " ".join(text(value).split())


def address(value: Any) -> str:
    """Return a postal address on one line: spreadsheets write it on several."""
    if isinstance(value, str):
        lines = (line.strip(" ,\r") for line in value.split("\n"))
        value = ", ".join(line for line in lines if line)
    return text(value)


def ref(value: Any) -> str:
    """Return the reference of a dossier."""
    found = text(value)
    if not _REF.fullmatch(found):
        says = N_("`{value}` is not a reference: up to 64 letters and digits, and . _ - after the first.")
        raise Invalid(says, value=found)
    return found


def function(value: Any) -> str:
    """Return the function of a contact as installation types name it: "Référent" is `referent`."""
    found = fold(text(value))
    if not is_id(found):
        raise Invalid(N_("`{value}` is not a function, such as technique or facturation."), value=value)
    return found


def email(value: Any) -> str:
    """Return an address that an email can be sent to."""
    return check_address(text(value))


def phone(value: Any) -> str:
    """Return a telephone number as E.164."""
    return str(kinds.parse("phone", text(value)))


def price(value: Any) -> str:
    """Return an amount as a decimal text with two decimals."""
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return str(kinds.parse("money", format(Decimal(value), "f") if is_number else text(value)))


def quantity(value: Any) -> int:
    """Return how many of something are sold, at least one."""
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    found: Any = kinds.parse("integer", format(Decimal(value), "f") if is_number else text(value))
    if not 1 <= found <= MOST:
        raise Invalid(N_("{value} is not a quantity from 1 to {most}."), value=found, most=MOST)
    return int(found)


def flag(value: Any) -> bool:
    """Return yes or no."""
    return value if isinstance(value, bool) else bool(kinds.parse("boolean", text(value)))


def billing(value: Any) -> str:
    """Return how a line is billed, in the words of the files or of people: "mensuel" is `monthly`."""
    found = text(value)
    offered = (*BILLINGS, "ponctuel", "mensuel", "annuel")
    return _BILLED.get(fold(found)) or str(kinds.parse("choice", found, choices=offered))


def one_of(words: tuple[str, ...]) -> Callable[[Any], str]:
    """Return the function that takes one of `words`."""
    return lambda value: str(kinds.parse("choice", text(value), choices=words))


def region(country: str) -> Callable[[Any], str]:
    """Return the function that takes a part of `country` whose public holidays are known."""

    def subdivision(value: Any) -> str:
        found = text(value)
        regions.part(country, found)
        return found

    return subdivision
