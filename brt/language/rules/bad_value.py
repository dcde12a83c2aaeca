"""A value does not fit the kind of its field.

What it does
    Checks that `must` is a value of its field, that `choices` stand in fields of kind `choice` and only there,
    each once, and `to_come` only in fields of kind `date`. A secret field has no `must`: the answer would stand in the
    file.

Why is this bad
    No answer could ever be the right one.

Example
    asks: [{field: go_decision, must: oui}]      # choices: [go, no-go]

Use instead
    asks: [{field: go_decision, must: go}]
"""

from collections.abc import Iterator

from brt import kinds
from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import Ask, Field, TypeDoc
from brt.language.values import value_of
from brt.say import N_

SEVERITY: Severity = "error"


def check(doc: TypeDoc, context: Context) -> Iterator[Problem]:
    """Report choices and fixed answers that do not fit."""
    for field in doc.fields.values():
        yield from _choices(doc, field)
        if field.to_come and field.kind in kinds.KINDS and field.kind != "date":
            yield Problem((*field.path, "to_come"), N_("Only a field of kind date is `to_come`."), key=True)
    for action in doc.actions:
        for ask in action.asks:
            if ask.fixed and ask.field is not None and ask.field.text in doc.fields:
                yield from _must(doc, ask, doc.fields[ask.field.text])


def _choices(doc: TypeDoc, field: Field) -> Iterator[Problem]:
    path = (*field.path, "choices")
    written = doc.document.has(path)
    if field.kind == "choice" and not written and doc.surely(path):
        yield Problem(field.path, N_("A field of kind choice needs its choices."), key=True)
    elif field.kind in kinds.KINDS and field.kind != "choice" and written:
        yield Problem(path, N_("Only a field of kind choice has choices."), key=True)
    seen: dict[str, tuple[str | int, ...]] = {}
    for index, choice in enumerate(field.choices or ()):
        first = seen.setdefault(choice.casefold(), (*path, index))
        if first != (*path, index):
            related = ((first, N_("First used here.")),)
            says = N_("`{choice}` is there twice.")
            yield Problem((*path, index), says, {"choice": choice}, related=related, doubt=False)


def _must(doc: TypeDoc, ask: Ask, field: Field) -> Iterator[Problem]:
    path = (*ask.path, "must")
    if not doc.surely(path, (*field.path, "choices", "*"), (*field.path, "kind")):
        return
    if field.secret:
        says = N_("`{field}` is secret: its value does not stand in a file.")
        yield Problem(path, says, {"field": field.name})
    elif field.kind is not None:
        try:
            value_of(field, ask.must)
        except kinds.Bad as bad:
            yield Problem(path, bad.says, bad.data, bad.hint)
