"""From what a decision sends to letters: who gets which text. Plain data in, rows of the outbox out."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from brt.engine.course import Course
from brt.engine.effects import Effect
from brt.language.attachment import wrong
from brt.mail.invite import CANCEL, EVENT, OVER, REQUEST, Invite, span
from brt.mail.recipients import Desk, Recipient, recipients
from brt.mail.render import CannotRender, render, shown, words
from brt.plan import Plan
from brt.records import FAR, LIVE, Action, Letter
from brt.say import _
from brt.settings import midnight, stamp, zone

Draft = tuple[Letter, dict[str, Any]]
"""A letter without its text, and what the text may know of its recipient."""


def compose(desk: Desk, effect: Effect) -> list[Letter]:
    """Write the letters of one effect: one a recipient, one undeliverable for each target that nobody answers to."""
    return [written(desk, letter, contact) for letter, contact in drafts(desk, effect)]


def drafts(desk: Desk, effect: Effect) -> list[Draft]:
    """Return the letters of one effect without their text, each with what the text may know of its recipient."""
    found: list[Draft] = []
    seen: set[str] = set()
    for target in effect.send.to:
        for recipient in recipients(desk, effect, target):
            if recipient.address and recipient.address.casefold() in seen:
                continue
            seen.add(recipient.address.casefold())
            found.append((_draft(desk, effect, ":".join(target), recipient), recipient.contact))
    return found


def _draft(desk: Desk, effect: Effect, target: str, recipient: Recipient) -> Letter:
    action = desk.after.actions.get(effect.number)
    email_type = desk.email_types.get(effect.send.email_type, {})
    audience = email_type.get("audience", "customer")
    values = desk.after.values_of(effect.installation)
    holder = desk.settings.team.get(action.assignee or "") if action else None
    invite = email_type.get("invite")
    fields = shown(desk.prepared, effect.send.email_type, _plan(desk, effect.installation).fields)
    fields |= frozenset((invite or {}).values())
    return Letter(
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
        status=("held" if effect.send.hold else "queued") if recipient.address else "undeliverable",
        reason=recipient.reason,
        subject="",
        body="",
        html=None,
        cause=_cause(desk, effect, recipient.address),
        shows={name: values.get(name) for name in sorted(fields)},
        not_before=_not_before(desk, effect, audience),
        invite=invite,
        attach=tuple(email_type.get("attach", ())),
    )


def _cause(desk: Desk, effect: Effect, address: str) -> dict[str, Any]:
    """Return what the text says of its cause, and will say when it is written again."""
    previous = changed(desk, effect.installation)
    if effect.field and address.casefold() in desk.told:
        previous[effect.field] = desk.told[address.casefold()]
    said = {"reason": effect.reason, "party": effect.party} if effect.reason else {}
    attempt = {"attempt": effect.attempt} if effect.attempt else {}
    return {**said, **attempt, **({"previous": previous} if previous else {})}


def changed(desk: Desk, installation: int) -> dict[str, Any]:
    """Return the values before of what the command changed, by field; no secrets."""
    now, former = desk.after.values_of(installation), desk.before.values_of(installation)
    fields = [field.name for field in _plan(desk, installation).fields.values() if not field.secret]
    return {name: former.get(name) for name in fields if former.get(name) != now.get(name)}


def written(desk: Desk, letter: Letter, contact: Mapping[str, Any]) -> Letter:
    """Return `letter` with its text; one that cannot be written has failed and says why, the command stands."""
    if _is_called_off(desk, letter):
        return _called_off(desk, letter)
    context = _context(desk, letter, contact)
    context["action"] |= {key: letter.cause[key] for key in ("reason", "party", "attempt") if key in letter.cause}
    context["previous"] |= letter.cause.get("previous", {})
    try:
        text = render(desk.prepared, letter.email_type, context, letter.language)
    except CannotRender as error:
        reason = _(error.says).format_map(error.data)
        return letter._replace(status="failed", reason=reason, subject=letter.email_type)
    ready = letter._replace(subject=text.subject, body=text.body, html=text.html)
    ready = ready._replace(invite=_invite(desk, ready))
    unfit = wrong(desk.settings.root, letter.attach)
    return ready._replace(status="failed", reason=_(unfit.says).format_map(unfit.data)) if unfit else ready


# ── invitations ───────────────────────────────────────────────────────────────────────────────────


def _invite(desk: Desk, letter: Letter) -> dict[str, Any] | None:
    """Return what a letter with its text invites to; None without a date, or when its type invites to nothing."""
    if letter.invite is None:
        return None
    date, slot = letter.invite["date"], letter.invite.get("slot")
    values = desk.after.values_of(letter.installation_id)
    if values.get(date) is None:
        return None
    start, end = span(values[date], values.get(slot) if slot else None, zone(desk.settings))
    return Invite(
        date=date,
        slot=slot,
        method=REQUEST,
        uid="",
        sequence=desk.dossier.seq + 1,
        stamp=stamp(desk.moment),
        start=start,
        end=end,
        summary=letter.subject,
        location=desk.dossier.site.get("address") or desk.dossier.site.get("name") or "",
    )._asdict()


def _is_called_off(desk: Desk, letter: Letter) -> bool:
    """Say whether a letter only takes an invitation back: it is not for its recipient, or there is no date any more."""
    if letter.invite is None or letter.event not in (EVENT, OVER):
        return False
    return letter.event == OVER or desk.after.values_of(letter.installation_id).get(letter.invite["date"]) is None


def _called_off(desk: Desk, letter: Letter) -> Letter:
    invite = {**(letter.invite or {}), "method": CANCEL, "sequence": desk.dossier.seq + 1, "stamp": stamp(desk.moment)}
    said = words(desk.prepared, letter.email_type, letter.language)
    data = {"name": letter.recipient_name, "summary": invite["summary"], "company": desk.settings.company.name}
    away = letter.event == OVER and desk.after.installations[letter.installation_id].status in LIVE
    subject, body = (said.given_away, said.given_away_text) if away else (said.called_off, said.called_off_text)
    return letter._replace(
        subject=subject.format_map(data), body=body.format_map(data), html=None, invite=invite, attach=()
    )


def _not_before(desk: Desk, effect: Effect, audience: str) -> str:
    """Return the instant before which the letter stays: its day, and the customers' grace after now."""
    if effect.not_before is None:
        return FAR
    if effect.not_before > desk.day.today:
        return max(earliest(desk, audience), midnight(desk.settings, effect.not_before))
    return earliest(desk, audience)


def earliest(desk: Desk, audience: str) -> str:
    """Return the instant at which an email may leave at the earliest."""
    return stamp(desk.moment + timedelta(minutes=desk.settings.mail.grace if audience == "customer" else 0))


# ── what the text may use ─────────────────────────────────────────────────────────────────────────


def _plan(desk: Desk, installation: int) -> Plan:
    return desk.day.plans[desk.after.installations[installation].plan_id]


def _context(desk: Desk, letter: Letter, contact: Mapping[str, Any]) -> dict[str, Any]:
    plan = _plan(desk, letter.installation_id)
    row = desk.after.installations[letter.installation_id]
    values = desk.after.values_of(row.id)
    now = {field.name: values.get(field.name) for field in plan.fields.values() if not field.secret}
    return {
        **now,
        "previous": dict(now),
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
