"""Rio: a telephone number and its RIO, the twelve characters that the carrier of a line gives so that it can be ported.

`OO Q RRRRRR CCC`: carrier, quality of the subscriber, reference of the contract, key over these and the number
(Arcep, decision of 6 December 2022, annex 1). Two sums of the key's three find every single mistyped character and
every two swapped ones; a RIO of another line is found as well.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from brt.kinds import phone
from brt.kinds.base import Bad, Kind, tight
from brt.say import N_

EXAMPLE = "01 40 50 60 70: FRFA1B2C31JT"

_NEEDED = N_("a phone number and its RIO are needed, such as {example}")
"""What is said of a secret RIO that is none."""

_RANKS = {character: rank for rank, character in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+")}
_SYMBOLS = "".join(_RANKS)
_SEPARATOR = re.compile(r"[;,:=\t]")
_NUMBER = re.compile(r"(?:0|\+33|\+262|\+59[046]|00 ?33)[0-9]{9}")
_FILLING = re.compile(r"[\s.()_-]")
_RIO = re.compile(r"[0-9A-Z]{9}[0-9A-Z+]{3}")

# By the second digit of the number: the letters of quality it may have, else what to say.
_MOBILE = ("EP", N_("{number} is a mobile number: the third character of its RIO is E or P, not {letter}"))
_SPECIAL = ("A", N_("{number} is a special number: the third character of its RIO is A, not {letter}"))
_FIXED = (
    "FGMNRSTUVWXYZ",
    N_("{number} is a fixed number: the third character of its RIO is F, G, M, N or R to Z, not {letter}"),
)


def parse(text: str) -> dict[str, str]:
    """Return {"number": E.164, "rio": 12 characters} of `01 40 50 60 70: FRFA1B2C31JT`.

    A blank or one of `;`, `,`, `:`, `=` stands between the two. Bad when either is malformed, when the quality does not
    go with the number, or when the key is not that of the number.
    """
    typed, rio = _halves(text)
    number, national = _number(typed)
    _check_form(rio)
    _check_quality(rio, national, number)
    _check_key(rio, national, number)
    return {"number": number, "rio": rio}


def _number(typed: str) -> tuple[str, str]:
    """Return the number as E.164, and its ten digits."""
    try:
        number = phone.parse(typed)
    except Bad as problem:
        raise Bad(problem.says, secretly=_NEEDED, example=EXAMPLE, **problem.data) from problem
    national = phone.national(number)
    if national is None:
        says = N_("{number} is not a French number: it has no RIO")
        raise Bad(says, secretly=_NEEDED, number=phone.show(number), example=EXAMPLE)
    return number, national


def _halves(text: str) -> tuple[str, str]:
    """Return the number as typed and the RIO, capitals without filling."""
    if _SEPARATOR.search(text):
        number, rio = (half.strip() for half in _SEPARATOR.split(text, maxsplit=1))
    else:
        number, rio = _split(text)
    if not (number and rio):
        says = N_("{value}: a phone number and its RIO are needed, such as {example}")
        raise Bad(says, secretly=_NEEDED, value=text, example=EXAMPLE)
    return number, _FILLING.sub("", rio).upper()


def _split(text: str) -> tuple[str, str]:
    """Cut after the words that make a whole number, else before the last twelve characters."""
    words = text.split()
    for count in range(1, min(len(words), 12)):
        head = " ".join(words[:count])
        if _NUMBER.fullmatch(_FILLING.sub("", head.replace("(0)", ""))):
            return head, " ".join(words[count:])
    whole = tight(text)
    return whole[:-12], whole[-12:]


def _check_form(rio: str) -> None:
    if len(rio) != 12:
        raise Bad(
            N_("{value} has {count} characters: a RIO has 12"),
            secretly=N_("the RIO after the number has {count} characters, not 12, such as {example}"),
            value=rio,
            count=len(rio),
            example=EXAMPLE,
        )
    if not _RIO.fullmatch(rio):
        raise Bad(
            N_("{value} is not a RIO: 9 letters or digits, then 3 letters, digits or +"),
            secretly=N_("the RIO is 9 letters or digits, then 3 letters, digits or +, such as {example}"),
            value=rio,
            example=EXAMPLE,
        )


def _quality(national: str) -> tuple[str, str]:
    return {"6": _MOBILE, "7": _MOBILE, "8": _SPECIAL}.get(national[1], _FIXED)


def _check_quality(rio: str, national: str, number: str) -> None:
    letters, says = _quality(national)
    if rio[2] not in letters:
        unlike = N_("the third character of the RIO does not go with the number: RIO of another line?")
        raise Bad(says, secretly=unlike, number=phone.show(number), letter=rio[2])


def _check_key(rio: str, national: str, number: str) -> None:
    if key(rio[:9], national) == rio[9:]:
        return
    for other in _swapped(rio):
        if other[2] in _quality(national)[0] and key(other[:9], national) == other[9:]:
            raise Bad(
                N_("the key {key} is not that of {number}. Did you mean {near}, O for 0?"),
                secretly=N_("the RIO is not that of the number: an O is typed for a 0, or a 0 for an O"),
                key=rio[9:],
                number=phone.show(number),
                near=other,
            )
    raise Bad(
        N_("the key {key} is not that of {number}: RIO of another line, or O for 0?"),
        secretly=N_("the RIO is not that of the number: one character mistyped, or RIO of another line?"),
        key=rio[9:],
        number=phone.show(number),
    )


def _swapped(rio: str) -> Iterator[str]:
    """Yield the RIO with one, two or all of its O and 0 exchanged."""
    yield rio.replace("O", "0")
    yield rio.replace("0", "O")
    places = [place for place, character in enumerate(rio) if character in "O0"]
    for count in (1, 2):
        for chosen in combinations(places, count):
            yield "".join("O0"[c == "O"] if place in chosen else c for place, c in enumerate(rio))


def key(body: str, national: str) -> str:
    """Return the three characters of the key of `body` (OO Q RRRRRR) for a number of ten digits."""
    first = second = third = 0
    for character in body + national:
        rank = _RANKS[character]
        first = (first + rank) % 37
        second = (2 * second + rank) % 37
        third = (4 * third + rank) % 37
    return _SYMBOLS[first] + _SYMBOLS[second] + _SYMBOLS[third]


def show(value: dict[str, str]) -> str:
    """Return the number, then its RIO."""
    return phone.show(value["number"]) + ": " + value["rio"]


KIND = Kind("rio", parse=parse, show=show, example=EXAMPLE, schema={"type": "string", "minLength": 22}, allows="\t")
