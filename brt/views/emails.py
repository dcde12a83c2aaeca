"""Emails: the outbox as a list, one of them in full, and those that are only looked at."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from brt.records import FAR, Letter, Posted
from brt.say import N_, _
from brt.settings import Settings, zone
from brt.views import words
from brt.views.item import in_words, reference
from brt.views.layout import Text
from brt.views.output import Column

PROBLEMS = ("undeliverable", "failed", "uncertain")
"""What waits for a person."""
ENDED = ("sent", "cancelled", *PROBLEMS)
"""What is over, or will not go on by itself."""

STATUS = {
    "queued": N_("waiting to leave"),
    "held": N_("held back"),
    "claimed": N_("leaving"),
    "sending": N_("leaving"),
    "sent": N_("sent"),
    "retry": N_("to be tried again"),
    "failed": N_("failed"),
    "uncertain": N_("uncertain"),
    "undeliverable": N_("reaches nobody"),
    "cancelled": N_("called off"),
}

RULE = "─" * 40


def status(name: str, settings: Settings) -> str:
    """Return the status of an email in words: what lies in a folder was sent to nobody."""
    return _("filed") if name == "sent" and settings.mail.folder is not None else _(STATUS[name])


COLUMNS = (
    Column("number", N_("No."), "right", line=0),
    Column("dossier", N_("Dossier")),
    Column("action", N_("Action")),
    Column("email_type", N_("Email"), shrink=2),
    Column("to", N_("To"), shrink=3, line=2),
    Column("subject", N_("Subject"), shrink=1, line=2),
    Column("status", N_("Status")),
    Column("queued_at", N_("Queued")),
    Column("sent_at", N_("Sent")),
    Column("attempts", N_("Attempts"), "right"),
    Column("next_attempt_at", N_("Next attempt")),
    Column("reason", N_("Reason"), shrink=1, line=2),
)
"""Everything, for programs."""

NUMBER, DOSSIER, _ACTION, EMAIL, TO, _SUBJECT, STATE, *_MORE, REASON = COLUMNS
SHOWN = (
    NUMBER,
    Column("when", N_("When")),
    DOSSIER._replace(show=words.short_ref),
    Column("whom", N_("To"), line=2),
    EMAIL._replace(shrink=1, line=3),
    STATE,
)
"""For people: when it left, leaves or was to leave, and to whom, which no width shortens."""
SUPERSEDED = Column("superseded", N_("Since then"))
WITH_CHANGES = (NUMBER, DOSSIER, EMAIL, TO, Column("since", N_("Since then")))
WITH_REASON = (NUMBER, *SHOWN[2:], REASON)
IN_TROUBLE = (
    NUMBER,
    Column("dossier", N_("Dossier"), shrink=1, least=20),
    Column("email_type", N_("Email"), shrink=2, least=16, line=2),
    Column("reason", N_("Reason"), show=lambda said: Text(said, whole=True), shrink=3, line=3),
)
"""Problems, for people: the reason has the room."""

PREVIEWED = (
    Column("email_type", "Email"),
    Column("dossier", "Dossier"),
    Column("target", "Target"),
    Column("to", "To"),
    Column("status", "Status"),
    Column("reason", "Reason"),
    Column("subject", "Subject"),
    Column("body", "Text"),
)


def where(folder: str) -> str:
    """Return where emails go that do not leave over the network."""
    return _("Emails go into {folder}/ (no mail server is set): brt.toml, [mail]").format(folder=folder.rstrip("/"))


def row(posted: Posted) -> dict[str, Any]:
    """Return a row of the outbox with the keys of the published JSON."""
    of = posted
    waits = of.status in ("queued", "retry") and of.next_at != FAR
    return {
        "number": of.number,
        "dossier": of.ref,
        "action": reference(of.ref, of.type, of.label, of.siblings, of.key) if of.ref and of.key else None,
        "email_type": of.email_type,
        "to": of.recipient,
        "subject": of.subject,
        "status": of.status,
        "queued_at": of.queued_at,
        "sent_at": of.sent_at,
        "attempts": of.attempts,
        "next_attempt_at": of.next_at if waits else None,
        "reason": of.reason,
    }


def listed(posted: Posted, settings: Settings, today: str | None = None) -> dict[str, Any]:
    """Return a row for people: its status in words; where nobody has an address, whom it was for; when it left."""
    to = posted.recipient or posted.recipient_name or words.recipient(settings, posted.target)
    leaves = posted.next_at if posted.status in ("queued", "retry") and posted.next_at != FAR else None
    return {
        **row(posted),
        "to": to,
        "whom": posted.recipient_name or to,
        "status": status(posted.status, settings),
        "when": instant(posted.sent_at or leaves or posted.queued_at, settings, today),
    }


def problem(posted: Posted, settings: Settings, today: str | None = None) -> dict[str, Any]:
    """Return a row of IN_TROUBLE: what reaches nobody says so by its reason, the rest its status and whom it is for."""
    shown, dossier = listed(posted, settings, today), ""
    if posted.ref and posted.customer:
        dossier = words.dossier(posted.ref, posted.customer)
    how = [] if posted.status == "undeliverable" and posted.reason else [shown["status"], shown["to"]]
    reason = " · ".join(part for part in (*how, posted.reason) if part)
    return {**shown, "dossier": dossier, "reason": reason}


def since(changed: Sequence[Mapping[str, Any]], today: str) -> str:
    """Return what has changed since an email announced it, and which other email said so."""
    return " · ".join(_since(one, today) for one in changed)


def _since(one: Mapping[str, Any], today: str) -> str:
    told, now = (
        words.NOBODY if one[key] is None else in_words(one["kind"], one[key], today) for key in ("told", "now")
    )
    data = {"label": one["label"], "told": told, "now": now, "number": one["corrected_by"]}
    says = N_("{label}: {told} → {now}, said by email {number}") if data["number"] else N_("{label}: {told} → {now}")
    return _(says).format_map(data)


def whole(
    posted: Posted, body: str, html: str | None, invite: dict[str, Any] | None, attach: Sequence[str]
) -> dict[str, Any]:
    """Return an email with its text and what goes with it."""
    more = {"body": body, "html": html, "invite": invite, "attach": list(attach)}
    return {**row(posted), "to_name": posted.recipient_name, "target": posted.target, **more}


def lines(data: Mapping[str, Any], settings: Settings) -> Iterator[str]:
    """Yield an email: its headers, then its text."""
    if settings.mail.sender:
        yield _("From: {address}").format(address=settings.mail.sender)
    yield _("To: {address}").format(address=_address(data, settings))
    yield _("Subject: {subject}").format(subject=data["subject"])
    yield _("Email: {number}, {email_type}").format(number=data["number"], email_type=data["email_type"])
    if data["dossier"]:
        yield _("Dossier: {dossier}").format(dossier=data["action"] or data["dossier"])
    yield _("Queued: {moment}").format(moment=instant(data["queued_at"], settings))
    yield _("Status: {status}").format(status=", ".join(_state(data, settings)))
    if data["reason"]:
        yield _("Reason: {reason}").format(reason=data["reason"])
    yield from _beside(data, settings)
    yield ""
    yield from data["body"].splitlines()


def _beside(data: Mapping[str, Any], settings: Settings) -> Iterator[str]:
    """Yield what goes with an email."""
    if data["invite"]:
        invite = data["invite"]
        days = "T" not in invite["start"]
        when = words.day(invite["start"]) if days else instant(invite["start"], settings)
        cancelled = invite["method"] == "CANCEL"
        yield (_("Invitation taken back: {when}") if cancelled else _("Invitation: {when}")).format(when=when)
    if data["attach"]:
        yield _("With: {files}").format(files=", ".join(data["attach"]))


def _state(data: Mapping[str, Any], settings: Settings) -> Iterator[str]:
    yield status(data["status"], settings)
    if data["status"] == "sent" and settings.mail.folder is not None:
        yield _("in {folder}/").format(folder=settings.mail.folder.rstrip("/"))
    if data["sent_at"]:
        yield instant(data["sent_at"], settings)
    if data["next_attempt_at"]:
        yield _("not before {moment}").format(moment=instant(data["next_attempt_at"], settings))


def instant(moment: str, settings: Settings, today: str | None = None) -> str:
    """Return an instant in the workspace's time zone: "lun. 30/11/2026 09:00", without the year of `today`."""
    local = datetime.fromisoformat(moment).astimezone(zone(settings))
    return f"{words.day(local.date().isoformat(), today)} {local:%H:%M}"


