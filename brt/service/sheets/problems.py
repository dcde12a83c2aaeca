"""What can be wrong in a file of dossiers, and where it is."""

from typing import NamedTuple

from brt.errors import BrtError, Invalid, NotFound, Several
from brt.say import N_
from brt.store.dossiers import Sheet

Path = tuple[str | int, ...]
"""The way to a value in the data of a file: keys, and positions in lists from 0."""


class Filled(NamedTuple):
    """A sheet, and which of `site`, `contacts` and `lines` it says something of: the others stay as they are."""

    sheet: Sheet
    given: frozenset[str]


class Unreadable(Invalid):
    """The file cannot be opened."""

    says = N_("{file} cannot be read: {why}.")
    hint = N_("What such a file holds: brt dossier import --help")


class NothingImported(Invalid):
    """What follows the mistakes of a file."""

    says = N_("Nothing was imported from {file}.")


class InFile(Invalid):
    """Something is wrong with a file as a whole."""

    says = N_("{file}: {problem}")


class OnLine(Invalid):
    """Something is wrong on a line."""

    says = N_("{file}, line {line}: {problem}")


class AtColumn(Invalid):
    """Something is wrong at a place of a line."""

    says = N_("{file}, line {line}, column {column}: {problem}")


class InCell(Invalid):
    """Something is wrong in a cell of a table, named by the title of its column."""

    says = N_("{file}, line {line}, {title}: {problem}")


class Missing(Invalid):
    """A value that must be there is not."""

    says = N_("`{key}` is missing.")


class UnknownKey(Invalid):
    """A key that no dossier has; `near` is the one that was probably meant, else `known` are all there are."""

    says = N_("Unknown key `{key}`.")
    lists = N_("Unknown key `{key}`: there are {known}.")


class Twice(Invalid):
    """A reference that stands in the file before."""

    says = N_("{ref} stands already on line {first}.")


class Spot(NamedTuple):
    """A place in a file: line and column from 1, or the title of a column."""

    line: int = 0  # 0 = the file as a whole
    column: int = 0  # 0 = the whole line
    title: str = ""


class Mistake(NamedTuple):
    """Something that is wrong, and where."""

    spot: Spot
    problem: BrtError


class Found(NamedTuple):
    """What was read of a file: sheets with their places, and what is wrong."""

    rows: list[tuple[Filled, Spot]]
    mistakes: list[Mistake]
    encoding: str = "UTF-8"


def placed(file: str, spot: Spot, problem: BrtError) -> BrtError:
    """Return `problem` with the place where it was found."""
    if spot.column:
        return AtColumn(file=file, line=spot.line, column=spot.column, problem=problem)
    if spot.title:
        return InCell(file=file, line=spot.line, title=spot.title, problem=problem)
    return OnLine(file=file, line=spot.line, problem=problem) if spot.line else InFile(file=file, problem=problem)


def located(file: str, mistakes: list[Mistake]) -> list[BrtError]:
    """Return the mistakes of a file with their places, in the order of its lines."""
    ordered = sorted(mistakes, key=lambda one: (one.spot.line, one.spot.column))
    return [placed(file, *one) for one in ordered]


def refusal(file: str, mistakes: list[Mistake]) -> Several:
    """Return what is raised for the mistakes of a file that is imported."""
    return Several([*located(file, mistakes), NothingImported(file=file)])


def sentence(problem: BrtError) -> BrtError:
    """Return `problem` as a whole sentence; of its advice, only the names there are when none of them is near."""
    near = problem.data.get("near")
    hint = problem.hint if isinstance(problem, NotFound) and not near else ""
    found = Invalid(problem.says, hint, **problem.data)
    if near or problem.says.endswith((".", "?", "!")):
        return found
    return Invalid(N_("{problem}."), "", problem=found)
