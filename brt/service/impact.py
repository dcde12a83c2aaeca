"""What a change of the templates means for the installations that run: nothing is changed, in git or in the database.

A running installation is pinned to its type as it was, so that a changed type touches it by an upgrade only; email
types are not pinned: a changed text counts from the next email on.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from brt.errors import NotFound
from brt.language.catalogue import EMAILS, TYPES, Catalogue, UnknownType
from brt.language.names import is_id
from brt.language.shared import FOLDER
from brt.nearby import nearby
from brt.plan import Plan, Send, from_data
from brt.records import CLOSED, Running, status
from brt.say import N_
from brt.service.desk import Desk
from brt.service.diff import Change, NoRevision, PlanData, at_revision, changes, file_at, git
from brt.service.exported import Work, works
from brt.service.show import phase_status
from brt.service.workshop import compiled
from brt.store import lists, work
from brt.store.database import Database, reading

OVER = (*CLOSED, "complete", "cancelled")
"""The states of actions and phases that nothing touches any more."""


class NoDatabase(NotFound):
    """The copy is not there."""

    says = N_("There is no database {file}.")
    hint = N_("Without --database, the workspace's own is looked at.")


class Runs(NamedTuple):
    """An installation with what is known of the type that it runs."""

    work: Work
    plan: Plan


class Touched(NamedTuple):
    """One change as it meets an installation: `status` is that of the action or phase there, None for the others."""

    change: Change
    status: str | None


def impact(desk: Desk, revision: str, copy: Path | None = None, export: str | None = None) -> dict[str, Any]:
    """Return which running installations the changes since `revision` touch, and how.

    They are those of a `copy` of the database or of an `export` (a file, `-` for stdin), else of the workspace. Raises
    NoDatabase, HasErrors, as `exported.works` and as `git`.
    """
    if copy is not None and not copy.is_file():
        raise NoDatabase(file=str(copy), near=nearby(copy))
    catalogue = Catalogue(desk.settings.root, desk.settings)
    files = _changed(catalogue, revision)
    types = {name: _changes(catalogue, name, revision) for folder, name in files if folder == TYPES}
    emails = {name for folder, name in files if folder == EMAILS}
    unknown: list[Work] = []
    if export is not None:
        running = list(_exported(catalogue, export, revision, unknown))
    else:
        with reading(str(copy) if copy else desk.location) as db:
            running = [_stored(db, one, desk.today) for one in lists.running(db)]
    found = [_row(one, types.get(one.work.installation_type, []), emails) for one in running]
    return {
        "against": revision,
        "pinned": export is None,
        "types": sorted(name for name, found in types.items() if found),
        "email_types": sorted(emails),
        "running": len(found),
        "unknown": [{"dossier": one.dossier, "installation_type": one.installation_type} for one in unknown],
        "installations": [row for row in found if row["changes"] or row["emails"]],
    }


# ── what runs ─────────────────────────────────────────────────────────────────────────────────────


def _stored(db: Database, one: Running, today: str) -> Runs:
    """Return an installation of the database, with the type that it is pinned to."""
    row = one.installation
    state = work.load(db, row.dossier_id)
    plan = work.plans(db, row.dossier_id)[row.plan_id]
    phases = [key for key in plan.phases if (row.id, key) in state.phases]
    return Runs(
        Work(
            dossier=one.ref,
            customer=one.customer,
            installation_type=row.type,
            label=row.label or None,
            produced_on=row.produced_on,
            phases={key: phase_status(state, plan, row.id, key, today) for key in phases},
            actions={key: status(action, today) for key, action in state.actions_of(row.id).items()},
        ),
        plan,
    )


def _exported(catalogue: Catalogue, file: str, revision: str, unknown: list[Work]) -> Iterator[Runs]:
    """Yield the installations of an export, each with its type as it was at `revision`, or is when it is new.

    Those whose type is neither there nor here are added to `unknown`.
    """
    plans: dict[str, Plan | None] = {}
    for one in works(file):
        name = one.installation_type
        if name not in plans:
            data = _known(catalogue, name, revision)
            plans[name] = None if data is None else from_data(dict(data))
        plan = plans[name]
        if plan is None:
            unknown.append(one)
        else:
            yield Runs(one, plan)


def _known(catalogue: Catalogue, name: str, revision: str) -> PlanData | None:
    if not is_id(name):
        return None
    with suppress(NoRevision):
        return at_revision(catalogue, name, revision)
    with suppress(UnknownType):
        return compiled(catalogue, name)
    return None


# ── what changed ──────────────────────────────────────────────────────────────────────────────────


def _changed(catalogue: Catalogue, revision: str) -> list[tuple[str, str]]:
    """Return the files of types and email types that are otherwise since `revision`, as (folder, id)."""
    file_at(catalogue, TYPES, revision)  # which is there, or nothing can be said
    names = [
        name
        for words in (
            ["diff", "--name-only", "--no-renames", "--relative", "-z", "--end-of-options", revision],
            ["ls-files", "--others", "--exclude-standard", "-z"],
        )
        for name in git(catalogue.root, [*words, "--", TYPES, EMAILS], TYPES, revision).decode().split("\0")
    ]
    paths = [Path(name) for name in names if name.endswith(".yaml")]
    found = {(path.parts[0], path.stem) for path in paths if len(path.parts) == 2}
    if any(path.parts[:2] == (TYPES, FOLDER) for path in paths):  # any type may use the phase
        found |= {(TYPES, name) for name in catalogue.type_ids()}
    return sorted(found)


def _changes(catalogue: Catalogue, name: str, revision: str) -> list[Change]:
    """Return what is otherwise in a type; nothing for one that is new, everything for one that is gone."""
    try:
        before = at_revision(catalogue, name, revision)
    except NoRevision:
        return []
    try:
        return list(changes(before, compiled(catalogue, name)))
    except UnknownType:
        return [Change("removed", "type", name, before["name"])]


# ── how it meets ──────────────────────────────────────────────────────────────────────────────────


def _row(one: Runs, found: list[Change], emails: set[str]) -> dict[str, Any]:
    given = {key: value for key, value in one.work._asdict().items() if key not in ("phases", "actions")}
    return {
        **given,
        "changes": [{**each.change._asdict(), "status": each.status} for each in _touched(one.work, found)],
        "emails": sorted(emails & {send.email_type for send in _to_come(one)}),
    }


def _touched(one: Work, found: list[Change]) -> Iterator[Touched]:
    """Yield the changes that an upgrade would bring: those of what is not closed there."""
    for change in found:
        if change.kind == "action":
            where = one.actions.get(change.id)
        else:
            where = one.phases.get(change.id, "waiting") if change.kind == "phase" else None
        if where not in OVER:
            yield Touched(change, where)


def _to_come(one: Runs) -> Iterator[Send]:
    """Yield the emails that the installation may still send."""
    yield from (send for send in one.plan.emails if send.at != "produced")
    for field in one.plan.fields.values():
        yield from field.emails
    for key, kind in one.plan.actions.items():
        there = key in one.work.actions or kind.phase == one.plan.on_cancel  # which is only there once it is called off
        if there and one.work.actions.get(key) not in OVER:
            yield from kind.emails
