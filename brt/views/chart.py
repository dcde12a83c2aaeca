"""An installation type as a drawing, for Mermaid (which GitHub and GitLab show) and for Graphviz.

Phases are groups, a colour and a word say the role, what the end hangs on is drawn thick.
"""

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from brt import delay
from brt.plan import CANCELLATION, PRODUCTION, ActionType, After, Plan, RawDelay, Ref
from brt.say import _
from brt.settings import Settings
from brt.views import words

COLOURS = ("#cfe2ff", "#d1e7dd", "#fff3cd", "#f8d7da", "#e2d9f3", "#cff4fc", "#ffe5d0", "#e9ecef")
"""Light ones, under black letters; roles take them in turn."""


class Chart(NamedTuple):
    """What is drawn: a type, who its roles are, and the actions that its end hangs on."""

    plan: Plan
    settings: Settings
    critical: Collection[str]

    def colours(self) -> dict[str, str]:
        """Return the colour of each role of the type."""
        roles = dict.fromkeys(action.role for action in self.plan.actions.values())
        return {role: COLOURS[number % len(COLOURS)] for number, role in enumerate(roles)}

    def label(self, action: ActionType) -> list[str]:
        """Return the lines in the box of an action."""
        lines = [action.name, words.role(self.settings, action.role)]
        if action.wait and self.opens_with_phase(action):
            lines += [_("wait: {delay}").format(delay=_delay(action.wait))]
        lines += [_("due: {delay}").format(delay=_delay(action.due))] if action.due else []
        lines += [_("when: {condition}").format(condition=action.when["text"])] if action.when else []
        lines += [_("optional")] if action.optional else []
        return lines

    def links(self) -> "Iterator[Link]":
        """Yield the arrows: what triggers what. An action that opens with its phase needs none."""
        for phase in self.plan.phases.values():
            yield from _links(phase.after, ("phase", phase.id), phase.wait)
        for action in self.plan.actions.values():
            if not self.opens_with_phase(action):
                yield from _links(action.after, ("action", action.id), action.wait)

    def opens_with_phase(self, action: ActionType) -> bool:
        """Tell whether an action waits for nothing else than its phase, so that no arrow leads to it."""
        return action.after.refs == (("start", action.phase),)

    def is_critical(self, link: "Link") -> bool:
        """Tell whether both ends of an arrow are on the critical path."""
        return self._on_path(link.source) and self._on_path(link.target)

    def _on_path(self, ref: Ref) -> bool:
        kind, name = ref
        if kind == "phase":
            return any(member in self.critical for member in self.plan.members[name])
        return ref == PRODUCTION or name in self.critical

    def beginnings(self) -> list[tuple[Ref, str]]:
        """Return what the type itself does not trigger, with its name."""
        found = [(PRODUCTION, _("production"))]
        return [*found, (CANCELLATION, _("cancellation"))] if self.plan.on_cancel else found


class Link(NamedTuple):
    """An arrow from what happens to what it triggers; dotted when it is one of several that are enough."""

    source: Ref
    target: Ref
    label: str
    dotted: bool


def _links(after: After, target: Ref, wait: RawDelay | None) -> Iterator[Link]:
    any_ = after.any and len(after.refs) > 1
    for source in after.refs or (PRODUCTION,):
        yield Link(source, target, _delay(wait), any_)


def _delay(raw: RawDelay | None) -> str:
    return words.delay(delay.text(delay.from_json(raw))) if raw else ""


# ── Mermaid ───────────────────────────────────────────────────────────────────────────────────────


