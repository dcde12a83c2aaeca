"""The sections of brt.toml: what each may say, checked as it is read from its table.

Every reader notes what is wrong and returns something usable, so that one reading finds all the mistakes.
"""

import re
from datetime import date
from typing import Any, NamedTuple

from brt import regions
from brt.errors import NotFound
from brt.kinds.base import nearest
from brt.say import LANGUAGES, N_
from brt.tables import Table

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

ROLE = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
"""The id of a role: conditions and emails name it with `_` for `-`."""

MEMBER = r"[a-z0-9][a-z0-9_-]*"
"""The id of a member of the team, as it is typed in commands."""

# Patterns stay text: each is compiled when a file first needs it.
_ZONE = r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*"
_ADDRESS = r'[^\s@<>,;:"]+@[^\s@<>,;:"]+\.[^\s@<>,;:."]{2,}'
_SENDER = rf"[^<>]*<{_ADDRESS}>|{_ADDRESS}"
_PHONE = r"(\+33|0)[1-9]\d{8}|\+(?!33|0)\d{7,15}"
_GRACE = r"(\d{1,5}) minutes?"
_SMTP = r"smtps?://([^\s/:]+@)?(?P<host>[^\s/:@\[\]]+|\[[0-9a-fA-F:.]+\])(:\d{1,5})?/?"
_LOOPBACK = r"localhost|127(\.\d{1,3}){3}|\[::1\]"
_WITH_CREDENTIALS = r"[A-Za-z0-9+]+://[^:/]+:.*@|.*[?&]password="


class Company(NamedTuple):
    """The reseller itself."""

    name: str  # "" = not given


class CalendarSettings(NamedTuple):
    """What makes a day a business day."""

    country: str  # whose public holidays
    subdivision: str | None  # whose further ones, as the holidays library names it
    weekend: frozenset[int]  # 0 = Monday
    closed: frozenset[str]  # ISO days on which the company does not work


class Role(NamedTuple):
    """Something to be done on a dossier by whoever holds it there."""

    id: str
    label: str
    fallback: str | None  # the role whose holder acts when nobody holds this one


class Member(NamedTuple):
    """A person of the team."""

    id: str
    name: str
    email: str | None
    roles: tuple[str, ...]
    phone: str | None  # as it was typed
    login: str | None  # the account on the computer
    manager: bool


class Mail(NamedTuple):
    """How emails leave."""

    sender: str | None  # "Name <address>" or an address
    transport: str  # maildir:PATH (from the root), smtp://[user@]host[:port] or smtps://…
    grace: int  # minutes for which an email to a customer waits, so that `undo` can stop it
    password_command: str | None = None  # prints the password of the mail server
    password_file: str | None = None  # holds it, and nobody else can read it
    verify: bool = True  # the certificate of the server; only on this computer may it go unverified

    @property
    def folder(self) -> str | None:
        """The folder that emails go into, as brt.toml names it; None where a mail server is set."""
        way, _colon, name = self.transport.partition(":")
        return name if way == "maildir" else None


def database(top: Table) -> str:
    """Read where the data is: a path from the root, or the address of a PostgreSQL database without its password."""
    value = top.text("database", "brt.db")
    if _has_password(value):
        says = N_("`{key}` holds a password, and this file is shared: PostgreSQL reads it from ~/.pgpass.")
        top.wrong("database", says)
    elif "://" in value and not value.startswith("postgresql://"):
        top.wrong("database", N_("`{key}` is a path or postgresql://host/name, not `{value}`."), value)
    return value


def _has_password(address: str) -> bool:
    return "://" in address and bool(re.match(_WITH_CREDENTIALS, address))


def language(top: Table) -> str | None:
    """Read the language that brt speaks here."""
    value = top.maybe("language")
    if value and value not in LANGUAGES:
        top.wrong("language", N_("brt does not speak `{value}`; it speaks {known}."), value, known=LANGUAGES)
    return value


