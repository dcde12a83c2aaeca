"""Producing: an installation type goes to work on a dossier."""

from brt import facts
from brt.engine import dates, people
from brt.engine.commands import Produce, SetPerson
from brt.engine.course import Course
from brt.errors import Refused
from brt.say import N_


class AlreadyRunning(Refused):
    """The type is at work on the dossier."""

    says = N_("{type} is already at work on {dossier}, produced on {day}.")
    hint = N_('For a second one: brt produce {dossier} --type {type} --again --label "Lot 2"')


class SameLabel(Refused):
    """Two runs of one type need different names."""

    says = N_("{dossier} already has a {type} called “{label}”.")
    hint = N_("Give another --label.")


def produce(course: Course, command: Produce) -> None:
    """Begin an installation: the people, every action, and the fields given, before anything is triggered.

    Raises AlreadyRunning or SameLabel.
    """
    plan = course.day.plans[command.plan]
    for row in course.state.installations.values():
        if row.type != plan.type:
            continue
        if row.label == command.label and (command.again or row.ended_on):
            raise SameLabel(type=plan.type, dossier=row, label=row.label)
        if row.ended_on is None and not command.again:
            raise AlreadyRunning(type=plan.type, dossier=row, day=row.produced_on)
    for role, member in command.people:
        people.person(course, SetPerson(role, member))
    course.record(
        facts.Produced(
            installation=command.installation,
            type=plan.type,
            label=command.label,
            plan=command.plan,
            on=course.day.today,
            customer_kind=command.customer_kind,
            revision=command.revision,
            phases=tuple(plan.phases),
            actions=tuple((command.first_number + i, key) for i, key in enumerate(plan.actions)),
        )
    )
    dates.set_fields(course, command.installation, command.values)
