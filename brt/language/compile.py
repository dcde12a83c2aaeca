"""From a checked document to the Plan: the canonical JSON that is pinned when a dossier is produced.

Defaults are resolved, positions and comments are gone, what is absent is the default: a comment changes nothing.
"""

import hashlib
import json
import unicodedata
from typing import Any

from brt import delay, expr, kinds
from brt.language.context import Context
from brt.language.graph import explicit, kinds_of
from brt.language.parts import Action, After, Ask, Field, Send, Step, Text, TypeDoc
from brt.language.rules.bad_expression import fields_of
from brt.language.values import value_of
from brt.plan import CANCELLATION

FORMAT = 1

Plan = dict[str, Any]


def plan(doc: TypeDoc, context: Context) -> Plan:
    """Return the plan of `doc`, in which no rule found an error."""
    compiler = _Compiler(doc, context)
    made = {
        "format": FORMAT,
        "type": doc.id,
        "name": doc.name,
        "summary": doc.summary,
        "deadline": doc.deadline.text if doc.deadline else None,
        "fields": {field.name: compiler.field(field) for field in doc.fields.values()},
        "emails": compiler.sends(doc.emails),
        "checks": [{"when": compiler.when(check.when), "say": check.say} for check in doc.checks],
        "phases": compiler.phases(),
        "on_cancel": doc.on_cancel.id.text if doc.on_cancel and doc.on_cancel.id else None,
        "actions": [compiler.action(action) for action in doc.actions],
    }
    result: Plan = _composed(_given(made))
    return result


def canonical(plan: Plan) -> str:
    """Return the one text of a plan: keys sorted, no blanks."""
    return json.dumps(plan, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(plan: Plan) -> str:
    """Return the SHA-256 of the plan's canonical UTF-8, in hexadecimal."""
    return hashlib.sha256(canonical(plan).encode()).hexdigest()


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is the default: None, false, an empty list; but never `fields`, which may be empty."""
    return {key: value for key, value in values.items() if key == "fields" or value not in (None, False, [])}


def _composed(value: Any) -> Any:
    """Return `value` with every text in Unicode's composed form (NFC), in which values that are typed are kept."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_composed(each) for each in value]
    if isinstance(value, dict):
        return {_composed(key): _composed(each) for key, each in value.items()}
    return value


class _Compiler:
    def __init__(self, doc: TypeDoc, context: Context) -> None:
        self.doc = doc
        self.context = context
        self.targets = kinds_of(doc)
        self.expressions = fields_of(doc)

    def phases(self) -> list[Plan]:
        made = []
        before: list[list[str]] = []
        for phase in self.doc.phases:
            made.append(self.step(phase, [list(CANCELLATION)] if phase is self.doc.on_cancel else before))
            before = [["phase", made[-1]["id"]]]
        return made

    def step(self, step: Step, default: list[list[str]]) -> Plan:
        """Return what phases and actions share; `default` is what triggers it when the file does not say."""
        return _given(
            {
                "id": step.id.text if step.id else None,
                "name": step.name,
                "after": self.after(step.after) if step.after else {"all": default},
                "wait": _delay(step.wait),
                "when": self.when(step.when),
            }
        )

    def after(self, after: After) -> dict[str, list[list[str]]]:
        need = explicit(after, self.targets)
        return {"any" if need.any else "all": [list(ref) for ref in need.refs]}

    def when(self, when: Text | None) -> Plan | None:
        if when is None:
            return None
        return {"text": when.text.strip(), "tree": expr.compile(when.text, self.expressions, self.context.roles)}

    def action(self, action: Action) -> Plan:
        phase = self.doc.phases[action.phase].id
        phase_id = phase.text if phase else ""
        made = self.step(action.step, [["start", phase_id]])
        if self.doc.when_cancelled(action) and made["after"] == {"all": []}:
            made["after"] = {"all": [list(CANCELLATION)]}  # what `[]` is to the others: the very beginning
        return {
            **made,
            **_given(
                {
                    "phase": phase_id,
                    "role": action.role.text if action.role else None,
                    "help": action.help.rstrip() if action.help else None,
                    "due": _delay(action.due),
                    "optional": action.optional,
                    "bills": action.bills,
                    "point_of_no_return": action.point_of_no_return,
                    "sends_back": [back.text for back in action.sends_back],
                    "asks": [self.ask(ask) for ask in action.asks],
                    "emails": self.sends(action.emails),
                }
            ),
        }

    def ask(self, ask: Ask) -> Plan:
        name = ask.field.text if ask.field else ""
        made = {"field": name, "at": ask.at, **_given({"optional": ask.optional})}
        return {**made, "must": value_of(self.doc.fields[name], ask.must)} if ask.fixed else made

    def field(self, field: Field) -> Plan:
        return _given(
            {
                "kind": field.kind,
                "label": field.label,
                "many": field.many,
                "secret": field.secret,
                "to_come": field.to_come,
                "choices": list(field.choices) if field.choices else None,
                "emails": self.sends(field.emails),
            }
        )

    def sends(self, sends: tuple[Send, ...]) -> list[Plan]:
        return [
            {
                "send": send.email.text if send.email else "",
                **_given({"at": send.at, "day": _delay(send.day), "hold": send.hold}),
                "to": [_recipient(to.text) for to in send.to],
            }
            for send in sends
        ]


def _delay(text: Text | None) -> list[Any] | None:
    return delay.to_json(delay.parse(text.text)) if text else None


def _recipient(text: str) -> list[str]:
    sort, colon, name = text.partition(":")
    if colon and sort in ("contact", "role", "member"):
        return [sort, name]
    return ["address", str(kinds.parse("email", text))] if "@" in text else [text]
