"""What stands behind the keys of the files: the forms of texts, as pydantic checks them and JSON Schema says them."""

from collections.abc import Callable
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from brt import delay, kinds
from brt.language import names
from brt.say import N_
from brt.sections import is_day

DELAY = N_("A delay is expected, such as 3 business days, 2 days before FIELD, or on FIELD.")
DAY_OF_EMAIL = N_("An event is expected, or a day such as 2 business days before FIELD.")
ID = N_("An id is expected: small letters, digits and single hyphens, such as valider-go.")
FIELD = N_("The name of a field is expected: a small letter, then small letters, digits and _, such as port_date.")
RECIPIENT = N_("A recipient is expected: contact:FUNCTION, role:ROLE, assignee, managers, member:ID or an address.")
LINE = N_("It must fit on one line.")
DAY = N_("A date is expected, such as 2026-11-30.")
DUE = N_("A date is expected, such as 2026-11-30, or undated.")


def one_of(values: tuple[str, ...]) -> Any:
    """One of `values`."""

    def check(value: str) -> str:
        if value not in values:
            raise PydanticCustomError("one_of", "not among the values", {"values": values})
        return value

    return Annotated[str, AfterValidator(check), WithJsonSchema({"enum": list(values)})]


def event(values: tuple[str, ...]) -> Any:
    """One of `values`, or what is written like a day; whether it is one is asked by the rules."""

    def check(value: str) -> str:
        if value not in values and not delay.is_day(value):
            raise PydanticCustomError("one_of", "not among the values", {"values": values})
        return value

    schema = {"anyOf": [{"enum": list(values)}, _text(delay.pattern(dated=True), DAY_OF_EMAIL)]}
    return Annotated[str, AfterValidator(check), WithJsonSchema(schema)]


def _one_line(value: str) -> str:
    if "\n" in value:
        raise PydanticCustomError("one_line", "more than one line")
    return value


def _day(value: str) -> str:
    if not is_day(value):
        raise PydanticCustomError("day", "not a date")
    return value


def _due(value: str) -> str:
    if value != "undated" and not is_day(value):
        raise PydanticCustomError("due", "not a date")
    return value


def _text(pattern: str, says: str, **more: Any) -> dict[str, Any]:
    """Return the JSON Schema of a text; editors say `says` where it is not of the pattern."""
    return {"type": "string", "pattern": pattern, "patternErrorMessage": says, **more}


def _named(pattern: str, says: str) -> WithJsonSchema:
    return WithJsonSchema(_text(f"^{pattern}$", says, maxLength=names.MAX_NAME))


class Either:
    """Marks a union of two shapes: a value that `looks` so, which `schema` says as well, is to have the second.

    In the JSON Schema it is if and else: of a `oneOf`, editors could only say that neither fits. No key of a file is
    like the tags that pydantic puts into the way to an error.
    """

    def __init__(self, looks: Callable[[Any], bool], schema: dict[str, Any]) -> None:
        self.looks = looks
        self.schema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Take the first shape, or the second."""
        shapes = {f"<{index}>": handler.generate_schema(shape) for index, shape in enumerate(get_args(source))}
        return core_schema.tagged_union_schema(shapes, lambda value: f"<{int(self.looks(value))}>")

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> Any:
        """Say it as if and else."""
        one, other = handler(core)["oneOf"]
        return {"if": self.schema, "then": other, "else": one}


MAPPING = Either(lambda value: isinstance(value, dict), {"type": "object"})
LIST = Either(lambda value: isinstance(value, list), {"type": "array"})
USING = Either(lambda value: isinstance(value, dict) and "use" in value, {"required": ["use"]})

Line = Annotated[
    str,
    Field(min_length=1, max_length=200),
    AfterValidator(_one_line),
    WithJsonSchema(_text(r"^(?![\s\S]*\n)", LINE, minLength=1, maxLength=200)),
]
Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(min_length=1), _named(names.ID, ID)]
FieldName = Annotated[str, Field(min_length=1), _named(names.FIELD, FIELD)]
FieldKey = Annotated[str, _named(names.FIELD, FIELD)]  # the rule name-style says more of these
Delay = Annotated[str, Field(min_length=1), WithJsonSchema(_text(delay.pattern(), DELAY))]
Kind = one_of(tuple(kinds.KINDS))
_TARGETS = rf"assignee|managers|contact:{names.ID}|role:{names.ID}|member:[A-Za-z0-9._-]+|[^@\s]+@[^@\s]+"
Recipient = Annotated[str, Field(min_length=1), WithJsonSchema(_text(f"^({_TARGETS})$", RECIPIENT))]
Day = Annotated[str, AfterValidator(_day), WithJsonSchema(_text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", DAY))]
Due = Annotated[str, AfterValidator(_due), WithJsonSchema(_text("^([0-9]{4}-[0-9]{2}-[0-9]{2}|undated)$", DUE))]
