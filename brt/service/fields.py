"""Reading one field, secrets included: those who read one are remembered."""

import json
from typing import Any, NamedTuple

from brt import kinds
from brt.engine import commands
from brt.errors import NotFound
from brt.plan import FieldType
from brt.say import N_
from brt.service import change, refs
from brt.service.asked import Ask
from brt.service.desk import Desk
from brt.service.values import NoField
from brt.store import work
from brt.views.item import in_words


class NotSet(NotFound):
    """The field has no value."""

    says = N_("{label} ({name}) is not set on {dossier}.")
    hint = N_("To set it: brt set {dossier} {name}=…")


class Value(NamedTuple):
    """The value of a field."""

    field: FieldType
    value: Any

    def lines(self) -> list[str]:
        """Return the value as a person reads it, one line each of several."""
        many = self.value if self.field.many else [self.value]
        return [kinds.show(self.field.kind, value) for value in many]


class Known(NamedTuple):
    """A field of an installation."""

    field: FieldType
    value: str  # what it holds, in words, "" for nothing, *** for a secret
    asked: bool  # an action that is open asks for it, and who looks can give it


def known(desk: Desk, name: str, *, reads: bool = False) -> list[Known]:
    """Return the fields of an installation with what they hold now, in the order in which its actions ask for them.

    Who `reads` gets those that hold something, if any do. Raises what `refs.installation` does.
    """
    with desk.reading() as db:
        dossier, row = refs.installation(db, name, reads=reads)
        plan = work.plans(db, dossier.id)[row.plan_id]
        state = work.load(db, dossier.id)
    held = state.values_of(row.id)
    now = {
        one.field
        for action in state.actions.values()
        if not reads and action.installation_id == row.id and action.status == "open"
        for one in plan.actions[action.key].asks
        if one.at == "done"
    }
    keys = dict.fromkeys([*(one.field for action in plan.actions.values() for one in action.asks), *plan.fields])
    found = [Known(plan.fields[key], shown(plan.fields[key], held.get(key), desk.today), key in now) for key in keys]
    return ([one for one in found if one.value] if reads else []) or found


def shown(field: FieldType, value: Any, today: str) -> str:
    """Return the value of a field as a person reads it on a page: "" for none, *** for a secret."""
    if value is None:
        return ""
    return "***" if field.secret else in_words(field.kind, value, today)


def get(desk: Desk, name: str, field: str) -> Value:
    """Return the value of a field of an installation. Raises NoField or NotSet, and what `refs.installation` does."""
    with desk.reading() as db:
        dossier, row = refs.installation(db, name, field=field, reads=True)
        plan = work.plans(db, dossier.id)[row.plan_id]
        kind = plan.fields.get(field)
        if kind is None:
            raise NoField.of(plan, field)
        value = work.load(db, dossier.id).values_of(row.id).get(field)
        plain = work.secret(db, row.id, field) if kind.secret else value
    if plain is None:
        raise NotSet(label=kind.label, name=field, dossier=refs.typed(name) if "/" in name else dossier.ref)
    if kind.secret:
        change.apply(desk, "get", [Ask(dossier.id, lambda _: [commands.ReadSecret(row.id, field)])])
        return Value(kind, json.loads(plain))
    return Value(kind, plain)
