"""A condition cannot be understood.

What it does
    Reads each `when`: names of fields, `customer.kind` and `people.ROLE`, compared (`== != < <= > >= in not in`) with
    values of their kind, joined by `and`, `or`, `not` and parentheses. A name alone means that it is set and not false.

Why is this bad
    Whether the action is to be done could not be decided on the day.

Example
    when: port_slot = "matn"

Use instead
    when: port_slot == "matin"
"""

from collections.abc import Collection, Iterator
from contextlib import suppress

from brt import expr
from brt.language.context import Context
from brt.language.finding import Path, Problem, Severity
from brt.language.names import as_field
from brt.language.parts import FIELDS, Field, Step, TypeDoc

SEVERITY: Severity = "error"


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report all that is wrong in conditions, at the very characters."""
    conditions = doc.conditions()
    fields = fields_of(doc) if conditions else {}
    for when in conditions:
        for wrong in expr.read(when.text, fields, context.roles)[1]:
            if not _in_doubt(doc, wrong.data.get("name"), fields):
                yield Problem(when.path, wrong.says, wrong.data, wrong.hint, span=(wrong.start, wrong.end))


def _in_doubt(doc: TypeDoc, name: str | None, fields: Collection[str]) -> bool:
    """Tell whether a name may be that of a field that could not be read, or not wholly."""
    if name is None or name in fields:
        return False
    return name in doc.fields or doc.document.may_hold(name, FIELDS)


def compiled(doc: TypeDoc, context: Context) -> Iterator[tuple[Step, expr.Tree]]:
    """Yield the phases and actions with a condition that can be understood, and its tree."""
    found = trees(doc, context)
    yield from ((step, found[step.when.path]) for step in doc.steps() if step.when and step.when.path in found)


def trees(doc: TypeDoc, context: Context) -> dict[Path, expr.Tree]:
    """Return the trees of the conditions that can be understood, by where they stand."""
    fields, found = fields_of(doc), {}
    for when in doc.conditions() if doc.surely(FIELDS) else ():
        if doc.surely(when.path):
            with suppress(expr.Wrong):  # a field whose kind could not be read
                found[when.path] = expr.compile(when.text, fields, context.roles)
    return found


def fields_of(doc: TypeDoc) -> dict[str, expr.Field]:
    """Return the fields as conditions know them; those whose kind could not be read are left out.

    A field whose name is not written as one is there under the name that it must get, too.
    """
    return {
        name: expr.Field(field.kind, field.many, field.secret, _choices(doc, field))
        for field in doc.fields.values()
        if field.kind is not None
        for name in (field.name, as_field(field.name))
    }


def _choices(doc: TypeDoc, field: Field) -> tuple[str, ...] | None:
    """Return the values that a field can have, None when some could not be read."""
    return (field.choices or None) if doc.surely((*field.path, "choices", "*")) else None
