"""An installation type without some of its phases and actions: what waited for them is reconnected, and what nothing
uses any more goes as well.

It works on the parts of a type, and gives the parts of another; `splice` writes the difference into the text.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from brt import delay, expr
from brt.errors import Refused
from brt.language.finding import Path
from brt.language.graph import Need, Ref, build, downstream, explicit, kinds_of
from brt.language.parts import Action, After, Check, Field, Send, Step, Text, TypeDoc
from brt.language.rules.bad_expression import fields_of
from brt.language.splice import Splicer
from brt.say import N_


class Trimmed(NamedTuple):
    """What is left of a type, and the ids of the phases and actions that went, in the order of the file."""

    doc: TypeDoc
    removed: tuple[str, ...]


def trim(doc: TypeDoc, names: Collection[str], roles: Collection[str], shown: Mapping[str, Collection[str]]) -> Trimmed:
    """Return `doc` (which has no errors) without the phases and actions `names`.

    `shown`: the fields that the text of each email type names. What waited for a removed part waits for what that
    waited for. A date or a condition that hangs on a field which nobody is asked for any more is dropped; an action
    whose condition can never be true goes as well.
    """
    removed = set(names)
    while True:
        everything = _with_contents(doc, removed)
        rest = _undated(doc, _reconnected(doc, everything))
        rest, never = _conditions(doc, rest, roles)
        if not never - everything:
            break
        removed |= never
    if rest.deadline is not None and _forgotten(doc, rest, rest.deadline.text, None):
        rest = rest._replace(deadline=None)
    rest = _silent(doc, _unchecked(doc, rest, roles))
    unused = _used(doc, roles, shown) - _used(rest, roles, shown)
    fields = {name: field for name, field in rest.fields.items() if name not in unused}
    gone = tuple(step.id.text for step in doc.steps() if step.id and step.id.text in everything)
    return Trimmed(rest._replace(fields=fields), gone)


def _id(step: Step) -> str:
    return step.id.text if step.id else ""


def _with_contents(doc: TypeDoc, removed: set[str]) -> set[str]:
    """Add the actions of removed phases, and the phases of which no action is left."""
    found = set(removed)
    for index, phase in enumerate(doc.phases):
        actions = {_id(action.step) for action in doc.actions if action.phase == index}
        if _id(phase) in found:
            found |= actions
        elif actions <= found:
            found.add(_id(phase))
    return found


# ── triggers ──────────────────────────────────────────────────────────────────────────────────────


def _reconnected(doc: TypeDoc, removed: set[str]) -> TypeDoc:
    """Return `doc` without `removed`, with the triggers of what is left."""
    links = _Links(doc, removed)
    kept = [index for index, phase in enumerate(doc.phases) if _id(phase) not in removed]
    phases: list[Step] = []
    for index in kept:
        before: Ref | None = ("phase", _id(phases[-1])) if phases else None
        phases.append(links.phase(doc.phases[index], before))
    actions = [
        action._replace(
            step=links.action(action.step, _id(doc.phases[action.phase])),
            phase=kept.index(action.phase),
            sends_back=tuple(back for back in action.sends_back if back.text not in removed),
        )
        for action in doc.actions
        if _id(action.step) not in removed
    ]
    rest = doc._replace(phases=tuple(phases), actions=tuple(actions))
    return _reduced(doc, rest)


class _Links:
    """What the remaining steps wait for."""

    def __init__(self, doc: TypeDoc, removed: set[str]) -> None:
        self.graph = build(doc)
        self.removed = removed

    def phase(self, step: Step, before: Ref | None) -> Step:
        """Return a phase with its trigger; `before` is what it waits for by itself."""
        need = self.graph["start", _id(step)]
        found = self.need(need)
        if found == need or (step.after is None and found.refs == ((before,) if before else ())):
            return step
        return step._replace(after=_after(step, self.spelt(found)))

    def action(self, step: Step, phase: str) -> Step:
        """Return an action of `phase` with its trigger."""
        if step.after is None:
            return step
        need = self.graph["action", _id(step)]
        found = self.need(need)
        if found == need:
            return step
        if found.refs == (("start", phase),):
            return step._replace(after=None)
        return step._replace(after=_after(step, self.spelt(found, phase)))

    def need(self, need: Need) -> Need:
        """Return what remains of `need`: in place of what was removed, what that waited for.

        Of several that are each enough, those that are left are enough.
        """
        left = tuple(ref for ref in need.refs if ref[1] not in self.removed)
        if need.any and left:
            return Need(len(left) > 1, left)
        refs = list(need.refs)
        while gone := [ref for ref in refs if ref[1] in self.removed]:
            if len(refs) == 1:
                return self.need(self.graph[refs[0]])
            first = next((ref for ref in gone if ref[0] != "start"), gone[0])
            at = refs.index(first)
            refs[at : at + 1] = self.graph[first].refs
            refs = list(dict.fromkeys(refs))
        return Need(any=False, refs=tuple(refs))

    def spelt(self, need: Need, phase: str = "") -> Need:
        """Return `need` as a file can say it: the start of a phase has no name, what opens it has.

        That of the action's own `phase` is left out where something else in that phase is waited for.
        """
        if len(need.refs) == 1 and need.refs[0][0] == "start":
            return self.spelt(self.need(self.graph[need.refs[0]]))
        found: dict[Ref, None] = {}
        for ref in need.refs:
            if ref[0] != "start":
                found[ref] = None
            elif ref[1] != phase or not any(self.inside(other, phase) for other in need.refs):
                found |= dict.fromkeys(self.spelt(self.need(self.graph[ref])).refs)
        return Need(need.any and len(found) > 1, tuple(found))

    def inside(self, ref: Ref, phase: str) -> bool:
        """Tell whether `ref` cannot happen before `phase` has opened."""
        return ref in downstream(self.graph, ("start", phase))


def _after(step: Step, need: Need) -> After:
    path: Path = (*step.path, "after")
    return After(path, need.any, tuple(Text(name, path) for _, name in need.refs))


def _reduced(doc: TypeDoc, rest: TypeDoc) -> TypeDoc:
    """Leave out of the triggers that changed what another name in them, or the phase of the action, says already."""
    graph, kinds = build(rest), kinds_of(rest)
    before = {step.path: step.after for step in doc.steps()}

    def reduced(step: Step) -> Step:
        after = step.after
        if after is None or after == before[step.path] or after.any:
            return step
        need = explicit(after, kinds)
        implied = [any(other in downstream(graph, ref) for other in need.refs) for ref in need.refs]
        refs = tuple(text for text, more in zip(after.refs, implied, strict=True) if not more)
        return step._replace(after=after._replace(refs=refs))

    def within(step: Step, phase: Step) -> Step:
        after = reduced(step).after
        same = after and phase.after and _names(after) == _names(phase.after) and not phase.wait
        return step._replace(after=None if same and step.after != before[step.path] else after)

    phases = tuple(reduced(phase) for phase in rest.phases)
    actions = tuple(each._replace(step=within(each.step, phases[each.phase])) for each in rest.actions)
    return rest._replace(phases=phases, actions=actions)


def _names(after: After) -> tuple[bool, frozenset[str]]:
    return after.any, frozenset(text.text for text in after.refs)


# ── what hangs on values ──────────────────────────────────────────────────────────────────────────


def _forgotten(doc: TypeDoc, rest: TypeDoc, field: str, user: Ref | None) -> bool:
    """Tell whether `field` was asked for in time for `user` (None: at all) in `doc`, and is not in `rest`."""
    return _asked(doc, field, user) and not _asked(rest, field, user)


def _asked(doc: TypeDoc, field: str, user: Ref | None) -> bool:
    asking = {
        ("action", _id(action.step))
        for action in doc.actions
        for ask in action.asks
        if ask.field is not None and ask.field.text == field and ask.at == "done"
    }
    return not asking <= ({user, *downstream(build(doc), user)} if user else set())


def _undated(doc: TypeDoc, rest: TypeDoc) -> TypeDoc:
    """Drop the delays on fields that are forgotten."""

    def kept(text: Text | None, user: Ref) -> Text | None:
        field = delay.parse(text.text).field if text else None
        return None if field and _forgotten(doc, rest, field, user) else text

    def action(each: Action) -> Action:
        user: Ref = ("action", _id(each.step))
        return each._replace(step=each.step._replace(wait=kept(each.step.wait, user)), due=kept(each.due, user))

    return rest._replace(
        phases=tuple(phase._replace(wait=kept(phase.wait, ("start", _id(phase)))) for phase in rest.phases),
        actions=tuple(action(each) for each in rest.actions),
    )


def _conditions(doc: TypeDoc, rest: TypeDoc, roles: Collection[str]) -> tuple[TypeDoc, set[str]]:
    """Drop the conditions on forgotten fields that are true without them; return the steps where they are false."""
    fields = fields_of(doc)
    never: set[str] = set()

    def kept(step: Step, user: Ref) -> Step:
        if step.when is None:
            return step
        tree = expr.compile(step.when.text, fields, roles)
        if not all(name in fields and _forgotten(doc, rest, name, user) for name in expr.names(tree)):
            return step
        if not expr.evaluate(tree, {}):
            never.add(_id(step))
        return step._replace(when=None)

    phases = tuple(kept(phase, ("start", _id(phase))) for phase in rest.phases)
    actions = tuple(each._replace(step=kept(each.step, ("action", _id(each.step)))) for each in rest.actions)
    return rest._replace(phases=phases, actions=actions), never


def _unchecked(doc: TypeDoc, rest: TypeDoc, roles: Collection[str]) -> TypeDoc:
    """Drop the checks that look at a forgotten field."""

    def named(check: Check) -> frozenset[str]:
        return expr.names(expr.compile(check.when.text, fields_of(doc), roles)) if check.when else frozenset()

    checks = (check for check in rest.checks if not any(_forgotten(doc, rest, name, None) for name in named(check)))
    return rest._replace(checks=tuple(checks))


def _silent(doc: TypeDoc, rest: TypeDoc) -> TypeDoc:
    """Drop the emails that hang on forgotten fields: those of the field, and those for a day that it gives."""

    def kept(sends: tuple[Send, ...]) -> tuple[Send, ...]:
        days = [(send, delay.parse(send.day.text).field if send.day else None) for send in sends]
        return tuple(send for send, field in days if not field or not _forgotten(doc, rest, field, None))

    def quiet(field: Field) -> Field:
        return field._replace(emails=()) if _forgotten(doc, rest, field.name, None) else field

    return rest._replace(
        emails=kept(rest.emails),
        actions=tuple(action._replace(emails=kept(action.emails)) for action in rest.actions),
        fields={name: quiet(field) for name, field in rest.fields.items()},
    )


def _used(doc: TypeDoc, roles: Collection[str], shown: Mapping[str, Collection[str]]) -> set[str]:
    """Return the fields that something in the type uses: its actions, its dates, its conditions, its emails."""
    used = {ask.field.text for action in doc.actions for ask in action.asks if ask.field is not None}
    used |= {doc.deadline.text} if doc.deadline else set()
    for text in _delays(doc):
        used.add(delay.parse(text.text).field or "")
    for when in doc.conditions():
        used |= expr.names(expr.compile(when.text, fields_of(doc), roles))
    for send in doc.sends():
        used |= set(shown.get(send.email.text, ())) if send.email else set()
    return used & doc.fields.keys()


def _delays(doc: TypeDoc) -> Iterator[Text]:
    yield from (phase.wait for phase in doc.phases if phase.wait)
    for action in doc.actions:
        yield from (text for text in (action.step.wait, action.due) if text)
    yield from (send.day for send in doc.sends() if send.day)


class Changes(NamedTuple):
    """What changed because of what was left out, by names and ids."""

    fields: list[str]  # that nothing uses any more, and which went
    kept: list[str]  # fields that nobody is asked for any more, and that an email shows
    reconnected: list[tuple[str, After | None]]  # phases and actions with another trigger
    undated: list[str]  # phases and actions whose date hung on what nobody is asked for any more


def changes(doc: TypeDoc, rest: TypeDoc, roles: Collection[str]) -> Changes:
    """Return what is otherwise in `rest` besides what was to be left out."""
    former = {step.path: step for step in doc.steps()}
    due = {action.step.path: action.due for action in doc.actions}
    moved = [(_id(step), step.after) for step in rest.steps() if step.after != former[step.path].after]
    undated = [_id(step) for step in rest.steps() if step.wait != former[step.path].wait]
    undated += [_id(action.step) for action in rest.actions if action.due != due[action.step.path]]
    idle = _used(doc, roles, {}) - _used(rest, roles, {})
    return Changes(
        fields=[name for name in doc.fields if name not in rest.fields],
        kept=[name for name in rest.fields if name in idle],
        reconnected=moved,
        undated=undated,
    )


# ── in the text ───────────────────────────────────────────────────────────────────────────────────


class Shared(Refused):
    """A phase that other types use as well would have to change."""

    says = N_("That would change {file}, which other types may use. Nothing was written.")
    hint = N_("Leave out the whole phase, or write it out in the type.")


def write(doc: TypeDoc, rest: TypeDoc, raw: bytes) -> bytes:
    """Return `raw`, the file of `doc`, as that of `rest`: nothing but what differs is touched. Raises Shared."""
    splicer = Splicer(doc.document)
    left = {step.path for step in rest.steps()}
    gone = [step.path for step in doc.steps() if step.path not in left]
    within = [action.step.path for action in doc.actions if doc.phase_of(action).path in gone]
    for parent in dict.fromkeys(path[:-1] for path in gone if path not in within):
        splicer.remove(parent, [path[-1] for path in gone if path[:-1] == parent])
    splicer.remove(("fields",), [name for name in doc.fields if name not in rest.fields])
    if doc.checks:
        splicer.remove(("checks",), [check.path[-1] for check in doc.checks if check not in rest.checks])
    _write_sends(splicer, doc, rest, left)
    if doc.deadline is not None and rest.deadline is None:
        splicer.remove((), ["deadline"])
    former = {step.path: step for step in doc.steps()}
    for step in rest.steps():
        _write_step(splicer, former[step.path], step)
    before = {action.step.path: action for action in doc.actions}
    for action in rest.actions:
        _write_action(splicer, before[action.step.path], action)
    if splicer.elsewhere:
        raise Shared(file=splicer.elsewhere)
    return splicer.result(raw)


def _stays(rest: TypeDoc, left: set[Path], path: Path) -> bool:
    """Tell whether what an email at `path` belongs to is still there: the type, a field, or an action."""
    if path[0] == "fields":
        return path[1] in rest.fields
    return path[0] == "emails" or path[:-2] in left


def _write_sends(splicer: Splicer, doc: TypeDoc, rest: TypeDoc, left: set[Path]) -> None:
    silent: dict[Path, list[str | int]] = {}
    sent = {send.path for send in rest.sends()}
    for send in doc.sends():
        if send.path not in sent and _stays(rest, left, send.path):
            silent.setdefault(send.path[:-1], []).append(send.path[-1])
    for parent, positions in silent.items():
        splicer.remove(parent, positions)


def _write_action(splicer: Splicer, before: Action, now: Action) -> None:
    if before.due is not None and now.due is None:
        splicer.remove(now.step.path, ["due"])
    lost = [back.path[-1] for back in before.sends_back if back not in now.sends_back]
    if lost and not now.sends_back:
        splicer.remove(now.step.path, ["sends_back"])
    elif lost:
        splicer.remove((*now.step.path, "sends_back"), lost)


def _write_step(splicer: Splicer, before: Step, now: Step) -> None:
    dropped = [key for key in ("after", "wait", "when") if getattr(before, key) and not getattr(now, key)]
    splicer.remove(now.path, dropped)
    if now.after is not None and now.after != before.after:
        splicer.replace((*now.path, "after"), trigger(now.after))


def trigger(after: After) -> str:
    """Return an `after` as a type has it."""
    names = ", ".join(text.text for text in after.refs)
    return f"{{any: [{names}]}}" if after.any else f"[{names}]"
