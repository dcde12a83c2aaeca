"""What waits for what: the triggers of a type as a graph, to find what can never happen and what comes after what."""

from typing import Literal, NamedTuple

from brt.language.parts import After, Step, TypeDoc

Ref = tuple[Literal["action", "phase", "start"], str]
"""("action", ID): it closes; ("phase", ID): it is complete; ("start", ID): it opens."""


class Need(NamedTuple):
    """What something waits for; with `any` the first of them is enough."""

    any: bool
    refs: tuple[Ref, ...]

    def met(self, happened: set[Ref]) -> bool:
        """Tell whether it can happen once these have."""
        if self.any:
            return not self.refs or any(ref in happened for ref in self.refs)
        return all(ref in happened for ref in self.refs)


def kinds_of(doc: TypeDoc) -> dict[str, Literal["action", "phase"]]:
    """Return what each id names; of two with the same id the first counts."""
    found: dict[str, Literal["action", "phase"]] = {}
    phases = {step.path for step in doc.phases}
    for step in doc.steps():
        if step.id is not None:
            found.setdefault(step.id.text, "phase" if step.path in phases else "action")
    return found


def explicit(after: After, kinds: dict[str, Literal["action", "phase"]]) -> Need:
    """Return the trigger that the file spells out; unknown names are left out."""
    refs: list[Ref] = [(kinds[ref.text], ref.text) for ref in after.refs if ref.text in kinds]
    return Need(after.any, tuple(refs))


def build(doc: TypeDoc) -> dict[Ref, Need]:
    """Return for everything that can happen in the type what it waits for, in the order of the file."""
    kinds = kinds_of(doc)
    graph: dict[Ref, Need] = {}
    before: Ref | None = None
    for index, phase in enumerate(doc.phases):
        name = phase.id.text if phase.id else f"#{index}"
        start: Ref = ("start", name)
        graph.setdefault(start, _opening(doc, phase, before, kinds))
        required: list[Ref] = [start]
        for action in doc.actions:
            if action.phase != index or action.step.id is None:
                continue
            ref: Ref = ("action", action.step.id.text)
            after = action.step.after
            graph.setdefault(ref, explicit(after, kinds) if after else Need(any=False, refs=(start,)))
            if not action.optional:
                required.append(ref)
        complete: Ref = ("phase", name)
        graph.setdefault(complete, Need(any=False, refs=tuple(required)))
        before = complete
    return graph


def _opening(doc: TypeDoc, phase: Step, before: Ref | None, kinds: dict[str, Literal["action", "phase"]]) -> Need:
    """Return what opens a phase: the one before it, unless the file says otherwise; nothing that of on_cancel."""
    if phase is doc.on_cancel:
        return Need(any=False, refs=())
    if phase.after is not None:
        return explicit(phase.after, kinds)
    return Need(any=False, refs=(before,) if before else ())


def stuck(graph: dict[Ref, Need]) -> list[Ref]:
    """Return what can never happen, in the order of the graph."""
    happened: set[Ref] = set()
    waiting = list(graph)
    while True:
        left = []
        for ref in waiting:
            if graph[ref].met(happened):
                happened.add(ref)
            else:
                left.append(ref)
        if len(left) == len(waiting):
            return left
        waiting = left


def cycles(graph: dict[Ref, Need]) -> list[list[Ref]]:
    """Return the circles that keep `stuck` things from happening, each once, from its first in the file."""
    waiting = stuck(graph)
    blocked = set(waiting)
    rank = {ref: index for index, ref in enumerate(graph)}
    seen: set[Ref] = set()
    found = []
    for ref in waiting:
        path: list[Ref] = []
        while ref not in seen and ref in blocked:
            seen.add(ref)
            path.append(ref)
            ref = next((need for need in graph[ref].refs if need in blocked), ref)
        if ref in path:
            circle = path[path.index(ref) :]
            first = min(range(len(circle)), key=lambda index: rank[circle[index]])
            found.append(circle[first:] + circle[:first])
    return found


def downstream(graph: dict[Ref, Need], origin: Ref) -> set[Ref]:
    """Return everything that cannot happen before `origin` has."""
    found: set[Ref] = set()
    queue = [origin]
    while queue:
        for ref in _next(graph, queue.pop()):
            if ref not in found:
                found.add(ref)
                queue.append(ref)
    return found


def _next(graph: dict[Ref, Need], ref: Ref) -> list[Ref]:
    return [other for other, need in graph.items() if ref in need.refs and (not need.any or len(need.refs) == 1)]
