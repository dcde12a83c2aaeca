"""Producing: an installation type goes to work on a dossier."""

from itertools import count

from brt import facts
from brt.engine import dates, people
from brt.engine.commands import Produce, SetPerson
from brt.engine.course import Course
from brt.errors import Refused
from brt.say import N_


class AlreadyRunning(Refused):
    """The type is at work on the dossier."""

    says = N_("{type} is already at work on {on}, produced on {day}.")
    hint = N_('For another one: brt produce {on} --type {type} --again --label "{free}"')


class SameLabel(Refused):
    """Every installation of a dossier needs a name of its own: its label, else its type."""

    says = N_("{on} already has an installation called “{name}”.")
    hint = N_('Give this one another name: brt produce {on} --type {type} --again --label "{free}"')


def produce(course: Course, command: Produce) -> None:
    """Begin an installation: the people, every action, and the fields given, before anything is triggered.

    One whose name is taken by another of its type that is over gets a label. Raises AlreadyRunning or SameLabel.
    """
    plan = course.day.plans[command.plan].regular
    for row in course.state.installations.values():
        if row.type == plan.type and row.ended_on is None and not command.again:
            raise AlreadyRunning(type=plan.type, on=row, day=row.produced_on, free=_free(course))
    label = _label(course, plan.type, command.label)
    if course.state.status() == "lost":
        course.record(facts.DossierChanged("regained"))
    for role, member in command.people:
        people.person(course, SetPerson(role, member))
    course.record(
        facts.Produced(
            installation=command.installation,
            type=plan.type,
            label=label,
            plan=command.plan,
            on=course.day.today,
            customer_kind=command.customer_kind,
            revision=command.revision,
            phases=tuple(plan.phases),
            actions=tuple((command.first_number + i, key) for i, key in enumerate(plan.actions)),
        )
    )
    dates.set_fields(course, command.installation, command.values)


def _label(course: Course, type_: str, label: str) -> str:
    """Return the label to be had: the one typed, else one where another of the type, now over, has its name.

    Raises SameLabel.
    """
    name = (label or type_).casefold()
    for row in course.state.installations.values():
        names = {row.label.casefold(), row.type.casefold()} if label else {(row.label or row.type).casefold()}
        if name in names and (label or row.type != type_ or row.ended_on is None):
            raise SameLabel(type=type_, on=row, name=label or type_, free=_free(course))
        if name in names:
            return _free(course)
    return label


def _free(course: Course) -> str:
    """Return a label that no installation of the dossier has: "Lot 2", or the next."""
    taken = {row.label.casefold() for row in course.state.installations.values()}
    return next(name for name in (f"Lot {number}" for number in count(2)) if name.casefold() not in taken)
