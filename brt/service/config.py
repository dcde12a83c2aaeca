"""What counts in a workspace, setting by setting, and what says so: an option, a variable, a line of a file."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from brt.errors import Usage
from brt.identity import own_file, who
from brt.say import language, spoken
from brt.sections import WEEKDAYS
from brt.settings import FILE, Settings
from brt.tables import Document

NAMES = {"sender": "from"}
"""Keys of brt.toml that no variable could be called by."""


class Setting(NamedTuple):
    """A setting as it counts."""

    setting: str  # "calendar.country"
    value: Any
    source: str  # default | file | environment | option | own_file | login | folder | locale | none
    origin: str  # what says so, as it is typed: "brt.toml:12", "BRT_LANG", "--as"; "" = nothing


def settings(found: Settings, environ: Mapping[str, str], workspace: str | None, as_: str | None) -> list[Setting]:
    """Return every setting of a workspace that was found by the option `workspace`, by `environ` or by the folder.

    Passwords that stand in an address are masked.
    """
    document = Document(FILE, (found.root / FILE).read_bytes())
    rows = [_workspace(found, environ, workspace), _user(found, environ, as_)]
    for path, value in _flat((), found._replace(language=language())._asdict()):
        name = ".".join(path)
        if name == "language" and spoken(environ.get("BRT_LANG")):
            rows.append(Setting(name, value, "environment", "BRT_LANG"))
        elif value is not None and document.holds(path):
            rows.append(Setting(name, _masked(value), "file", f"{FILE}:{document.line(path)}"))
        else:
            rows.append(Setting(name, value, "locale" if name == "language" else "default", ""))
    variables = (name for name in ("BRT_NO_INPUT", "BRT_NOW") if environ.get(name))
    return [*rows, *(Setting(name, environ[name], "environment", name) for name in variables)]


def _workspace(found: Settings, environ: Mapping[str, str], option: str | None) -> Setting:
    for source, origin, given in (
        ("option", "-C", option),
        ("environment", "BRT_WORKSPACE", environ.get("BRT_WORKSPACE")),
    ):
        if given:
            return Setting("workspace", str(found.root), source, origin)
    return Setting("workspace", str(found.root), "folder", "")


def _user(found: Settings, environ: Mapping[str, str], as_: str | None) -> Setting:
    origins = {
        "option": "--as",
        "environment": "BRT_USER",
        "file": own_file(environ),
        "login": "",
    }
    try:
        me = who(found, as_, environ)
    except Usage:
        return Setting("user", None, "none", "")
    return Setting("user", me.member.id, {"file": "own_file"}.get(me.source, me.source), origins[me.source])


def _flat(path: tuple[str, ...], data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in data.items():
        where = (*path, NAMES.get(key, key))
        if hasattr(value, "_asdict"):
            yield from _flat(where, value._asdict())
        elif isinstance(value, Mapping):
            yield from _flat(where, value)
        elif key not in ("root", "id"):
            yield where, _plain(key, value)


def _plain(key: str, value: Any) -> Any:
    """Return a value as it is written in brt.toml."""
    if key == "weekend":
        return [WEEKDAYS[day] for day in sorted(value)]
    if key == "grace":
        return f"{value} minutes"
    return sorted(value) if isinstance(value, frozenset) else list(value) if isinstance(value, tuple) else value


def _masked(value: Any) -> Any:
    return re.sub(r"(://[^/@:]*):[^/@]*@", r"\1:…@", value) if isinstance(value, str) else value
