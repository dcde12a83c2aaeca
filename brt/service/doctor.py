"""Looking after a workspace: is everything there that the commands need? Nothing is changed."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from brt import settings
from brt.errors import BrtError
from brt.identity import who
from brt.mail.transports import open_transport
from brt.say import N_
from brt.service import company
from brt.service.desk import Desk
from brt.settings import Settings
from brt.store import armed, dossiers, health
from brt.store.database import reading

OK, WARN, FAIL = "ok", "warn", "fail"


class Result(NamedTuple):
    """What came of a check; `says` and `hint` are msgids over `data`."""

    check: str
    status: str
    says: str
    data: Mapping[str, Any]
    hint: str = ""


def examine(start: Path | None, environ: Mapping[str, str], as_: str | None) -> list[Result]:
    """Return what every check found of the workspace that `start` is in; without settings, no more is checked."""
    try:
        root = settings.find(start)
    except BrtError as error:
        return [_failed("workspace", error)]
    found = [Result("workspace", OK, "{root}", {"root": root})]
    try:
        known = settings.load(root)
        today = settings.today(known, environ)
    except BrtError as error:
        return [*found, _failed("configuration", error)]
    says = N_("brt.toml is right; today is {today} in {zone}.")
    found.append(Result("configuration", OK, says, {"today": today, "zone": known.timezone}))
    if nameless := company.nameless(known):
        found.append(Result("configuration", WARN, nameless.says, nameless.data, nameless.hint))
    return [*found, *_checked(known, environ, as_, today)]


def _checked(known: Settings, environ: Mapping[str, str], as_: str | None, today: str) -> Iterator[Result]:
    location = Desk(known, environ).location
    checks: dict[str, Callable[[], Iterator[Result]]] = {
        "identity": lambda: _identity(known, environ, as_),
        "templates": lambda: _templates(known, today),
        "schemas": lambda: _schemas(known.root),
        "database": lambda: _database(known, location),
        "holidays": lambda: _holidays(known, int(today[:4])),
        "mail": lambda: _mail(known, location),
    }
    for name, check in checks.items():
        try:
            yield from check()
        except BrtError as error:
            # Who one is, is needed by what writes only, and can be said with every command.
            yield _failed(name, error, WARN if name == "identity" else FAIL)


def _failed(check: str, error: BrtError, status: str = FAIL) -> Result:
    return Result(check, status, "{problem}", {"problem": error})


def _identity(known: Settings, environ: Mapping[str, str], as_: str | None) -> Iterator[Result]:
    member = who(known, as_, environ).member
    yield Result("identity", OK, N_("You are {name} ({member})."), {"name": member.name, "member": member.id})


def _templates(known: Settings, today: str) -> Iterator[Result]:
    from brt.lint import runner

    run = runner.Run(None, known, known.root, today)
    found = run.lint()
    data = {
        "files": run.count,
        **{kind: sum(one.severity == kind for one in found) for kind in ("error", "warning")},
    }
    status = FAIL if data["error"] else WARN if data["warning"] else OK
    says = N_("Files: {files}; errors: {error}; warnings: {warning}.")
    yield Result("templates", status, says, data, "" if status == OK else N_("To see them: brt lint"))


def _schemas(root: Path) -> Iterator[Result]:
    from brt.service.workshop import outdated
    from brt.service.workspace import SCHEMAS

    there = [path for which in SCHEMAS if (path := root / f".brt/{which}.schema.json").exists()]
    old = [f".brt/{path.name}" for path in there if outdated(path)]
    if old:
        says = N_("Editors are told what another version of brt takes, by {files}.")
        data = {"files": ", ".join(old), "old": " ".join(old)}
        yield Result("schemas", WARN, says, data, N_("To write them anew: rm {old} && brt init --types none ."))
    elif there:
        yield Result("schemas", OK, N_("Editors are told what this version of brt takes."), {})


def _database(known: Settings, location: str) -> Iterator[Result]:
    found = health.examine(location)
    data = {"path": location, "version": found.sqlite}
    if not found.exists:
        yield Result("database", OK, N_("{path} is not there yet: the first command that writes makes it."), data)
        return
    if found.damage:
        hint = N_("Keep a copy of it, then put your last backup in its place.")
        yield Result("database", FAIL, N_("{path} is damaged: {damage}"), {**data, "damage": found.damage[0]}, hint)
        return
    yield Result("database", OK, N_("{path} is whole (SQLite {version})."), data)
    if not found.writable:
        says = N_("{path} or its folder cannot be written by this account.")
        yield Result("database", FAIL, says, data, N_("Look at the rights of both."))
    if found.readable_by_all:
        says = N_("Everybody on this computer can read {path}, the secrets in it too.")
        yield Result("database", WARN, says, data, "chmod o-rwx {path}")
    yield from _languages(known, location)


def _holidays(known: Settings, year: int) -> Iterator[Result]:
    from brt.holidays_of import region_days

    count = len(region_days(known.calendar.country, known.calendar.subdivision, year))
    region = "/".join(part for part in (known.calendar.country, known.calendar.subdivision) if part)
    says = N_("Public holidays of {region} in {year}: {count}.")
    yield Result("holidays", OK, says, {"count": count, "year": year, "region": region})


def _mail(known: Settings, location: str) -> Iterator[Result]:
    transport, data = known.mail.transport, {"transport": known.mail.transport}
    if known.mail.folder is not None:
        folder = known.root / known.mail.folder
        near = next(one for one in (folder, *folder.parents) if one.exists())
        if near.is_dir() and os.access(near, os.W_OK):
            says = N_("Emails are put into {folder}: no mail server is set.")
            yield Result("mail", OK, says, {"folder": str(folder)})
        else:
            yield Result("mail", FAIL, N_("{folder} cannot be written."), {"folder": str(folder)}, RIGHTS)
    else:
        with open_transport(transport, known.root):
            yield Result("mail", OK, N_("{transport} answers."), data)
        with reading(location) as db:
            copy = armed.is_copy(db, location)
        if copy:
            says = N_("This database is a copy or a restored backup: no email leaves from it.")
            yield Result("mail", WARN, says, data, N_("To let them leave from here: brt email arm"))
    if not known.mail.sender:
        says = N_("Nothing says in whose name emails leave.")
        yield Result("mail", WARN, says, data, 'brt.toml: [mail] from = "Name <address>"')


def _languages(known: Settings, location: str) -> Iterator[Result]:
    """Yield who would read dates in one language within a text that may be in another."""
    with reading(location) as db:
        spoken = dossiers.languages(db) - {known.language}
    if not spoken:
        return
    from brt.language.catalogue import EMAILS, Catalogue

    catalogue = Catalogue(known.root, known)
    texts = {name: catalogue.load_email(name).data for name in catalogue.email_ids()}
    for language in sorted(spoken):
        unsaid = [
            f"{EMAILS}/{name}.yaml"
            for name, text in texts.items()
            if text and "language" not in text and language not in text.get("translations", {})
        ]
        if unsaid:
            says = N_("For those who speak {language}, dates are in it, whatever the text is written in: {files}.")
            hint = N_("Say there what it is written in, as in: `language: {own}`")
            data = {"language": language, "files": ", ".join(unsaid), "own": known.language or "fr"}
            yield Result("templates", WARN, says, data, hint)


RIGHTS = N_("Look at the rights of it, or name another in brt.toml.")
