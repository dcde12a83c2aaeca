"""Fields, and the values that they take."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from brt.errors import BrtError
from brt.records import Installation
from brt.say import _
from brt.service import refs
from brt.service.desk import Desk
from brt.service.suggest.typed import Suggestion, Typed
from brt.store import lists, work
from brt.store.database import Database

EVENTS = {"block": "blocked", "reject": "rejected"}
"""When a field is asked for, by command; the others ask when the action is done."""


class Field(NamedTuple):
    """As much of a field as is offered, in a plan or in a file."""

    name: str
    kind: str
    label: str
    choices: tuple[str, ...]


def values(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield FIELD=, those that the actions named ask for first; behind the sign, the choices."""
    known, asked = _known(desk, typed)
    name, sign, _rest = typed.text.partition("=")
    if sign and name in known:
        yield from _answers(known[name], typed)
        return
    given = {word.partition("=")[0] for word in (*typed.before, *(typed.options.get("sets") or ()))}
    fits = [one for one in known.values() if typed.starts(f"{one.name}=") and one.name not in given]
    for one in [one for one in fits if one.name in asked] or fits:
        yield Suggestion(f"{one.name}=", one.label)


def _answers(field: Field, typed: Typed) -> Iterator[Suggestion]:
    """Yield the choices as they are typed without quotes, and as the type has them where that is not the same."""
    for choice in (_("yes"), _("no")) if field.kind == "boolean" else field.choices:
        value = choice.replace(" ", "-")
        one = Suggestion(f"{field.name}={value}", "" if value == choice else choice)
        if typed.starts(one.value) or typed.starts(f"{field.name}={choice}"):
            yield one


def fields(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield the names of the fields."""
    known, _asked = _known(desk, typed)
    yield from (Suggestion(one.name, one.label) for one in known.values() if typed.starts(one.name))


def _known(desk: Desk, typed: Typed) -> tuple[Mapping[str, Field], set[str]]:
    """Return the fields of what the command names, and the names of those that its actions ask for."""
    if typed.command in ("produce", "template simulate"):
        from brt.service.suggest.types import fields as of_type

        type_ = typed.options.get("type_") or "" if typed.command == "produce" else next(iter(typed.before), "")
        return {name: Field(name, *found) for name, found in of_type(desk.settings.folder, type_).items()}, set()
    known: dict[str, Field] = {}
    asked: set[str] = set()
    event = EVENTS.get(typed.command, "done")
    with desk.reading() as db:
        plans = lists.Plans(db)
        for run, key in pointed(db, typed.before):
            plan = plans[run.plan_id]
            known |= {one.name: Field(one.name, one.kind, one.label, one.choices or ()) for one in plan.fields.values()}
            if key:
                asked |= {ask.field for ask in plan.actions[key].asks if ask.at == event}
    return known, asked


def pointed(db: Database, names: Iterable[str]) -> Iterator[tuple[Installation, str]]:
    """Yield the installations that the words before the cursor name, with the action's id where they name one."""
    for name in names:
        with suppress(BrtError):
            try:
                target = refs.action(db, name)
            except BrtError:
                yield refs.installation(db, name, reads=True)[1], ""
                continue
            state = work.load(db, target.dossier)
            row = state.actions[target.number]
            yield state.installations[row.installation_id], row.key
