"""The template workshop: new installation types, copies, what they hold, and the schemas for editors."""

import json
import os
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from brt import delay, kinds
from brt.errors import BrtError, Invalid, NotFound, Refused, Several, Surroundings, Usage
from brt.kinds import near
from brt.language import splice
from brt.language.catalogue import TYPES, Catalogue, Loaded, read_file, sent_by
from brt.language.finding import Finding
from brt.language.names import is_id
from brt.language.parts import TypeDoc
from brt.say import N_, _, language

STARTERS = Path(splice.__file__).parent / "starters"


class BadId(Invalid):
    """An id that no file may have."""

    says = N_("{type} is no id: small letters, digits and single hyphens, such as 3cx-porta.")


class Exists(Refused):
    """The file is there already, and nothing is ever overwritten."""

    says = N_("{file} exists already. Nothing was written.")
    hint = N_("Choose another id.")


class CannotWrite(Surroundings):
    """The file system says no."""

    says = N_("{file} cannot be written: {reason}.")
    hint = N_("Look at the rights of the folder and at the room on the disk.")


class NoName(Invalid):
    """A type whose name cannot be read cannot get another."""

    says = N_("The name of {type} cannot be read.")
    hint = N_("To see why: brt lint {file}")


class NotInType(NotFound):
    """What is to be left out is not there; `near` is the closest."""

    says = N_("{type} has no phase or action {name}. Nothing was written.")
    hint = N_("To see them: brt template show {type}")


class NothingLeft(Refused):
    """A type has at least one action."""

    says = N_("Nothing would be left of {type}. Nothing was written.")
    hint = N_("To begin anew: brt template new ID")


class BadName(Invalid):
    """A name that is not one short line."""

    says = N_("A name is one line of at most {limit} characters.")


class HasErrors(Invalid):
    """A type that cannot be compiled; `findings` has all that is wrong."""

    says = N_("The installation type {type} has errors: {count}.")
    hint = N_("To see them: brt lint {file}")

    def __init__(self, type_id: str, findings: list[Finding]) -> None:
        """Take the type and what was found in it."""
        count = sum(finding.severity == "error" for finding in findings)
        super().__init__(type=type_id, count=count, file=f"{TYPES}/{type_id}.yaml")
        self.findings = findings


def new(catalogue: Catalogue, type_id: str, name: str | None = None) -> Path:
    """Write a first, commented installation type with the workspace's roles, and return its path.

    Raises BadId, BadName, Exists, CannotWrite.
    """
    starter = (STARTERS / f"{language()}.yaml").read_text(encoding="utf-8")
    roles = list(catalogue.settings.roles)
    for role in ("commercial", "adv", "technicien"):
        known = role if role in roles or not roles else roles[0]
        starter = starter.replace(f"@{role.upper()}@", known)
    return _write(catalogue, type_id, starter.replace("@NAME@", splice.scalar(_name(name or type_id))).encode())


class Copy(NamedTuple):
    """A copy of a type, and by their ids: what was left out of it, and what changed because of that."""

    path: Path
    removed: Sequence[str] = ()  # phases and actions
    fields: Sequence[str] = ()  # that nothing uses any more
    kept: Sequence[str] = ()  # fields that nobody is asked for any more, with the emails that show them
    reconnected: Sequence[str] = ()  # phases and actions with another trigger, and which
    undated: Sequence[str] = ()  # phases and actions whose date hung on what nobody is asked for any more


def duplicate(
    catalogue: Catalogue, source: str, type_id: str, name: str | None = None, without: Collection[str] = ()
) -> Copy:
    """Copy the type `source` to `type_id` with another name and `without` these phases and actions.

    Every byte that has nothing to do with that stays as it was. Raises UnknownType, BadId, BadName, NoName, Exists,
    CannotWrite; with `without` also HasErrors, NotInType (or Several of it), NothingLeft.
    """
    raw = catalogue.raw_type(source)
    old = catalogue.load_type(source).doc.name
    given = _name(name if name is not None else _("{name} (copy)").format(name=old))
    copy = Copy(Path())
    if without:
        raw, copy = _trimmed(catalogue, source, raw, without)
    text = splice.replace(raw, ("name",), given)
    if text is None:
        raise NoName(type=source, file=f"{TYPES}/{source}.yaml")
    return copy._replace(path=_write(catalogue, type_id, text))


