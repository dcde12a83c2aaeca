"""Why an installation is at risk, in words."""

from collections.abc import Iterator, Mapping
from shlex import quote
from typing import Any

from brt.say import _
from brt.views import words


def said(risk: Mapping[str, Any], today: str) -> str:
    """Return what would be done too late, in a sentence: after which date of which field."""
    day, limit = words.day(risk["done_on"], today), words.day(risk["limit"], today)
    label = words.inside(risk["label"])
    of = words.delay(risk["due"], label) if risk["due"] else label
    sentence = _("{action} would be done on {day} only, after {limit} ({of})")
    return sentence.format(action=words.quoted(risk["name"]), day=day, limit=limit, of=of)


def lines(one: Mapping[str, Any], today: str) -> Iterator[str]:
    """Yield why an installation, or that of an action, is at risk, if it is."""
    if one["risk"]:
        yield _("At risk: {reason}.").format(reason=said(one["risk"], today))


def other_date(risk: Mapping[str, Any], ref: str) -> str:
    """Return what to type when the date itself can move; `ref`: what an action of the installation is called by."""
    dossier, _slash, name = ref.rpartition("/")[0].partition("/")
    short = "/".join(part for part in (words.short_ref(dossier), name) if part)
    return _("Or another date: brt set {dossier} {field}=DATE").format(dossier=quote(short), field=risk["field"])
