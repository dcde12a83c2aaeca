"""Scenarios at work: each on a dossier of its own, in a database of its own, on the days that it says.

Everything goes the way of every other command, so that what a scenario shows is what users get.
"""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from difflib import ndiff
from pathlib import Path
from typing import Any, NamedTuple

from brt.errors import BrtError, NotFound
from brt.kinds.base import nearest
from brt.language.catalogue import Catalogue, read_file
from brt.language.finding import Finding
from brt.language.scenario import FOLDER, Scenario, Step, read
from brt.plan import Plan
from brt.records import Contact, available
from brt.say import N_, _
from brt.sections import Member
from brt.service import again, change, pause, produce, work
from brt.service.desk import Desk
from brt.settings import Settings, stamp
from brt.store import dossiers, outbox
from brt.store.database import writing
from brt.views import words

REF = "D-1"
CUSTOMER = "Client"
MANAGER = "managers"
UNDATED = "undated"
MEMORY = "/dev/shm"  # noqa: S108 - a folder in memory, where there is one: a scenario need not survive a power cut


class NoScenario(NotFound):
    """What is to be tested is not there."""

    says = N_("There is no scenario {name}.")
    hint = N_("Scenarios are files of {folder}; a type is named by its id.")


class Failure(NamedTuple):
    """Something that came otherwise; lines of `diff` begin with "- " (expected), "+ " (what came) or blanks."""

    line: int
    column: int
    says: str  # in the language spoken now
    diff: tuple[str, ...]


class Result(NamedTuple):
    """What became of a scenario: `findings` when it cannot be read, `failures` when something came otherwise."""

    file: str
    name: str
    type: str
    findings: Sequence[Finding]
    failures: Sequence[Failure]

    @property
    def passed(self) -> bool:
        """Say whether everything came as expected."""
        return not self.findings and not self.failures


def files(root: Path, names: Sequence[str]) -> list[Path]:
    """Return the scenarios that `names` (types, or files) stand for; none: all. Raises NoScenario."""
    known = sorted((root / FOLDER).glob("*.yaml"))
    if not names:
        return known
    from brt.language.scenario import type_of

    of = {path: type_of(read_file(path, path.name)) for path in known}
    found: dict[Path, None] = {}
    for name in names:
        mine = [path for path in known if of[path] == name] or [path for path in (Path(name),) if path.is_file()]
        if not mine:
            raise NoScenario(name=name, folder=FOLDER, near=nearest(name, filter(None, of.values())))
        found |= dict.fromkeys(mine)
    return list(found)


def run(settings: Settings, paths: Sequence[Path]) -> Iterator[Result]:
    """Play the scenarios, one after the other."""
    catalogue = Catalogue(settings.root, settings)
    for path in paths:
        shown = path.relative_to(settings.root).as_posix() if path.is_relative_to(settings.root) else path.as_posix()
        found = read(read_file(path, shown), shown, catalogue)
        if found.scenario is None:
            yield Result(shown, path.stem, "", found.findings, ())
        else:
            yield Result(shown, found.scenario.name, found.scenario.type, (), tuple(_play(settings, found.scenario)))


