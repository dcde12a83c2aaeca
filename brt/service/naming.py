"""The names of things in sentences and references: what a refusal carries as rows becomes words."""

from typing import Any

from brt.engine.course import Course
from brt.engine.state import State
from brt.engine.waits import Wait
from brt.errors import BrtError
from brt.plan import ActionType, FieldType, Plan
from brt.records import WAITING, Action, Dossier, Installation, available
from brt.say import N_, _
from brt.service.refs import name_of, typed
from brt.service.view import View
from brt.settings import Settings
from brt.views import words
from brt.views.item import in_words, reference

STATUS = {
    "waiting": N_("waiting"),
    "scheduled": N_("scheduled"),
    "available": N_("available"),
    "blocked": N_("blocked"),
    "done": N_("closed already"),
    "skipped": N_("skipped"),
    "not_applicable": N_("not applicable"),
    "cancelled": N_("cancelled"),
    "removed": N_("removed"),
    "complete": N_("complete"),
    "cancelling": N_("being cancelled"),
}


def _typed(field: FieldType) -> str:
    """Return a field as it is typed, with its choices."""
    return f"{field.name}={'|'.join(field.choices)}" if field.choices else field.name


def named(dossier: Dossier, state: State, row: Installation) -> str:
    """Return an installation as people call it: "118 Morel", with its name where the dossier has several."""
    said = words.dossier(dossier.ref, dossier.customer)
    return f"{said} · {name_of(row)}" if len(state.installations) > 1 else said


class Names:
    """The words for the rows of one dossier."""

    def __init__(self, settings: Settings, view: View) -> None:
        """Speak of what `view` shows."""
        self._settings = settings
        self._view = view

    def explain(self, error: BrtError) -> BrtError:
        """Put the rows that a refusal carries into words, in place; what is said of a `field`, as its kind reads.

        A refusal about an `action` can name its {ref}, its {number} and its {dossier} as well.
        """
        if "action" in error.data:
            error.data = {**dict.fromkeys(("ref", "number", "dossier"), error.data["action"]), **error.data}
        field = error.data.get("field")
        if isinstance(field, FieldType):
            said = {key: error.data[key] for key in ("must", "value") if key in error.data}
            error.data |= {key: in_words(field.kind, value, self._view.day.today) for key, value in said.items()}
        error.data = {key: self._value(key, value) for key, value in error.data.items()}
        return error

    def action(self, action: Action) -> str:
        """Return an action between quotes with its dossier."""
        dossier = self._view.dossier
        name = self._plan(action.installation_id).actions[action.key].name
        return words.action(name, words.dossier(dossier.ref, dossier.customer))

    def ref(self, action: Action) -> str:
        """Return the full reference of an action."""
        row = self._view.state.installations[action.installation_id]
        return reference(self._view.dossier.ref, row.type, row.label, len(self._view.state.installations), action.key)

    def wait(self, wait: Wait) -> str:
        """Return what is waited for, and who has it."""
        if wait.action is None:
            return words.action(wait.phase.name) if wait.phase else ""
        kind = self._plan(wait.action.installation_id).actions[wait.action.key]
        return f"{words.action(kind.name)} ({self._holder(wait.action, kind)})"

    def owed(self, action: Action) -> str:
        """Return an action that is missing: its number, who has it, and how late it is."""
        today = self._view.day.today
        kind = self._plan(action.installation_id).actions[action.key]
        parts = [str(action.number), self._holder(action, kind)]
        if available(action, today) and action.due and action.due < today:
            parts.append(words.late(self._view.day.calendar.late(action.due, today)))
        return f"{words.action(kind.name)} ({', '.join(parts)})"

    def _holder(self, action: Action, kind: ActionType) -> str:
        """Return who has an action, or will; the role when nobody holds it."""
        holder = action.assignee
        if action.status == WAITING and holder is None:
            holder = Course(self._view.state, self._view.day).holder(kind.role)
        return words.member(self._settings, holder) if holder else words.role(self._settings, kind.role)

    def _plan(self, installation: int) -> Plan:
        return self._view.day.plans[self._view.state.installations[installation].plan_id]

    def _value(self, key: str, value: Any) -> Any:
        if isinstance(value, Action):
            if key == "ref":
                return typed(self.ref(value))
            if key in ("number", "other"):
                return value.number
            return self._view.dossier.ref if key == "dossier" else self.action(value)
        if isinstance(value, Installation) and key == "named":
            return named(self._view.dossier, self._view.state, value)
        if isinstance(value, Installation):
            return self._view.dossier.ref if key == "on" else self._installation(value)
        if isinstance(value, FieldType):
            return value.name
        if key == "status":
            return _(STATUS.get(value, value))
        if isinstance(value, list):
            return self._list(key, value)
        return value

    def _installation(self, row: Installation) -> str:
        many = len(self._view.state.installations) > 1
        return typed(f"{self._view.dossier.ref}/{name_of(row)}") if many else self._view.dossier.ref

    def _list(self, key: str, values: list[Any]) -> Any:
        if key == "sets":
            return " ".join(f"--set {field.name}=…" for field in values)
        if values and isinstance(values[0], Wait):
            return [self.wait(wait) for wait in values]
        if values and isinstance(values[0], Action):
            return [self.owed(action) for action in values]
        if values and isinstance(values[0], Installation):
            return [name_of(row) for row in values]
        if values and isinstance(values[0], FieldType):
            return [f"{field.label} ({_typed(field)})" for field in values]
        return values
