"""Which files the linter looks at, and what there is to say about the others."""

import os
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from brt.errors import NotFound
from brt.language.catalogue import EMAILS, TYPES
from brt.language.finding import Finding
from brt.nearby import nearby
from brt.say import N_

ENDING = ".yaml"
SCENARIOS, PHASES = "tests", "phases"
WITHIN = (SCENARIOS, PHASES)
"""Folders in that of the types, whose files are no types: scenarios, and phases that types share."""
OTHERS = (".yml", ".YAML", ".YML")


class NoSuchFile(NotFound):
    """What was to be linted is not there."""

    says = N_("There is no {path}.")
    hint = N_("brt lint without a path looks at installation_types and email_types.")


class File(NamedTuple):
    """A file that is read: as it was named, where it is, and its name as it is shown."""

    path: Path
    place: Path  # absolute, without symbolic links
    name: str
    wanted: bool  # False: it is read for what it says about those that are


class Files(NamedTuple):
    """The files of each sort, and those that brt passes over because of their names."""

    types: list[Path]
    emails: list[Path]
    scenarios: list[Path]
    phases: list[Path]  # that types share
    passed_over: list[Path]


def real(path: Path) -> Path:
    """Return `path` without symbolic links; of those that lead in a circle, as far as they lead."""
    return Path(os.path.realpath(path))


def of_workspace(root: Path) -> Files:
    """Return the files of a workspace."""
    folders = (TYPES, EMAILS, *(f"{TYPES}/{name}" for name in WITHIN))
    found = [sorted((root / folder).glob("*")) for folder in folders]
    types, emails, scenarios, phases = ([path for path in paths if path.suffix == ENDING] for paths in found)
    return Files(types, emails, scenarios, phases, [path for paths in found for path in paths if path.suffix in OTHERS])


def given(paths: Sequence[Path], known: Container[Path] = ()) -> Files:
    """Return the files that were named, and those in folders; `known` need not exist. Raises NoSuchFile."""
    files: list[Path] = []
    passed_over: list[Path] = []
    for path in paths:
        if path.is_dir() and path.suffix != ENDING:
            inside = sorted(path.rglob("*"))
            files += [each for each in inside if each.suffix == ENDING and _is_sought(each)]
            passed_over += [each for each in inside if each.suffix in OTHERS and each.parent.name in (TYPES, EMAILS)]
        elif path in known or path.exists():
            (passed_over if path.suffix in OTHERS else files).append(path)
        else:
            raise NoSuchFile(path=str(path), near=nearby(path))
    sorts: dict[str, list[Path]] = {sort: [] for sort in (TYPES, EMAILS, *WITHIN)}
    for path in files:
        sorts[_sort(path)].append(path)
    return Files(sorts[TYPES], sorts[EMAILS], sorts[SCENARIOS], sorts[PHASES], passed_over)


def _is_sought(path: Path) -> bool:
    """Tell whether a file in a folder that was named is of some sort, to go by its own folder."""
    return path.parent.name not in WITHIN or _sort(path) in WITHIN


def _sort(path: Path) -> str:
    """Return the name of the folder that holds what a file holds."""
    folder = real(path).parent
    if folder.name in WITHIN and folder.parent.name == TYPES:
        return folder.name
    return EMAILS if folder.name == EMAILS else TYPES


def united(wanted: list[Path], others: list[Path], root: Path) -> list[File]:
    """Return the files that are wanted and the others, each once."""
    base = real(root)
    folders: dict[Path, Path] = {}
    found: dict[Path, File] = {}
    for paths, is_wanted in ((wanted, True), (others, False)):
        for path in paths:
            place = _resolved(path, folders)
            found.setdefault(place, File(path, place, _shown(path, place, base), is_wanted))
    return list(found.values())


def _resolved(path: Path, folders: dict[Path, Path]) -> Path:
    """Return `path` without symbolic links; `folders` holds those that were resolved before."""
    if path.is_symlink() or path.name in ("", ".."):
        return real(path)
    if path.parent not in folders:
        folders[path.parent] = real(path.parent)
    return folders[path.parent] / path.name


def _shown(path: Path, place: Path, base: Path) -> str:
    """Return the path as it is shown: from the root of the workspace when it is inside."""
    return place.relative_to(base).as_posix() if place.is_relative_to(base) else path.as_posix()


def misnamed(files: Files, root: Path) -> Iterator[Finding]:
    """Yield a finding on each file that is passed over."""
    for path in files.passed_over:
        says = N_("brt does not read this file: its name does not end in .yaml.")
        data = {"name": f"{path.stem}{ENDING}"}
        file = _shown(path, real(path), real(root))
        yield whole(file, "wrong-extension", says, data, N_("Rename it to {name}."))


def whole(file: str, rule: str, says: str, data: dict[str, str], hint: str = "") -> Finding:
    """Return an error about a file as a whole."""
    return Finding(file, 1, 1, 1, 1, rule, "error", says, data, hint)
