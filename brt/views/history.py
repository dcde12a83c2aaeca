"""The history: who did what, when, in sentences."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brt.records import Posted
from brt.say import N_, _
from brt.settings import Settings
from brt.views import emails, words
from brt.views.item import PARTIES, in_words
from brt.views.layout import Block, Cell, Line, Text
from brt.views.output import Column

COLUMNS = (
    Column("at", "At"),
    Column("dossier", "Dossier"),
    Column("actor", "Who"),
    Column("command", "Command"),
    Column("what", "What"),
    Column("number", "No.", "right"),
    Column("name", "Name"),
    Column("day", "Day"),
    Column("member", "Member"),
    Column("party", "Party"),
    Column("value", "Value"),
    Column("text", "Text"),
    Column("customer", "Customer"),
)
INDENT = 4
Entry = Mapping[str, Any]
"""What a command did, as data."""
VALUE = (
    N_("{name}: {was} → {value}"),
    N_("{name}: {value}"),
    N_("{name}: cleared, it was {was}"),
    N_("{name}: cleared"),
)
SAID = {
    "produced": (N_("produced {name} “{text}”"), N_("produced {name}")),
    "phase_opened": (N_("phase “{name}” opens on {day}"), N_("phase “{name}” opens, no date yet")),
    "phase_moved": (N_("phase “{name}” now opens on {day}"), N_("phase “{name}” has no date any more")),
    "phase_completed": (N_("phase “{name}” complete"),),
    "opened": (N_("opened “{name}”, due {day}"), N_("opened “{name}”")),
    "not_applicable": (N_("“{name}” is not applicable"),),
    "skip_asked": (N_("“{name}” will be skipped: {text}"),),
    "done": (N_("“{name}” done on {day}: {text}"), N_("“{name}” done on {day}")),
    "early": (N_("“{name}” done early on {day}: {text}"), N_("“{name}” done early on {day}")),
    "skipped": (N_("“{name}” skipped: {text}"), N_("“{name}” skipped")),
    "reopened": (N_("“{name}” reopened: {text}"), N_("“{name}” reopened")),
    "waits": (N_("“{name}” waits again"),),
    "phase_waits": (N_("phase “{name}” waits again"),),
    "phase_reopened": (N_("phase “{name}” is not complete any more"),),
    "continued": (N_("{name} is at work again"),),
    "rejected": (N_("“{name}” rejected, {party}: {text}"), N_("“{name}” rejected, {party}")),
    "held": (N_("{name} on hold: {text}"), N_("{name} on hold")),
    "resumed": (N_("{name} goes on: {text}"), N_("{name} goes on")),
    "cancelled": (N_("{name} called off: {text}"), N_("{name} called off")),
    "cancelling": (N_("{name} called off: {text}"), N_("{name} called off")),
    "wound_up": (N_("{name} called off, and all that followed from it done"),),
    "blocked": (
        N_("“{name}” blocked until {day}, {party}: {text}"),
        N_("“{name}” blocked, {party}: {text}"),
        N_("“{name}” blocked, {party}"),
    ),
    "unblocked": (N_("“{name}” unblocked"),),
    "moved": (
        N_("“{name}” now due {was} → {day}"),
        N_("“{name}” is now due {day}"),
        N_("“{name}” has no date any more"),
    ),
    "shifted": (
        N_("“{name}” shifted {was} → {day}"),
        N_("“{name}” shifted to {day}"),
    ),
    "assigned": (N_("“{name}” given to {member}"), N_("“{name}” back in the pool")),
    "person": (N_("{name}: {member}"), N_("{name}: nobody")),
    "field": VALUE,
    "field_chosen": VALUE,
    "completed": (N_("{name} complete"),),
    "billed": (N_("{name} billed on {day}"),),
    "ignored": (N_("“{name}”: a trigger came too late"),),
    "noted": (N_("remark on “{name}”: {text}"), N_("remark: {text}")),
    "sent": (N_("{name} sent by hand to {text}"), N_("{name} sent by hand")),
    "explained": (N_("reason (the {party}): {text}"), N_("reason: {text}")),
    "read": (N_("{name} read"),),
    "dossier": (N_("dossier {text}"),),
    "email_retried": (N_("email {name} to leave again: {text}"), N_("email {name} to leave again")),
    "email_released": (N_("email {name} released: {text}"), N_("email {name} released")),
    "email_cancelled": (N_("email {name} called off: {text}"), N_("email {name} called off")),
    "email_armed": (N_("email {name} may leave from here: {text}"), N_("email {name} may leave from here")),
    "email_marked": (N_("email {name} marked as sent: {text}"), N_("email {name} marked as sent")),
}
"""What is said of a fact: the first sentence whose words are all there."""
DOSSIER = {
    "created": N_("created"),
    "edited": N_("edited"),
    "lost": N_("lost"),
    "regained": N_("taken back: it was lost"),
}


def page(
    moments: Sequence[Entry | Posted], settings: Settings, today: str, since: str | None = None, *, of_one: bool = False
) -> Iterator[Block]:
    """Yield what happened: each command, what followed from it, and the emails where they left.

    `since`: the day from which on it is told; `of_one`: all is about one dossier, which is named once.
    """
    title: list[Cell] = [Text(_dossier(moments[0]), "title")] if of_one and moments else []
    if since:
        told = _("since {day}").format(day=words.day(since, today))
        title.append(told if title else words.sentence(told))
    if title:
        yield Line(title)
    last: list[Cell] = []
    for one in moments:
        where: list[Cell] = [Text(emails.instant(_at(one), settings, today), "title")]
        where += [] if of_one else [_dossier(one)]
        if not isinstance(one, Posted):
            yield from _entry(one, where, settings, today)
        else:
            if where != last:
                yield Line(where, between="  ")
            yield Line([_email(one, settings)], indent=INDENT)
        last = where


def _at(one: Entry | Posted) -> str:
    return one.at if isinstance(one, Posted) else str(one["at"])


def _dossier(one: Entry | Posted) -> str:
    ref, customer = (one.ref, one.customer) if isinstance(one, Posted) else (one["dossier"], one["customer"])
    return words.dossier(ref or "", customer or "")


def _entry(entry: Entry, where: Sequence[Cell], settings: Settings, today: str) -> Iterator[Line]:
    """Yield who typed a command, and what followed from it."""
    yield Line([*where, words.member(settings, entry["actor"])], between="  ")
    is_lost = any((fact["what"], fact["text"]) == ("dossier", "lost") for fact in entry["facts"])
    yield from (Line([_sentence(fact, is_lost, settings, today)], indent=INDENT) for fact in entry["facts"])


def _email(posted: Posted, settings: Settings) -> str:
    """Return what became of an email: to whom it went, or was to go, with which subject."""
    shown, why = emails.listed(posted, settings), posted.reason
    how = [why] if why and posted.status == "undeliverable" else [shown["status"], *([why] if why else [])]
    return _("email {number} to {to} ({status}): “{subject}”").format(
        number=posted.number, to=shown["whom"], status=", ".join(how), subject=posted.subject or posted.email_type
    )


def _sentence(fact: Mapping[str, Any], is_lost: bool, settings: Settings, today: str) -> str:
    """Return a fact in words; the remark that comes with a loss is its reason."""
    said = _words(fact, settings, today)
    what = "early" if fact["early"] else fact["what"]
    return words.fitting(SAID.get("explained" if is_lost and what == "noted" else what, ()), said) or str(fact["what"])


def _words(fact: Mapping[str, Any], settings: Settings, today: str) -> dict[str, str]:
    """Return the words of a fact, those that it has."""
    found = {key: str(fact[key]) for key in ("name", "text") if fact[key] is not None}
    if fact["what"] == "person":
        found["name"] = words.role(settings, fact["name"])
    if fact["what"] == "dossier":
        found["text"] = _(DOSSIER.get(fact["text"], fact["text"]))
    if fact["day"]:
        found["day"] = words.day(fact["day"], today)
    if fact["member"]:
        found["member"] = words.member(settings, fact["member"])
    if fact["party"]:
        found["party"] = _(PARTIES[fact["party"]])
    if fact["was"] is not None:
        found["was"] = in_words(fact["kind"] or "date", fact["was"], today)
    if fact["value"] is not None:
        found["value"] = in_words(fact["kind"], fact["value"], today)
    return found
