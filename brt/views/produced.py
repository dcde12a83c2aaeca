"""What a production would give: people, actions with their dates, and the emails that would leave at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brt.engine.course import Course, Day
from brt.engine.decide import Decision
from brt.engine.forecast import forecast
from brt.records import FAR, Dossier, Letter
from brt.say import N_, _
from brt.settings import Settings
from brt.views import emails, risk, words
from brt.views.changes import Dates, regained, warned
from brt.views.item import awaits, field_item, reference
from brt.views.layout import Block, Cell, Line, Table, Text
from brt.views.output import Column
from brt.views.show import expected

COLUMNS = (
    Column("dossier", "Dossier"),
    Column("phase", "Phase"),
    Column("action", "Id"),
    Column("name", "Action"),
    Column("role", "Role"),
    Column("assignee", "Who"),
    Column("available_on", "From"),
    Column("due", "Due"),
)


SHOWN = (
    Column("name", N_("Action"), shrink=2),
    Column("assignee", N_("Who"), line=2),
    Column("due", N_("Due"), shrink=1, line=2),
)


def dry(
    dossier: Dossier,
    decision: Decision,
    day: Day,
    letters: Sequence[Letter],
    typed: Dates = (),
    lost: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a production as data; the dates are those of a forecast in which every action is done on its day.

    `lost`: how the dossier was lost (since, by, reason), which the production takes back.
    """
    (installation,) = set(decision.after.installations) - set(decision.before.installations)
    row = decision.after.installations[installation]
    plan = day.plans[row.plan_id]
    course = Course(decision.after, day)
    ahead = forecast(decision.after, installation, day)
    steps = {step.number: step for step in ahead.steps}
    actions = []
    for action in decision.after.actions_of(installation).values():
        kind = plan.actions[action.key]
        step = steps.get(action.number)
        actions.append(
            {
                "phase": kind.phase,
                "action": action.key,
                "name": kind.name,
                "role": kind.role,
                "assignee": action.assignee or course.holder(kind.role),
                "available_on": step.available_on if step else None,
                "due": step.due if step else None,
                "applicable": step is not None,
                "waits_for_field": field_item(step.awaits) if step else None,
            }
        )
    keys = {number: action.key for number, action in decision.after.actions.items()}
    where = (dossier.ref, row.type, row.label, len(decision.after.installations))
    return {
        "dossier": dossier.ref,
        "customer": dossier.customer,
        "installation_type": row.type,
        "label": row.label or None,
        "people": {role: person.member for role, person in decision.after.people.items()},
        "expected_end": ahead.expected_end,
        "end_waits_for_field": field_item(ahead.awaits),
        "earliest_end": ahead.earliest_end,
        "risk": risk.missed(decision.after, day, ahead),
        "warnings": list(warned(dossier, decision, day, typed)),
        "regained": regained(dossier, lost),
        "phases": [{"id": phase.id, "name": phase.name} for phase in plan.phases.values()],
        "actions": actions,
        "emails": [
            {
                **emails.previewed(one, dossier.ref, reference(*where, keys[one.action]) if one.action else None),
                "not_before": None if one.not_before == FAR else one.not_before,
            }
            for one in letters
        ],
    }


def page(data: Mapping[str, Any], settings: Settings, today: str) -> Iterator[Block]:
    """Yield a production in words: whose it is, its actions with their dates, the expected end, and the emails."""
    type_ = words.installation(data["installation_type"], data["label"])
    yield Line([Text(words.dossier(data["dossier"], data["customer"]), "title"), type_])
    people = [
        _("{role}: {who}").format(role=words.role(settings, role), who=words.member(settings, who))
        for role, who in data["people"].items()
    ]
    yield Line(people or [_("Nobody holds a role on this dossier.")])
    yield ""
    yield Table(SHOWN, list(_rows(data, settings, today)), indent=1)
    yield ""
    yield words.sentence(expected(data, today))
    yield from risk.lines(data, today)
    if not data["emails"]:
        yield _("No email leaves with this production.")
    for email in data["emails"]:
        yield ""
        yield from _email(email, settings, today)


def _rows(data: Mapping[str, Any], settings: Settings, today: str) -> Iterator[Sequence[Cell] | Line]:
    """Yield the actions under the names of their phases."""
    for phase in data["phases"]:
        actions = [one for one in data["actions"] if one["phase"] == phase["id"]]
        if actions:
            yield Line([Text(phase["name"], "title")])
        for one in actions:
            yield [one["name"], words.member(settings, one["assignee"]), _due(one, today)]


def _due(action: Mapping[str, Any], today: str) -> str:
    if action["due"]:
        return words.day(action["due"], today)
    return awaits(action["waits_for_field"]) if action["applicable"] else _("not applicable")


def _email(email: Mapping[str, Any], settings: Settings, today: str) -> Iterator[Block]:
    """Yield an email: its type, what becomes of it unless it leaves today, to whom, the subject, the text."""
    state = [] if email["status"] == "queued" else [emails.status(email["status"], settings)]
    day = email["not_before"] and emails.local_day(email["not_before"], settings)
    if day and day > today:
        state.append(_("not before {moment}").format(moment=words.day(day, today)))
    yield Line([f"✉ {email['email_type']}", *state])
    yield from (f"  {line}".rstrip() for line in emails.preview(email, settings))
