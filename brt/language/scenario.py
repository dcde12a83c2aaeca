"""Scenarios, the tests of installation types: read as strictly as the types, checked against the type they test."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from brt.language import check, reader
from brt.language.catalogue import TYPES, Catalogue
from brt.language.document import Document
from brt.language.finding import Finding, Path, Problem, order
from brt.language.parts import TypeDoc
from brt.language.rules import finding
from brt.language.scenario_names import OF_WHOLE, VERBS, problems
from brt.say import N_

FOLDER = f"{TYPES}/tests"


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
    """Read the bytes of a scenario, shown as `file`. Never raises for what is wrong in it, which is a finding."""
    document, found = examine(raw, file, catalogue)
    if not found and catalogue.load_type(document.data["type"]).plan is None:
        says = N_("The installation type `{type}` has errors.")
        data = {"type": document.data["type"]}
        found = [finding(document, Problem(("type",), says, data), "unknown-target", "error")]
    return Read(None if found else _scenario(document, catalogue), found)


def examine(raw: bytes, file: str, catalogue: Catalogue) -> tuple[Document, list[Finding]]:
    """Return what can be read of a scenario and what is wrong in it, not in the type that it tests."""
    document = reader.read(raw, file, mend=True)
    found = list(document.findings)
    if document.readable:
        found += check.shape(document, "scenario")
        found += [finding(document, problem, rule, "error") for rule, problem in problems(document, catalogue)]
    return document, sorted(document.unharmed(found), key=order)


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
