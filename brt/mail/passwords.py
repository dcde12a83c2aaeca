"""The password of the mail server, from where a person or a machine keeps it: never a command line, never brt.toml.

The keyring comes first, for a person at a desk; then what [mail] names, for a machine on which nobody is logged in: a
command that prints the password, a file that nobody else can read, a credential that systemd hands over.
"""

import os
import shlex
import stat
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from brt.errors import Surroundings
from brt.mail.trouble import Unavailable
from brt.say import N_, _, system

CREDENTIAL = "brt-mail-password"
"""The name of the credential: `LoadCredential=brt-mail-password:…` (systemd.exec(5))."""

PATIENCE = 60
"""Seconds that a command may take to print a password: some ask a person."""


class NoPassword(Unavailable):
    """Nothing gives the password; `tried` says what each place answered."""

    says = N_("There is no password for {user} at {server}:\n{tried}")
    hint = N_(
        "At a desk: brt email login. For cron or a timer: password_file or password_command in [mail] of brt.toml."
    )


class CannotKeep(Surroundings):
    """The keyring of this session cannot be used."""

    says = N_("The keyring cannot be used: {why}.")
    hint = N_(
        "Without a desktop session, put the password into a file that only you can read (chmod 600), and in brt.toml: "
        '[mail] password_file = "/path/to/it"'
    )


class Nothing(Exception):
    """A place that has no password; its text says why."""


class Places(NamedTuple):
    """Where a password may be, as [mail] says it."""

    root: Path
    command: str | None
    file: str | None
    environ: Mapping[str, str]


def password(user: str, server: str, places: Places) -> str:
    """Return the password of `user` at `server` from the first place that has one. Raises NoPassword."""
    tried = []
    for name, place in _places(user, server, places):
        try:
            return place()
        except Nothing as why:
            tried.append(f"  {name}: {why}")
    raise NoPassword("", user=user, server=server, tried="\n".join(tried))


def _places(user: str, server: str, places: Places) -> list[tuple[str, Callable[[], str]]]:
    return [
        (_("keyring"), lambda: _from_keyring(user, server)),
        ("password_command", lambda: _from_command(places.root, places.command)),
        ("password_file", lambda: _from_file(places.root, places.file)),
        (_("systemd credential {name}").format(name=CREDENTIAL), lambda: _from_credential(places.environ)),
    ]


def _from_keyring(user: str, server: str) -> str:
    import keyring
    from keyring.errors import KeyringError

    try:
        found = keyring.get_password(_service(server), user)
    except KeyringError as error:
        raise Nothing(_reason(error)) from None
    except Exception as error:  # backends let through whatever their bus or their system raises
        raise Nothing(type(error).__name__) from None
    if not found:
        raise Nothing(_("it has none (brt email login)"))
    return found


def keep(user: str, server: str, secret: str) -> None:
    """Put the password of `user` at `server` into the keyring. Raises CannotKeep."""
    import keyring

    try:
        keyring.set_password(_service(server), user, secret)
    except Exception as error:
        raise CannotKeep(why=_reason(error)) from None


def _service(server: str) -> str:
    return f"brt {server}"


def _reason(error: Exception) -> str:
    """Return the first sentence of what a backend says: the rest is advice for programmers."""
    return str(error).partition(". ")[0].strip(" .") or type(error).__name__


def _from_command(root: Path, command: str | None) -> str:
    if not command:
        raise Nothing(_("not set in brt.toml"))
    try:
        done = subprocess.run(
            shlex.split(command),
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            timeout=PATIENCE,
            check=False,
        )
    except OSError as error:
        raise Nothing(_("it cannot be run: {why}").format(why=system(str(error.strerror)))) from None
    except subprocess.TimeoutExpired:
        raise Nothing(_("it did not end within {seconds} seconds").format(seconds=PATIENCE)) from None
    if done.returncode:
        raise Nothing(_("it ended with code {code}").format(code=done.returncode))
    return _first_line(done.stdout)


def _from_file(root: Path, name: str | None) -> str:
    if not name:
        raise Nothing(_("not set in brt.toml"))
    return _read(root / Path(name).expanduser(), private=True)


def _from_credential(environ: Mapping[str, str]) -> str:
    folder = environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        raise Nothing(_("not run by a unit that has one"))
    return _read(Path(folder) / CREDENTIAL, private=False)


def _read(path: Path, *, private: bool) -> str:
    """Return what a file holds; a `private` one must be readable by its owner alone."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if private and os.name == "posix" and stat.S_IMODE(mode) & 0o077:
                raise Nothing(_("others can read {path}: chmod 600 {path}").format(path=path))
            return _first_line(file.read(10_000))
    except OSError as error:
        raise Nothing(f"{path}: {system(str(error.strerror))}") from None


def _first_line(data: bytes) -> str:
    try:
        text = data.decode("utf-8").partition("\n")[0].rstrip("\r")
    except UnicodeDecodeError:
        text = ""
    if not text:
        raise Nothing(_("it is empty"))
    return text
