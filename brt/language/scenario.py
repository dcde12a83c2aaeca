"""Scenarios, the tests of installation types: read as strictly as the types, checked against the type they test."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from brt.language import check, reader
from brt.language.catalogue import TYPES, Catalogue, UnknownType
from brt.language.document import Document
from brt.language.finding import Finding, Path, Problem, advice, order
from brt.language.parts import TypeDoc
from brt.language.rules import finding
from brt.say import N_

FOLDER = f"{TYPES}/tests"
VERBS = ("done", "skip", "block", "unblock", "reject", "reopen", "shift", "bill", "cancel")
"""What a step may ask for, one of them."""
OF_WHOLE = ("bill", "cancel")
"""Of these, what concerns the installation, not an action."""


class Step(NamedTuple):
    """One thing that happens, and what must follow; `verb` is None where only values are set, or time passes."""

    path: Path
    day: str
    verb: str | None
    actions: tuple[str, ...]
    days: Mapping[str, str]  # of `shift`
    values: Mapping[str, Any]
    party: str
    reason: str
    refused: bool
    open: Mapping[str, Any] | None  # None: not looked at
    emails: Mapping[str, Any] | None


class Scenario(NamedTuple):
    """A scenario without errors."""

    document: Document
    name: str
    type: str
    start: str
    customer: str
    contacts: tuple[str, ...]
    values: Mapping[str, Any]
    steps: tuple[Step, ...]


class Read(NamedTuple):
    """What was read of a file: `scenario` is None when something is wrong in it."""

    scenario: Scenario | None
    findings: list[Finding]


def read(raw: bytes, file: str, catalogue: Catalogue) -> Read:
    """Read the bytes of a scenario, shown as `file`. Never raises: whatever is wrong is a finding."""
    document = reader.read(raw, file)
    found = list(document.findings)
    if document.readable:
        found += check.shape(document, "scenario")
    if not found:
        found += [finding(document, problem, rule, "error") for rule, problem in _problems(document, catalogue)]
    return Read(None if found else _scenario(document, catalogue), sorted(found, key=order))


def type_of(raw: bytes) -> str | None:
    """Return the type that a scenario names, None when that cannot be read."""
    data = reader.read(raw, "").data
    named = data.get("type") if isinstance(data, dict) else None
    return named if isinstance(named, str) else None


def _scenario(document: Document, catalogue: Catalogue) -> Scenario:
    data = document.data
    doc = catalogue.load_type(data["type"]).doc
    steps: list[Step] = []
    for index, raw in enumerate(data["steps"]):
        day = raw.get("day") or (steps[-1].day if steps else data["start"])
        steps.append(_step(raw, ("steps", index), day))
    return Scenario(
        document=document,
        name=data["name"],
        type=data["type"],
        start=str(data["start"]),
        customer=data.get("customer", "prospect"),
        contacts=tuple(data.get("contacts") or _functions(doc)),
        values=data.get("set", {}),
        steps=tuple(steps),
    )


def _step(raw: dict[str, Any], path: Path, day: str) -> Step:
    verb = next((verb for verb in VERBS if raw.get(verb)), None)
    named = raw.get(verb, []) if verb else []
    return Step(
        path=path,
        day=str(day),
        verb=verb,
        actions=() if verb in OF_WHOLE else tuple([named] if isinstance(named, str) else named),
        days=raw.get("shift", {}),
        values=raw.get("set", {}),
        party=raw.get("party", "us"),
        reason=raw.get("reason") or raw.get("party", "test"),
        refused=raw.get("refused", False),
        open=raw.get("open"),
        emails=raw.get("emails"),
    )


def _functions(doc: TypeDoc) -> list[str]:
    """Return the functions of the contacts that a type writes to."""
    targets = [to.text for send in doc.sends() for to in send.to]
    return sorted({target.removeprefix("contact:") for target in targets if target.startswith("contact:")})


# ── what is wrong in it ───────────────────────────────────────────────────────────────────────────

_Wrong = Iterator[tuple[str, Problem]]


def _problems(document: Document, catalogue: Catalogue) -> _Wrong:
    """Yield what the words mean that the type does not know, each with the rule's name."""
    try:
        doc = catalogue.load_type(document.data["type"]).doc
    except UnknownType:
        says, known = N_("There is no installation type `{type}`."), catalogue.type_ids()
        yield "unknown-target", _unknown(("type",), says, "type", document.data["type"], known)
        return
    if catalogue.load_type(document.data["type"]).plan is None:
        says = N_("The installation type `{type}` has errors.")
        yield "unknown-target", Problem(("type",), says, {"type": document.data["type"]})
        return
    yield from _fields(document.data.get("set", {}), ("set",), doc)
    before = str(document.data["start"])
    for index, raw in enumerate(document.data["steps"]):
        path: Path = ("steps", index)
        day = str(raw.get("day") or before)
        if day < before:
            says = N_("This day comes before that of the step before, {before}.")
            yield "wrong-value", Problem((*path, "day"), says, {"before": before})
        before = max(day, before)
        yield from _names(raw, path, doc, catalogue)


def _names(raw: dict[str, Any], path: Path, doc: TypeDoc, catalogue: Catalogue) -> _Wrong:
    given = [verb for verb in VERBS if raw.get(verb)]
    if len(given) > 1:
        says = N_("One thing happens in a step: `{first}` or `{second}`.")
        data = {"first": given[0], "second": given[1]}
        yield "wrong-value", Problem((*path, given[1]), says, data, key=True)
    for verb in given:
        named = raw[verb] if verb not in OF_WHOLE else []
        places = [((*path, verb), named)] if isinstance(named, str) else _places(named, (*path, verb))
        yield from (wrong for place, name in places for wrong in _action(place, name, doc))
    yield from _fields(raw.get("set", {}), (*path, "set"), doc)
    for role, named in raw.get("open", {}).items():
        place: Path = (*path, "open", role)
        if role not in catalogue.settings.roles:
            says = N_("There is no role `{role}` in brt.toml.")
            yield "unknown-role", _unknown(place, says, "role", role, catalogue.settings.roles)
        yield from (wrong for inner, name in _places(named, place) for wrong in _action(inner, name, doc))
    for name in raw.get("emails", {}):
        if name not in catalogue.email_ids():
            says = N_("There is no email type `{email}`.")
            yield "unknown-email-type", _unknown((*path, "emails", name), says, "email", name, catalogue.email_ids())


def _places(named: Any, path: Path) -> list[tuple[Path, str]]:
    """Return the names in a list, or the keys of a mapping, each with its path."""
    if isinstance(named, dict):
        return [((*path, name), name) for name in named]
    return [((*path, index), name) for index, name in enumerate(named)]


def _action(path: Path, name: str, doc: TypeDoc) -> _Wrong:
    known = [action.step.id.text for action in doc.actions if action.step.id]
    if name not in known:
        says = N_("{type} has no action `{action}`.")
        yield "unknown-target", _unknown(path, says, "action", name, known, type=doc.id)


def _fields(given: Mapping[str, Any], path: Path, doc: TypeDoc) -> _Wrong:
    for name in given:
        if name not in doc.fields:
            says = N_("There is no field `{field}`.")
            yield "unknown-field", _unknown((*path, name), says, "field", name, doc.fields)


def _unknown(path: Path, says: str, key: str, name: str, known: Any, **data: str) -> Problem:
    hint, more = advice(name, known)
    return Problem(path, says, {key: name, **data, **more}, hint, key=isinstance(path[-1], str) and path[-1] == name)
