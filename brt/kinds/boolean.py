"""Boolean: yes or no, in English or in French."""

from brt.kinds.base import Bad, Kind, fold
from brt.say import N_, _

_YES = frozenset(("yes", "y", "true", "oui", "o", "vrai", "1"))
_NO = frozenset(("no", "n", "false", "non", "faux", "0"))


def parse(text: str) -> bool:
    """Return True for yes, False for no."""
    word = fold(text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Bad(N_("{value} is neither yes nor no"), value=text)


def show(value: bool) -> str:
    """Return yes or no in the language spoken."""
    return _("yes") if value else _("no")


KIND = Kind("boolean", parse=parse, show=show, example="yes", schema={"type": "boolean"})
