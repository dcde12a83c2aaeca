"""Producing: a dossier goes to work with an installation type, all or nothing, everything checked first."""

import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from brt.engine import commands, dates
from brt.engine.commands import Command
from brt.engine.course import Course
from brt.errors import BrtError, Invalid, Several, Usage
from brt.plan import Plan, from_data
from brt.say import N_
from brt.service import change, contacts, refs, values
from brt.service.asked import Ask, Outcome
from brt.service.desk import Desk
from brt.service.members import roles
from brt.service.view import View
from brt.store import dossiers, work
from brt.store.database import Database

Found = TypeVar("Found")
NO_LABEL = N_("A label is a few words without /.")


class HasErrors(Invalid):
    """The type cannot be used; `findings` says why."""

    says = N_("The installation type {type} has mistakes: nothing was produced.")
    hint = N_("Correct them: brt template lint")


class Order(NamedTuple):
    """What is produced, and how; `wrong` is what was typed and cannot be used."""

    type: str
    pairs: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    label: str
    again: bool
    wrong: tuple[BrtError, ...]


class Compiled(NamedTuple):
    """A type ready to be pinned."""

    plan: Plan
    body: str
    hash: str
    revision: str | None


def order(desk: Desk, type_: str, sets: Sequence[str], people: Sequence[str], again: bool, label: str | None) -> Order:
    """Read the options of a production, each by itself: one mistake hides no other."""
    wrong: list[BrtError] = []
    pairs = [pair for word in sets for pair in _kept(wrong, partial(values.split, [word])) or ()]
    held = _kept(wrong, partial(roles, desk.settings, people)) or ()
    named = _kept(wrong, partial(_label, label, again)) or ""
    return Order(type_, tuple(pairs), tuple(held), named, again, tuple(wrong))


def _label(label: str | None, again: bool) -> str:
    if label is not None:
        label = values.written("--label", label, NO_LABEL)
        if "/" in label or "\n" in label:
            raise Usage(NO_LABEL)
    if again and not label:
        raise Usage(N_("--again needs a name for the second one."), N_('Add --label "Lot 2"'))
    return label or ""


def compiled(desk: Desk, type_: str) -> Compiled:
    """Compile the type as its file is now. Raises NotFound, or HasErrors with what is wrong in it."""
    from brt.language.catalogue import Catalogue
    from brt.language.compile import canonical, digest

    catalogue = Catalogue(desk.settings.root, desk.settings)
    loaded = catalogue.load_type(type_)
    found = [finding for finding in (*loaded.findings, *catalogue.check_emails(type_)) if finding.severity == "error"]
    if loaded.plan is None or found:
        raise HasErrors(type=type_, findings=found)
    body = canonical(loaded.plan)
    return Compiled(from_data(loaded.plan), body, digest(loaded.plan), revision(desk.settings.root))


def revision(root: Path) -> str | None:
    """Return the git revision of the workspace, with a + when its types were edited since; None outside git."""

    def git(*words: str) -> str:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=True)  # noqa: S607
        return done.stdout.strip()

    try:
        head = git("rev-parse", "--short=12", "HEAD")
        edited = git("status", "--porcelain", "--", "installation_types")
    except (OSError, subprocess.CalledProcessError):
        return None
    return head + ("+" if edited else "")


class Production(NamedTuple):
    """A production that was decided and not saved yet."""

    asked: list[Ask]
    looked: list[Outcome]
    plan: Plan