def _trimmed(catalogue: Catalogue, source: str, raw: bytes, without: Collection[str]) -> tuple[bytes, Copy]:
    from brt.language import trim

    compiled(catalogue, source)
    doc = catalogue.load_type(source).doc
    known = [step.id.text for step in doc.steps() if step.id]
    wrong: list[BrtError] = [
        NotInType(type=source, name=name, near=near(name, known) or []) for name in without if name not in known
    ]
    if wrong:
        raise wrong[0] if len(wrong) == 1 else Several(wrong)
    roles, shown = tuple(catalogue.settings.roles), _shown(catalogue, doc)
    rest, removed = trim.trim(doc, without, roles, shown)
    if not rest.actions:
        raise NothingLeft(type=source)
    fields, idle, moved, undated = trim.changes(doc, rest, roles)
    sent = sent_by(rest)
    kept = [f"{name} ({', '.join(each for each in sorted(sent) if name in shown[each])})" for name in idle]
    reconnected = [f"{name} (after: {trim.trigger(after)})" if after else name for name, after in moved]
    return trim.write(doc, rest, raw), Copy(Path(), removed, fields, kept, reconnected, undated)


def _shown(catalogue: Catalogue, doc: TypeDoc) -> dict[str, set[str]]:
    """Return the names that the texts of the emails of a type use, by email type."""
    from brt.language.texts import analyse

    found: dict[str, set[str]] = {}
    for email_id in sent_by(doc):
        email = catalogue.load_email(email_id).doc
        uses = (use for text in email.texts for use in analyse(text.text).uses)
        found[email_id] = {field.text for field in email.invite.values()}
        found[email_id] |= {
            use.chain[1] if use.chain[0] == "previous" and use.chain[1:] else use.chain[0] for use in uses
        }
    return found


def schema(which: str) -> dict[str, Any]:
    """Return the JSON Schema of `which` (a file of .brt/, without its endings) in the language spoken now."""
    from brt.language.schema import json_schema

    translated: dict[str, Any] = _translated(json_schema(which))
    return translated


def outdated(path: Path) -> bool:
    """Tell whether a schema of .brt is not what this version writes, in whatever language it was written.

    Raises Surroundings when it cannot be read.
    """
    try:
        known = json.loads(read_file(path, str(path)))
    except (ValueError, RecursionError):
        return True
    return bool(_without_sentences(known) != _without_sentences(schema(path.name.partition(".")[0])))


def _without_sentences(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_sentences(each) for each in value]
    if isinstance(value, dict):
        return {key: _without_sentences(each) for key, each in value.items() if key not in SENTENCES}
    return value


