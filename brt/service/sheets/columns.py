"""The titles of a table of dossiers: `ref`, `site.name`, `people.adv`, `contact.technique.email`, `lines.1.label`."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from brt.errors import Invalid
from brt.kinds import near
from brt.kinds.base import fold
from brt.language.names import is_id
from brt.say import N_
from brt.service.sheets.form import LINE, SITE
from brt.service.sheets.problems import Mistake, Path, Spot
from brt.settings import Settings

NEEDED = ("ref", "customer")
PERSON = ("name", "email", "phone", "language")
"""What a table can say of a contact."""

_NUMBER = re.compile(r"[1-9][0-9]{0,2}")


class Column(NamedTuple):
    """A column: its title, and the way that the title spells out; () for one without a title."""

    title: str
    path: Path


def columns(titles: Sequence[str], line: int, settings: Settings) -> tuple[list[Column], list[Mistake]]:
    """Return the columns of a table, and what is wrong with their titles, which stand on `line`."""
    found = [Column(title, _path(title, settings)) for title in titles]
    paths = [column.path for column in found]
    wrongs = [
        Invalid(N_("Unknown column `{title}`."), title=column.title, near=_near(column.title, settings))
        for column in found
        if column.title and not column.path
    ]
    wrongs += [
        Invalid(N_("The column `{title}` stands twice."), title=column.title)
        for i, column in enumerate(found)
        if column.path and column.path in paths[:i]
    ]
    wrongs += [Invalid(N_("The column `{title}` is missing."), title=name) for name in NEEDED if (name,) not in paths]
    return found, [Mistake(Spot(line), problem) for problem in wrongs]


def _path(title: str, settings: Settings) -> Path:
    """Return the way that a title spells out; () when it means nothing."""
    match fold(title).split("."):
        case ["ref" | "customer" as name]:
            return (name,)
        case ["site", part] if part in SITE:
            return ("site", part)
        case ["people", role] if role in settings.roles:
            return ("people", role)
        case ["contact", function, part] if is_id(function) and part in PERSON:
            return ("contact", function, part)
        case ["lines", number, part] if _NUMBER.fullmatch(number) and part in LINE:
            return ("lines", int(number), part)
    return ()


def _near(title: str, settings: Settings) -> str | None:
    """Return the title that was probably meant: of a contact or a line, one with the function or number typed."""
    second = [*fold(title).split("."), ""][1]
    function = second if is_id(second) else "technique"
    number = second if _NUMBER.fullmatch(second) else "1"
    return near(
        title,
        [
            *NEEDED,
            *(f"site.{part}" for part in SITE),
            *(f"people.{role}" for role in settings.roles),
            *(f"contact.{function}.{part}" for part in PERSON),
            *(f"lines.{number}.{part}" for part in LINE),
        ],
    )
