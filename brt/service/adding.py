"""A dossier as it is typed on the command line: all that is wrong with it is named at once, each with its option."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from brt.errors import BrtError, Invalid, Several, Usage
from brt.say import N_
from brt.service.contacts import NoContact, parsed
from brt.service.members import roles
from brt.service.sheets.form import DOSSIER, LINE, Form
from brt.service.sheets.problems import Filled
from brt.settings import Settings
from brt.store.dossiers import Sheet


class NoRef(Invalid):
    """A new dossier without a reference."""

    says = N_("The reference is empty.")
    hint = N_("Like this: brt dossier add D-2026-141")


class NoCustomer(Usage):
    """A customer without a name."""

    says = N_("The name of the customer is empty.")
    hint = N_('Like this: --customer "Boulangerie Morel"')


class NoSite(Usage):
    """The address of a site is given, and empty."""

    says = N_("The address of the site is empty.")
    hint = N_('Like this: --site "12 rue des Lices, 35000 Rennes"; or without --site')


class NoLine(Usage):
    """A line sold on the command line is not written as one."""

    says = N_("{word} is not LABEL;QUANTITY;PRICE[;BILLING].")
    hint = N_('Like this: --line "Licence 3CX Pro 8 appels;1;350,00;yearly"')


class InOption(Invalid):
    """Something is wrong with the value of an option."""

    says = N_('{option} "{word}": {problem}')


OPTIONS = {
    "customer": ("--customer", NoCustomer.hint),
    "site": ("--site", NoSite.hint),
    "contacts": ("--contact", NoContact.hint),
    "lines": ("--line", NoLine.hint),
}
"""Where what stands under a key of a dossier is typed, and how; the reference speaks for itself."""

SOME = "x"
"""What stands for a reference or a name that is empty, which is said already."""


class Typed(NamedTuple):
    """What was typed of a new dossier."""

    ref: str
    customer: str
    site: str | None = None
    people: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


class Read(NamedTuple):
    """What was typed, as a sheet, and what is wrong with it, by the keys of a dossier: only without any it is good."""

    filled: Filled
    wrongs: dict[str, list[BrtError]]

    @property
    def problem(self) -> BrtError | None:
        """Return all that is wrong, in the order of the options; None when nothing is."""
        found = [one for errors in self.wrongs.values() for one in errors]
        return Several(found) if len(found) > 1 else next(iter(found), None)


def read(settings: Settings, typed: Typed) -> Read:
    """Return what the words make of a dossier."""
    wrongs: dict[str, list[BrtError]] = {key: [] for key in DOSSIER}
    named = {"ref": (typed.ref, NoRef), "customer": (typed.customer, NoCustomer), "site": (typed.site, NoSite)}
    for key, (text, empty) in named.items():
        if text is not None and not text.strip():
            wrongs[key].append(empty())
    contacts = list(_good(typed.contacts, parsed, wrongs["contacts"]))
    lines = list(_good(typed.lines, _line, wrongs["lines"]))
    words = {"contacts": [word for word, _ in contacts], "lines": [word for word, _ in lines]}
    data = {
        "ref": typed.ref.strip() or SOME,
        "customer": typed.customer.strip() or SOME,
        "site": {"address": typed.site},
        "people": _people(settings, typed.people, wrongs["people"]),
        "contacts": [row for _, row in contacts],
        "lines": [row for _, row in lines],
    }
    form = Form(settings)
    filled = form.read(data)
    for one in form.wrongs:
        key = str(one.path[0])
        word = words[key][int(one.path[1])] if key in words else getattr(typed, key)
        wrongs[key].append(_placed(key, word, one.problem))
    return Read(filled, wrongs)


def changed(settings: Settings, sheet: Sheet, customer: str | None, site: str | None) -> Sheet:
    """Return a dossier with another customer, or another address of its site. Raises what is wrong with them."""
    found = read(settings, Typed(sheet.ref, sheet.customer if customer is None else customer, site))
    if found.problem:
        raise found.problem
    new = found.filled.sheet
    address = {} if site is None else {"address": new.site["address"]}
    return sheet._replace(customer=new.customer, site=sheet.site | address)


def _placed(key: str, word: str, problem: BrtError) -> BrtError:
    """Return `problem` with the option that it stands in, and how that is typed."""
    if key not in OPTIONS:
        return problem
    option, example = OPTIONS[key]
    return InOption(None, problem.hint or example, option=option, word=word, problem=problem)


def _good(
    words: tuple[str, ...], parse: Callable[[str], dict[str, Any]], wrongs: list[BrtError]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the words that can be read, with what they hold; what is wrong with the others is added to `wrongs`."""
    for word in words:
        try:
            yield word, parse(word)
        except BrtError as error:
            wrongs.append(error)


def _people(settings: Settings, words: tuple[str, ...], wrongs: list[BrtError]) -> dict[str, str]:
    try:
        return dict(roles(settings, words))
    except Several as several:
        wrongs += several.errors
    except BrtError as error:
        wrongs.append(error)
    return {}


def _line(word: str) -> dict[str, Any]:
    """Return `LABEL;QUANTITY;PRICE[;BILLING]` as the data of a line sold. Raises NoLine."""
    cells = [cell.strip() for cell in word.split(";")]
    if not len(LINE) - 1 <= len(cells) <= len(LINE):
        raise NoLine(word=word)
    return dict(zip(LINE, cells, strict=False))