def look(desk: Desk, names: Sequence[str], what: Order, *, dry_run: bool = False) -> Production:
    """Decide what producing the dossiers `names` gives, without saving.

    Nobody needs to act for a `dry_run`, whose production is never saved.
    Everything is checked before anything is said: raises the one problem that was found, or Several.
    """
    wrong = list(what.wrong)
    decide = change.rehearse if dry_run else change.preview
    ready = _kept(wrong, partial(compiled, desk, what.type))
    with desk.reading() as db:
        found = dict.fromkeys(_kept(wrong, partial(_dossier, db, name)) for name in names)
        if ready and _kept(wrong, partial(_values, desk, db, ready, what)) is None:
            what = what._replace(pairs=())
    asked = [_ask(desk, key, what, ready) for key in found if key is not None and ready]
    looked = [one for ask in asked for one in _kept(wrong, partial(decide, desk, [ask])) or []]
    _raise(wrong)
    if ready is None:
        raise LookupError(what.type)
    return Production(asked, looked, ready.plan)


def possible(desk: Desk, names: Sequence[str], what: Order) -> None:
    """Raise what is wrong with a production whatever its type is; all of it at once."""
    wrong = list(what.wrong)
    with desk.reading() as db:
        for name in names:
            _kept(wrong, partial(_dossier, db, name))
    _raise(wrong)


def _values(desk: Desk, db: Database, ready: Compiled, what: Order) -> values.Given:
    """Read the values that were given, wherever they are for: the rest is checked although they are wrong."""
    return values.read(ready.plan, what.pairs, desk.today, desk.calendar(db, {}), {})


def _dossier(db: Database, name: str) -> int:
    return refs.dossier(db, name).id


def _kept(wrong: list[BrtError], call: Callable[[], Found]) -> Found | None:
    """Return what `call` returns; its problems are added to `wrong`, each once."""
    try:
        return call()
    except BrtError as error:
        known = {str(one) for one in wrong}
        wrong += [one for one in (error.errors if isinstance(error, Several) else [error]) if str(one) not in known]
    return None


def _raise(wrong: list[BrtError]) -> None:
    if wrong:
        raise wrong[0] if len(wrong) == 1 else Several(wrong)


def _ask(desk: Desk, dossier: int, what: Order, ready: Compiled) -> Ask:
    secrets: dict[tuple[int, str], Any] = {}

    def asked(view: View) -> Sequence[Command]:
        to_come = dates.to_come(ready.plan, ready.plan.regular.actions)
        given = values.read(ready.plan, what.pairs, view.day.today, view.day.calendar, {}, to_come)
        plan, installation, first = _numbers(view, ready)
        view.dates.extend((installation, one) for one in given.dates)
        view.day.plans[plan] = ready.plan
        desk.letters.know(view.db, ready.plan.email_types())
        secrets.clear()
        secrets.update({(installation, name): value for name, value in given.secrets.items()})
        return [
            commands.Produce(
                installation=installation,
                plan=plan,
                label=what.label,
                customer_kind=view.dossier.customer_kind,
                revision=ready.revision,
                first_number=first,
                values=given.values,
                people=what.people,
                again=what.again,
            )
        ]

    return Ask(dossier, asked, secrets, provisional=True)


def _numbers(view: View, ready: Compiled) -> tuple[int, int, int]:
    """Return the ids of the plan and the installation and the first action number; on a first look, those to come."""
    if not view.writes:
        return 0, work.upcoming(view.db, "installation"), work.upcoming(view.db, "action")
    plan = work.pin(view.db, ready.plan.type, ready.body, ready.hash)
    first = work.reserve(view.db, "action", len(ready.plan.regular.actions))
    return plan, work.reserve(view.db, "installation", 1), first


def without_holder(outcome: Outcome, plan: Plan) -> list[str]:
    """Return the roles of the type that nobody holds on the dossier, not even in their place."""
    course = Course(outcome.decision.after, outcome.day)
    roles = dict.fromkeys(action.role for action in plan.actions.values())
    return [name for name in roles if course.holder(name) is None]


def without_contact(desk: Desk, outcome: Outcome, plan: Plan) -> list[str]:
    """Return the functions that the type's emails go to and that no contact of the dossier has."""
    with desk.reading() as db:
        found = dossiers.contacts(db, outcome.dossier.id)
    return contacts.without(found, [plan])
