"""Who acts. In a shared file this is a claim, and is stored as one: with the account and the computer it came from."""

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from brt.errors import Surroundings, Usage
from brt.kinds.base import nearest
from brt.say import N_
from brt.settings import Member, Settings
from brt.tables import Document


class Identity(NamedTuple):
    """The member who acts, and what says so."""

    member: Member
    source: str  # option | environment | file | login
    claim: dict[str, Any]  # login, host, uid and source, as the log keeps them


class Unknown(Usage):
    """The person named is not of the team: `name`, `source` (what named them) and the nearest ids."""

    says = N_("{source} names `{name}`, who is not in the team.")
    hint = N_("The team: {team}")


class Nobody(Usage):
    """Nothing says who acts: `login`, the own configuration `file` and the `team`."""

    says = N_("Who are you? No member of the team has the login `{login}`.")
    hint = N_(
        'Say it with --as MEMBER, with BRT_USER=MEMBER, with `user = "MEMBER"` in {file}, '
        'or with `login = "{login}"` in brt.toml. The team: {team}'
    )


def who(settings: Settings, as_: str | None = None, environ: Mapping[str, str] = os.environ) -> Identity:
    """Return who acts: the member `as_`, else BRT_USER, else the own configuration file's, else by login.

    Raises Unknown when what speaks first names nobody of the team, Nobody when nothing speaks, Mistake when the own
    configuration file is wrong.
    """
    login = account(environ)
    for source, name in (("option", as_), ("environment", environ.get("BRT_USER"))):
        if name:
            return _identity(settings, name, source, _SAID[source], login)
    file = own_file(environ)
    name = _own_user(file)
    if name:
        return _identity(settings, name, "file", file, login)
    for member in settings.team.values():
        if login and member.login == login:
            return Identity(member, "login", _claim(login, "login"))
    raise Nobody(login=login, file=file, team=list(settings.team))


_SAID = {"option": "--as", "environment": "BRT_USER"}


def own_file(environ: Mapping[str, str]) -> str:
    """Return where a person's own configuration is; it need not exist."""
    folder = environ.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(folder):
        folder = os.path.join(environ.get("HOME") or os.path.expanduser("~"), ".config")
    return os.path.join(folder, "brt", "config.toml")


def _own_user(file: str) -> str | None:
    try:
        with open(file, "rb") as opened:
            raw = opened.read()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        says = N_("{file} cannot be read: {reason}.")
        raise Surroundings(says, file=file, reason=error.strerror) from None
    document = Document(file, raw)
    user = document.root.maybe("user")
    document.root.close()
    document.check()
    return user


def _identity(settings: Settings, name: str, source: str, said: str, login: str) -> Identity:
    member = settings.team.get(name) or settings.team.get(name.casefold())
    if member is None:
        names = {word: row.id for row in settings.team.values() for word in (row.id, row.name, *row.name.split())}
        near = list(dict.fromkeys(names[word] for word in nearest(name, names)))
        raise Unknown(source=said, name=name, team=list(settings.team), near=near)
    return Identity(member, source, _claim(login, source))


def _claim(login: str, source: str) -> dict[str, Any]:
    uid = os.getuid() if hasattr(os, "getuid") else None
    return {"login": login, "host": host(), "uid": uid, "source": source}


def account(environ: Mapping[str, str]) -> str:
    """Return the account on the computer, "" when there is none."""
    for name in ("LOGNAME", "USER", "USERNAME"):
        if environ.get(name):
            return environ[name]
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):  # not on Windows; a container may run a uid without an account
        return ""


def host() -> str:
    """Return the name of this computer."""
    if hasattr(os, "uname"):
        return os.uname().nodename
    import platform

    return platform.node()
