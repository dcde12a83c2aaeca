"""Money: an amount in euros, kept as text with two decimals."""

from brt.kinds import number
from brt.kinds.base import Bad, Kind, decimal
from brt.kinds.number import parts
from brt.say import N_


def parse(text: str) -> str:
    """Return the amount with two decimals and a dot: "350.00". The euro sign may be typed."""
    found = parts(_amount(text))
    if found is None:
        raise Bad(N_("{value} is not an amount, such as 350 or 1 250.50"), value=text)
    decimals = found.decimals or ""
    if len(decimals) > 2:
        raise Bad(N_("{value} has more than two decimals; thousands are separated by a space: 1 250.50"), value=text)
    return found.sign + found.whole + "." + decimals.ljust(2, "0")


def _amount(text: str) -> str:
    for sign in ("€", "EUR", "eur"):
        if text.endswith(sign):
            return text.removesuffix(sign).rstrip()
    return text.removeprefix("€").lstrip()


def show(value: str) -> str:
    """Return the amount and its currency."""
    return number.show(value) + " €"


KIND = Kind("money", parse=parse, show=show, example="350.00", schema={"type": ["number", "string"]}, order=decimal)
