"""brt.toml, the one file that says how a team works, and the clock that goes with it.

It is read by every command, so by the standard library alone; whatever needs more (does the time zone exist, are the
public holidays of that country known) is checked where it is used. All mistakes of a file are reported at once.
"""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from brt import sections
from brt.errors import Surroundings, Usage
from brt.kinds.base import nearest
from brt.say import N_
from brt.say import language as spoken
from brt.sections import CalendarSettings, Company, Mail, Member, Role
from brt.tables import UNSAFE, Document, Mistake, Table

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "FILE",
    "CalendarSettings",
    "Company",
    "Mail",
    "Member",
    "NoWorkspace",
    "Role",
    "Settings",
    "default_toml",
    "find",
    "language_of",
    "load",
    "now",
    "stamp",
    "today",
    "zone",
]

FILE = "brt.toml"
Folder = str | os.PathLike[str]


class Settings(NamedTuple):
    """A workspace: everything that brt.toml says, and where it stands."""

    folder: str
    database: str  # a path (from the folder), or postgresql://…
    language: str | None  # fr | en; None = the locale's
    timezone: str
    company: Company
    calendar: CalendarSettings
    roles: dict[str, Role]
    team: dict[str, Member]
    mail: Mail

    @property
    def root(self) -> "Path":
        """Return the folder as a path, for those who can wait for paths to be imported: the lists cannot."""
        from pathlib import Path

        return Path(self.folder)


class NoWorkspace(Surroundings):
    """There is no brt.toml: `folder` is where the search began."""

    says = N_("No workspace here: neither {folder} nor a folder above it holds a brt.toml.")
    hint = N_("To make one: brt init")


class NoFolder(Surroundings):
    """There is nothing where a workspace was said to be."""

    says = N_("There is no folder {folder}.")
    hint = N_("To make a workspace there: brt init {typed}")


def find(start: Folder | None = None) -> str:
    """Return the root of the workspace that `start` (default: the current folder) is in. Raises NoWorkspace."""
    try:
        folder = os.path.realpath(start or os.getcwd())
    except OSError:
        raise Surroundings(N_("The current folder does not exist any more.")) from None
    if not os.path.isdir(folder):
        raise _no_folder(os.fspath(start or folder))
    root, above = folder, os.path.dirname(folder)
    while not os.path.isfile(os.path.join(root, FILE)):
        if root == above:
            raise NoWorkspace(folder=folder)
        root, above = above, os.path.dirname(above)
    return root


def _no_folder(named: str) -> NoFolder:
    import shlex

    from brt.nearby import nearby

    return NoFolder(folder=named, near=nearby(named), typed=shlex.quote(named))


def load(root: Folder) -> Settings:
    """Read and check the brt.toml of `root`.

    Raises Mistake when it is not TOML, Several (of Mistake) when it says something wrong, Surroundings when it
    cannot be read.
    """
    try:
        raw = _read(root)
    except OSError as error:
        file = os.path.join(root, FILE)
        raise Surroundings(N_("{file} cannot be read: {reason}."), file=file, reason=error.strerror) from None
    document = Document(FILE, raw)
    settings = _settings(os.fspath(root), document.root)
    _look_closer(document, settings.timezone)
    document.check()
    return settings


def _look_closer(document: Document, timezone: str) -> None:
    """Note a time zone that this computer does not know, when something else is wrong; else it is told when used."""
    wrong = {one.path for one in document.found}
    if wrong and ("timezone",) not in wrong and (problem := _no_zone(timezone)):
        document.wrong(("timezone",), problem.says, **problem.data)


def _read(root: Folder) -> bytes:
    with open(os.path.join(root, FILE), "rb") as file:
        return file.read()


def language_of(root: Folder) -> str | None:
    """Return the language that the brt.toml of `root` names, whatever else is wrong with it; None: it names none."""
    with suppress(OSError):
        if found := re.search(rb"""^language\s*=\s*["']([a-z]+)["']""", _read(root), re.M):
            return found[1].decode()
    return None


