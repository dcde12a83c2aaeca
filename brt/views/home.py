"""A member's day on one screen: how much there is, what others did, the most urgent, and what to type."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from brt.say import N_, _, ngettext
from brt.settings import Settings, zone
from brt.views import words
from brt.views.chars import cut
from brt.views.item import PARTIES
from brt.views.layout import Block, Cell, Column, Fit, Table, Text

DID = {
    "done": (N_("did {things}"),),
    "skip": (N_("skipped {things}"),),
    "block": (N_("blocked {things} ({party})"),),
    "unblock": (N_("unblocked {things}"),),
    "reopen": (N_("reopened {things}"),),
    "reject": (N_("rejected {things}"),),
    "hold": (N_("put it on hold"),),
    "resume": (N_("resumed it"),),
    "cancel": (N_("called it off"),),
    "shift": (N_("shifted {things} to {day}"),),
    "take": (N_("took {things} on"),),
    "assign": (N_("gave {things} to {member}"),),
    "set": (N_("set {things} to {day}"), N_("changed {things}")),
    "note": (N_("remarked {remark}"), N_("left a remark")),
    "produce": (N_("put it in production"),),
    "bill": (N_("billed it"),),
    "dossier add": (N_("added it"),),
    "dossier assign": (N_("gave {roles}"),),
    "dossier contact": (N_("changed its contacts"),),
    "dossier edit": (N_("edited it"),),
    "dossier import": (N_("imported it"),),
    "dossier lose": (N_("marked it as lost"),),
    "email send": (N_("sent an email by hand"),),
    "email retry": (N_("let an email leave again"),),
    "email release": (N_("released an email"),),
    "email cancel": (N_("called an email off"),),
    "email mark-sent": (N_("marked an email as sent"),),
    "email arm": (N_("let emails leave from this computer"),),
}
"""What a command did, by its name: the first sentence whose words are all there. Others are named as they are typed."""

SHOWN, FEW = 5, 3
"""So many dossiers on which something changed are shown; where there is little room, so few."""
SHORT = 60
"""So many columns of a remark are shown."""

ROW = (Column("dossier", "Dossier", shrink=2), Column("at", "At"), Column("did", "Did", shrink=1, line=2))


def changes(found: Sequence[Any], since: str | None, settings: Settings, today: str) -> Iterator[Block]:
    """Yield what others did since the instant `since`, the newest first; nothing when they did nothing."""
    if found and since is not None:
        rows = [
            (words.dossier(one.ref, one.customer), _when(one.at, settings, today), _did(one, settings, today))
            for one in found[:SHOWN]
        ]
        title = Text(_("News since {day}").format(day=_when(since, settings, today)).upper(), "title")
        yield Fit(*([title, *_news(rows[:count], len(found))] for count in (SHOWN, FEW)))


def _news(rows: Sequence[Sequence[Cell]], count: int) -> Iterator[Block]:
    """Yield what happened on some dossiers of `count`, and where the rest is."""
    yield Table(ROW, rows, titles=False, indent=1)
    more = count - len(rows)
    if more:
        sentence = ngettext(" and on {n} other dossier (brt history)", " and on {n} other dossiers (brt history)", more)
        yield sentence.format(n=more)


def _when(at: str, settings: Settings, today: str) -> str:
    moment = datetime.fromisoformat(at).astimezone(zone(settings))
    day = moment.date().isoformat()
    return f"{moment:%H:%M}" if day == today else f"{words.day(day, today)} {moment:%H:%M}"


def _did(one: Any, settings: Settings, today: str) -> Text:
    """Return what was done last on a dossier, and how much before that; whole: whom and when stand at the end."""
    did = words.fitting((*DID.get(one.command, ()), N_("typed {command}")), _words(one, settings, today))
    more = ngettext(", and {n} other change", ", and {n} other changes", one.more).format(n=one.more)
    return Text(f"{words.member(settings, one.actor)} {did}{more if one.more else ''}", whole=True)


def _words(one: Any, settings: Settings, today: str) -> dict[str, str]:
    """Return the words of a change, those that it has."""
    roles = (
        _("the role {role} to {who}").format(
            role=words.role(settings, role), who=words.member(settings, who) if who else _("nobody")
        )
        for role, who in one.roles
    )
    found = {
        "command": f"brt {one.command}",
        "things": words.join(map(words.quoted, one.things)),
        "remark": words.quoted(cut(" ".join(one.remark.split()), SHORT)) if one.remark else "",
        "member": words.member(settings, one.member) if one.member else "",
        "day": words.day(one.day, today) if one.day else "",
        "party": _(PARTIES[one.party]) if one.party else "",
        "roles": words.join(roles),
    }
    return {name: text for name, text in found.items() if text}


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
