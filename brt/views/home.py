"""A member's day on one screen: how much there is, what others did, the most urgent, and what to type."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from brt.say import N_, _, ngettext
from brt.settings import Settings, zone
from brt.views import words
from brt.views.chars import cut
from brt.views.layout import Block, Column, Table, Text

DID = {
    "done": N_("did {things}"),
    "skip": N_("skipped {things}"),
    "block": N_("blocked {things}"),
    "unblock": N_("unblocked {things}"),
    "reopen": N_("reopened {things}"),
    "reject": N_("rejected {things}"),
    "hold": N_("put it on hold"),
    "resume": N_("resumed it"),
    "cancel": N_("called it off"),
    "shift": N_("shifted {things}"),
    "take": N_("took {things}"),
    "assign": N_("assigned {things}"),
    "set": N_("changed {things}"),
    "note": N_("remarked {things}"),
    "produce": N_("put it in production"),
    "bill": N_("billed it"),
    "dossier assign": N_("gave out its roles"),
    "dossier import": N_("imported it"),
}
"""What a command did, by its name; the others are named as they are typed."""

SHOWN = 5
"""So many dossiers on which something changed are shown."""
SHORT = 60
"""So many columns of a remark are shown."""

ROW = (Column("dossier", "Dossier", shrink=2), Column("did", "Did", shrink=1, line=2), Column("at", "At"))


def changes(found: Sequence[Any], since: str | None, settings: Settings, today: str) -> Iterator[Block]:
    """Yield what others did since the instant `since`, the newest first; nothing when they did nothing."""
    if not found or since is None:
        return
    yield Text(_("Since {day}").format(day=_when(since, settings, today)).upper(), "title")
    rows = [
        (words.dossier(one.ref, one.customer), _did(one, settings), _when(one.at, settings, today))
        for one in found[:SHOWN]
    ]
    yield Table(ROW, rows, titles=False, indent=1)
    if len(found) > SHOWN:
        more = len(found) - SHOWN
        sentence = ngettext(" and on {n} other dossier (brt history)", " and on {n} other dossiers (brt history)", more)
        yield sentence.format(n=more)


def _when(at: str, settings: Settings, today: str) -> str:
    moment = datetime.fromisoformat(at).astimezone(zone(settings))
    day = moment.date().isoformat()
    return f"{moment:%H:%M}" if day == today else f"{words.day(day, today)} {moment:%H:%M}"


def _did(one: Any, settings: Settings) -> Text:
    """Return what was done last on a dossier, and how much before that."""
    said = DID.get(one.command)
    things = words.join(words.quoted(thing) for thing in one.things)
    if one.command == "note":
        things = words.quoted(cut(" ".join(one.remark.split()), SHORT)) if one.remark else ""
    did = f"brt {one.command}" if said is None else _(said).format(things=things)
    before = ngettext(" · {n} earlier", " · {n} earlier", one.more).format(n=one.more) if one.more else ""
    return Text(f"{words.member(settings, one.actor)} {did}".rstrip(), tail=before)


def rest(more: int, command: str) -> Iterator[str]:
    """Yield how many are not shown, and the command that shows them."""
    if more > 0:
        yield ngettext("{n} more: {command}", "{n} more: {command}", more).format(n=more, command=command)


def to_type(words_: Sequence[str]) -> Iterator[str]:
    """Yield the command to type."""
    yield _("To type: {command}").format(command=" ".join(words_))


def closing(one: Mapping[str, Any]) -> list[str]:
    """Return the command that takes an action further: closes it, asking for what it asks for, or unblocks it."""
    return ["brt", "unblock" if one["blocked"] else "done", str(one["number"])]


def outside() -> Iterator[str]:
    """Yield the three lines for whoever is in no workspace."""
    yield _("brt: installation types for telecom resellers. Who does what, when, and which email leaves.")
    yield _("No workspace here. To make one: brt init my-company; to name one: brt -C DIR, or BRT_WORKSPACE=DIR")
    yield _("Help: brt --help, brt help todo")
