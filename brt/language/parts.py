"""An installation type as it stands in the file: what is well formed of it, each part with its path.

The rules work on this, so that one mistake does not hide the others: a part that has the wrong shape is None or left
out (the shape check has reported it), and the rest is there.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from brt.delay import is_day
from brt.language.document import Document
from brt.language.finding import Path
from brt.language.names import as_field

ON_CANCEL: Path = ("on_cancel",)
PHASES: tuple[Path, ...] = (("phases", "*"), ON_CANCEL)
ACTIONS: tuple[Path, ...] = tuple((*phase, "actions", "*") for phase in PHASES)
STEPS: tuple[Path, ...] = (*PHASES, *ACTIONS)
NAMES: tuple[Path, ...] = tuple((*step, "id") for step in STEPS)
"""Where the ids are that triggers name."""
CANCEL_NAMES: tuple[Path, ...] = ((*ON_CANCEL, "actions", "*", "id"),)
PHASE_NAMES: tuple[Path, ...] = tuple(name for name in NAMES if name[0] == "phases")
"""Those that anything may name; the others are only named within the phase for the cancellation."""
TRIGGERS: tuple[Path, ...] = (
    *NAMES,
    *((*step, "after", *rest) for step in STEPS for rest in (("*",), ("any", "*"))),
    *((*action, "optional") for action in ACTIONS),
)
"""All that decides what waits for what."""
CONDITIONS: tuple[Path, ...] = tuple((*step, "when") for step in STEPS)
CHECKS: Path = ("checks", "*", "when")
ASKS: tuple[Path, ...] = tuple((*action, "asks", "*", key) for action in ACTIONS for key in ("field", "at"))
FIELDS: Path = ("fields",)
SENDS: tuple[Path, ...] = tuple((*place, "emails", "*", "send") for place in ((), (*FIELDS, "*"), *ACTIONS))
DELAYS: tuple[Path, ...] = (
    *((*step, "wait") for step in STEPS),
    *((*action, "due") for action in ACTIONS),
    ("deadline",),
    *((*place, "emails", "*", "at") for place in ((), *ACTIONS)),
)


class Text(NamedTuple):
    """A text of the file and where it stands."""

    text: str
    path: Path


class After(NamedTuple):
    """An explicit trigger: the names in it, `any` when the first is enough."""

    path: Path
    any: bool
    refs: tuple[Text, ...]


class Send(NamedTuple):
    """An email that is sent; `at` is None for the emails of a field."""

    path: Path
    email: Text | None
    at: str | None
    to: tuple[Text, ...]
    hold: bool

    @property
    def day(self) -> Text | None:
        """The day on which it leaves, when it is written as one."""
        return Text(self.at, (*self.path, "at")) if self.at and is_day(self.at) else None


class Ask(NamedTuple):
    """A field that is asked for; `must` is in the file when `fixed`."""

    path: Path
    field: Text | None
    at: str
    optional: bool
    must: Any
    fixed: bool


class Check(NamedTuple):
    """A warning that a condition brings."""

    path: Path
    when: Text | None
    say: str


class Step(NamedTuple):
    """What phases and actions have in common."""

    path: Path
    id: Text | None
    name: str
    after: After | None
    wait: Text | None
    when: Text | None


class Action(NamedTuple):
    """An action; its phase is the one of that index in `TypeDoc.phases`."""

    step: Step
    phase: int
    role: Text | None
    help: str | None
    due: Text | None
    optional: bool
    bills: bool
    point_of_no_return: bool
    sends_back: tuple[Text, ...]
    asks: tuple[Ask, ...]
    emails: tuple[Send, ...]


class Field(NamedTuple):
    """A field."""

    path: Path
    name: str
    kind: str | None
    label: str
    many: bool
    secret: bool
    to_come: bool
    choices: tuple[str, ...] | None
    emails: tuple[Send, ...]


class Sender(NamedTuple):
    """An installation type as the emails see it that it sends: not where things stand in its file."""

    id: str
    fields: dict[str, Field]  # one whose name is not written as one, also by the name that it must get
    sends: tuple[Send, ...]
    sure_fields: bool  # all of them could be read
    sure_sends: bool

    def sending(self, email_id: str) -> list[Send]:
        """Return every `send` of `email_id`."""
        return [send for send in self.sends if send.email is not None and send.email.text == email_id]


class TypeDoc(NamedTuple):
    """An installation type."""

    document: Document
    id: str
    name: str
    summary: str | None
    deadline: Text | None
    fields: dict[str, Field]
    emails: tuple[Send, ...]
    checks: tuple[Check, ...]
    phases: tuple[Step, ...]
    actions: tuple[Action, ...]

    @property
    def on_cancel(self) -> Step | None:
        """The phase, the last one, that is there only once the installation is called off."""
        return self.phases[-1] if self.phases and self.phases[-1].path == ON_CANCEL else None

    def when_cancelled(self, action: Action) -> bool:
        """Tell whether an action is there only once the installation is called off."""
        return self.phase_of(action) is self.on_cancel

    def surely(self, *areas: Path) -> bool:
        """Tell whether everything at `areas` of the file could be read (see `Document.doubtful`)."""
        return not self.document.doubtful(*areas)

    def conditions(self) -> list[Text]:
        """Return every condition of the type: those of its checks, then those of its phases and actions."""
        found = [*(check.when for check in self.checks), *(step.when for step in self.steps())]
        return [when for when in found if when is not None]

    def sends(self) -> Iterator[Send]:
        """Yield every email of the type, in the order of the file's sections."""
        yield from self.emails
        for field in self.fields.values():
            yield from field.emails
        for action in self.actions:
            yield from action.emails

    def sender(self) -> Sender:
        """Return what the emails that it sends are checked against."""
        fields = {as_field(name): field for name, field in self.fields.items()} | self.fields
        return Sender(self.id, fields, tuple(self.sends()), self.surely(FIELDS), self.surely(*SENDS))

    def phase_of(self, action: Action) -> Step:
        """Return the phase in which an action stands."""
        return self.phases[action.phase]

    def steps(self) -> Iterator[Step]:
        """Yield phases and actions in the order of the file."""
        actions = iter(self.actions)
        action = next(actions, None)
        for index, phase in enumerate(self.phases):
            yield phase
            while action is not None and action.phase == index:
                yield action.step
                action = next(actions, None)


