"""The decision: a State, commands and a Day in; facts and the State that follows out."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from brt import facts
from brt.engine import again, close, commands, flow, lose, pause, people, produce, shift, stop
from brt.engine.close import Missing, lacking
from brt.engine.course import Course, Day
from brt.engine.state import State
from brt.errors import Refused


class Decision(NamedTuple):
    """What a command decided. No facts: nothing changes, nothing is saved."""

    before: State
    after: State
    facts: tuple[facts.Fact, ...]


def decide(state: State, asked: Iterable[commands.Command], day: Day) -> Decision:
    """Decide what `asked` makes of `state`; all of it or, when one command is refused, nothing.

    Raises a subclass of errors.Refused, or MissingOfSeveral. Once an action lacks fields, only the other fields that
    are missing count: what else is refused may follow from that action not being closed.
    """
    course = Course(state, day)
    missing: list[Missing] = []
    for command in asked:
        try:
            pause.check(course, command)
            _DECIDE[type(command)](course, command)
            flow.follow(course)
        except Missing as problem:
            missing.append(problem)
        except Refused:
            if not missing:
                raise
    if missing:
        raise lacking(missing)
    return Decision(state, course.state, tuple(course.facts))


def _note(course: Course, command: commands.Note) -> None:
    course.record(facts.Noted(command.number, command.text))


def _send(course: Course, command: commands.SendEmail) -> None:
    course.record(facts.Sent(*command))


def _read(course: Course, command: commands.ReadSecret) -> None:
    course.record(facts.SecretRead(command.installation, command.field))


def _change_dossier(course: Course, command: commands.ChangeDossier) -> None:
    course.record(facts.DossierChanged(command.what))


def _mail(course: Course, command: commands.Mail) -> None:
    course.record(facts.Mailed(command.email, command.how, command.reason))


_DECIDE: dict[type[commands.Command], Callable[[Course, Any], None]] = {
    commands.Produce: produce.produce,
    commands.Done: close.done,
    commands.Skip: close.skip,
    commands.Reopen: again.reopen,
    commands.Reject: again.reject,
    commands.Hold: pause.hold,
    commands.Resume: pause.resume,
    commands.Cancel: pause.cancel,
    commands.Bill: close.bill,
    commands.Block: stop.block,
    commands.Unblock: stop.unblock,
    commands.Shift: shift.shift,
    commands.SetFields: shift.set_fields,
    commands.SetPerson: people.person,
    commands.Assign: people.assign,
    commands.Note: _note,
    commands.SendEmail: _send,
    commands.ReadSecret: _read,
    commands.ChangeDossier: _change_dossier,
    commands.Lose: lose.lose,
    commands.Mail: _mail,
}
