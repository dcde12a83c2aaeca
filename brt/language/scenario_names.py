"""What the words of a scenario mean, compared with the type that it tests: names, values and the order of days."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from brt import kinds, typed
from brt.calendar import Calendar
from brt.language.catalogue import Catalogue
from brt.language.document import Document
from brt.language.finding import Path, Problem, advice
from brt.language.parts import Field, TypeDoc
from brt.say import N_

VERBS = ("done", "skip", "block", "unblock", "reject", "reopen", "shift", "bill", "cancel")
"""What a step may ask for, one of them."""
OF_WHOLE = ("bill", "cancel")
"""Of these, what concerns the installation, not an action."""

SOME_DAY = "2027-01-01"
"""Where the day is wrong, any does to tell what is a date."""

_Wrong = Iterator[tuple[str, Problem]]


def problems(document: Document, catalogue: Catalogue) -> _Wrong:
    """Yield what is wrong, each with the rule's name; nothing where the shape is wrong, or the type has errors."""
    data = _mapping(document.data)
    name = data.get("type")
    if not isinstance(name, str):
        return
    if name not in catalogue.type_ids():
        says = N_("There is no installation type `{type}`.")
        yield "unknown-target", _unknown(("type",), says, "type", name, catalogue.type_ids())
    elif catalogue.load_type(name).plan is not None:
        yield from _Scenario(catalogue.load_type(name).doc, catalogue).problems(data)


class _Scenario:
    """A look at one scenario: the type that it tests, and the day that it has come to."""

    def __init__(self, doc: TypeDoc, catalogue: Catalogue) -> None:
        self.doc = doc
        self.actions = [action.step.id.text for action in doc.actions if action.step.id]
        self.roles = catalogue.settings.roles
        self.emails = catalogue.email_ids()
        self.day = ""

    def problems(self, data: Mapping[str, Any]) -> _Wrong:
        self.day = str(data.get("start") or "")
        yield from self.values(data, ())
        steps = data.get("steps")
        for index, raw in enumerate(steps if isinstance(steps, list) else []):
            yield from self.step(_mapping(raw), ("steps", index))

    def step(self, raw: Mapping[str, Any], path: Path) -> _Wrong:
        day = str(raw.get("day") or self.day)
        if day < self.day:
            says = N_("This day comes before that of the step before, {before}.")
            yield "wrong-value", Problem((*path, "day"), says, {"before": self.day})
        self.day = max(day, self.day)
        given = [verb for verb in VERBS if raw.get(verb)]
        if len(given) > 1:
            says = N_("One thing happens in a step: `{first}` or `{second}`.")
            data = {"first": given[0], "second": given[1]}
            yield "wrong-value", Problem((*path, given[1]), says, data, key=True)
        for verb in (verb for verb in given if verb not in OF_WHOLE):
            yield from self.named(raw[verb], (*path, verb))
        yield from self.values(raw, path)
        yield from self.outcome(raw, path)

    def outcome(self, raw: Mapping[str, Any], path: Path) -> _Wrong:
        """Look at what must follow."""
        for role, named in _mapping(raw.get("open")).items():
            place = (*path, "open", role)
            if role not in self.roles:
                says = N_("There is no role `{role}` in brt.toml.")
                yield "unknown-role", _unknown(place, says, "role", role, self.roles)
            yield from self.named(named, place)
        for name in _mapping(raw.get("emails")):
            if name not in self.emails:
                says = N_("There is no email type `{email}`.")
                yield "unknown-email-type", _unknown((*path, "emails", name), says, "email", name, self.emails)

    def named(self, named: Any, path: Path) -> _Wrong:
        """Look at actions: one, a list, or the keys of a mapping."""
        for place, name in _places(named, path):
            if isinstance(name, str) and name not in self.actions:
                says = N_("{type} has no action `{action}`.")
                yield "unknown-target", _unknown(place, says, "action", name, self.actions, type=self.doc.id)

    def values(self, raw: Mapping[str, Any], path: Path) -> _Wrong:
        for name, value in _mapping(raw.get("set")).items():
            place = (*path, "set", name)
            if name not in self.doc.fields:
                says = N_("There is no field `{field}`.")
                yield "unknown-field", _unknown(place, says, "field", name, self.doc.fields)
            elif not raw.get("refused"):  # the value may be what is refused
                yield from (("bad-value", problem) for problem in self.value(self.doc.fields[name], value, place))

    def value(self, field: Field, value: Any, path: Path) -> Iterator[Problem]:
        """Look at a value as it would be typed: none takes it back, `@FILE` is read when it is played."""
        if isinstance(value, list) and not field.many and len(value) != 1:
            yield Problem(path, N_("One value is expected."))
            return
        for place, one in _places(value, path) if isinstance(value, list) else [(path, value)]:
            text = str(one).lower() if isinstance(one, bool) else "" if one is None else str(one)
            if text and not text.startswith("@"):
                try:
                    self.parse(field, text)
                except kinds.Bad as bad:
                    yield Problem(place, bad.says, bad.data, bad.hint)

    def parse(self, field: Field, text: str) -> None:
        if field.kind == "date":
            typed.day(text, self.day or SOME_DAY, Calendar())
        elif field.kind is not None:
            kinds.parse(field.kind, text, choices=field.choices if field.kind == "choice" else None)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _places(named: Any, path: Path) -> list[tuple[Path, Any]]:
    """Return what is named, each with its path."""
    if isinstance(named, dict):
        return [((*path, name), name) for name in named]
    return [((*path, index), name) for index, name in enumerate(named)] if isinstance(named, list) else [(path, named)]


def _unknown(path: Path, says: str, key: str, name: str, known: Iterable[str], **data: str) -> Problem:
    hint, more = advice(name, known)
    return Problem(path, says, {key: name, **data, **more}, hint, key=path[-1] == name)
