"""What stopped, in words: since when, who said so, and why."""

from collections.abc import Mapping
from typing import Any

from brt.say import N_, _
from brt.settings import Settings
from brt.views import words

ALREADY = {
    "on_hold": N_("{name} is on hold already, since {day} ({member})"),
    "cancelling": N_("{name} is being cancelled already, since {day} ({member})"),
    "cancelled": N_("{name} was cancelled already, on {day} ({member})"),
    "lost": N_("{name} is lost already, since {day} ({member})"),
    "skipped": N_("{name} was skipped already, on {day} ({member})"),
    "waiting": N_("{name} is to be skipped already, since {day} ({member})"),
}
"""What is said of what had stopped, or was skipped, before."""


def since(stop: Mapping[str, Any], settings: Settings, today: str) -> str:
    """Return how something stopped (`stop`: since, by, reason), beside what says that it did."""
    return _with_reason(_("since {day} ({member})"), stop, settings, today)


def resting(name: str, stop: Mapping[str, Any], settings: Settings, today: str) -> str:
    """Return since when `name` is on hold, and why."""
    return _with_reason(_("{name} is on hold since {day} ({member})"), stop, settings, today, name=name)


def lost(stop: Mapping[str, Any], settings: Settings, today: str) -> str:
    """Return since when a dossier is lost, and why."""
    return _with_reason(_("Lost since {day} ({member})"), stop, settings, today)


def regained(stop: Mapping[str, Any], settings: Settings, today: str) -> str:
    """Return since when the dossier of `stop` was lost, and why, now that it is produced; a line each."""
    said = _with_reason(_("{name}, mind: lost since {day} ({member})"), stop, settings, today, name=stop["dossier"])
    return "\n".join([said, _("Producing it takes that back.")])


def already(name: str, status: str, stop: Mapping[str, Any], settings: Settings, today: str) -> str:
    """Return that `name` had stopped before, and how."""
    return _with_reason(_(ALREADY[status]), stop, settings, today, name=name)


def _with_reason(sentence: str, stop: Mapping[str, Any], settings: Settings, today: str, **more: str) -> str:
    day, who = words.day(stop["since"], today), words.member(settings, stop["by"])
    said = sentence.format(day=day, member=who, **more)
    why = stop["reason"] and " ".join(stop["reason"].split())
    return _("{said}: {reason}").format(said=said, reason=why) if why else said
