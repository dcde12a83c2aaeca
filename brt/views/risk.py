"""Why an installation is at risk, in words."""

from collections.abc import Iterator, Mapping
from shlex import quote
from typing import TYPE_CHECKING, Any

from brt import delay as delays
from brt.say import _
from brt.views import words

if TYPE_CHECKING:
    from brt.engine.course import Day
    from brt.engine.forecast import Forecast
    from brt.engine.state import State


def missed(state: "State", day: "Day", found: "Forecast") -> dict[str, Any] | None:
    """Return as data what would be done too late, for which date, and what leads there; None: nothing would.

    `found` is the forecast of an installation as `state` has it.
    """
    from brt.engine.course import Course

    miss = found.miss
    if miss is None:
        return None
    course, action = Course(state, day), state.actions[miss.number]
    kind, plan = course.type_of(action), course.plan(action.installation_id)
    way = [(step.number, step.done_on if step.due else None) for step in found.way(miss.number)]
    return {
        "number": miss.number,
        "name": kind.name,
        "done_on": miss.done_on,
        "field": miss.field,
        "label": plan.fields[miss.field].label,
        "date": miss.value,
        "limit": miss.limit,
        "due": delays.text(delays.from_json(kind.due)) if kind.due and miss.limit != miss.value else None,
        "way": [{"number": number, "done_on": on} for number, on in way],
    }


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