def type_doc(document: Document, type_id: str) -> TypeDoc:
    """Make the most of `document`, the file of the installation type `type_id`."""
    top = document.data if isinstance(document.data, dict) else {}
    raw_phases = list(_mappings(top, ("phases",)))
    on_cancel = top.get("on_cancel")
    raw_phases += [(ON_CANCEL, on_cancel)] if isinstance(on_cancel, dict) else []
    steps, actions = [], []
    for index, (path, raw) in enumerate(raw_phases):
        steps.append(_step(raw, path))
        actions += [_action(each, inner, index) for inner, each in _mappings(raw, (*path, "actions"))]
    fields = top.get("fields", {})
    return TypeDoc(
        document=document,
        id=type_id,
        name=_plain(top, "name") or type_id,
        summary=_plain(top, "summary"),
        deadline=_text(top, "deadline", ()),
        fields={name: _field(name, raw) for name, raw in fields.items()} if isinstance(fields, dict) else {},
        emails=_sends(top, ()),
        checks=tuple(
            Check(path, _text(raw, "when", path), _plain(raw, "say") or "") for path, raw in _mappings(top, ("checks",))
        ),
        phases=tuple(steps),
        actions=tuple(actions),
    )


def _mappings(raw: dict[str, Any], path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the mappings of the list at the last step of `path`, each with its path."""
    found = raw.get(str(path[-1]))
    for index, each in enumerate(found if isinstance(found, list) else []):
        if isinstance(each, dict):
            yield (*path, index), each


def _plain(raw: dict[str, Any], key: str) -> str | None:
    value = raw.get(key)
    return str(value) if isinstance(value, str) and value else None


def _text(raw: dict[str, Any], key: str, path: Path) -> Text | None:
    value = _plain(raw, key)
    return None if value is None else Text(value, (*path, key))


def _texts(values: Any, path: Path) -> tuple[Text, ...]:
    if not isinstance(values, list):
        return ()
    return tuple(Text(value, (*path, index)) for index, value in enumerate(values) if isinstance(value, str) and value)


def _step(raw: dict[str, Any], path: Path) -> Step:
    return Step(
        path=path,
        id=_text(raw, "id", path),
        name=_plain(raw, "name") or "",
        after=_after(raw.get("after"), (*path, "after")),
        wait=_text(raw, "wait", path),
        when=_text(raw, "when", path),
    )


def _after(value: Any, path: Path) -> After | None:
    if isinstance(value, list):
        return After(path, False, _texts(value, path))
    if isinstance(value, dict) and isinstance(value.get("any"), list):
        return After(path, True, _texts(value["any"], (*path, "any")))
    return None


def _action(raw: dict[str, Any], path: Path, phase: int) -> Action:
    asks = raw.get("asks")
    return Action(
        step=_step(raw, path),
        phase=phase,
        role=_text(raw, "role", path),
        help=_plain(raw, "help"),
        due=_text(raw, "due", path),
        optional=raw.get("optional") is True,
        bills=raw.get("bills") is True,
        point_of_no_return=raw.get("point_of_no_return") is True,
        sends_back=_texts(raw.get("sends_back"), (*path, "sends_back")),
        asks=tuple(
            _ask(each, (*path, "asks", index))
            for index, each in enumerate(asks if isinstance(asks, list) else [])
            if isinstance(each, str | dict)
        ),
        emails=_sends(raw, path, at="done"),
    )


def _ask(raw: str | dict[str, Any], path: Path) -> Ask:
    if isinstance(raw, str):
        return Ask(path, Text(raw, path), "done", optional=False, must=None, fixed=False)
    return Ask(
        path=path,
        field=_text(raw, "field", path),
        at=_plain(raw, "at") or "done",
        optional=raw.get("optional") is True,
        must=raw.get("must"),
        fixed="must" in raw,
    )


def _sends(raw: dict[str, Any], path: Path, at: str | None = None) -> tuple[Send, ...]:
    if "emails" not in raw:
        return ()
    return tuple(
        Send(
            path=inner,
            email=_text(each, "send", inner),
            at=_plain(each, "at") or at,
            to=_texts(each.get("to"), (*inner, "to")),
            hold=each.get("hold") is True,
        )
        for inner, each in _mappings(raw, (*path, "emails"))
    )


def _field(name: str, raw: Any) -> Field:
    path: Path = ("fields", name)
    known = raw if isinstance(raw, dict) else {}
    choices = known.get("choices")
    return Field(
        path=path,
        name=name,
        kind=_plain(known, "kind"),
        label=_plain(known, "label") or name,
        many=known.get("many") is True,
        secret=known.get("secret") is True,
        to_come=known.get("to_come") is True,
        choices=tuple(each.text for each in _texts(choices, path)) if isinstance(choices, list) else None,
        emails=_sends(known, path),
    )


class EmailDoc(NamedTuple):
    """An email type; of its texts (subject, body, html; also translated) those that are there, in the file's order."""

    document: Document
    id: str
    audience: str | None
    texts: tuple[Text, ...]
    invite: dict[str, Text]  # date and slot: the names of fields
    attach: tuple[Text, ...]


def email_doc(document: Document, email_id: str) -> EmailDoc:
    """Make the most of `document`, the file of the email type `email_id`."""
    top = document.data if isinstance(document.data, dict) else {}
    texts: list[Text | None] = []
    for key in top:
        if key in TEXTS:
            texts.append(_text(top, key, ()))
        elif key == "translations":
            texts += _translated(top[key])
    invite = top.get("invite")
    fields = {key: _text(invite, key, ("invite",)) for key in ("date", "slot")} if isinstance(invite, dict) else {}
    return EmailDoc(
        document=document,
        id=email_id,
        audience=_plain(top, "audience"),
        texts=tuple(text for text in texts if text),
        invite={key: text for key, text in fields.items() if text},
        attach=_texts(top.get("attach"), ("attach",)),
    )


TEXTS = ("subject", "body", "html")


def _translated(raw: Any) -> Iterator[Text | None]:
    for language, version in raw.items() if isinstance(raw, dict) else ():
        known = version if isinstance(version, dict) else {}
        yield from (_text(known, key, ("translations", language)) for key in known if key in TEXTS)
