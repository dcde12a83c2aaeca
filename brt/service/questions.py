"""What actions ask for and do not have yet: the questions that a person at a terminal can be asked."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from brt import kinds
from brt.engine.checks import warnings
from brt.engine.close import Missing, MissingOfSeveral, Must, instead
from brt.engine.commands import SetFields
from brt.engine.decide import decide
from brt.errors import BrtError, Refused
from brt.kinds.base import fold
from brt.plan import Ask as Asked
from brt.plan import FieldType
from brt.records import CLOSED, Action
from brt.say import N_
from brt.service import change, present, refs, values
from brt.service.asked import Ask
from brt.service.desk import Desk
from brt.service.fields import shown
from brt.service.naming import Names
from brt.service.view import View
from brt.service.work import Answers
from brt.typed import Doubt, Typed, doubts
from brt.views import words
from brt.views.item import in_words

Pair = tuple[str, str]
"""A field and what was typed for it."""
NO_REASON = ("autre", "other")
"""Choices that give no reason: it is to be typed."""


class Of(NamedTuple):
    """An action that asks for something, and what is known of its dossier."""

    view: View
    action: Action


class Answered(NamedTuple):
    """What there is to tell about what was typed at a question."""

    said: str  # the last line in words, as it was understood; nothing for a secret, or a file
    doubts: list[Doubt]  # about the last line
    warnings: list[str]  # of the type


class Question(NamedTuple):
    """A field that an action asks for."""

    field: FieldType
    optional: bool
    must: str | None  # the only answer that lets the action close, in words
    default: str | None  # what is set now, in words; of a secret only that it is
    again: tuple[str, ...]  # what says it once more: a later attempt takes nothing that was said before
    read: "Callable[[Sequence[str]], Answered]"  # what was typed, a line each; raises what is wrong with it


class Slip(NamedTuple):
    """A date that came with a command and may be none that was meant."""

    dossier: str
    date: Typed
    says: str


class Form(NamedTuple):
    """What one action asks for."""

    number: int
    title: str  # what names the action
    questions: list[Question]


class Other(Refused):
    """An answer does not let the action close, and another one may follow."""

    says = N_("{action} closes only when {label} is “{must}”, not “{value}”.")
    hint = Must.hint


def possible(desk: Desk, asks: Sequence[Ask]) -> None:
    """Raise what the rules refuse, but for fields that are still to be asked for."""
    try:
        change.preview(desk, asks)
    except (Missing, MissingOfSeveral, Must):
        return


def slips(desk: Desk, asks: Sequence[Ask]) -> list[Slip]:
    """Return the dates that were typed for `asks` and may be slips. Raises what is wrong with a value."""
    return [
        Slip(view.dossier.ref, one, words.said(doubt, view.day.today))
        for view in _dated(desk, asks)
        for _installation, one in view.dates
        for doubt in doubts(one, view.day.today, view.day.calendar)
    ]


def _dated(desk: Desk, asks: Sequence[Ask]) -> list[View]:
    """Return the dossiers of `asks` with the dates that were typed for them."""
    views = list[View]()
    for ask in asks:
        with desk.reading() as db:
            view = desk.look(db, ask.dossier)
            ask.commands(view)
        views.append(view)
    return views


def until(desk: Desk, asks: Sequence[Ask]) -> str:
    """Return the day until which something is to be stuck. Raises what is wrong with it, and what the rules refuse."""
    possible(desk, asks)
    return next(one.day for view in _dated(desk, asks) for _installation, one in view.dates if not one.field)


def retype(desk: Desk, asks: Sequence[Ask], date: Typed, text: str) -> str:
    """Take `text` in place of a date that came with the command, and return the day that it is.

    Raises what is wrong with it, and what the rules refuse.
    """
    before, key = desk.retyped, (date.field, date.text)
    desk.retyped = {**{typed: text if (typed[0], said) == key else said for typed, said in before.items()}, key: text}
    try:
        possible(desk, asks)
        found = [one for view in _dated(desk, asks) for _installation, one in view.dates]
    except BrtError:
        desk.retyped = before
        raise
    return next((one.day for one in found if (one.field, one.text) == (date.field, text)), "")


def forms(
    desk: Desk, asks: Sequence[Ask], pairs: Sequence[Pair], answers: Answers, at: str, *, whole: bool
) -> Iterator[Form]:
    """Yield a form for each action named in `asks` that lacks a field it asks for `at` an event.

    What is set was said at another time when the action was closed before, and when something stops: then it is asked
    for again, with what is set as the default. `pairs` are the values that came with the command, `answers` those that
    were typed before, or are meanwhile; `whole`: what is optional and not set was left out on purpose, and alone asks
    for no form. A form has every other field the action asks for, those that are set too: a person may look them over.
    A field that two actions of an installation ask for stands in the first form only.
    """
    for ask in asks:
        with desk.reading() as db:
            view = desk.look(db, ask.dossier)
        seen: set[tuple[int, str]] = set()
        for number in ask.numbers:
            action = view.state.actions[number]
            given = {name for name, _text in (*pairs, *answers.get(number, ()))}
            plan = view.day.plans[view.state.installations[action.installation_id].plan_id]
            asked = [one for one in plan.actions[action.key].asks if one.at == at and one.field not in given]
            fresh = [one for one in asked if (action.installation_id, one.field) not in seen]
            held = view.state.values_of(action.installation_id)
            needed = [one for one in fresh if not (whole and one.optional and one.field not in held)]
            if action.status in CLOSED or not any(_lacks(view, action, one) for one in needed):
                continue
            seen |= {(action.installation_id, one.field) for one in fresh}

            def before(number: int = number) -> list[Pair]:
                return [*pairs, *answers.get(number, ())]

            yield Form(
                number, present.title(desk, view, action), [_question(desk, view, number, one, before) for one in fresh]
            )


def asked_at(desk: Desk, asks: Sequence[Ask], at: str) -> Iterator[tuple[Of, FieldType, Any]]:
    """Yield what the actions named in `asks` ask for `at` an event: of which action, the field, and its value now."""
    for ask in asks:
        with desk.reading() as db:
            view = desk.look(db, ask.dossier)
        for action in (view.state.actions[number] for number in ask.numbers):
            plan = view.day.plans[view.state.installations[action.installation_id].plan_id]
            held = view.state.values_of(action.installation_id)
            for one in plan.actions[action.key].asks:
                if one.at == at:
                    yield Of(view, action), plan.fields[one.field], held.get(one.field)


def gist(desk: Desk, asks: Sequence[Ask], pairs: Sequence[Pair], answers: Answers, at: str) -> str:
    """Return in a few words what was answered `at` an event, as a reason that need not be typed once more.

    Nothing where several actions are asked, or where the answers say none ("other").
    """
    if sum(len(one.numbers) for one in asks) != 1:
        return ""
    said = []
    for (view, action), field, value in asked_at(desk, asks, at):
        texts = [pair for pair in (*pairs, *answers.get(action.number, ())) if pair[0] == field.name]
        given = dict(_read(view, action.installation_id, texts).values).get(field.name, value)
        if given and field.kind in ("choice", "text") and not field.secret and fold(str(given)) not in NO_REASON:
            said.append(in_words(field.kind, given))
    return ", ".join(said)


def _lacks(view: View, action: Action, asked: Asked) -> bool:
    """Say whether a field has no value that was said for this time."""
    return action.generation > 1 or action.again or asked.at != "done" or not _stands(view, action, asked)


def _stands(view: View, action: Action, asked: Asked) -> bool:
    value = view.state.values_of(action.installation_id).get(asked.field)
    return value is not None and asked.must in (None, value)


def _question(desk: Desk, view: View, number: int, asked: Asked, before: Callable[[], Sequence[Pair]]) -> Question:
    action = view.state.actions[number]
    plan = view.day.plans[view.state.installations[action.installation_id].plan_id]
    field, must, today = plan.fields[asked.field], asked.must, view.day.today
    former = view.state.values_of(action.installation_id)

    def read(texts: Sequence[str]) -> Answered:
        found, typed = _typed(view, action.installation_id, field, texts)
        if must not in (None, typed):
            hint = instead(plan.actions[action.key])
            said = {"label": field.label, "field": field, "kind": field.kind, "must": must, "value": typed}
            raise Names(desk.settings, view).explain(Other(None, hint, action=action, **said))
        return _answered(view, action.installation_id, field, found, before())

    stands = _stands(view, action, asked) and not (field.secret and action.generation > 1)
    return Question(
        field,
        asked.optional,
        None if must is None else in_words(field.kind, must, today),
        shown(field, former[field.name], today) if stands else None,
        _said(field, former[field.name]) if stands and action.generation > 1 else (),
        read,
    )


def of(desk: Desk, name: str, key: str) -> Question:
    """Return the question for another value of the field `key` of an installation, whatever asks for it.

    Raises values.NoField, and what `refs.installation` does.
    """
    with desk.reading() as db:
        dossier, row = refs.installation(db, name, field=key)
        view = desk.look(db, dossier.id)
    plan = view.day.plans[row.plan_id]
    if key not in plan.fields:
        raise values.NoField.of(plan, key)
    field, value = plan.fields[key], view.state.values_of(row.id).get(key)

    def read(texts: Sequence[str]) -> Answered:
        found, _value = _typed(view, row.id, field, texts)
        return _answered(view, row.id, field, found, ())

    return Question(field, False, None, None if value is None else shown(field, value, view.day.today), (), read)


def _typed(view: View, installation: int, field: FieldType, texts: Sequence[str]) -> tuple[values.Given, Any]:
    """Return what was typed for a field, read, and its value. Raises what is wrong with it."""
    found = _read(view, installation, [(field.name, text) for text in texts])
    return found, found.secrets.get(field.name, found.values[0][1])


def _answered(
    view: View, installation: int, field: FieldType, found: values.Given, earlier: Sequence[Pair]
) -> Answered:
    """Return what there is to tell about a value; `earlier` are those given before it."""
    today, value = view.day.today, found.values[0][1]
    last = value[-1] if isinstance(value, list) and len(value) else value
    said = "" if field.secret else words.day(last) if field.kind == "date" else in_words(field.kind, last, today)
    told = [doubt for one in found.dates[-1:] for doubt in doubts(one, today, view.day.calendar)]
    return Answered(said, told, _warnings(view, installation, _read(view, installation, earlier), found))


def _read(view: View, installation: int, pairs: Sequence[Pair]) -> values.Given:
    plan, former = view.day.plans[view.state.installations[installation].plan_id], view.state.values_of(installation)
    return values.read(plan, pairs, view.day.today, view.day.calendar, former, view.to_come(installation))


def _warnings(view: View, installation: int, earlier: values.Given, given: values.Given) -> list[str]:
    """Return what the type warns of when `given` is set after what was given `earlier`."""
    before = decide(view.state, [SetFields(installation, earlier.values)], view.day).after
    decision = decide(before, [SetFields(installation, given.values)], view.day)
    return [one.says for one in warnings(decision, view.day)]


def _said(field: FieldType, value: Any) -> tuple[str, ...]:
    return tuple(kinds.show(field.kind, one) for one in (value if field.many else [value]))
