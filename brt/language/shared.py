"""Phases that several types share: `use: ID` takes one from installation_types/phases/ID.yaml.

A type and the phases that it uses become one document: the texts one behind the other, every place with its own file.
From there on nothing knows that there were several files.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from brt.language import reader
from brt.language.builder import Dates
from brt.language.document import Document
from brt.language.finding import Finding, Path, advice
from brt.language.parts import ON_CANCEL
from brt.language.source import Node, Source
from brt.say import N_

FOLDER = "phases"
"""In the folder of the types."""


class Phases(NamedTuple):
    """The shared phases that there are."""

    read: Callable[[str], bytes | None]  # the bytes of one by its id, None when there is none
    ids: Callable[[], list[str]] = list  # of all of them, where they are known


BESIDE = ("name", "after", "wait", "when")
"""What may stand beside `use`, in place of what the phase says."""

NOWHERE = Phases(lambda phase_id: None)


def used(document: Document) -> dict[Path, str]:
    """Return the ids of the phases that a type uses, by where it does."""
    data = document.data if isinstance(document.data, dict) else {}
    phases = data.get("phases")
    places: dict[Path, Any] = {
        ("phases", index): raw for index, raw in enumerate(phases if isinstance(phases, list) else [])
    }
    places[ON_CANCEL] = data.get("on_cancel")
    return {
        path: raw["use"] for path, raw in places.items() if isinstance(raw, dict) and isinstance(raw.get("use"), str)
    }


def join(document: Document, folder: str, phases: Phases, dates: Dates) -> tuple[Document, list[Finding]]:
    """Return a type with the phases that it uses in their places, and what is wrong with those.

    `folder` is where they are, as it is shown. A phase that is not there, or cannot be read, stays as it was written.
    """
    from brt.language import check  # pydantic, which takes its time

    found: list[Finding] = []
    joined = document
    for path, phase_id in used(document).items():
        raw = phases.read(phase_id)
        if raw is None:
            says = N_("There is no phase `{phase}` in {folder}.")
            hint, more = advice(phase_id, phases.ids())
            data = {"phase": phase_id, "folder": folder, **more}
            found.append(document.finding(document.place((*path, "use")), "unknown-target", says, data, hint))
            joined.broken.add((*path, "use"))
            continue
        phase = reader.read(raw, f"{folder}/{phase_id}.yaml", dates)
        wrong = [*phase.findings, *(check.shape(phase, "phase") if phase.readable else ())]
        found += wrong
        if phase.readable and isinstance(phase.data, dict):
            joined = _with(joined, path, phase)
            found += _other_fields(joined, phase)
    return joined, found


def _with(document: Document, use: Path, phase: Document) -> Document:
    """Return `document` with the text of `phase` behind its own, and what stands in it in the place of `use`."""
    source = document.source
    text = source.text if source.text.endswith("\n") or not source.text else f"{source.text}\n"
    made = Document(Source(source.file, text + phase.source.text))
    made.source.homes = [*source.homes, (text.count("\n"), phase.source.file)]
    beside = document.get(use)
    made.data = {**document.data, "fields": _fields(document, phase)}
    own = {key: value for key, value in phase.data.items() if key != "fields"}
    whole = {"id": beside["use"], **own, **{key: beside[key] for key in BESIDE if key in beside}}
    if use == ON_CANCEL:
        made.data["on_cancel"] = whole
    else:
        phases = enumerate(document.data["phases"])
        made.data["phases"] = [whole if use == ("phases", index) else raw for index, raw in phases]
    made.nodes, made.keys = dict(document.nodes), dict(document.keys)
    made.nodes[*use, "id"] = document.nodes[*use, "use"]
    made.torn = document.torn
    made.broken = document.broken | {_place(path, use) for path in phase.broken}
    for nodes, kept in ((phase.nodes, made.nodes), (phase.keys, made.keys)):
        for path, node in nodes.items():
            if path and not (path[0] in BESIDE and path[0] in beside):
                shifted = Node(node.start + len(text), node.end + len(text), node.style)
                if path[0] == "fields":
                    kept.setdefault(path, shifted)
                else:
                    kept[_place(path, use)] = shifted
    return made


_WITHIN = ("*",) * 5  # steps into a field


def _place(path: Path, use: Path) -> Path:
    return path if path[:1] == ("fields",) else (*use, *path)


def _fields(document: Document, phase: Document) -> Any:
    """Return the fields of both; where one has the same name in both, the first stays."""
    fields, more = document.data.get("fields", {}), phase.data.get("fields", {})
    return {**more, **fields} if isinstance(fields, dict) and isinstance(more, dict) else fields


def _other_fields(joined: Document, phase: Document) -> list[Finding]:
    """Report the fields of a phase that are defined otherwise elsewhere, where both could be read."""
    fields, known = phase.data.get("fields", {}), joined.data["fields"]
    if not isinstance(fields, dict) or not isinstance(known, dict):
        return []
    says = N_("The field `{field}` is defined otherwise by the type, or by another phase that it uses.")
    return [
        phase.finding(phase.place(("fields", name), key=True), "duplicate-key", says, {"field": name})
        for name, field in fields.items()
        if known.get(name) != field and not joined.doubtful(("fields", name, *_WITHIN))
    ]
