"""Values of fields as a person types them: FIELD=VALUE, FIELD=@FILE with a value a line, FIELD= for none."""

import os
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from brt import kinds
from brt.calendar import Calendar
from brt.errors import BrtError, Invalid, NotFound, Several, Usage
from brt.kinds.base import labelled, nearest_of
from brt.nearby import nearby
from brt.plan import FieldType, Plan
from brt.say import N_
from brt.store.seal import secret

if TYPE_CHECKING:
    from brt.typed import Sense, Typed

Pairs = Iterable[tuple[str, str]]


class NoField(NotFound):
    """The type has no such field."""

    says = N_("{type} has no field {name}.")
    hint = N_("To see all of them: brt template show {type}")
    most = 100

    @classmethod
    def of(cls, plan: Plan, name: str) -> "NoField":
        """Return what to say of `name`: the fields that may have been meant, else all there are, as they are asked."""
        asked = dict.fromkeys([*(one.field for action in plan.actions.values() for one in action.asks), *plan.fields])
        labels = {key: plan.fields[key].label for key in asked}
        if close := nearest_of(name, labels):
            return cls(type=plan.type, name=name, near=close)
        if not labels:
            return cls(N_("{type} has no field {name}: it has none."), type=plan.type, name=name)
        return cls(N_("{type} has no field {name}. It has:"), type=plan.type, name=name, lines=labelled(labels))


class BadValue(Invalid):
    """A value is not of its field's kind."""

    says = N_("{label} ({name}): {problem}")
    hint = N_("Nothing was saved.")


class BadLine(Invalid):
    """A line of a file of values is not of its field's kind."""

    says = N_("{file}, line {line}: {problem}")
    hint = N_("Nothing was saved.")


class OneValue(Invalid):
    """A field that holds one value was given several."""

    says = N_("{label} ({name}) takes one value, {count} were given.")
    hint = N_("Nothing was saved.")


class BadText(Invalid):
    """What a person wrote beside a command cannot be kept."""

    says = N_("{option}: {problem}")
    hint = N_("Nothing was saved.")


class NoFile(Invalid):
    """A file of values cannot be read."""

    says = N_("{file} cannot be read: {why}.")
    hint = N_("Nothing was saved.")


class EmptyFile(Invalid):
    """A file of values holds none."""

    says = N_("{file} holds no value.")
    hint = N_("Nothing was saved.")


class Given(NamedTuple):
    """Values ready for the engine; what is secret stands apart, by field, and is only hinted at in `values`."""

    values: tuple[tuple[str, Any], ...]
    secrets: dict[str, Any]
    dates: "tuple[Typed, ...]"  # those among the values that are new and no secret


def split(words: Iterable[str]) -> list[tuple[str, str]]:
    """Return FIELD=VALUE words as pairs. Raises Usage."""
    pairs = []
    for word in words:
        name, sign, text = word.partition("=")
        if not sign or not name:
            raise Usage(N_("{word} is not FIELD=VALUE."), N_("Like this: {field}=…"), word=word, field=name or "FIELD")
        pairs.append((name.strip(), text))
    return pairs


def written(option: str, text: str, empty: str) -> str:
    """Return what was written for `option`: a reason, a remark. Raises Usage (`empty`, a msgid) or BadText."""
    if not text.strip():
        raise Usage(empty)
    try:
        return str(kinds.parse("text", text))
    except kinds.Bad as problem:
        raise BadText(option=option, problem=problem) from problem


def reason(text: str) -> str:
    """Return a reason as it is kept. Raises Usage or BadText."""
    return written("--reason", text, N_("The reason is empty."))


class _Reader(NamedTuple):
    """What values are read with."""

    today: str
    calendar: Calendar
    ahead: Collection[str]

    def sense(self, field: FieldType) -> "Sense":
        """Return what a date of `field` is the date of."""
        return "ahead" if field.name in self.ahead else "near"

    def parse(self, field: FieldType, text: str, base: str | None) -> Any:
        """Return the value that `text` is; a date may count from `base`. Raises Bad, which quotes nothing secret."""
        try:
            if field.kind == "date":
                from brt import typed

                return typed.day(text, self.today, self.calendar, base, self.sense(field))
            return kinds.parse(field.kind, text, choices=field.choices)
        except kinds.Bad as problem:
            if field.secret:
                raise problem.veiled(kinds.kind(field.kind).example) from None
            raise


def read(
    plan: Plan,
    pairs: Pairs,
    today: str,
    calendar: Calendar,
    former: Mapping[str, Any],
    ahead: Collection[str] = frozenset(),
) -> Given:
    """Read the values given for fields of `plan`; `former` are those set now.

    A date may be short ("15/12", "ven", "+3jo"): it is to come in the fields of `ahead`, and may have been in others.
    Raises NoField, BadValue, BadLine, OneValue, or Several of them.
    """
    grouped: dict[str, list[str]] = {}
    for name, text in pairs:
        grouped.setdefault(name, []).append(text)
    values: list[tuple[str, Any]] = []
    secrets: dict[str, Any] = {}
    dates: list[Typed] = []
    mistakes: list[BrtError] = []
    reader = _Reader(today, calendar, ahead)
    for name, texts in grouped.items():
        try:
            value = _field(plan, name, texts, reader, former.get(name))
        except BrtError as error:
            mistakes.append(error)
            continue
        field = plan.fields[name]
        if field.kind == "date" and not field.secret and value != former.get(name):
            dates += _dates(field, texts, value, reader)
        if field.secret:
            secrets[name] = value
            value = None if value is None else secret(value, former.get(name))
        values.append((name, value))
    if mistakes:
        raise mistakes[0] if len(mistakes) == 1 else Several(mistakes)
    return Given(tuple(values), secrets, tuple(dates))


def _dates(field: FieldType, texts: list[str], value: Any, reader: _Reader) -> "list[Typed]":
    from brt.typed import Typed

    days = value if isinstance(value, list) else [value] if value else []
    words = texts if len(texts) == len(days) else days  # a file names many
    sense = reader.sense(field)
    return [Typed(field.label, field.name, text, day, sense) for text, day in zip(words, days, strict=True)]


def _field(plan: Plan, name: str, texts: list[str], reader: _Reader, former: Any) -> Any:
    field = plan.fields.get(name)
    if field is None:
        raise NoField.of(plan, name)
    if texts == [""]:
        return None
    if len(texts) == 1 and texts[0].startswith("@"):
        found = _file(field, texts[0][1:], reader)
    else:
        base = former if field.kind == "date" and isinstance(former, str) else None
        found = [_one(field, text, reader, base) for text in texts]
    if field.many:
        return found
    if len(found) != 1:
        raise OneValue(label=field.label, name=name, count=len(found))
    return found[0]


def _one(field: FieldType, text: str, reader: _Reader, base: str | None) -> Any:
    try:
        return reader.parse(field, text, base)
    except kinds.Bad as problem:
        raise BadValue(label=field.label, name=field.name, problem=problem) from problem


def _file(field: FieldType, path: str, reader: _Reader) -> list[Any]:
    try:
        with open(path, "rb") as file:
            raw = file.read()
    except OSError as error:
        near = [f"{field.name}=@{one}" for one in nearby(path)]
        raise NoFile(file=path, why=error.strerror or str(error), near=near) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    found, mistakes = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(reader.parse(field, line.strip(), None))
        except kinds.Bad as problem:
            mistakes.append(BadLine(file=os.path.basename(path), line=number, problem=problem))
    if mistakes:
        raise mistakes[0] if len(mistakes) == 1 else Several(list(mistakes))
    if not found:
        raise EmptyFile(file=os.path.basename(path))
    return found
