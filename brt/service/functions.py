"""The functions of contacts that installation types write to: one that none of them knows gets no email."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from brt.kinds import near
from brt.language.names import FUNCTION
from brt.say import N_
from brt.store.dossiers import Sheet

USUAL = ("technique", "administratif", "facturation", "signataire")
"""Those that people know, whatever the types of a workspace are."""

LARGEST = 1024 * 1024  # bytes; a larger type is refused where it is read


SAYS = N_("No installation type writes to a contact with the function {function}.")
LISTS = N_("No installation type writes to a contact with the function {function}; functions are {known}.")


class Unheard(NamedTuple):
    """A function that no installation type writes to: a sentence and its data. It is told, and kept."""

    says: str
    data: dict[str, Any]
    hint: str = ""


def unheard(root: Path, sheets: Iterable[Sheet]) -> Iterator[Unheard]:
    """Yield the functions of contacts that are none of USUAL and that no type of the workspace `root` writes to."""
    given = dict.fromkeys(name for sheet in sheets for one in sheet.contacts if one.active for name in one.functions)
    strange = [name for name in given if name not in USUAL]
    names = known(root) if strange else []
    for name in strange:
        if name not in names:
            close = near(name, names)
            yield Unheard(SAYS if close else LISTS, {"function": name, "known": names, "near": close})


def known(root: Path) -> list[str]:
    """Return the functions that people know, and those that the types of the workspace `root` write to."""
    return sorted({*USUAL, *_written_to(root)})


def _written_to(root: Path) -> set[str]:
    """Return the functions that the files of types and shared phases name; the files are not looked at otherwise."""
    found: set[str] = set()
    folder = root / "installation_types"
    for path in (*folder.glob("*.yaml"), *folder.glob("phases/*.yaml")):
        try:
            with path.open("rb") as file:
                found.update(name.decode() for name in FUNCTION.findall(file.read(LARGEST)))
        except OSError:  # said by what uses the type
            continue
    return found
