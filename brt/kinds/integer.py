"""Integer: a whole number; spaces may separate its thousands."""

from brt.kinds.base import Bad, Kind, plain
from brt.kinds.number import parts
from brt.say import N_


def parse(text: str) -> int:
    """Return the number; Bad when there are decimals or anything else."""
    found = parts(text)
    if found is None or found.decimals is not None:
        raise Bad(N_("{value} is not a whole number, such as 12 or 1 500"), value=text)
    return int(found.sign + found.whole)


KIND = Kind("integer", parse=parse, example="12", schema={"type": "integer"}, order=plain)
