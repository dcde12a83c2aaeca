"""The company whose name signs the emails."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from brt.say import N_
from brt.settings import EXAMPLES, FILE, Settings
from brt.tables import Document


class Nameless(NamedTuple):
    """The name is still that of a new brt.toml: a sentence, its data, and where to put it right."""

    data: Mapping[str, Any]
    says: str = N_("The company's name is still to be put in: “{name}” signs the emails.")
    hint: str = N_("brt.toml, line {line}: [company] name")


def nameless(settings: Settings) -> Nameless | None:
    """Return what is to be said of a company without a name of its own; None: it has one."""
    name = settings.company.name
    if name not in EXAMPLES.values():
        return None
    document = Document(FILE, (settings.root / FILE).read_bytes())
    return Nameless({"name": name, "line": document.line(("company", "name"))})
