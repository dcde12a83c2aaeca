"""From pydantic's errors to findings: each at its place, in our own words, without what merely follows from another."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from brt.kinds import near
from brt.language import forms, scalars, schema
from brt.language.document import Document
from brt.language.finding import Finding, Path
from brt.language.scalars import LIST
from brt.say import N_

_Error = Mapping[str, Any]


class _Shape(NamedTuple):
    """A mapping of the file: its model, and what is part of the language but not of this release."""

    model: type[BaseModel]
    later_keys: frozenset[str] = frozenset()


_LATER_OF_ACTIONS = frozenset({"repeat", "until", "renamed_from"})


def _action(path: Path) -> dict[Path, _Shape]:
    """Return the shapes of an action at `path`, and of what stands in it."""
    return {
        path: _Shape(schema.Action, _LATER_OF_ACTIONS),
        (*path, "after"): _Shape(schema.AnyOf),
        (*path, "asks", "*"): _Shape(schema.Ask),
        (*path, "emails", "*"): _Shape(schema.SendOfAction),
    }


def _phase(path: Path) -> dict[Path, _Shape]:
    """Return the shapes of a phase at `path`, and of what stands in it."""
    return {
        path: _Shape(schema.Phase, frozenset({"renamed_from"})),
        (*path, "after"): _Shape(schema.AnyOf),
        **_action((*path, "actions", "*")),
    }


_FIELDS: Mapping[Path, _Shape] = {
    ("fields", "*"): _Shape(schema.FieldModel, frozenset({"scope"})),
    ("fields", "*", "emails", "*"): _Shape(schema.Send),
}
_SHAPES: Mapping[str, Mapping[Path, _Shape]] = {
    "installation-type": {
        (): _Shape(schema.InstallationType),
        **_FIELDS,
        ("checks", "*"): _Shape(schema.Check),
        ("emails", "*"): _Shape(schema.SendOfInstallation),
        **_phase(("phases", "*")),
        **_phase(("on_cancel",)),
    },
    "phase": {
        (): _Shape(schema.SharedPhase, frozenset({"renamed_from"})),
        **_FIELDS,
        ("after",): _Shape(schema.AnyOf),
        **_action(("actions", "*")),
    },
    "email-type": {
        (): _Shape(schema.EmailType),
        ("translations",): _Shape(schema.Translations),
        ("translations", "fr"): _Shape(schema.Translation),
        ("translations", "en"): _Shape(schema.Translation),
        ("invite",): _Shape(schema.Invite),
    },
    "scenario": {(): _Shape(schema.Scenario), ("steps", "*"): _Shape(schema.ScenarioStep)},
}

NOT_YET = N_("`{word}` is not supported yet.")


def shape(document: Document, which: str) -> list[Finding]:
    """Check the shape of `document` against the model of `which`, a key of `schema.MODELS`."""
    try:
        schema.MODELS[which].model_validate(document.data)
    except ValidationError as error:
        return list(_Mapper(document, _SHAPES[which]).findings(error.errors(include_url=False)))
    return []


def _generic(path: Path) -> Path:
    """Put `*` for positions in lists and for the names of fields."""
    return tuple(
        "*" if isinstance(step, int) or (index == 1 and path[0] == "fields") else step
        for index, step in enumerate(path)
    )


class _Mapper:
    def __init__(self, document: Document, shapes: Mapping[Path, _Shape]) -> None:
        self.document = document
        self.shapes = shapes
        self.refused = frozenset(document.broken)  # by the reader
        self.lacking: dict[Path, list[str]] = {}  # the missing keys of a mapping that nothing explains yet

    def findings(self, errors: list[Any]) -> Iterator[Finding]:
        """Map the errors, the unknown keys first: they may explain the missing ones."""
        found = [(error, self.path(error["loc"])) for error in errors]
        for error, path in found:
            if error["type"] == "missing":
                self.lacking.setdefault(path, []).append(str(error["loc"][-1]))
        unknown = [path for error, path in found if error["type"] == "extra_forbidden"]
        for path in unknown:
            yield from self.unknown(path, alone=[each[:-1] for each in unknown].count(path[:-1]) == 1)
        for path, keys in self.lacking.items():
            yield from (self.missing(path, key) for key in keys if path not in self.refused)
        for error, path in found:
            if path in self.refused or error["type"] in ("missing", "extra_forbidden"):
                continue
            yield self.value(path, error) if error["type"] == "one_of" else self.other(path, error)
            self.document.forget(path)

    def path(self, loc: tuple[str | int, ...]) -> Path:
        """Look the steps of `loc` up in the document; pydantic puts names of its own (tags of unions) between them."""
        path: Path = ()
        for step in loc:
            if (*path, step) in self.document.nodes:
                path = (*path, step)
        return path

    def missing(self, path: Path, key: str) -> Finding:
        self.document.broken.add((*path, key))
        place = self.document.place(path, key=True)
        return self.document.finding(place, "missing-key", N_("The key `{key}` is missing."), {"key": key})

    def unknown(self, path: Path, *, alone: bool) -> Iterator[Finding]:
        """Report an unknown key, and what it was meant for when that can be told; `alone`: the only one there."""
        key, parent = str(path[-1]), path[:-1]
        found = self.shapes[_generic(parent)]
        absent = [name for name in found.model.model_fields if (*parent, name) not in self.document.nodes]
        lacking = self.lacking.get(parent, [])
        close = near(key, lacking) or near(key, absent) or (lacking[0] if alone and len(lacking) == 1 else None)
        self.document.broken.update((path, *((*parent, name) for name in ([close] if close else absent))))
        place = self.document.place(path, key=True)
        if key in found.later_keys:
            lacking.clear()
            yield self.document.finding(place, "not-supported-yet", NOT_YET, {"word": key})
        elif path in self.refused and scalars.resolve(key)[1]:  # it is the key that readers disagree on
            lacking.clear()
        else:
            lacking[:] = [name for name in lacking if name != close]
            hint = N_("Did you mean `{near}`?") if close else N_("Known here: {known}.")
            data = {"key": key, "near": close, "known": ", ".join(sorted(found.model.model_fields))}
            yield self.document.finding(place, "unknown-key", N_("Unknown key `{key}`."), data, hint)

    def value(self, path: Path, error: _Error) -> Finding:
        place = self.document.place(path)
        value = error["input"]
        known = error["ctx"]["values"]
        close = near(value, known)
        hint = N_("Did you mean `{near}`?") if close else ""
        data = {"value": value, "expected": ", ".join(known), "near": close}
        says = N_("`{value}` is none of: {expected}.")
        return self.document.finding(place, "wrong-value", says, data, hint)

    def other(self, path: Path, error: _Error) -> Finding:
        place = self.document.place(path)
        rule, says, hint = _says(error, path)
        node = self.document.node(path)
        data = {"value": self.document.source.text[node.start : node.end], **error.get("ctx", {})}
        if isinstance(error["input"], dict):
            data["words"] = ":".join(f"{key}:{value}" for key, value in error["input"].items())
        return self.document.finding(place, rule, says, data, hint)


_SAYS = {
    "string_type": ("wrong-type", N_("A text is expected.")),
    "bool_type": ("wrong-type", N_("true or false is expected, without quotes.")),
    "list_type": ("wrong-type", N_("A list is expected.")),
    "dict_type": ("wrong-type", N_("Keys with values are expected.")),
    "model_type": ("wrong-type", N_("Keys with values are expected.")),
    "string_too_short": ("wrong-value", N_("It must not be empty.")),
    "string_too_long": ("wrong-value", N_("It must not be longer than {max_length} characters.")),
    "too_short": ("wrong-value", N_("It must not be empty.")),
    "one_line": ("wrong-value", forms.LINE),
    "day": ("wrong-value", forms.DAY),
    "due": ("wrong-value", forms.DUE),
}
_OTHER = ("wrong-value", N_("This is not understood here."))


def _says(error: _Error, path: Path) -> tuple[str, str, str]:
    """Return rule, sentence and hint for an error of pydantic about the value at `path`."""
    value = error["input"]
    kind = error["type"]
    if value is None:
        return "wrong-type", N_("A value is missing here."), ""
    if kind == "string_type" and path[-1:] in (("wait",), ("due",)):
        return "wrong-type", N_("A delay is expected, such as 3 business days."), ""
    if kind == "string_type" and not isinstance(value, dict | list):
        return "wrong-type", N_("A text is expected: put `{value}` in quotes."), ""
    if kind == "list_type" and isinstance(value, str):
        return "wrong-type", N_("A list is expected."), LIST
    if kind == "string_type" and isinstance(value, list):
        return "wrong-type", N_("A text is expected, not a list."), ""
    if kind == "string_type" and "after" in path and "any" in value:
        return "wrong-type", N_("A text is expected."), N_("Without the brackets: `after: {value}`.")
    if kind == "string_type" and "to" in path and len(value) == 1:
        return "wrong-type", N_("A text is expected."), N_("Without the blank: `{words}`.")
    return (*_SAYS.get(kind, _OTHER), "")
