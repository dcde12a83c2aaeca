"""From what a decision sends to letters: who gets which text. Plain data in, rows of the outbox out."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from brt.engine.course import Course, Day
from brt.engine.effects import Effect
from brt.engine.state import State
from brt.mail.render import CannotRender, Prepared, render, shown
from brt.plan import Plan
from brt.records import FAR, Action, Contact, Dossier, Letter
from brt.say import N_, _
from brt.settings import Member, Settings, stamp, zone

NOBODY = N_("nobody has the function {function} on this dossier")
NO_ADDRESS = N_("{name} has no email address")
DECLINES = N_("{name} does not want emails")
NO_HOLDER = N_("nobody holds the role {role} on this dossier")
NO_MANAGER = N_("no member of the team is a manager")
NOT_IN_TEAM = N_("{member} is not in the team any more")
NO_ASSIGNEE = N_("nobody has the action")


SITE = ("name", "address", "subdivision")


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
    told: Mapping[str, Any] = {}  # the value of the field that changed which each address was told last


class Recipient(NamedTuple):
    """Somebody who gets a letter; without an address, `reason` says why not."""

    name: str
    address: str
    language: str
    contact: dict[str, Any]
    reason: str | None


def compose(desk: Desk, effect: Effect) -> list[Letter]:
    """Write the letters of one effect: one a recipient, one undeliverable for each target that nobody answers to."""
    letters: list[Letter] = []
    seen: set[str] = set()
    for target in effect.send.to:
        for recipient in recipients(desk, effect, target):
            if recipient.address and recipient.address.casefold() in seen:
                continue
            seen.add(recipient.address.casefold())
            letters.append(_letter(desk, effect, ":".join(target), recipient))
    return letters


def _letter(desk: Desk, effect: Effect, target: str, recipient: Recipient) -> Letter:
    action = desk.after.actions.get(effect.number)
    email_type = desk.email_types.get(effect.send.email_type, {})
    audience = email_type.get("audience", "customer")
    values = desk.after.values_of(effect.installation)
    holder = desk.settings.team.get(action.assignee or "") if action else None
    fields = shown(desk.prepared, effect.send.email_type, _plan(desk, effect.installation).fields)
    letter = Letter(
        number=0,
        installation_id=effect.installation,
        action=effect.number,
        event=effect.field or effect.send.at,
        email_type=effect.send.email_type,
        audience=audience,
        target=target,
        recipient_name=recipient.name,
        recipient=recipient.address,
        language=recipient.language,
        member=action.assignee if action else None,
        reply_to=holder.email if holder else None,
        status="queued" if recipient.address else "undeliverable",
        reason=recipient.reason,
        subject="",
        body="",
        html=None,
        cause={"reason": effect.reason, "party": effect.party} if effect.reason else {},
        shows={name: values.get(name) for name in sorted(fields)},
        not_before=_not_before(desk, effect, audience),
    )
    return written(desk, letter, recipient.contact)


def written(desk: Desk, letter: Letter, contact: Mapping[str, Any]) -> Letter:
    """Return `letter` with its text; one that cannot be rendered has failed and says why, the command stands."""
    context = _context(desk, letter, contact)
    context["action"] |= letter.cause
    if letter.recipient.casefold() in desk.told:
        context["previous"][letter.event] = desk.told[letter.recipient.casefold()]
    try:
        text = render(desk.prepared, letter.email_type, context, letter.language)
    except CannotRender as error:
        reason = _(error.says).format_map(error.data)
        return letter._replace(status="failed", reason=reason, subject=letter.email_type)
    return letter._replace(subject=text.subject, body=text.body, html=text.html)


def _not_before(desk: Desk, effect: Effect, audience: str) -> str:
    """Return the instant before which the letter stays: its day, and the customers' grace after now."""
    if effect.not_before is None:
        return FAR
    grace = desk.settings.mail.grace if audience == "customer" else 0
    earliest = desk.moment + timedelta(minutes=grace)
    if effect.not_before > desk.day.today:
        earliest = max(earliest, midnight(desk.settings, effect.not_before))
    return stamp(earliest)


def midnight(settings: Settings, day: str) -> datetime:
    """Return the instant at which the civil `day` begins in the workspace."""
    return datetime.fromisoformat(day).replace(tzinfo=zone(settings)).astimezone(UTC)


# ── who ───────────────────────────────────────────────────────────────────────────────────────────


