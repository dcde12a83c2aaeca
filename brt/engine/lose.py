"""A dossier is lost: the customer does not buy. Producing it takes that back."""

from brt import facts
from brt.engine.commands import Lose
from brt.engine.course import Course
from brt.errors import Refused
from brt.say import N_


class AtWork(Refused):
    """Something runs on the dossier of the installation `on`: `first`, and maybe others."""

    says = N_("{on} is not lost while this is at work on it: {installations}.")
    hint = N_(
        "If the customer gives up, call that off; a dossier is lost with the last that is called off: "
        "brt cancel {first}"
    )


class Bought(Refused):
    """Something was billed on the dossier of the installation `on`."""

    says = N_("{on} is not lost: this was billed: {installations}.")
    hint = N_("To look at it: brt show {on}")


def lose(course: Course, command: Lose) -> None:
    """Remember that the dossier is lost, and why when that was said; once is enough. Raises AtWork or Bought."""
    if course.state.lost:
        return
    rows = [row for row in course.state.installations.values() if row.status != "cancelled"]
    going = [row for row in rows if row.billed_on is None]
    if rows:
        raise (AtWork if going else Bought)(on=rows[0], first=(going or rows)[0], installations=going or rows)
    course.record(facts.DossierChanged("lost"))
    if command.reason is not None:
        course.record(facts.Noted(0, command.reason))
