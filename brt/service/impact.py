"""What a change of the templates means for the installations that run: nothing is changed, in git or in the database.

A running installation is pinned to its type as it was, so that a changed type touches it by an upgrade only; email
types are not pinned: a changed text counts from the next email on.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from brt.engine.state import State
from brt.errors import NotFound
from brt.language.catalogue import EMAILS, TYPES, Catalogue, UnknownType
from brt.language.shared import FOLDER
from brt.plan import Plan, Send
from brt.records import CLOSED, Action, Running, status
from brt.say import N_
from brt.service.desk import Desk
from brt.service.diff import Change, NoRevision, at_revision, changes, file_at, git
from brt.service.workshop import compiled
from brt.store import lists, work
from brt.store.database import Database, reading

DONE = "closed"
"""Said of an action that nothing touches any more."""


class NoDatabase(NotFound):
    """The copy is not there."""

    says = N_("There is no database {file}.")
    hint = N_("Without --database, the workspace's own is looked at.")


class Touched(NamedTuple):
    """One change as it meets an installation: `status` is that of the action or phase there, None for the others."""

    change: Change
    status: str | None


def impact(desk: Desk, revision: str, copy: Path | None) -> dict[str, Any]:
    """Return which running installations the changes since `revision` touch, and how.

    `copy`: another database than the workspace's. Raises NoDatabase, HasErrors, and as `git`.
    """
    if copy is not None and not copy.is_file():
        raise NoDatabase(file=str(copy))
    catalogue = Catalogue(desk.settings.root, desk.settings)
    files = _changed(catalogue, revision)
    types = {name: _changes(catalogue, name, revision) for folder, name in files if folder == TYPES}
    emails = {name for folder, name in files if folder == EMAILS}
    with reading(str(copy) if copy else desk.location) as db:
        found = [_row(db, one, types, emails, desk.today) for one in lists.running(db)]
    return {
        "against": revision,
        "types": sorted(name for name, found in types.items() if found),
        "email_types": sorted(emails),
        "running": len(found),
        "installations": [row for row in found if row["changes"] or row["emails"]],
    }


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


def _row(db: Database, one: Running, types: Mapping[str, list[Change]], emails: set[str], today: str) -> dict[str, Any]:
    state = work.load(db, one.installation.dossier_id)
    plan = work.plans(db, one.installation.dossier_id)[one.installation.plan_id]
    touched = _touched(state, one, types.get(one.installation.type, []), today)
    return {
        "dossier": one.ref,
        "customer": one.customer,
        "installation_type": one.installation.type,
        "label": one.installation.label or None,
        "produced_on": one.installation.produced_on,
        "changes": [{**each.change._asdict(), "status": each.status} for each in touched],
        "emails": sorted(emails & _to_come(plan, state, one.installation.id)),
    }


def _touched(state: State, one: Running, found: list[Change], today: str) -> list[Touched]:
    """Return the changes that an upgrade would bring: those of what is not closed there."""
    actions = state.actions_of(one.installation.id)
    touched = []
    for change in found:
        if change.kind == "action":
            where = _status(actions.get(change.id), today)
        elif change.kind == "phase":
            phase = state.phases.get((one.installation.id, change.id))
            where = DONE if phase and phase.completed_on else "open" if phase and phase.triggered else "waiting"
        else:
            where = None
        if where != DONE:
            touched.append(Touched(change, where))
    return touched


def _status(action: Action | None, today: str) -> str | None:
    if action is None:
        return None
    return DONE if action.status in (*CLOSED, "cancelled") else status(action, today)


def _to_come(plan: Plan, state: State, installation: int) -> frozenset[str]:
    """Return the email types that the installation may still send."""
    return frozenset(send.email_type for send in _sends(plan, state, installation))


def _sends(plan: Plan, state: State, installation: int) -> Iterator[Send]:
    yield from (send for send in plan.emails if send.at != "produced")
    for field in plan.fields.values():
        yield from field.emails
    actions = state.actions_of(installation)  # without those that are only there once it is called off
    for key, kind in plan.actions.items():
        if _status(actions.get(key), "") != DONE:
            yield from kind.emails
