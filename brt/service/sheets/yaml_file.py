"""Dossiers in YAML: a list of them, or one."""

from typing import Any

from brt.errors import BrtError, Invalid
from brt.language.document import Document
from brt.language.finding import Finding
from brt.language.reader import DATA
from brt.language.reader import read as parse
from brt.say import N_
from brt.service.sheets.form import Form
from brt.service.sheets.problems import Filled, Found, Mistake, Path, Spot
from brt.settings import Settings

SPLIT = N_("Split the file, or write the dossiers as a table (CSV).")


def read(raw: bytes, file: str, settings: Settings) -> Found:
    """Return the dossiers of a file, and everything that is wrong with it."""
    document = parse(raw, file, limits=DATA)
    form = Form(settings, document.broken)
    rows = _dossiers(document, form) if document.readable else []
    mistakes = [Mistake(Spot(one.line, one.column), _problem(one)) for one in document.findings]
    mistakes += [Mistake(_spot(document, one.path, one.key), one.problem) for one in form.wrongs]
    return Found(rows, mistakes)


def _dossiers(document: Document, form: Form) -> list[tuple[Filled, Spot]]:
    data: Any = document.data
    if isinstance(data, list):
        return [(form.read(one, (i,)), _spot(document, (i, "ref"))) for i, one in enumerate(data)]
    return [(form.read(data), _spot(document, ("ref",)))]


def _problem(finding: Finding) -> BrtError:
    return Invalid("{message}", SPLIT if finding.rule == "too-large" else "", message=finding.message())


def _spot(document: Document, path: Path, key: bool = False) -> Spot:
    place = document.place(path, key=key)
    return Spot(place.line, place.column)