def local_day(moment: str, settings: Settings) -> str:
    """Return the day of an instant in the workspace's time zone, as ISO."""
    return datetime.fromisoformat(moment).astimezone(zone(settings)).date().isoformat()


def time(moment: str, settings: Settings) -> str:
    """Return the time of an instant in the workspace's time zone: "09:00"."""
    return f"{datetime.fromisoformat(moment).astimezone(zone(settings)):%H:%M}"


def _address(data: Mapping[str, Any], settings: Settings) -> str:
    if not data["to"]:
        return _("nobody ({target})").format(target=data["to_name"] or words.recipient(settings, data["target"]))
    return f"{data['to_name']} <{data['to']}>" if data["to_name"] else str(data["to"])


# ── looked at before they exist ───────────────────────────────────────────────────────────────────


def previewed(letter: Letter, dossier: str, action: str | None) -> dict[str, Any]:
    """Return a letter that was only looked at; `status` is what would become of it."""
    return {
        "email_type": letter.email_type,
        "dossier": dossier,
        "action": action,
        "target": letter.target,
        "to": letter.recipient,
        "to_name": letter.recipient_name,
        "language": letter.language,
        "status": letter.status,
        "reason": letter.reason,
        "subject": letter.subject,
        "body": letter.body,
        "html": letter.html,
        "invite": letter.invite,
        "attach": list(letter.attach),
    }


def whom(letters: Iterable[Letter]) -> str:
    """Return whom letters would reach, in a sentence."""
    return words.join(letter.recipient_name or letter.recipient for letter in letters if letter.recipient)


def was_to_leave(posted: Posted, settings: Settings, today: str) -> str:
    """Return what an email is about, and when it was to leave."""
    of = words.dossier(posted.ref, posted.customer or "") if posted.ref else posted.email_type
    data = {"number": posted.number, "dossier": of, "moment": instant(posted.at, settings, today)}
    return _("Email {number}, {dossier}: it was to leave {moment}.").format_map(data)


def previews(rows: Sequence[Mapping[str, Any]], settings: Settings) -> Iterator[str]:
    """Yield previewed emails, with a rule between them."""
    for count, row in enumerate(rows):
        if count:
            yield RULE
        yield from preview(row, settings)


def preview(data: Mapping[str, Any], settings: Settings, *, text: bool = True) -> Iterator[str]:
    """Yield a previewed email: to whom, the subject, the text; why, when it cannot be written or reaches nobody."""
    yield _("To: {address}").format(address=_address(data, settings))
    if data["reason"]:
        yield _("Reason: {reason}").format(reason=data["reason"])
    if data["status"] in ("failed", "cancelled"):
        return
    yield _("Subject: {subject}").format(subject=data["subject"])
    yield from _beside(data, settings)
    if text:
        yield from ("", *data["body"].splitlines())
