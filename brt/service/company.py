"""The company whose name signs the emails."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from brt.say import N_
from brt.settings import EXAMPLES, Settings


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
    lines = (settings.root / "brt.toml").read_text("utf-8").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if name in text.partition("#")[0]), 1)
    return Nameless({"name": name, "line": line})
