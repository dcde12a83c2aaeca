"""An email to a function that looks like a misspelling of another.

What it does
    Looks at the functions of contacts (`contact:FUNCTION`) that the files looked at write to only once, and that one
    letter more, less, other or changed with the next makes one that they write to more often.

Why is this bad
    Functions are free words: nobody at the customer's has a misspelt one, and the email reaches nobody.

Example
    to: [contact:tecnique]                     # and contact:technique everywhere else

Use instead
    to: [contact:technique]
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import TypeDoc
from brt.say import N_

SEVERITY: Severity = "warning"
SORT = "contact:"
SHORT = 5
"""Words of fewer letters are like others by chance."""


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report functions that are used once and are almost like one that is used more often."""
    rare = {name for name, count in context.functions.items() if count == 1 and len(name) >= SHORT}
    for to in (to for send in doc.sends() for to in send.to):
        name = to.text.removeprefix(SORT)
        if name in rare and to.text.startswith(SORT):
            meant = [other for other, count in context.functions.items() if count > 1 and _almost(name, other)]
            if meant:
                says = N_("No other email is to a contact with the function `{function}`.")
                data = {"function": name, "near": meant[0]}
                span = (len(SORT), len(to.text))
                yield Problem(to.path, says, data, N_("Did you mean `{near}`?"), span=span)


def _almost(one: str, other: str) -> bool:
    """Tell whether one letter more, less, other, or changed with the next makes `other` of `one`."""
    short, long = sorted((one, other), key=len)
    at = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    changed = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return changed or short[at + 1 :] == long[at + 1 :]
