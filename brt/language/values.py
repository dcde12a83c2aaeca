"""A value written in a file, such as `must: go`, as the kind of its field keeps it."""

from decimal import Decimal
from typing import Any

from brt import kinds
from brt.language.parts import Field
from brt.say import N_

_NUMBERS = ("integer", "number", "money")


def value_of(field: Field, raw: Any) -> Any:
    """Return `raw` as the canonical value of `field` (whose kind is known). Raises kinds.Bad."""
    if not field.many:
        return _one(field, raw)
    if not isinstance(raw, list):
        raise kinds.Bad(N_("A list of values is expected: the field has many: true."))
    return [_one(field, each) for each in raw]


def _one(field: Field, raw: Any) -> Any:
    kind = str(field.kind)
    if raw is None or isinstance(raw, list | dict):
        raise kinds.Bad(N_("One value is expected."))
    if kind == "boolean" and not isinstance(raw, bool):
        raise kinds.Bad(N_("true or false is expected, without quotes."))
    if isinstance(raw, bool) and kind != "boolean":
        raise kinds.Bad(N_("true and false are the values of a boolean, and only of a boolean."))
    if isinstance(raw, int | Decimal) and kind not in (*_NUMBERS, "boolean"):
        raise kinds.Bad(N_("A text is expected: put `{value}` in quotes."), value=str(raw))
    text = str(raw).lower() if isinstance(raw, bool) else str(raw)
    return kinds.parse(kind, text, choices=field.choices if kind == "choice" else None)