def recipients(desk: Desk, effect: Effect, target: tuple[str, ...]) -> list[Recipient]:
    """Return who `target` is on the dossier; nobody: one recipient without an address."""
    kind, name = target[0], target[1] if len(target) > 1 else ""
    if kind == "contact":
        found = [contact for contact in desk.contacts if contact.active and name in contact.functions]
        return [_contact(desk, contact) for contact in found] or [_nobody(desk, _said(NOBODY, function=name))]
    if kind == "address":
        return [Recipient("", name, _language(desk, None), {"name": name, "email": name}, None)]
    return list(_team(desk, effect, kind, name))


def _team(desk: Desk, effect: Effect, kind: str, name: str) -> Iterator[Recipient]:
    if kind == "managers":
        managers = [member for member in desk.settings.team.values() if member.manager]
        yield from (_member(desk, member) for member in managers)
        if not managers:
            yield _nobody(desk, _said(NO_MANAGER))
        return
    who: str | None = name
    why = _said(NOT_IN_TEAM, member=name)
    if kind == "role":
        who = Course(desk.after, desk.day).holder(name)
        why = _said(NOT_IN_TEAM, member=who) if who else _said(NO_HOLDER, role=name)
    elif kind == "assignee":
        who = desk.after.actions[effect.number].assignee if effect.number else None
        why = _said(NOT_IN_TEAM, member=who) if who else _said(NO_ASSIGNEE)
    member = desk.settings.team.get(who or "")
    yield _member(desk, member) if member else _nobody(desk, why)


def _said(sentence: str, **data: Any) -> str:
    return _(sentence).format_map(data)


def _language(desk: Desk, spoken: str | None) -> str:
    return spoken or desk.settings.language or "fr"


def _contact(desk: Desk, contact: Contact) -> Recipient:
    person = {
        "name": contact.name,
        "email": contact.email,
        "phone": contact.phone,
        "functions": list(contact.functions),
    }
    why = None
    if not contact.accepts:
        why = _said(DECLINES, name=contact.name)
    elif not contact.email:
        why = _said(NO_ADDRESS, name=contact.name)
    address = "" if why else contact.email or ""
    return Recipient(contact.name, address, _language(desk, contact.language), person, why)


def _member(desk: Desk, member: Member) -> Recipient:
    person: dict[str, Any] = {"name": member.name, "email": member.email, "phone": member.phone, "functions": []}
    why = None if member.email else _said(NO_ADDRESS, name=member.name)
    return Recipient(member.name, member.email or "", _language(desk, None), person, why)


def _nobody(desk: Desk, why: str) -> Recipient:
    nobody: dict[str, Any] = {"name": "", "email": "", "phone": None, "functions": []}
    return Recipient("", "", _language(desk, None), nobody, why)


# ── what the text may use ─────────────────────────────────────────────────────────────────────────


def _plan(desk: Desk, installation: int) -> Plan:
    return desk.day.plans[desk.after.installations[installation].plan_id]


def _context(desk: Desk, letter: Letter, contact: Mapping[str, Any]) -> dict[str, Any]:
    plan = _plan(desk, letter.installation_id)
    row = desk.after.installations[letter.installation_id]
    now, former = desk.after.values_of(row.id), desk.before.values_of(row.id)
    shown = [field for field in plan.fields.values() if not field.secret]
    return {
        **{field.name: now.get(field.name) for field in shown},
        "previous": {field.name: former.get(field.name) for field in shown},
        "dossier": {
            "ref": desk.dossier.ref,
            "site": {"name": None, "address": None, "subdivision": None, **desk.dossier.site},
        },
        "customer": {"name": desk.dossier.customer, "kind": "client"},  # nothing is sent before production
        "contact": dict(contact),
        "people": _people(desk),
        "company": {"name": desk.settings.company.name},
        "installation": {"name": plan.name, "produced_on": row.produced_on},
        "action": _action(plan, desk.after.actions.get(letter.action)),
        "today": desk.day.today,
    }


def _people(desk: Desk) -> dict[str, Any]:
    course = Course(desk.after, desk.day)
    held = {role: desk.settings.team.get(course.holder(role) or "") for role in desk.settings.roles}
    return {
        role: {"name": member.name, "email": member.email, "phone": member.phone} if member else None
        for role, member in held.items()
    }


def _action(plan: Plan, action: Action | None) -> dict[str, Any]:
    blocked = action.blocked if action else None
    return {
        "name": plan.actions[action.key].name if action else None,
        "due": action.due if action else None,
        "reason": blocked.reason if blocked else None,
        "party": blocked.party if blocked else None,
        "attempt": action.generation if action else None,
    }
