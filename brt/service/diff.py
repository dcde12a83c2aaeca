"""Two installation types compared in their own terms: phases, actions, triggers, dates, people, emails; never lines."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from subprocess import CompletedProcess, run
from typing import Any, NamedTuple

from brt import delay
from brt.errors import NotFound, Surroundings, Usage
from brt.language.catalogue import TYPES, Catalogue, compile_type
from brt.language.shared import FOLDER, Phases
from brt.say import N_
from brt.service.workshop import HasErrors, compiled

PlanData = Mapping[str, Any]


class NoRevision(NotFound):
    """git does not have the file at that revision."""

    says = N_("git has no {file} at {revision}.")
    hint = N_("To see its revisions: git log --oneline -- {file}")


class UnknownRevision(NotFound):
    """git does not know the revision."""

    says = N_("git knows no revision {revision}.")
    hint = N_("To see them: git log --oneline")


class NothingCommitted(NotFound):
    """The repository has no revision yet."""

    says = N_("Nothing is committed yet: there is nothing to compare with.")
    hint = N_("To begin: git add . && git commit")


class NoRepository(NotFound):
    """The workspace is not kept in git."""

    says = N_("{folder} is not in a git repository.")
    hint = N_("To begin: git init && git add . && git commit")


class NoGit(Surroundings):
    """git cannot be run."""

    says = N_("git cannot be run: {reason}.")
    hint = N_("Install git, or compare two types of the workspace: brt template diff TYPE TYPE")


class Change(NamedTuple):
    """One thing that is otherwise. `key` and what it was and is are there where something changed within it."""

    change: str  # added | removed | changed | moved
    kind: str  # type | phase | action | field
    id: str
    name: str
    key: str | None = None
    before: Any = None
    after: Any = None


class Difference(NamedTuple):
    """Two types by what they were called on the command line, and what is otherwise in the second."""

    one: str
    other: str
    changes: list[Change]


def diff(catalogue: Catalogue, one: str, other: str | None) -> Difference:
    """Compare two types, each ID or ID@REVISION. Without `other`, `one` was (at HEAD) and is now.

    Raises UnknownType, HasErrors, Usage, and as `git`.
    """
    name, at, revision = one.partition("@")
    if at and not (name and revision):
        raise Usage(N_("{name} is not TYPE or TYPE@REVISION."), name=one)
    if other is None:
        one, other = f"{name}@{revision or 'HEAD'}", name
    after = plan(catalogue, other)
    return Difference(one, other, list(changes(plan(catalogue, one), after)))


def plan(catalogue: Catalogue, name: str) -> PlanData:
    """Return the compiled type of that name, as it is in the folder or as it was at a revision."""
    type_id, at, revision = name.partition("@")
    return at_revision(catalogue, type_id, revision) if at else compiled(catalogue, type_id)


def at_revision(catalogue: Catalogue, type_id: str, revision: str) -> PlanData:
    """Return the type as it was at a revision of git. Raises HasErrors, and as `git`.

    Roles and emails are not checked: those of the time are not known.
    """
    raw = file_at(catalogue, f"{TYPES}/{type_id}.yaml", revision)
    file = f"{TYPES}/{type_id}.yaml@{revision}"

    def phase_at(phase_id: str) -> bytes | None:
        try:
            return file_at(catalogue, f"{TYPES}/{FOLDER}/{phase_id}.yaml", revision)
        except NoRevision:
            return None

    phases = Phases(phase_at)
    first = compile_type(raw, f"{TYPES}/{type_id}.yaml", catalogue.settings, None, phases).doc
    roles = {action.role.text: None for action in first.actions if action.role}
    roles |= {to.text[5:]: None for send in first.sends() for to in send.to if to.text.startswith("role:")}
    team = {to.text[7:]: None for send in first.sends() for to in send.to if to.text.startswith("member:")}
    known = _Place({**catalogue.settings.roles, **roles}, {**catalogue.settings.team, **team})
    loaded = compile_type(raw, f"{TYPES}/{type_id}.yaml", known, None, phases)
    if loaded.plan is None:
        raise HasErrors(f"{type_id}@{revision}", [each._replace(file=file) for each in loaded.findings])
    return loaded.plan


class _Place(NamedTuple):
    """A workspace of which only the names count."""

    roles: Mapping[str, Any]
    team: Mapping[str, Any]


def file_at(catalogue: Catalogue, file: str, revision: str) -> bytes:
    """Return a file of the workspace as it was at a revision. Raises as `git`."""
    return git(catalogue.root, ["show", "--end-of-options", f"{revision}:./{file}"], file, revision)


def git(root: Path, words: list[str], file: str, revision: str) -> bytes:
    """Run git in the workspace, about `file` at `revision`, and return what it printed.

    Raises NoRevision, UnknownRevision, NothingCommitted, NoRepository, NoGit.
    """
    done = _run(root, *words)
    if done.returncode == 0:
        return done.stdout
    if _run(root, "rev-parse", "--git-dir").returncode:
        raise NoRepository(folder=str(root))
    if _run(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").returncode == 0:
        raise NoRevision(file=file, revision=revision)
    raise NothingCommitted if revision == "HEAD" else UnknownRevision(revision=revision)


def _run(root: Path, *words: str) -> "CompletedProcess[bytes]":
    try:
        return run(["git", "-C", str(root), *words], capture_output=True, check=False)  # noqa: S607
    except OSError as error:
        raise NoGit(reason=error.strerror or str(error)) from None


# ── what is otherwise ─────────────────────────────────────────────────────────────────────────────


def changes(one: PlanData, other: PlanData) -> Iterator[Change]:
    """Yield what is otherwise in the plan `other`, in the order of its file; what went stands first."""
    for key in ("name", "summary", "deadline", "emails", "checks", "on_cancel"):
        yield from _within("type", other["type"], other["name"], key, one, other)
    yield from _items("field", one["fields"], other["fields"], called="label")
    for kind, key in (("phase", "phases"), ("action", "actions")):
        before, after = ({each["id"]: each for each in data[key]} for data in (one, other))
        yield from _items(kind, before, after)
        yield from _moved(kind, before, after)


def _items(
    kind: str, before: Mapping[str, PlanData], after: Mapping[str, PlanData], called: str = "name"
) -> Iterator[Change]:
    """Yield what is otherwise in the things of one kind; `called` is the key that people know them by."""
    for name, item in before.items():
        if name not in after:
            yield Change("removed", kind, name, item.get(called, name))
    for name, item in after.items():
        if name not in before:
            yield Change("added", kind, name, item.get(called, name))
            continue
        for key in dict.fromkeys((*before[name], *item)):
            yield from _within(kind, name, item.get(called, name), key, before[name], item)


def _within(kind: str, name: str, called: str, key: str, one: PlanData, other: PlanData) -> Iterator[Change]:
    before, after = _said(key, one.get(key), other.get(key))
    if before != after:
        yield Change("changed", kind, name, called, key, before, after)


def _moved(kind: str, before: Mapping[str, PlanData], after: Mapping[str, PlanData]) -> Iterator[Change]:
    """Yield what stands elsewhere in the order of the file."""
    old, new = ([name for name in names if name in other] for names, other in ((before, after), (after, before)))
    kept = {
        old[start + step]
        for start, _, size in SequenceMatcher(None, old, new, False).get_matching_blocks()
        for step in range(size)
    }
    yield from (Change("moved", kind, name, after[name]["name"]) for name in new if name not in kept)


def _said(key: str, before: Any, after: Any) -> tuple[Any, Any]:
    """Return two values as their file says them; of two lists, what only one of them has."""
    one, other = _text(key, before), _text(key, after)
    if key in ("asks", "emails", "checks", "choices"):
        return [each for each in one or [] if each not in (other or [])], [
            each for each in other or [] if each not in (one or [])
        ]
    return one, other


def _text(key: str, value: Any) -> Any:
    if value is None:
        return None
    if key in ("wait", "due"):
        return delay.text(delay.from_json(value))
    if key == "when":
        return value["text"]
    if key == "after":
        ((mode, refs),) = value.items()
        names = [name for kind, name in refs if kind in ("action", "phase")]
        return None if refs and not names else {"any": names} if mode == "any" else names
    if key == "asks":
        return [_ask(each) for each in value]
    if key == "emails":
        return [_send(each) for each in value]
    if key == "checks":
        return [f"{each['when']['text']}: {each['say']}" for each in value]
    return value


def _ask(ask: Mapping[str, Any]) -> str:
    parts = [f"{key}: {ask[key]}" for key in ("at", "must") if ask.get(key) not in (None, "done")]
    parts += ["optional"] if ask.get("optional") else []
    return f"{ask['field']} ({', '.join(parts)})" if parts else str(ask["field"])


def _send(send: Mapping[str, Any]) -> str:
    to = ", ".join(":".join(target) for target in send["to"])
    remarks = [f"at: {send['at']}"] if send.get("at") else []
    remarks += ["hold"] if send.get("hold") else []
    return f"{send['send']} ({', '.join(remarks)}) → {to}" if remarks else f"{send['send']} → {to}"