def _play(settings: Settings, scenario: Scenario) -> Iterator[Failure]:
    with tempfile.TemporaryDirectory(prefix="brt-test-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:
        yield from Stage(settings, scenario, Path(folder)).play()


class Stage:
    """A scenario, the workspace in which it plays, and the emails that have left."""

    def __init__(self, settings: Settings, scenario: Scenario, folder: Path) -> None:
        """Set the stage: each role is held by a member of its own, who is named like the role."""
        team = {role: _member(role, label.label) for role, label in settings.roles.items()}
        others = {name: member._replace(manager=False) for name, member in settings.team.items()}
        everybody = {**others, **team, MANAGER: _member(MANAGER, MANAGER)._replace(manager=True)}
        self.settings = settings._replace(
            database=str(folder / "brt.db"), team=everybody, mail=settings.mail._replace(grace=0)
        )
        self.scenario = scenario
        self.actor = next(iter(settings.roles))
        self.left: set[int] = set()
        self.plan: Plan

    def play(self) -> Iterator[Failure]:
        """Produce, take each step, and yield what came otherwise; a step that fails is the last."""
        try:
            self._produce(self.desk(self.scenario.start))
        except BrtError as error:
            yield self._failure(("set",) if self.scenario.values else ("type",), words.error(error))
            return
        for step in self.scenario.steps:
            refusal = self._take(step)
            if (refusal is None) == step.refused:
                says = words.error(refusal) if refusal else _("This was not refused.")
                yield self._failure(step.path, says)
                return
            yield from self._compare(step)

    def desk(self, on: str) -> Desk:
        """Return the desk of the day `on`, at nine in the morning."""
        return Desk(self.settings, {"BRT_TESTING": "1", "BRT_NOW": f"{on}T09:00", "BRT_USER": self.actor})

    def _produce(self, desk: Desk) -> None:
        contacts = tuple(
            Contact(0, name, (name,), f"{name}@client.example", None, None, True, True)
            for name in self.scenario.contacts
        )
        with writing(desk.location) as db:
            key = dossiers.add(db, dossiers.Sheet(REF, CUSTOMER, {}, {}, contacts, ()))
            if self.scenario.customer == "client":
                dossiers.become_client(db, key)
        people = [f"{role}={role}" for role in self.settings.roles]
        sets, type_ = list(_typed(self.scenario.values)), self.scenario.type
        made = produce.look(desk, [REF], produce.order(desk, type_, sets, people, False, None))
        change.save(desk, "produce", made.asked, made.looked)
        self.plan = made.plan

    def _take(self, step: Step) -> BrtError | None:
        """Do what the step says; return why it was refused."""
        desk = self.desk(step.day)
        try:
            self._do(desk, step)
        except BrtError as error:
            return error
        return None

    def _do(self, desk: Desk, step: Step) -> None:
        names = [f"{REF}/{action}" for action in step.actions]
        pairs = [(name, text) for name, _sign, text in (word.partition("=") for word in _typed(step.values))]
        if step.verb == "shift":
            for name, day in step.days.items():
                change.save(desk, "shift", *work.shift(desk, [f"{REF}/{name}"], day))
        elif step.verb is not None:
            _DO[step.verb](desk, names, pairs, step)
        elif pairs:
            change.save(desk, "set", *work.set_fields(desk, REF, pairs))

    # ── what came of it ───────────────────────────────────────────────────────────────────────────

    def _compare(self, step: Step) -> Iterator[Failure]:
        desk = self.desk(step.day)
        emails = self._emails(desk)
        if step.open is not None:
            yield from self._differ(step, "open", self._expected_open(step.open), self._open(desk, step.open))
        if step.emails is not None:
            wanted = [f"{name}: [{', '.join(sorted(to))}]" for name, to in sorted(step.emails.items())]
            yield from self._differ(step, "emails", wanted, emails)

    def _differ(self, step: Step, key: str, wanted: list[str], came: list[str]) -> Iterator[Failure]:
        if wanted != came:
            diff = tuple(line.rstrip() for line in ndiff(wanted, came) if not line.startswith("?"))
            yield self._failure((*step.path, key), _("On {day}, it came otherwise.").format(day=step.day), diff)

    def _failure(self, path: tuple[str | int, ...], says: str, diff: tuple[str, ...] = ()) -> Failure:
        place = self.scenario.document.place(path, key=True)
        return Failure(place.line, place.column, says, diff)

    def _expected_open(self, wanted: Any) -> list[str]:
        return self._lines(
            {role: named if isinstance(named, dict) else dict.fromkeys(named) for role, named in wanted.items()}
        )

    def _open(self, desk: Desk, wanted: Any) -> list[str]:
        """Return what can be done on the day, by who has it; without dates where the scenario gives none."""
        with desk.reading() as db:
            state = desk.look(db, 1).state
        found: dict[str, dict[str, str | None]] = {}
        for action in state.actions.values():
            if available(action, desk.today):
                who = action.assignee or words.NOBODY
                due = None if isinstance(wanted.get(who), list) else action.due or UNDATED
                found.setdefault(who, {})[action.key] = due
        return self._lines(found)

    def _lines(self, found: dict[str, dict[str, str | None]]) -> list[str]:
        """Return a line a role and a line an action, in the order of brt.toml and of the type."""
        roles, position = list(self.settings.team), list(self.plan.actions)
        lines: list[str] = []
        for role in sorted(found, key=lambda name: roles.index(name) if name in roles else len(roles)):
            lines.append(f"{role}:")
            for name in sorted(found[role], key=position.index):
                due = found[role][name]
                lines.append(f"  {name}: {due}" if due else f"  {name}")
        return lines

    def _emails(self, desk: Desk) -> list[str]:
        """Let the emails of the day leave; return a line an email type, with its recipients as the type names them."""
        moment = stamp(desk.moment)
        later = stamp(desk.moment + timedelta(days=1))
        with writing(desk.location) as db:
            while mail := outbox.claim(db, moment, later, "test", later, outbox.Doubt("", moment)):
                outbox.sending(db, mail.number, "test", later)
                outbox.sent(db, mail.number, "test", "", moment)
            rows = [row for row in outbox.everything(db) if row.status not in ("queued", "cancelled")]
        found: dict[str, list[str]] = {}
        for row in rows:
            if row.number not in self.left:
                remark = "" if row.status == "sent" else f" ({row.status}: {row.reason})"
                found.setdefault(row.email_type, []).append(f"{row.target}{remark}")
        self.left |= {row.number for row in rows}
        return [f"{name}: [{', '.join(sorted(to))}]" for name, to in sorted(found.items())]


Pairs = list[tuple[str, str]]

_DO: dict[str, Callable[[Desk, list[str], Pairs, Step], object]] = {
    "done": lambda desk, names, pairs, step: work.done(desk, names, pairs),
    "skip": lambda desk, names, pairs, step: work.skip(desk, work.skipping(desk, names, step.reason)),
    "block": lambda desk, names, pairs, step: change.apply(
        desk, "block", work.blocking(desk, names, step.reason, step.party, None, pairs)
    ),
    "unblock": lambda desk, names, pairs, step: work.unblock(desk, names),
    "reject": lambda desk, names, pairs, step: change.apply(
        desk,
        "reject",
        [one for name in names for one in again.rejecting(desk, name, step.reason, step.party, None, pairs)],
    ),
    "reopen": lambda desk, names, pairs, step: again.reopen(desk, names),
    "bill": lambda desk, names, pairs, step: change.apply(desk, "bill", work.billing(desk, REF, pairs)),
    "cancel": lambda desk, names, pairs, step: change.apply(desk, "cancel", pause.cancel(desk, REF, step.reason).asked),
}


def _member(name: str, label: str) -> Member:
    return Member(name, label, f"{name}@equipe.example", (name,), None, None, False)


def _typed(given: Any) -> Iterator[str]:
    """Yield values as a person types them: FIELD=VALUE, repeated for a list."""
    for name, value in given.items():
        for one in value if isinstance(value, list) else [value]:
            yield f"{name}={str(one).lower() if isinstance(one, bool) else '' if one is None else one}"
