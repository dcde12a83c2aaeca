"""Who gets a letter: from a recipient as an installation type names it to people and their addresses."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from brt.engine.course import Course, Day
from brt.engine.effects import Effect
from brt.engine.state import State
from brt.mail.render import Prepared
from brt.records import WAITING, Contact, Dossier, Letter
from brt.say import N_, _
from brt.settings import Member, Settings

SOMEBODY = "…"
"""The name of nobody in a text that is only looked at until somebody is there: "Bonjour …,"."""

NOBODY = N_("nobody has the function {function} on this dossier")
NO_ADDRESS = N_("{name} has no email address")
DECLINES = N_("{name} does not want emails")
NO_HOLDER = N_("nobody holds the role {role} on this dossier")
NO_MANAGER = N_("no member of the team is a manager")
NOT_IN_TEAM = N_("{member} is not in the team any more")
NO_ASSIGNEE = N_("nobody has the action")


class Desk(NamedTuple):
    """Everything that a letter is written from."""

    settings: Settings
    dossier: Dossier
    contacts: list[Contact]
    prepared: Prepared
    email_types: Mapping[str, Mapping[str, Any]]
    moment: datetime
    before: State
    after: State
    day: Day
    told: Mapping[str, Any] = {}  # of a correction: the value which each address was told last


class Recipient(NamedTuple):
    """Somebody who gets a letter; without an address, `reason` says why not."""

    name: str
    address: str
    language: str
    contact: dict[str, Any]
    reason: str | None


def recipients(desk: Desk, effect: Effect, target: tuple[str, ...]) -> list[Recipient]:
    """Return whom `target` reaches on the dossier; nobody: one recipient without an address, and why."""
    found = list(_meant(desk, effect, *target))
    reached = [one for one in found if one.address]
    return reached or [_nobody(found)]


def _nobody(found: list[Recipient]) -> Recipient:
    """Return the one who stands for several that an email does not reach."""
    return found[0]._replace(reason="; ".join(dict.fromkeys(one.reason for one in found if one.reason)))


def _meant(desk: Desk, effect: Effect, kind: str, name: str = "") -> Iterator[Recipient]:
    """Yield whom a target means, reached or not; there is always somebody."""
    if kind == "contact":
        contacts = [contact for contact in desk.contacts if contact.active and name in contact.functions]
        yield from [_contact(desk, contact) for contact in contacts] or [_missing(desk, _said(NOBODY, function=name))]
    elif kind == "managers":
        managers = [member for member in desk.settings.team.values() if member.manager]
        yield from [_member(desk, member) for member in managers] or [_missing(desk, _said(NO_MANAGER))]
    elif kind == "role":
        who = Course(desk.after, desk.day).holder(name)
        yield _of_team(desk, who, _said(NO_HOLDER, role=name))
    elif kind == "assignee":
        yield _of_team(desk, _assignee(desk, effect.number) if effect.number else None, _said(NO_ASSIGNEE))
    elif kind == "member":
        yield _of_team(desk, name, "")
    else:
        yield Recipient("", name, _language(desk, None), person(name, name), None)


def _assignee(desk: Desk, number: int) -> str | None:
    """Return who has an action; of one that still waits, who would get it now."""
    action = desk.after.actions[number]
    if action.status != WAITING or action.assignee:
        return action.assignee
    course = Course(desk.after, desk.day)
    return course.holder(course.type_of(action).role)


def _of_team(desk: Desk, who: str | None, otherwise: str) -> Recipient:
    """Return the member `who`, or nobody: `otherwise` says why when it is None."""
    member = desk.settings.team.get(who or "")
    if member is not None:
        return _member(desk, member)
    return _missing(desk, _said(NOT_IN_TEAM, member=who) if who else otherwise)


def _said(sentence: str, **data: Any) -> str:
    return _(sentence).format_map(data)


def _language(desk: Desk, spoken: str | None) -> str:
    return spoken or desk.settings.language or "fr"


def _contact(desk: Desk, contact: Contact) -> Recipient:
    about = person(contact.name, contact.email, contact.phone, contact.functions)
    why = None
    if not contact.accepts:
        why = _said(DECLINES, name=contact.name)
    elif not contact.email:
        why = _said(NO_ADDRESS, name=contact.name)
    address = "" if why else contact.email or ""
    return Recipient(contact.name, address, _language(desk, contact.language), about, why)


def _member(desk: Desk, member: Member) -> Recipient:
    about = person(member.name, member.email, member.phone)
    why = None if member.email else _said(NO_ADDRESS, name=member.name)
    return Recipient(member.name, member.email or "", _language(desk, None), about, why)


def _missing(desk: Desk, why: str) -> Recipient:
    return Recipient("", "", _language(desk, None), person(SOMEBODY, ""), why)


def person(name: str, email: str | None, phone: str | None = None, functions: Collection[str] = ()) -> dict[str, Any]:
    """Return what a text may know of its recipient."""
    return {"name": name, "email": email, "phone": phone, "functions": list(functions)}


def known(desk: Desk, letter: Letter) -> dict[str, Any]:
    """Return what a text may know of the recipient of a letter that was written before."""
    for contact in desk.contacts:
        if contact.email == letter.recipient:
            return person(contact.name, contact.email, contact.phone, contact.functions)
    return person(letter.recipient_name, letter.recipient)
