"""Installation types on a list and on a page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brt.plan import CANCELLATION
from brt.say import N_, _
from brt.settings import Settings
from brt.views import words
from brt.views.item import asked_at, event
from brt.views.layout import TITLED, Block, Cell, Line, Table, Text
from brt.views.output import Column, cell

COLUMNS = (
    Column("id", N_("Type")),
    Column("name", N_("Name"), shrink=1, line=2),
    Column("phases", N_("Phases"), "right", line=3, card=TITLED),
    Column("actions", N_("Actions"), "right", line=3, card=TITLED),
    Column("findings", N_("Findings"), "right", line=3, card=TITLED),
    Column("summary", "Summary"),
)
SHOWN = COLUMNS[:-1]
NAMED = (Column("id", "Id"), Column("name", "Name", line=2))
"""An id and what it names; what belongs to it stands below, further in."""
BELOW = 6

STEPS = (
    Column("phase", "Phase"),
    Column("id", "Id"),
    Column("name", "Action"),
    Column("role", "Role"),
    Column("after", "After"),
    Column("wait", "Wait"),
    Column("due", "Due"),
    Column("when", "When"),
    Column("asks", "Asks"),
    Column("emails", "Emails"),
)
"""An action a line, for programs."""


def steps(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the actions of a type as the rows of a list."""
    return [
        {
            **action,
            "after": _names(action["after"]),
            "asks": [ask["field"] for ask in action.get("asks", [])],
            "emails": [send["send"] for send in action.get("emails", [])],
        }
        for phase in data["phases"]
        for action in phase["actions"]
    ]


def page(data: Mapping[str, Any], settings: Settings) -> Iterator[Block]:
    """Yield a type: what it is, its phases with their actions, its emails and its fields."""
    yield Line([Text(data["id"], "title"), Text(data["name"], "title")])
    if data["summary"]:
        yield data["summary"]
    if data["deadline"]:
        yield _("Measured against: {field}").format(field=data["deadline"])
    yield from (Line([_email(send, settings)]) for send in data["emails"])
    yield from (
        Line([_("warns when {condition}: {text}").format(condition=check["when"], text=check["say"])])
        for check in data["checks"]
    )
    before = None
    for phase in data["phases"]:
        yield ""
        yield from _phase(phase, before, settings)
        before = phase["id"]
    if data["fields"]:
        yield ""
        yield Text(_("Fields"), "title")
        yield Table(NAMED, list(_fields(data["fields"], settings)), titles=False, indent=2)


def _phase(phase: Mapping[str, Any], before: str | None, settings: Settings) -> Iterator[Block]:
    usual = [{"kind": "phase", "id": before}] if before else []
    yield Line([Text(phase["name"], "title"), f"({phase['id']})"], between=" ")
    yield from (Line([part], indent=2) for part in _conditions(phase, usual))
    rows: list[Sequence[Cell] | Line] = []
    for action in phase["actions"]:
        rows.append([action["id"], action["name"]])
        rows.append(Line(list(_facts(action, settings)), indent=BELOW))
        rows += [Line([part], indent=BELOW) for part in _rest(action, settings)]
    yield Table(NAMED, rows, titles=False, indent=2)


def _facts(action: Mapping[str, Any], settings: Settings) -> Iterator[str]:
    """Yield who does an action, and by when."""
    yield words.role(settings, action["role"])
    if "due" in action:
        yield _("due: {delay}").format(delay=words.delay(action["due"]))
    if action.get("optional"):
        yield _("optional")
    if action.get("bills"):
        yield _("bills")


def _rest(action: Mapping[str, Any], settings: Settings) -> Iterator[str]:
    """Yield what opens an action, what it asks for and the emails it sends."""
    yield from _conditions(action, [{"kind": "start", "id": action["phase"]}])
    asks = [_ask(ask) for ask in action.get("asks", [])]
    if asks:
        yield _("asks: {fields}").format(fields=", ".join(asks))
    if action.get("sends_back"):
        yield _("sends back to: {names}").format(names=", ".join(action["sends_back"]))
    yield from (_email(send, settings) for send in action.get("emails", []))


def _conditions(step: Mapping[str, Any], usual: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Yield what a phase or action waits for, when that is not what it waits for by itself."""
    after = step["after"]
    if after["refs"] != usual:
        yield _after(after)
    if "wait" in step:
        yield _("wait: {delay}").format(delay=words.delay(step["wait"]))
    if "when" in step:
        yield _("when: {condition}").format(condition=step["when"])


def _after(after: Mapping[str, Any]) -> str:
    names = _names(after)
    if _begins(after):
        return _("after: the cancellation itself")
    if not names:
        return _("after: production itself")
    if after["any"] and len(names) > 1:
        return _("after the first of: {names}").format(names=", ".join(names))
    return _("after: {names}").format(names=", ".join(names))


def _names(after: Mapping[str, Any]) -> list[str]:
    return [ref["id"] for ref in after["refs"] if ref["id"]]


def _begins(after: Mapping[str, Any]) -> bool:
    """Tell whether something begins with the cancellation of the installation."""
    return any(ref["kind"] == CANCELLATION[0] for ref in after["refs"])


def _ask(ask: Mapping[str, Any]) -> str:
    remarks = [_("if any")] if ask.get("optional") else []
    remarks += asked_at(ask)
    if ask.get("must") is not None:
        remarks.append(_("must be {value}").format(value=cell(ask["must"])))
    return f"{ask['field']} ({', '.join(remarks)})" if remarks else str(ask["field"])


def _email(send: Mapping[str, Any], settings: Settings) -> str:
    to = ", ".join(words.recipient(settings, ":".join(target)) for target in send["to"])
    when = send.get("at", "")
    remarks = ([event(when)] if when else []) + ([_("held back")] if send.get("hold") else [])
    return f"✉ {send['send']} ({', '.join(remarks)}) → {to}" if remarks else f"✉ {send['send']} → {to}"


def _fields(fields: Sequence[Mapping[str, Any]], settings: Settings) -> Iterator[Sequence[Cell] | Line]:
    for field in fields:
        kind = field["kind"]
        remarks = [
            kind,
            *([_("several")] if field.get("many") else []),
            *([_("secret")] if field.get("secret") else []),
        ]
        yield [field["name"], f"{field['label']} ({', '.join(remarks)})"]
        if field.get("choices"):
            yield Line(field["choices"], between=" | ", indent=BELOW)
        yield from (Line([_email(send, settings)], indent=BELOW) for send in field.get("emails", []))
