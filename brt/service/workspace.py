"""A new workspace: shipped types, the emails they send with their files, a commented brt.toml, schemas for editors.

Nothing is ever overwritten: what exists stays as it is.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import brt
from brt.errors import NotFound, Several, Surroundings, Usage
from brt.kinds.base import nearest
from brt.say import N_, _
from brt.settings import FILE, default_toml
from brt.views.output import json_text

IGNORE = ".gitignore"
IGNORED = ("/brt.db", "/brt.db-journal", "/brt.db-armed", "/outbox/")
"""What stays out of git: the database, what lies beside it, and the emails of the default transport."""

SCHEMAS = ("installation-type", "phase", "email-type", "scenario")


class NotShipped(NotFound):
    """No type of that id comes with brt."""

    says = N_("No installation type {type} comes with brt. Nothing was written.")
    hint = N_("Those that do: {known}.")


class NoTypes(Usage):
    """Nothing stands after --types."""

    says = N_("--types names no installation type.")
    hint = N_("Like this: --types {known}; or all, or none.")


class CannotWrite(Surroundings):
    """The file system says no."""

    says = N_("{path} cannot be written: {why}.")
    hint = N_("Choose another folder, or see to its rights; then run brt init again.")


class NotAFolder(CannotWrite):
    """Something else has the name of the workspace."""

    says = N_("{path} is not a folder.")


class Made(NamedTuple):
    """What became of each file, by its path from `root`; `around` is the workspace that this one lies inside of."""

    root: Path
    written: list[str]
    kept: list[str]
    unignored: list[str]  # lines that an existing .gitignore lacks
    around: Path | None


class _Nobody(NamedTuple):
    """A workspace before it has settings: enough to see which emails a type sends."""

    roles: Mapping[str, Any] = MappingProxyType({})
    team: Mapping[str, Any] = MappingProxyType({})


def shipped() -> Path:
    """Return the folder that holds the shipped installation_types and email_types: in the package, else beside it."""
    package = Path(brt.__file__).parent
    inside = package / "shipped"
    return inside if inside.is_dir() else package.parent


def init(root: Path, types: str, login: str, company: str | None) -> Made:
    """Make the workspace `root` with the shipped types that `types` names: "all", "none", or ids with commas.

    The first member of the team has the account `login`. Raises NotShipped, or Several of it, before anything is
    written, NotAFolder and CannotWrite.
    """
    if root.exists() and not root.is_dir():
        raise NotAFolder(path=str(root))
    made = Made(root, [], [], [], _around(root))
    for name, content in _files(types, login, company).items():
        (made.written if _write(root, name, content) else made.kept).append(name)
    if IGNORE in made.kept:
        made.unignored.extend(_unignored(root / IGNORE))
    return made


def _around(root: Path) -> Path | None:
    """Return the workspace that a folder lies inside of, not being one itself."""
    folder = root.resolve()
    inside = (folder / FILE).exists()
    return None if inside else next((one for one in folder.parents if (one / FILE).is_file()), None)


def _files(types: str, login: str, company: str | None) -> dict[str, bytes | None]:
    """Return what a workspace is made of, by path; None is a folder."""
    from brt.language.catalogue import EMAILS, TYPES, Catalogue, sent_by
    from brt.service.workshop import schema

    source = Catalogue(shipped(), _Nobody())
    chosen = _chosen(types, source.type_ids())
    sent = {email for name in chosen for email in sent_by(source.load_type(name).doc)}
    emails = sorted(sent.intersection(source.email_ids()))
    remark = _("The data and the emails of this workspace stay out of git.")
    copied = [f"{TYPES}/{name}.yaml" for name in chosen]
    copied += [f"{EMAILS}/{name}.yaml" for name in emails]
    copied += sorted({file.text for name in emails for file in source.load_email(name).doc.attach})
    copied += _scenarios(source.root, chosen)
    return {
        FILE: default_toml(login, company).encode(),
        IGNORE: "\n".join([f"# {remark}", *IGNORED, ""]).encode(),
        **{f".brt/{which}.schema.json": json_text(schema(which)).encode() for which in SCHEMAS},
        TYPES: None,
        EMAILS: None,
        **{name: _read(source.root / name) for name in copied},
    }


def _scenarios(root: Path, chosen: Collection[str]) -> list[str]:
    """Return the scenarios that test the types."""
    from brt.language.scenario import FOLDER, type_of

    paths = sorted((root / FOLDER).glob("*.yaml"))
    return [f"{FOLDER}/{path.name}" for path in paths if type_of(_read(path)) in chosen]


def _chosen(types: str, known: list[str]) -> list[str]:
    if types in ("all", "none"):
        return known if types == "all" else []
    names = dict.fromkeys(name.strip() for name in types.split(",") if name.strip())
    if not names:
        raise NoTypes(known=",".join(known))
    wrong = [NotShipped(type=name, near=nearest(name, known), known=known) for name in names if name not in known]
    if wrong:
        raise wrong[0] if len(wrong) == 1 else Several(list(wrong))
    return list(names)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        says = N_("{file} cannot be read: {reason}.")
        raise Surroundings(says, file=str(path), reason=error.strerror) from None


def _write(root: Path, name: str, content: bytes | None) -> bool:
    """Write a file (or make a folder), whole or not at all; False: it is there already."""
    path = root / name
    try:
        if content is None:
            existed = path.is_dir()
            path.mkdir(parents=True, exist_ok=True)
            return not existed
        path.parent.mkdir(parents=True, exist_ok=True)
        return write_new(path, content)
    except OSError as error:
        raise CannotWrite(path=str(path), why=error.strerror or str(error)) from None


def write_new(path: Path, content: bytes) -> bool:
    """Write a file that is not there yet; what could not be finished is taken away again."""
    try:
        file = path.open("xb")
    except FileExistsError:
        return False
    try:
        with file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return True


def _unignored(path: Path) -> Iterator[str]:
    """Yield what an existing .gitignore does not name."""
    try:
        lines = {line.strip().strip("/") for line in path.read_text(encoding="utf-8", errors="replace").splitlines()}
    except OSError:
        lines = set()
    yield from (line for line in IGNORED if not _named(line.strip("/"), lines))


def _named(name: str, lines: Iterable[str]) -> bool:
    from fnmatch import fnmatch

    return any(fnmatch(name, line) for line in lines if line and not line.startswith("#"))
