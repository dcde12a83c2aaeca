"""What may stand where a person is typing: dossiers, actions, fields, people …, for the shell's completion.

A word of the help (ACTION, ROLE=MEMBER …) says what is meant; `WORDS` holds what each can be. Whoever presses TAB
waits: lists are read as they are stored, no YAML, and what is long over only when nothing else fits.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from brt.errors import BrtError
from brt.plan import FieldType, Plan
from brt.records import CLOSED, Action, Dossier, Installation, Listed, status
from brt.say import _
from brt.service import refs
from brt.service.desk import Desk
from brt.store import dossiers, lists, work
from brt.store.database import Database
from brt.views import words

if TYPE_CHECKING:
    from pathlib import Path


class Suggestion(NamedTuple):
    """A word that may be typed, and what it stands for."""

    value: str
    help: str


class Typed(NamedTuple):
    """Where the cursor is: the beginning of a word, in a command."""

    text: str
    command: str = ""  # "done", "dossier show"
    before: tuple[str, ...] = ()  # the arguments typed before it
    options: Mapping[str, Any] = {}  # and the options, by the name that the command gives them

    def starts(self, value: str) -> bool:
        """Say whether `value` begins with what is typed, whatever the case."""
        return value.casefold().startswith(self.text.casefold())


PATIENCE = 0.05
"""Seconds that somebody who writes may keep a person waiting who presses TAB."""

OPEN = ("available", "blocked")
MOVABLE = (*OPEN, "scheduled")
ACTS_ON = {
    "done": OPEN,
    "reject": OPEN,
    "block": ("available",),
    "unblock": ("blocked",),
    "skip": (*MOVABLE, "waiting"),
    "shift": MOVABLE,
    "take": MOVABLE,
    "assign": MOVABLE,
    "reopen": CLOSED,
}
"""The states in which an action is something for a command; the others look at any."""

AT_HAND = {"produce": ("quote",), "bill": ("production",), "dossier lose": ("quote",)}
"""The dossiers that a command is mostly about; the others: those not yet at their end."""

LOOKS_BACK = ("done", "overview")
"""The commands whose dates are of the past."""

EVENTS = {"block": "blocked", "reject": "rejected"}
"""When a field is asked for, by command; the others ask when the action is done."""


def suggest(desk: Desk, word: str, typed: Typed) -> list[Suggestion]:
    """Return what fits for a word of the help, such as "ACTION… DATE" or "DOSSIER|ACTION"; nothing for free text."""
    desk.patience = PATIENCE
    kinds = [kind for kind in names_in(word) if kind in WORDS]
    if " " in word and not typed.before:  # "ACTION… MEMBER": the actions come first
        kinds = kinds[:1]
    found = [one for kind in kinds for one in WORDS[kind](desk, typed)]
    return [one for one in found if one.value != typed.text or len(found) == 1]


def names_in(word: str) -> list[str]:
    """Return what a word of the help names: ["DOSSIER/TYPE", "ACTION"] for "DOSSIER[/TYPE]|ACTION…"."""
    return [name for name in re.split(r"[|\s]", re.sub(r"[\[\]…]", "", word)) if name]


# ── dossiers and actions ──────────────────────────────────────────────────────────────────────────


def _dossiers(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    with desk.reading() as db:
        rows = dossiers.at_hand(db, AT_HAND.get(typed.command, ("production", "quote")))
        found = list(_named(db, rows, typed)) or list(_named(db, dossiers.brief(db), typed))
        if not found and len(typed.text) > 1:
            fits = dossiers.by_customer(db, typed.text)
            found = [Suggestion(one.ref, one.customer) for one in fits] if len(fits) == 1 else []
    yield from found


def _named(db: Database, rows: Iterable[tuple[str, str]], typed: Typed) -> Iterator[Suggestion]:
    """Yield the references that begin as typed, and the endings that do and are no other dossier's."""
    for ref, customer in rows:
        short = words.short_ref(ref)
        if typed.starts(ref):
            yield Suggestion(ref, customer)
        elif typed.starts(short) and _means(db, short, ref):
            yield Suggestion(short, customer)


def _means(db: Database, short: str, ref: str) -> bool:
    """Say whether an ending names this dossier, and no action."""
    with suppress(BrtError):
        found = refs.either(db, short) if short.isdigit() else refs.dossier(db, short)
        return isinstance(found, Dossier) and found.ref == ref
    return False


