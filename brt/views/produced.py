"""What a production would give: people, actions with their dates, and the emails that would leave at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brt.engine import dates
from brt.engine.course import Course, Day
from brt.engine.decide import Decision
from brt.engine.forecast import forecast
from brt.records import Dossier, Letter
from brt.say import N_, _
from brt.settings import Settings
from brt.views import words
from brt.views.changes import Dates, warned
from brt.views.emails import STATUS
from brt.views.item import awaits, field_item
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
    Column("phase", N_("Phase"), shrink=2, line=2),
    Column("name", N_("Action"), shrink=3),
    Column("assignee", N_("Who"), line=2),
    Column("due", N_("Due"), shrink=1, line=2),
)


def dry(dossier: Dossier, decision: Decision, day: Day, letters: Sequence[Letter], typed: Dates = ()) -> dict[str, Any]:
    """Return a production as data; the dates are those of a forecast in which every action is done on its day."""
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
                "waits_for_field": field_item(dates.awaited(plan, action.key)) if step and not step.due else None,
            }
        )
    return {
        "dossier": dossier.ref,
        "customer": dossier.customer,
        "installation_type": row.type,
        "label": row.label or None,
        "people": {role: person.member for role, person in decision.after.people.items()},
        "expected_end": ahead.expected_end,
        "end_waits_for_field": field_item(ahead.awaits),
        "warnings": list(warned(dossier, decision, day, typed)),
        "actions": actions,
        "emails": [
            {
                "email_type": letter.email_type,
                "to": letter.recipient,
                "status": letter.status,
                "subject": letter.subject,
                "body": letter.body,
            }
            for letter in letters
        ],
    }


def page(data: Mapping[str, Any], settings: Settings, today: str) -> Iterator[Block]:
    """Yield a production in words: whose it is, its actions with their dates, the emails, and the expected end."""
    yield Line([Text(words.dossier(data["dossier"], data["customer"]), "title"), data["installation_type"]])
    people = [
        _("{role}: {who}").format(role=words.role(settings, role), who=words.member(settings, who))
        for role, who in data["people"].items()
    ]
    yield Line(people or [_("Nobody holds a role on this dossier.")])
    yield ""
    yield Table(SHOWN, [_cells(action, settings, today) for action in data["actions"]])
    yield ""
    yield words.sentence(expected(data, today))
    for email in data["emails"]:
        yield ""
        yield f"✉ {email['email_type']} → {email['to'] or _(STATUS['undeliverable'])}"
        yield f"  {email['subject']}"
        yield from (f"  {line}".rstrip() for line in email["body"].splitlines())


def _cells(action: Mapping[str, Any], settings: Settings, today: str) -> list[Cell]:
    return [action["phase"], action["name"], words.member(settings, action["assignee"]), _due(action, today)]


def _due(action: Mapping[str, Any], today: str) -> str:
    if action["due"]:
        return words.day(action["due"], today)
    return awaits(action["waits_for_field"]) if action["applicable"] else _("not applicable")
