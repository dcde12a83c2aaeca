"""A name is not written as names are written here.

What it does
    Checks that the ids of types, email types, phases and actions are kebab-case (`valider-go`) and the names of fields
    snake_case (`port_date`): small letters without accents, digits, at most 64 characters. A field may not take a name
    that conditions and emails know already, such as `customer`.

Why is this bad
    Ids are typed in commands and stand in the names of files; names of fields stand in conditions and in the texts of
    emails, where a hyphen would be a minus and an accent is typed in two ways.

Example
    fields:
      Date-Porta: {kind: date}

Use instead
    fields:
      port_date: {label: Date de portabilité, kind: date}
"""

from collections.abc import Callable, Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.names import TAKEN, as_field, as_id, is_field, is_id
from brt.language.parts import EmailDoc, TypeDoc
from brt.say import N_

SEVERITY: Severity = "error"
_FILE = N_("`{name}` is no name for this file: small letters, digits and single hyphens, such as `3cx-porta`.")
_ID = N_("`{name}` is not an id: small letters, digits and single hyphens, such as `valider-go`.")
_FIELD = N_("`{name}` is not a field's name: a small letter, then small letters, digits and `_`, such as `port_date`.")
_TAKEN = N_("`{name}` means something else in conditions and emails: call the field otherwise.")


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report ids and names of fields."""
    yield from check_file(doc.id)
    for step in doc.steps():
        if step.id is not None and not is_id(step.id.text):
            yield Problem(step.id.path, _ID, *_near(step.id.text, as_id(step.id.text), is_id))
    for field in doc.fields.values():
        if not is_field(field.name):
            yield Problem(field.path, _FIELD, *_near(field.name, as_field(field.name), is_field), key=True)
        elif field.name in TAKEN:
            yield Problem(field.path, _TAKEN, {"name": field.name}, key=True)


def _near(name: str, near: str, fits: Callable[[str], bool]) -> tuple[dict[str, str], str]:
    """Return the data and the hint about a `name`; `near` is how it would be written, when that fits."""
    return ({"name": name, "near": near}, N_("Did you mean `{near}`?")) if fits(near) else ({"name": name}, "")


def check_email(doc: EmailDoc, context: Context) -> Iterator[Problem]:
    """Report the name of the file."""
    yield from check_file(doc.id)


def check_file(stem: str) -> Iterator[Problem]:
    """Report the name of a file without its ending, which is the id of what it holds."""
    if not is_id(stem):
        yield Problem(("name",), _FILE, {"name": stem})