def _installations(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    head, slash, _tail = typed.text.partition("/")
    if not slash:
        yield from _dossiers(desk, typed)
        return
    with desk.reading() as db:
        rows = work.load(db, refs.dossier(db, head, reads=True).id).installations.values()
    for row in rows:
        one = Suggestion(f"{head}/{refs.name_of(row)}", words.installation(row.type, row.label))
        if typed.starts(one.value):
            yield one


def _actions(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield actions that the command can act on: behind `118/` those of the dossier, else mine, else anybody's."""
    if "/" in typed.text and (found := list(_actions_of(desk, typed))):
        yield from found
        return
    me = _me(desk)
    with desk.reading() as db:
        mine = lists.open_actions(db, me) if me and typed.command != "take" else []
        found = _open(db, desk, typed, mine)
        if not found:
            found = _open(db, desk, typed, [row for row in lists.everyone(db) if row.action.assignee != me])
    yield from found


def _open(db: Database, desk: Desk, typed: Typed, rows: list[Listed]) -> list[Suggestion]:
    """Return those of the open actions that fit, the most urgent first."""
    plans = lists.Plans(db)
    return [
        one
        for row in sorted(rows, key=lambda row: (row.action.due or "~", row.action.number))
        if _acts(row.action, typed, desk.today, OPEN)
        for one in _typed_as(db, row, plans[row.plan_id], typed, desk.today)
    ]


def _me(desk: Desk) -> str | None:
    with suppress(BrtError):
        return desk.me.member.id
    return None


def _acts(action: Action, typed: Typed, today: str, others: tuple[str, ...] = ()) -> bool:
    wanted = ACTS_ON.get(typed.command, others)
    named = {str(action.number)} & set(typed.before)
    return not named and (not wanted or status(action, today) in wanted)


def _typed_as(db: Database, row: Any, plan: Plan, typed: Typed, today: str) -> Iterator[Suggestion]:
    """Yield an open action as its number, or as DOSSIER/ID when that is what is being typed."""
    name = plan.actions[row.action.key].name
    due = words.day(row.action.due, today) if row.action.due else ""
    said = " · ".join(part for part in (words.dossier(row.ref, row.customer), name, due) if part)
    if typed.starts(str(row.action.number)):
        yield Suggestion(str(row.action.number), said)
    if not typed.text or row.siblings > 1:
        return
    short = words.short_ref(row.ref)
    if typed.starts(f"{row.ref}/{row.action.key}"):
        yield Suggestion(f"{row.ref}/{row.action.key}", said)
    elif typed.starts(f"{short}/{row.action.key}") and refs.dossier(db, short).ref == row.ref:
        yield Suggestion(f"{short}/{row.action.key}", said)


def _actions_of(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    head, *middle, _last = typed.text.split("/")
    with desk.reading() as db:
        state = work.load(db, refs.dossier(db, head, reads=typed.command in ("show", "why")).id)
        plans = lists.Plans(db)
        runs = state.installations
        for row in state.actions.values():
            run = runs[row.installation_id]
            if not _acts(row, typed, desk.today) or (middle and refs.name_of(run) not in middle):
                continue
            between = [refs.name_of(run)] if middle or len(runs) > 1 else []
            ref = "/".join([head, *between, row.key])
            if typed.starts(ref) or (not middle and typed.starts(f"{head}/{row.key}")):
                yield Suggestion(ref, f"{plans[run.plan_id].actions[row.key].name} · {row.number}")


# ── fields and their values ───────────────────────────────────────────────────────────────────────


def _values(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield FIELD=, those that the actions named ask for first; behind the sign, the choices."""
    fields, asked = _fields_of(desk, typed)
    name, sign, _rest = typed.text.partition("=")
    if sign and name in fields:
        answers = (Suggestion(f"{name}={value}", fields[name].label) for value in _choices(fields[name]))
        yield from (one for one in answers if typed.starts(one.value))
        return
    given = {word.partition("=")[0] for word in (*typed.before, *(typed.options.get("sets") or ()))}
    fits = [one for one in fields.values() if typed.starts(f"{one.name}=") and one.name not in given]
    for one in [one for one in fits if one.name in asked] or fits:
        yield Suggestion(f"{one.name}=", one.label)


def _choices(field: FieldType) -> Iterable[str]:
    return (_("yes"), _("no")) if field.kind == "boolean" else field.choices or ()


def _fields(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    fields, _asked = _fields_of(desk, typed)
    yield from (Suggestion(one.name, one.label) for one in fields.values() if typed.starts(one.name))


def _fields_of(desk: Desk, typed: Typed) -> tuple[dict[str, FieldType], set[str]]:
    """Return the fields of what the command names, and the names of those that its actions ask for."""
    fields: dict[str, FieldType] = {}
    asked: set[str] = set()
    event = EVENTS.get(typed.command, "done")
    with desk.reading() as db:
        if typed.command == "produce":
            plan = lists.last_plan(db, str(typed.options.get("type_") or ""))
            return dict(plan.fields) if plan else {}, set()
        plans = lists.Plans(db)
        for run, key in _pointed(db, typed.before):
            fields |= plans[run.plan_id].fields
            if key:
                asked |= {ask.field for ask in plans[run.plan_id].actions[key].asks if ask.at == event}
    return fields, asked


def _pointed(db: Database, names: Iterable[str]) -> Iterator[tuple[Installation, str]]:
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


# ── the workspace ─────────────────────────────────────────────────────────────────────────────────


def _members(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    for row in desk.settings.team.values():
        if typed.starts(row.id):
            roles = ", ".join(words.role(desk.settings, role) for role in row.roles)
            yield Suggestion(row.id, f"{row.name} · {roles}" if roles else row.name)


def _roles(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    yield from (Suggestion(row.id, row.label) for row in desk.settings.roles.values() if typed.starts(row.id))


def _people(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield ROLE=, then ROLE=MEMBER for those who have the role, else for everybody."""
    role, sign, _rest = typed.text.partition("=")
    if not sign:
        yield from (one._replace(value=f"{one.value}=") for one in _roles(desk, typed))
        return
    team = desk.settings.team.values()
    fits = [Suggestion(f"{role}={row.id}", row.name) for row in team if role in row.roles]
    every = [Suggestion(f"{role}={row.id}", row.name) for row in team]
    yield from [one for one in fits if typed.starts(one.value)] or [one for one in every if typed.starts(one.value)]


def _billings(_desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield how a line sold is billed, once its label, quantity and price are typed."""
    from brt.views.dossiers import BILLINGS

    *before, _last = typed.text.split(";")
    if len(before) == 3:
        for name, said in BILLINGS.items():
            one = Suggestion(";".join((*before, name)), _(said))
            if typed.starts(one.value):
                yield one


def _files(folder: str) -> Callable[[Desk, Typed], Iterator[Suggestion]]:
    def found(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
        for path in sorted((desk.settings.root / folder).glob("*.yaml")):
            if typed.starts(path.stem):
                yield Suggestion(path.stem, _title(path))

    return found


def _title(path: "Path") -> str:
    """Return the name in a file of the workspace as far as a glance shows it; reading YAML takes too long here."""
    with path.open(encoding="utf-8", errors="replace") as file:
        found = re.search(r"""^name: *["']?(.*?)["']? *$""", file.read(2000), re.MULTILINE)
    return found[1] if found else ""


def _emails(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield the emails that the command can act on, the newest first."""
    takes = _taken(typed.command)
    with desk.reading() as db:
        rows = lists.last_emails(db)
    for number, ref, recipient, subject, state in rows:
        if typed.starts(str(number)) and str(number) not in typed.before and (not takes or state in takes):
            of = (words.short_ref(ref),) if ref else ()  # a digest is of no dossier
            yield Suggestion(str(number), " · ".join((*of, recipient, subject)))


def _taken(command: str) -> tuple[str, ...]:
    from brt.service.mending import WAYS  # the commands that take emails in hand have it already

    return WAYS[command].takes if command in WAYS else ()


def _dates(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield days as one types them, each with its date: those to come, or those just past where that is meant."""
    step = -1 if typed.command in LOOKS_BACK else 1
    today = date.fromisoformat(desk.today)
    near = [(today + timedelta(days=step * n)).isoformat() for n in range(1, 7)]
    said = [(_("yesterday") if step < 0 else _("tomorrow"), near[0]), *((words.weekday(day), day) for day in near[1:])]
    weeks = [(name, (today + timedelta(weeks=n)).isoformat()) for n, name in ((1, _("+1w")), (2, _("+2w")))]
    for name, day in [*said, *(weeks if step > 0 and typed.command != "shift" else ())]:
        if typed.starts(name):
            yield Suggestion(name, words.day(day, desk.today))


WORDS: dict[str, Callable[[Desk, Typed], Iterator[Suggestion]]] = {
    "ACTION": _actions,
    "DATE": _dates,
    "DOSSIER": _dossiers,
    "DOSSIER/TYPE": _installations,
    "FIELD": _fields,
    "FIELD=VALUE": _values,
    "MEMBER": _members,
    "ROLE": _roles,
    "ROLE=MEMBER": _people,
    "TYPE": _files("installation_types"),
    "EMAIL_TYPE": _files("email_types"),
    '"LABEL;QUANTITY;PRICE;BILLING"': _billings,
    "NUMBER": _emails,
}