def timezone(top: Table) -> str:
    """Read the name of the time zone; whether it exists is asked when the clock is read."""
    value = top.text("timezone", "Europe/Paris")
    if not re.fullmatch(_ZONE, value):
        top.wrong("timezone", N_("`{value}` is not the name of a time zone, such as Europe/Paris."), value)
    return value


def calendar(table: Table) -> CalendarSettings:
    """Read [calendar]: the public holidays of France and weekends on Saturday and Sunday, unless it says otherwise."""
    country, subdivision = _region(table)
    weekend = table.texts("weekend")
    return CalendarSettings(
        country=country,
        subdivision=subdivision,
        weekend=_weekend(table, ["sat", "sun"] if weekend is None else weekend),
        closed=_closed(table, table.items("closed") or []),
    )


def _region(table: Table) -> tuple[str, str | None]:
    """Return the code of the country, and its part as it is written."""
    country, subdivision = table.text("country", "FR"), table.maybe("subdivision")
    key = "country"
    try:
        country = regions.country(country)
        key = "subdivision"
        if subdivision:
            regions.part(country, subdivision)
    except NotFound as error:
        table.wrong(key, error.says, **error.data)
    return country, subdivision


def _weekend(table: Table, days: list[str]) -> frozenset[int]:
    for day in days:
        if day not in WEEKDAYS:
            says = N_("`{value}` is not a day of the week: {known}.")
            table.wrong("weekend", says, day, known=WEEKDAYS, near=nearest(day, WEEKDAYS))
    weekend = frozenset(WEEKDAYS.index(day) for day in days if day in WEEKDAYS)
    if len(weekend) == len(WEEKDAYS):
        table.wrong("weekend", N_("`{key}` leaves no day to work on."))
    return weekend


def _closed(table: Table, days: list[Any]) -> frozenset[str]:
    """Return the days off: texts, or dates as TOML knows them."""
    written = [day.isoformat() if isinstance(day, date) else day for day in days]
    for day in written:
        if not is_day(day):
            table.wrong("closed", N_("`{value}` is not a day of the calendar, written as 2026-12-24."), day)
    return frozenset(day for day in written if is_day(day))


def is_day(value: Any) -> bool:
    """Return whether `value` is a civil day as ISO text: YYYY-MM-DD."""
    if not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII)):
        return False
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def roles(table: Table) -> dict[str, Role]:
    """Read [roles], in the order of the file. Fallbacks lead to other roles, and never in a circle."""
    known: dict[str, Role] = {}
    for name in list(table.rest):
        if not re.fullmatch(ROLE, name):
            table.wrong(name, N_("`{key}` cannot name a role: small letters without accents, digits and hyphens."))
        known[name] = _role(table, name)
    for role in known.values():
        if role.fallback is not None and role.fallback not in known:
            says = N_("the role `{role}` falls back on `{value}`, which is not a role.")
            near = nearest(role.fallback, known)
            path = (*table.path, role.id, "fallback")
            table.document.wrong(path, says, role.fallback, role=role.id, near=near)
    for circle in _circles(known):
        says = N_("these roles fall back on one another in a circle: {circle}.")
        table.wrong(circle[0], says, circle=" → ".join(circle))
    return known


def _role(table: Table, name: str) -> Role:
    """Read one role: a label, or a table with a label and a fallback."""
    expected = N_("`{key}` must be a label between quotes, or a table with a label and a fallback.")
    value = table.take(name, (str, dict), expected)
    if not isinstance(value, dict):
        return Role(name, table.printable(name, value or "") or name, None)
    own = Table(table.document, (*table.path, name), value)
    role = Role(name, own.text("label", name), own.maybe("fallback"))
    own.close()
    return role


