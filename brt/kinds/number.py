"""Number: a decimal number, kept as text so that no digit is ever lost. A comma or a dot before its decimals."""

import re
from typing import NamedTuple

from brt.kinds.base import Bad, Kind, decimal
from brt.say import N_, language

DIGITS = 15
"""Digits at most before the decimals, and after them."""

# Spaces only between thousands: "12 5" is a slip, not 125.
_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,]([0-9]+))?")


class Parts(NamedTuple):
    """A number taken apart: "-", whole digits without useless zeros, the decimals as they were typed or None."""

    sign: str
    whole: str
    decimals: str | None


def parts(text: str) -> Parts | None:
    """Take a number apart; None when `text` is not one. Bad when it has more than DIGITS digits on a side."""
    found = _NUMBER.fullmatch(" ".join(text.replace("−", "-").split()))
    if found is None:
        return None
    whole = found[2].replace(" ", "").lstrip("0") or "0"
    decimals: str | None = found[3]
    if len(whole) > DIGITS or len(decimals or "") > DIGITS:
        raise Bad(N_("{value} has too many digits: at most {limit}"), value=text, limit=DIGITS)
    nothing = not (whole + (decimals or "")).strip("0")
    return Parts("-" if found[1] == "-" and not nothing else "", whole, decimals)


def parse(text: str) -> str:
    """Return the shortest text of the number, with a dot: "12.5"."""
    found = parts(text)
    if found is None:
        raise Bad(N_("{value} is not a number, such as 12, 12.5 or 1 500"), value=text)
    decimals = (found.decimals or "").rstrip("0")
    return found.sign + found.whole + ("." + decimals if decimals else "")


def show(value: str) -> str:
    """Return the number with the decimal sign of the language spoken."""
    return value.replace(".", ",") if language() == "fr" else value


KIND = Kind("number", parse=parse, show=show, example="12.5", schema={"type": ["number", "string"]}, order=decimal)
