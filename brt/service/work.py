"""Working on actions: done, skip, block, shift, take and what else a person does in a day."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from brt import facts
from brt.engine import commands
from brt.engine.commands import Command
from brt.errors import Usage
from brt.records import Action, Dossier
from brt.say import N_
from brt.service import change, refs, stops, values
from brt.service.asked import Ask, Outcome
from brt.service.desk import Desk
from brt.service.members import member
from brt.service.persons import NotAnAction, giving
from brt.service.values import Pairs
from brt.service.view import View
from brt.store.database import Database
from brt.views import words

Make = Callable[[View, int, tuple[tuple[str, Any], ...]], Command]
"""Makes the command on an action (by number) from the values that were read for it."""


Answers = Mapping[int, Sequence[tuple[str, str]]]
"""Values for one action only, by its number, beside those given for all."""
NONE: Answers = MappingProxyType({})


EMPTY = N_("The remark is empty.")


class Already(NamedTuple):
    """An action that had been done before."""

    name: str  # between quotes, with its dossier
    number: int
    by: str | None
    on: str | None


def asks(db: Database, names: Iterable[str], pairs: Pairs, make: Make, answers: Answers = NONE) -> list[Ask]:
    """Return what is asked of each dossier for the actions `names`; one ask a dossier, in the order typed."""
    targets: dict[int, list[int]] = {}
    for name in names:
        target = refs.action(db, name)
        numbers = targets.setdefault(target.dossier, [])
        if target.number not in numbers:
            numbers.append(target.number)
    return [_ask(dossier, numbers, list(pairs), make, answers) for dossier, numbers in targets.items()]


def _ask(dossier: int, numbers: list[int], pairs: list[tuple[str, str]], make: Make, answers: Answers) -> Ask:
    secrets: dict[tuple[int, str], Any] = {}

    def asked(view: View) -> Sequence[Command]:
        found = []
        for number in numbers:
            given = read(view, view.state.actions[number].installation_id, pairs, secrets, answers.get(number, ()))
            found.append(make(view, number, given))
        return found

    return Ask(dossier, asked, secrets, tuple(numbers))


def without(asked: Sequence[Ask], left: Collection[int]) -> list[Ask]:
    """Return what is asked of the other actions than those `left` out."""
    kept = [one._replace(numbers=tuple(number for number in one.numbers if number not in left)) for one in asked]
    return [_only(one) for one in kept if one.numbers]


def only(asked: Sequence[Ask], kept: Sequence[Ask]) -> list[Ask]:
    """Return what is asked of the actions that are named in `kept`."""
    numbers = {number for one in kept for number in one.numbers}
    return without(asked, [number for one in asked for number in one.numbers if number not in numbers])


def _only(ask: Ask) -> Ask:
    """Return an ask whose commands are those on its numbers."""
    every = ask.commands

    def asked(view: View) -> Sequence[Command]:
        return [one for one in every(view) if getattr(one, "number", None) in ask.numbers]

    return ask._replace(commands=asked)


def read(
    view: View, installation: int, pairs: Pairs, secrets: dict[tuple[int, str], Any], answers: Pairs = ()
) -> tuple[tuple[str, Any], ...]:
    """Read the values given for fields of `installation`; secrets are put apart into `secrets`.

    `answers` are values too, typed at questions: there the dates among them were looked at.
    """
    plan = view.day.plans[view.state.installations[installation].plan_id]
    given = [(name, view.retyped.get((name, text), text)) for name, text in pairs]
    former = view.state.values_of(installation)
    to_come = view.to_come(installation)
    found = values.read(plan, [*given, *answers], view.day.today, view.day.calendar, former, to_come)
    secrets.update({(installation, name): value for name, value in found.secrets.items()})
    asked = {name for name, _text in answers}
    noted = [(installation, one) for one in found.dates if one.field not in asked]
    view.dates.extend(one for one in noted if one not in view.dates)
    return found.values


def _day(view: View, number: int, option: str, text: str, *, due: bool = False) -> str:
    """Read and note a date to come of the action `number`, given as `option`; `due`: it is to be its due date."""
    from brt import typed

    action, text = view.state.actions[number], view.retyped.get(("", text), text)
    day = typed.option(option, text, view.day.today, view.day.calendar, action.due if due else None)
    plan = view.day.plans[view.state.installations[action.installation_id].plan_id]
    note = typed.Typed(plan.actions[action.key].name, "", text, day, "ahead")
    view.dates.append((action.installation_id, note))
    return day


def _past(view: View, option: str, text: str) -> str:
    """Read the date of something that happened."""
    from brt import typed

    return typed.option(option, text, view.day.today, view.day.calendar, sense="past")


def prepare(desk: Desk, names: Iterable[str], pairs: Pairs, make: Make, answers: Answers = NONE) -> list[Ask]:
    """Look the actions up and return what is asked of their dossiers; `answers` may come before it is decided."""
    try:
        with desk.reading() as db:
            return asks(db, names, pairs, make, answers)
    except (refs.NoReference, refs.OnlyDossier) as problem:
        from brt.service import meant

        raise meant.actions(desk, problem) from None


def closing(
    desk: Desk,
    names: Iterable[str],
    pairs: Pairs = (),
    answers: Answers = NONE,
    *,
    on: str | None = None,
    early: bool = False,
    reason: str | None = None,
    note: str | None = None,
) -> list[Ask]:
    """Return what is asked when the actions `names` are done. Raises Usage, NotFound, Ambiguous or BadText."""
    if early and reason is None:
        raise Usage(N_("--early needs a reason."), N_('Add --reason "…"'))
    why = None if reason is None else values.reason(reason)
    remark = None if note is None else values.written("--note", note, EMPTY)

    def make(view: View, number: int, given: tuple[tuple[str, Any], ...]) -> Command:
        day = _past(view, "--on", on) if on is not None else None
        return commands.Done(number, given, day, early, why, remark)

    return prepare(desk, names, pairs, make, answers)


def done(desk: Desk, names: Iterable[str], pairs: Pairs = ()) -> tuple[list[Outcome], list[Already]]:
    """Close the actions `names` today. Raises what `closing` does, Invalid (a value) or Refused (a rule)."""
    asked = closing(desk, names, pairs)
    outcomes = change.apply(desk, "done", asked)
    return outcomes, already(asked, outcomes)


def already(asked: list[Ask], outcomes: list[Outcome]) -> list[Already]:
    """Return the actions of `asked` that had been done before."""
    return [
        Already(called(outcome, action), action.number, action.closed_by, action.closed_on)
        for ask, outcome in zip(asked, outcomes, strict=True)
        for action in (outcome.decision.before.actions[number] for number in ask.numbers)
        if action.status == "done"
    ]


def called(outcome: Outcome, action: Action) -> str:
    """Return an action between quotes, with its dossier."""
    plan = outcome.day.plans[outcome.decision.before.installations[action.installation_id].plan_id]
    return words.action(plan.actions[action.key].name, words.dossier(outcome.dossier.ref, outcome.dossier.customer))


def backdated(outcomes: list[Outcome]) -> list[str]:
    """Return the days before today on which something was done."""
    closed = {
        (fact.on, outcome.day.today)
        for outcome in outcomes
        for fact in outcome.decision.facts
        if isinstance(fact, facts.Closed) and fact.how == "done"
    }
    return sorted({on for on, today in closed if on < today})


def skipping(desk: Desk, names: Iterable[str], reason: str) -> list[Ask]:
    """Return what is asked when actions are closed without doing them; another reason for one that was is a remark."""
    why = values.reason(reason)

    def make(view: View, number: int, _: tuple[tuple[str, Any], ...]) -> Command:
        if not _is_skipped(view.state.actions[number]):
            return commands.Skip(number, why)
        former = stops.skipped(view.db, view.dossier.id, number)
        return commands.Note(number, why) if stops.is_new(view, former, why) else commands.Skip(number, why)

    return prepare(desk, names, (), make)


def skip(desk: Desk, asked: list[Ask]) -> tuple[list[Outcome], list[stops.Already]]:
    """Close actions without doing them; return also those that had been skipped before, or were to be."""
    outcomes = change.apply(desk, "skip", asked)
    return outcomes, list(_skipped(desk, asked, outcomes))


def _skipped(desk: Desk, asked: list[Ask], outcomes: list[Outcome]) -> Iterator[stops.Already]:
    for ask, outcome in zip(asked, outcomes, strict=True):
        of, noted = outcome.dossier, [one for one in outcome.decision.facts if isinstance(one, facts.Noted)]
        for action in (outcome.decision.before.actions[number] for number in ask.numbers):
            if _is_skipped(action):
                with desk.reading() as db:
                    former = stops.skipped(db, of.id, action.number)
                is_kept = any(one.number == action.number for one in noted)
                yield stops.Already(called(outcome, action), of.ref, action.status, former, is_kept)


def _is_skipped(action: Action) -> bool:
    return action.status == "skipped" or action.skip_asked


def blocking(
    desk: Desk,
    names: Iterable[str],
    reason: str,
    party: str,
    until: str | None = None,
    pairs: Pairs = (),
    answers: Answers = NONE,
) -> list[Ask]:
    """Return what is asked when actions are stuck on `party`."""
    why = values.reason(reason)

    def make(view: View, number: int, given: tuple[tuple[str, Any], ...]) -> Command:
        day = _day(view, number, "--until", until) if until is not None else None
        return commands.Block(number, why, party, day, given)

    return prepare(desk, names, pairs, make, answers)


def unblock(desk: Desk, names: Iterable[str]) -> list[Outcome]:
    """Let stuck actions go on."""
    return change.apply(desk, "unblock", prepare(desk, names, (), lambda _, number, __: commands.Unblock(number)))


def shift(desk: Desk, names: Iterable[str], day: str, only: bool = False) -> tuple[list[Ask], list[Outcome]]:
    """Decide another date for actions, without saving: other dates may move, and a person may be asked first."""

    def make(view: View, number: int, _: tuple[tuple[str, Any], ...]) -> Command:
        return commands.Shift(number, _day(view, number, "DATE", day, due=True), only)

    asked = prepare(desk, names, (), make)
    return asked, change.preview(desk, asked)


def assign(desk: Desk, names: Iterable[str], who: str) -> list[Outcome]:
    """Give actions to a member by hand. Raises members.NoMember."""
    return change.apply(desk, "assign", assigning(desk, names, who))


def assigning(desk: Desk, names: Iterable[str], who: str) -> list[Ask]:
    """Return what is asked when actions are given to a member by hand. Raises members.NoMember."""
    to = member(desk.settings, who)
    try:
        return prepare(desk, names, (), lambda _, number, __: commands.Assign(number, to))
    except NotAnAction as person:
        raise giving(desk.settings, person, to) from None


def take(desk: Desk, names: Iterable[str]) -> list[Outcome]:
    """Give actions to the person who acts."""
    return change.apply(desk, "take", assigning(desk, names, desk.me.member.id))


def set_fields(
    desk: Desk,
    name: str,
    pairs: list[tuple[str, str]],
    reason: str | None = None,
    party: str | None = None,
    answers: Pairs = (),
) -> tuple[list[Ask], list[Outcome]]:
    """Decide other values for fields of an installation, without saving: dates may move, a person may be asked.

    `answers` are values too, typed at questions.
    """
    why = None if reason is None else values.reason(reason)
    with desk.reading() as db:
        dossier, row = refs.installation(db, name, field=next((field for field, _text in [*pairs, *answers]), None))
    secrets: dict[tuple[int, str], Any] = {}

    def asked(view: View) -> Sequence[Command]:
        return [commands.SetFields(row.id, read(view, row.id, pairs, secrets, answers), why, party)]

    ask = Ask(dossier.id, asked, secrets)
    return [ask], change.preview(desk, [ask])


def note(desk: Desk, name: str, text: str) -> list[Outcome]:
    """Write a remark on an action or a dossier."""
    said, target = remark(text), remarked(desk, name)
    if isinstance(target, refs.Target):
        return change.apply(desk, "note", [Ask(target.dossier, lambda _: [commands.Note(target.number, said)])])
    return change.apply(desk, "note", [Ask(target.id, lambda _: [commands.Note(0, said)])])


def noted(outcome: Outcome) -> str:
    """Return what a remark was written on: an action with its number, or a dossier."""
    number = next(fact.number for fact in outcome.decision.facts if isinstance(fact, facts.Noted))
    if not number:
        return words.dossier(outcome.dossier.ref, outcome.dossier.customer)
    return f"{number} {called(outcome, outcome.decision.after.actions[number])}"


def remark(text: str) -> str:
    """Return a remark as it is kept. Raises Usage or BadText."""
    return values.written("TEXT", text, EMPTY)


def remarked(desk: Desk, name: str) -> refs.Target | Dossier:
    """Return what a remark is about: an action or a dossier. Raises Usage (who acts?), or that there is no such."""
    _ = desk.me
    with desk.reading() as db:
        return refs.either(db, name)


def billing(desk: Desk, name: str, pairs: list[tuple[str, str]], answers: Answers = NONE) -> list[Ask]:
    """Return what is asked when an installation is billed: the same as doing its `bills` action, if it has one."""
    with desk.reading() as db:
        dossier, row = refs.installation(db, name)
        now = desk.look(db, dossier.id)
    bills = now.day.plans[row.plan_id].bills
    numbers = (now.state.actions_of(row.id)[bills.id].number,) if bills else ()
    secrets: dict[tuple[int, str], Any] = {}

    def asked(view: View) -> Sequence[Command]:
        own = [pair for number in numbers for pair in answers.get(number, ())]
        return [commands.Bill(row.id, read(view, row.id, pairs, secrets, own))]

    return [Ask(dossier.id, asked, secrets, numbers)]