def _circles(roles: dict[str, Role]) -> list[list[str]]:
    """Return each circle of fallbacks once, as the path that leads from a role back to it."""
    circles = []
    for start in roles:
        path, here = [start], roles[start].fallback
        while here in roles and here not in path:
            path.append(here)
            here = roles[here].fallback
        if here == start and start == min(path):
            circles.append([*path, start])
    return circles


def team(table: Table, roles: dict[str, Role]) -> dict[str, Member]:
    """Read [team]: the members by id, each with roles of `roles` and a login of their own."""
    members: dict[str, Member] = {}
    logins: dict[str, str] = {}
    for key, own in table.tables():
        if not re.fullmatch(MEMBER, key):
            says = N_("`{key}` cannot name a member: small letters without accents, digits, hyphens and `_`.")
            table.wrong(key, says)
        member = _member(key, own, roles)
        own.close()
        members[key] = member
        if member.login and logins.setdefault(member.login, key) != key:
            says = N_("the login `{value}` is that of `{other}` already.")
            own.wrong("login", says, member.login, other=logins[member.login])
    return members


def _member(key: str, table: Table, roles: dict[str, Role]) -> Member:
    held = table.texts("roles") or []
    for role in held:
        if role not in roles:
            table.wrong("roles", N_("`{value}` is not a role of [roles]."), role, near=nearest(role, roles))
    email = table.maybe("email")
    if email and not re.fullmatch(_ADDRESS, email):
        table.wrong("email", N_("`{value}` is not an email address."), email)
    phone = table.maybe("phone")
    if phone and not is_phone(phone):
        says = N_("`{value}` is not a phone number, such as 01 45 67 01 23 or +32 2 555 12 12.")
        table.wrong("phone", says, phone)
    return Member(
        id=key,
        name=table.required("name"),
        email=email,
        roles=tuple(held),
        phone=phone,
        login=table.maybe("login"),
        manager=table.flag("manager"),
    )


def is_phone(text: str) -> bool:
    """Return whether `text` can be dialled: nine digits after 0 or +33, else those of another country (ITU-T E.164).

    The library that knows every country's numbers takes longer to import than most commands take to run.
    """
    dialled = re.sub(r"[\s().\-/]", "", text.replace("(0)", ""))
    return bool(re.fullmatch(_PHONE, re.sub("^00", "+", dialled), re.ASCII))


def mail(table: Table) -> Mail:
    """Read [mail]. Only the form of the transport is checked: whether it works shows when an email leaves."""
    sender = table.maybe("from")
    if sender and not re.fullmatch(_SENDER, sender):
        table.wrong("from", N_("`{value}` is not an address, nor a name with an address: Name <address>."), sender)
    transport = table.text("transport", "maildir:outbox")
    if _has_password(transport):
        says = N_("`{key}` holds a password, and this file is shared: leave it out.")
        table.wrong("transport", says)
    elif not (re.match("maildir:.", transport) or re.fullmatch(_SMTP, transport)):
        says = N_("`{value}` is not a transport: maildir:FOLDER, smtp://user@host:587 or smtps://user@host.")
        table.wrong("transport", says, transport)
    grace = table.text("grace", "0 minutes")
    minutes = re.fullmatch(_GRACE, grace)
    if not minutes:
        table.wrong("grace", N_("`{value}` is not a time to wait, written as 10 minutes."), grace)
    return Mail(
        sender,
        transport,
        int(minutes[1]) if minutes else 0,
        table.maybe("password_command"),
        table.maybe("password_file"),
        _verify(table, transport),
    )


def _verify(table: Table, transport: str) -> bool:
    """Read whether the certificate of the mail server counts: always, but on this computer."""
    value = table.take("verify", (bool,), N_("`{key}` must be true or false."))
    if value is not False:
        return True
    found = re.fullmatch(_SMTP, transport)
    if found and not re.fullmatch(_LOOPBACK, found["host"].lower()):
        table.wrong("verify", N_("`{key}` can be false for a server on this computer only (localhost)."))
    return False