def _settings(folder: str, top: Table) -> Settings:
    company, calendar, roles, team, mail = (
        top.table(name) for name in ("company", "calendar", "roles", "team", "mail")
    )
    known = sections.roles(roles)
    settings = Settings(
        folder=folder,
        database=sections.database(top),
        language=sections.language(top),
        timezone=sections.timezone(top),
        company=Company(company.text("name")),
        calendar=sections.calendar(calendar),
        roles=known,
        team=sections.team(team, known),
        mail=sections.mail(mail),
    )
    for table in (top, company, calendar, mail):
        table.close()
    return settings


def zone(settings: Settings) -> tzinfo:
    """Return the time zone of the workspace. Raises Mistake when this computer knows none of that name."""
    from zoneinfo import ZoneInfo

    if problem := _no_zone(settings.timezone):
        document = Document(FILE, _read(settings.folder))
        raise Mistake(file=FILE, line=document.line(("timezone",)), problem=problem)
    return ZoneInfo(settings.timezone)


def _no_zone(name: str) -> Surroundings | None:
    """Return what is wrong with the name of a time zone; None: this computer knows it."""
    from zoneinfo import ZoneInfo, available_timezones

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        near = nearest(name, available_timezones())
        return Surroundings(N_("`{value}` is not a time zone known here."), value=name, near=near)
    return None


def now(settings: Settings, environ: Mapping[str, str]) -> datetime:
    """Return the instant, in UTC and whole seconds: the clock's, or BRT_NOW under BRT_TESTING=1. Raises Usage."""
    given = environ.get("BRT_NOW")
    if not given:
        return datetime.now(UTC).replace(microsecond=0)
    if environ.get("BRT_TESTING") != "1":
        raise Usage(N_("BRT_NOW sets the clock for tests only, together with BRT_TESTING=1."), N_("unset BRT_NOW"))
    try:
        moment = datetime.fromisoformat(given)
        local = moment if moment.tzinfo else moment.replace(tzinfo=zone(settings))
        return local.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        says = N_("BRT_NOW must be a date, or a date and a time, such as 2026-11-30T09:00; `{value}` is neither.")
        raise Usage(says, value=given) from None


def today(settings: Settings, environ: Mapping[str, str], moment: datetime | None = None) -> str:
    """Return the civil day in the workspace's time zone at `moment` (default: now), as ISO text."""
    return (moment or now(settings, environ)).astimezone(zone(settings)).date().isoformat()


def stamp(moment: datetime) -> str:
    """Return an instant as it is stored: 2026-11-30T08:00:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def midnight(settings: Settings, day: str) -> str:
    """Return the instant at which the civil `day` begins in the workspace, as it is stored."""
    return stamp(datetime.fromisoformat(day).replace(tzinfo=zone(settings)))


EXAMPLES = {"fr": "Nom de la société", "en": "Name of the company"}
"""What stands in a new brt.toml for the company's name, by the language of the file."""


def default_toml(login: str, company: str | None = None) -> str:
    """Return the commented brt.toml of a new workspace, in the language that is spoken.

    Its first member has the account `login` and every role.
    """
    import unicodedata

    plain = unicodedata.normalize("NFKD", login.casefold()).encode("ascii", "ignore").decode()
    values = {
        "@MEMBER@": re.sub(r"[^a-z0-9_-]+", "-", plain).strip("-_") or "moi",
        "@NAME@": _quoted(login or "Moi"),
        "@LOGIN@": _quoted(login),
        "@COMPANY@": _quoted(company or EXAMPLES[spoken()]),
    }
    shipped = os.path.join(os.path.dirname(__file__), f"default.{spoken()}.toml")
    with open(shipped, encoding="utf-8") as file:
        text = file.read()
    return re.sub("|".join(values), lambda found: values[found[0]], text)


def _quoted(text: str) -> str:
    """Return `text` as a string of TOML; characters that no setting may hold become blanks."""
    return '"' + re.sub(UNSAFE, " ", text).replace("\\", "\\\\").replace('"', '\\"') + '"'
