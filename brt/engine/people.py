"""Who has what: roles bind when an action is triggered, and follow the holder while it is open."""

from brt import facts
from brt.engine.close import ENDED, Ended
from brt.engine.commands import Assign, SetPerson
from brt.engine.course import Course
from brt.records import OPEN


def person(course: Course, command: SetPerson) -> None:
    """Give a role on the dossier to a member or to nobody; its open actions follow, but those given by hand."""
    held = course.state.people.get(command.role)
    if (held and held.member) == command.member:
        return
    course.record(facts.PersonSet(command.role, command.member))
    for action in list(course.state.actions.values()):
        if action.status != OPEN or action.assigned != "role":
            continue
        holder = course.holder(course.type_of(action).role)
        if holder != action.assignee:
            course.record(facts.Assigned(action.number, holder, "role"))


def assign(course: Course, command: Assign) -> None:
    """Give an action to a member by hand; it stays with that member whoever gets the role. Raises Ended."""
    action = course.state.actions[command.number]
    if action.status in (*ENDED, "done"):
        raise Ended.of(action)
    if (action.assignee, action.assigned) != (command.member, "hand"):
        course.record(facts.Assigned(action.number, command.member, "hand"))
