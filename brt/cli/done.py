"""`brt done`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from brt.cli import ask, form, params
from brt.cli.answer import answer, tell
from brt.cli.group import says
from brt.cli.instead import Instead, offer
from brt.cli.session import Session
from brt.say import N_, _
from brt.views import words

if TYPE_CHECKING:
    from brt.service.asked import Ask, Outcome
    from brt.service.questions import Pair


@says(
    N_("Close actions that are done: what waited for them opens, and their emails leave."),
    "brt done 4127\nbrt done 118/confirmer-date-porta --set port_date=15/12/2026 --set port_slot=9h-12h\n"
    "brt done 4127 --on hier",
)
@params.actions()
@params.values(params.EACH)
@click.option("--on", metavar="DATE", help=N_("The day on which it was really done."))
@click.option("--early", is_flag=True, help=N_("Although it is not available yet; needs --reason."))
@params.reason(required=False)
@click.option("--note", metavar=N_("TEXT"), help=N_("A remark, kept in the history."))
@params.yes()
@params.style()
@click.pass_obj
def command(
    session: Session,
    actions: Sequence[str],
    sets: tuple[str, ...],
    on: str | None,
    early: bool,
    reason: str | None,
    note: str | None,
    yes: bool,
    style: str,
) -> None:
    """Close the actions and print what followed."""
    from brt.service import values, work

    actions = ask.picked(session, actions, yes, N_("Close these {count} actions as done?"))
    desk = session.desk
    pairs, answers = values.split(sets), form.Answers()

    def asks(why: str | None) -> "list[Ask]":
        return work.closing(desk, actions, pairs, answers, on=on, early=early, reason=why, note=note)

    if early and reason is None and session.interactive:
        ask.ready(session, {"--reason": reason}, lambda: asks("?"), yes)
        reason = ask.reason()
    asked = asks(reason)
    may_stop = session.interactive and not (yes or early or on or note) and len(actions) == 1
    try:
        asked = form.fill(session, asked, pairs, answers, yes, whole=bool(sets), may_stop=may_stop)
        looked = _preview(session, asked, may_stop=may_stop)
    except Instead as instead:
        pairs = _that_stay(session, asked, pairs, answers, instead)
        if instead.to is None:
            from brt.cli import block

            block.block(session, block.Stuck(actions, pairs, answers), yes=yes, style=style)
        else:
            from brt.cli import reject

            reject.reject(session, reject.Back(actions[0], instead.to, pairs, answers), yes=yes, style=style)
        return
    ask.confirm(session, asked, looked, yes, plan=False)
    outcomes = session.save("done", asked, looked)
    already = work.already(asked, outcomes)
    for one in already:
        tell(
            _("{action} was done already, by {member} on {day}. To open it again: brt reopen {number}").format(
                action=one.name,
                number=one.number,
                member=words.member(desk.settings, one.by),
                day=words.day(one.on or desk.today, desk.today),
            )
        )
    if sets and len(already) == len(actions):
        tell(_("Nothing was saved. To change a value: brt set DOSSIER FIELD=VALUE"))
    for one in already if note is not None else ():
        tell(_('The remark was not saved: brt note {number} "…"').format(number=one.number))
    if not session.interactive:
        _tell_kept(session, asked, outcomes, {name for name, _text in pairs})
    for day in work.backdated(outcomes):
        tell(_("Done on {day}.").format(day=words.day(day, desk.today)))
    answer(session, outcomes, style, nothing="" if already else None)


def _preview(session: Session, asked: "list[Ask]", *, may_stop: bool) -> "list[Outcome]":
    """Decide. Raises what the rules refuse; when the action may stop instead of closing, what `offer` does."""
    from brt.engine.close import Must

    try:
        return session.preview(asked)
    except Must as problem:
        if may_stop:
            offer(session, problem)
        raise


def _that_stay(
    session: Session, asked: "list[Ask]", pairs: "list[Pair]", answers: form.Answers, instead: Instead
) -> "list[Pair]":
    """Return the values of the command that stay, now that the action does not close; `answers` get what was typed.

    The answer that does not close it counts where what comes in its place asks for the same field.
    """
    from brt.service import questions

    if any(field.name == instead.field for _, field, _ in questions.asked_at(session.desk, asked, instead.at)):
        answers.setdefault(instead.number, []).extend((instead.field, text) for text in instead.texts)
        return pairs
    return [pair for pair in pairs if pair[0] != instead.field]


def _tell_kept(session: Session, asked: "list[Ask]", outcomes: "list[Outcome]", given: set[str]) -> None:
    """Say with which values actions closed again that nobody was asked for again."""
    from brt.service import again, fields

    for one in again.kept(asked, outcomes, given):
        said = [
            _("{label}: {value}").format(label=field.label, value=fields.shown(field, value, session.desk.today))
            for field, value in one.fields
        ]
        tell(_("{action} keeps what was set before: {fields}.").format(action=one.action, fields=", ".join(said)))