def mermaid(chart: Chart) -> Iterator[str]:
    """Yield the lines of a flowchart."""
    yield "flowchart LR"
    for ref, name in chart.beginnings():
        yield f'  {_node(ref)}(["{_escaped(name)}"])'
    for phase in chart.plan.phases.values():
        yield f'  subgraph {_node(("phase", phase.id))}["{_escaped(phase.name)}"]'
        for name in chart.plan.members[phase.id]:
            action = chart.plan.actions[name]
            label = "<br/>".join(_escaped(line) for line in chart.label(action))
            yield f'    {_node(("action", name))}["{label}"]:::{_class(action.role)}'
        yield "  end"
    links = list(chart.links())
    for link in links:
        line = "-.->" if link.dotted else "==>" if chart.is_critical(link) else "-->"
        label = f'|"{_escaped(link.label)}"|' if link.label else ""
        yield f"  {_node(link.source)} {line}{label} {_node(link.target)}"
    heavy = [str(number) for number, link in enumerate(links) if link.dotted and chart.is_critical(link)]
    if heavy:  # what is dotted cannot be thick by itself
        yield f"  linkStyle {','.join(heavy)} stroke-width:4px"
    for role, colour in chart.colours().items():
        yield f"  classDef {_class(role)} fill:{colour},stroke:#555,color:#000"
    thick = [_node(("action", name)) for name in chart.plan.actions if name in chart.critical]
    if thick:
        yield "  classDef critical stroke:#000,stroke-width:4px"
        yield f"  class {','.join(thick)} critical"


def _node(ref: Ref) -> str:
    """Return a name that no word of Mermaid is."""
    kind, name = ref
    return f"{kind}_{name.replace('-', '_')}" if name else kind


def _class(role: str) -> str:
    return f"role_{role.replace('-', '_')}"


def _escaped(text: str) -> str:
    return "".join(f"#{ord(letter)};" if letter in '"#<>&`\\' else letter for letter in text)


# ── Graphviz ──────────────────────────────────────────────────────────────────────────────────────


def dot(chart: Chart) -> Iterator[str]:
    """Yield the lines of a directed graph; an arrow from or to a phase ends at the border of its group."""
    yield f"digraph {_quoted(chart.plan.type)} {{"
    yield "  rankdir=LR; compound=true;"
    yield '  node [shape=box, style="rounded,filled", fontname="sans-serif"];'
    yield '  edge [fontname="sans-serif"]; graph [fontname="sans-serif"];'
    for (kind, _none), name in chart.beginnings():
        yield f"  {kind} [label={_quoted(name)}, shape=oval, style=solid];"
    colours = chart.colours()
    for phase in chart.plan.phases.values():
        yield f"  subgraph {_quoted('cluster_' + phase.id)} {{"
        yield f'    label={_quoted(phase.name)}; style="rounded";'
        for name in chart.plan.members[phase.id]:
            action = chart.plan.actions[name]
            label = _quoted("\n".join(chart.label(action)))
            width = ", penwidth=4" if name in chart.critical else ""
            yield f'    {_quoted(name)} [label={label}, fillcolor="{colours[action.role]}"{width}];'
        yield "  }"
    for link in chart.links():
        yield f"  {_end(chart, link.source, -1)} -> {_end(chart, link.target, 0)}{_style(chart, link)};"
    yield "}"


def _end(chart: Chart, ref: Ref, member: int) -> str:
    """Return the node at the end of an arrow; of a phase its first or last action."""
    kind, name = ref
    if not name:
        return kind
    return _quoted(chart.plan.members[name][member] if kind == "phase" else name)


def _style(chart: Chart, link: Link) -> str:
    ends = (("ltail", link.source), ("lhead", link.target))
    parts = [f"{key}={_quoted('cluster_' + name)}" for key, (kind, name) in ends if kind == "phase"]
    parts += [f"label={_quoted(link.label)}"] if link.label else []
    parts += ["style=dotted"] if link.dotted else []
    parts += ["penwidth=3"] if chart.is_critical(link) else []
    return f" [{', '.join(parts)}]" if parts else ""


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


FORMATS: dict[str, Callable[[Chart], Iterator[str]]] = {"mermaid": mermaid, "dot": dot}
