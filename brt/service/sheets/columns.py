"""The titles of a table of dossiers: `ref`, `site.name`, `people.adv`, `contact.technique.email`, `lines.1.label`.

`contact.FUNCTION.…` is what spreadsheets have, one person a function; `contacts.N.…` says all that a contact has.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from brt.errors import Invalid
from brt.kinds import near
from brt.kinds.base import fold
from brt.language.names import is_id
from brt.say import N_
from brt.service.difference import SITE
from brt.service.sheets.form import CONTACT, LINE
from brt.service.sheets.problems import Mistake, Path, Spot
from brt.settings import Settings

NEEDED = ("ref", "customer")
PERSON = ("name", "email", "phone", "language")
"""What a table can say of the contact that stands under a function."""

NUMBERED = {"contacts": CONTACT, "lines": LINE}
"""What stands under numbers: `lines.1.label`."""

MEANT = {
    "ref": ("reference", "reference dossier", "dossier", "numero", "n°", "no", "id", "numero de dossier", "n° dossier"),
    "customer": ("client", "nom", "nom du client", "nom client", "societe", "entreprise", "raison sociale", "company"),
    "site.name": ("site", "agence", "ville", "city"),
    "site.address": ("adresse", "adresse du site", "address"),
    "contact.technique.name": ("contact", "interlocuteur", "nom du contact", "contact technique"),
    "contact.technique.email": ("email", "e-mail", "mail", "courriel", "adresse email", "adresse mail"),
    "contact.technique.phone": ("telephone", "tel", "tel.", "portable", "mobile", "numero de telephone", "phone"),
    "lines.1.label": ("produit", "offre", "article", "designation", "libelle", "prestation", "product"),
    "lines.1.quantity": ("quantite", "qte", "nombre", "quantity"),
    "lines.1.unit_price": ("prix", "prix unitaire", "prix ht", "montant", "tarif", "price"),
    "lines.1.billing": ("facturation", "periodicite", "billing"),
}
"""What people call a column in their own spreadsheets, accents and capitals aside, by the title it has here."""

_NUMBER = re.compile(r"[1-9][0-9]{0,2}")


class Column(NamedTuple):
    """A column: its title, and the way that the title spells out; () for one without a title."""

    title: str
    path: Path


def columns(titles: Sequence[str], line: int, settings: Settings) -> tuple[list[Column], list[Mistake]]:
    """Return the columns of a table, and what is wrong with their titles, which stand on `line`."""
    found = [Column(title, _path(title, settings)) for title in titles]
    paths = [column.path for column in found]
    unknown = [column.title for column in found if column.title and not column.path]
    nears = [_near(title, settings) for title in unknown]
    wrongs = [
        Invalid(N_("Unknown column `{title}`."), title=title, near=close)
        for title, close in zip(unknown, nears, strict=True)
    ]
    wrongs += [
        Invalid(N_("The column `{title}` stands twice."), title=column.title)
        for i, column in enumerate(found)
        if column.path and column.path in paths[:i]
    ]
    there = {*(path[0] for path in paths if path), *nears}
    wrongs += [Invalid(N_("The column `{title}` is missing."), title=name) for name in NEEDED if name not in there]
    if None in nears:
        wrongs.append(Invalid(N_("The columns are {known}."), known=_known("FUNCTION", "N", settings)))
    if unknown:
        wrongs[-1].hint = N_("For a table with the right titles: brt dossier export --output model.csv")
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
        case ["contacts" | "lines" as name, number, part] if _NUMBER.fullmatch(number) and part in NUMBERED[name]:
            return (name, int(number), part)
    return ()


def _near(title: str, settings: Settings) -> str | None:
    """Return the title that was probably meant: of a contact or a line, one with the function or number typed."""
    second = [*fold(title).split("."), ""][1]
    function = second if is_id(second) else "technique"
    number = second if _NUMBER.fullmatch(second) else "1"
    word = fold(title)
    roles = {fold(name): role for role, known in settings.roles.items() for name in (role, known.label)}
    if word in roles:
        return f"people.{roles[word]}"
    called = next((name for name, words in MEANT.items() if word in words), None)
    return called or near(title, _known(function, number, settings))


def _known(function: str, number: str, settings: Settings) -> list[str]:
    """Return the titles there are, those of contacts with one function and those of lists with one number."""
    return [
        *NEEDED,
        *(f"site.{part}" for part in SITE),
        *(f"people.{role}" for role in settings.roles),
        *(f"contact.{function}.{part}" for part in PERSON),
        *(f"{name}.{number}.{part}" for name, parts in NUMBERED.items() for part in parts),
    ]