def listing(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return every installation type: id, name, summary, and how many phases, actions and errors it has.

    What is only there once an installation is cancelled does not count. Of a file that cannot be read nothing is known
    but its id: the numbers are None.
    """
    return [_summary(catalogue.load_type(type_id)) for type_id in catalogue.type_ids()]


def describe(catalogue: Catalogue, type_id: str) -> dict[str, Any]:
    """Return what a type holds: fields, emails, and phases with their actions, triggers and dates as text.

    Raises UnknownType, HasErrors.
    """
    plan = compiled(catalogue, type_id)
    actions = [_step(action) for action in plan["actions"]]
    return {
        "id": plan["type"],
        "name": plan["name"],
        "summary": plan.get("summary", ""),
        "deadline": plan.get("deadline"),
        "roles": list(dict.fromkeys(action["role"] for action in actions)),
        "fields": [{"name": name, **field} for name, field in plan["fields"].items()],
        "emails": plan.get("emails", []),
        "checks": [{"when": check["when"]["text"], "say": check["say"]} for check in plan.get("checks", [])],
        "phases": [
            {**_step(phase), "actions": [action for action in actions if action["phase"] == phase["id"]]}
            for phase in plan["phases"]
        ],
        "on_cancel": plan.get("on_cancel"),
    }


def compiled(catalogue: Catalogue, type_id: str) -> dict[str, Any]:
    """Return the plan of a type. Raises UnknownType, HasErrors."""
    loaded = catalogue.load_type(type_id)
    if loaded.plan is None:
        raise HasErrors(type_id, loaded.findings)
    return loaded.plan


PHASES = ("phases", "*", "actions")
"""Where the phases and actions of a file stand."""


def _summary(loaded: Loaded) -> dict[str, Any]:
    doc, sure = loaded.doc, loaded.doc.surely(PHASES)
    return {
        "id": loaded.id,
        "name": doc.name,
        "summary": doc.summary or "",
        "phases": len(doc.phases) - bool(doc.on_cancel) if sure else None,
        "actions": sum(not doc.when_cancelled(action) for action in doc.actions) if sure else None,
        "errors": sum(finding.severity == "error" for finding in loaded.findings),
    }


def _step(step: dict[str, Any]) -> dict[str, Any]:
    """Return a phase or action of the plan with its trigger, delays and condition as people write them."""
    ((mode, refs),) = step["after"].items()
    shown = {**step, "after": {"any": mode == "any", "refs": [{"kind": kind, "id": name} for kind, name in refs]}}
    for key in ("wait", "due"):
        if key in step:
            shown[key] = delay.text(delay.from_json(step[key]))
    if "when" in step:
        shown["when"] = step["when"]["text"]
    return shown


SENTENCES = ("description", "patternErrorMessage")
"""The keys of a schema that hold a sentence."""


def _translated(value: Any) -> Any:
    if isinstance(value, list):
        return [_translated(each) for each in value]
    if isinstance(value, dict):
        return {
            key: _(each) if key in SENTENCES and isinstance(each, str) else _translated(each)
            for key, each in value.items()
        }
    return value


def _name(name: str) -> str:
    """Check a name as it was typed, and return it without blanks around it."""
    if not name.strip():
        raise Usage(N_("The name is empty."), N_('Such as: --name "3CX"'))
    text = str(kinds.parse("text", name))
    if "\n" in text or len(text) > 200:
        raise BadName(limit=200)
    return text


def _write(catalogue: Catalogue, type_id: str, raw: bytes) -> Path:
    """Write a new file, whole or not at all: a link to a finished file, which fails where one exists."""
    if not is_id(type_id):
        raise BadId(type=type_id)
    path = catalogue.root / TYPES / f"{type_id}.yaml"
    try:
        path.parent.mkdir(exist_ok=True)
        _put(path, raw)
    except OSError as error:
        if isinstance(error, FileExistsError) and os.path.lexists(path):
            raise Exists(file=f"{TYPES}/{type_id}.yaml") from None
        raise CannotWrite(file=f"{TYPES}/{type_id}.yaml", reason=error.strerror or str(error)) from None
    return path


def rewrite(path: Path, file: str, raw: bytes) -> None:
    """Put other bytes into a file, shown as `file`: all of them or none. Raises CannotWrite."""
    target = path.resolve()
    unfinished = target.with_name(f".{target.stem}.{os.getpid()}.tmp")
    try:
        with unfinished.open("xb") as new:
            new.write(raw)
            new.flush()
            os.fsync(new.fileno())
        shutil.copymode(target, unfinished)
        unfinished.replace(target)
    except OSError as error:
        raise CannotWrite(file=file, reason=error.strerror or str(error)) from None
    finally:
        unfinished.unlink(missing_ok=True)


def _put(path: Path, raw: bytes) -> None:
    unfinished = path.with_name(f".{path.stem}.{os.getpid()}.tmp")
    try:
        with unfinished.open("xb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        _publish(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _publish(unfinished: Path, path: Path) -> None:
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with path.open("xb"):
            pass
        unfinished.replace(path)
