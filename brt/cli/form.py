"""Forms: the fields that actions ask for, each a question to the person at the terminal."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from brt.cli import about, ask, choices
from brt.cli.answer import tell
from brt.cli.instead import Instead, offer
from brt.cli.session import Session
from brt.errors import Refused
from brt.say import N_, _, ngettext
from brt.views import words

if TYPE_CHECKING:
    from brt.service.asked import Ask
    from brt.service.questions import Answered, Question

Answers = dict[int, list[tuple[str, str]]]
"""What was typed, by the number of the action: fields and their values."""


class NotKept(Refused):
    """An answer was a slip."""

    says = N_("Not kept.")
    hint = N_("Type another one, or Ctrl-C to stop.")


EXAMPLES = {"date": N_("15/12, fri, +3bd"), "boolean": N_("yes or no"), "slot": N_("9h-12h")}
"""What may be typed for kinds whose own example would say less."""


def fill(
    session: Session,
    asks: "list[Ask]",
    pairs: Sequence[tuple[str, str]],
    answers: Answers,
    yes: bool,
    at: str = "done",
    *,
    whole: bool,
    may_stop: bool = False,
) -> "list[Ask]":
    """Ask for the fields that the actions of `asks` lack `at` an event, and put what is typed into `answers`.

    `pairs` are the values that came with the command; `whole`: it was typed out, and what is optional is not asked for
    unless something else is. Without a terminal nothing is asked, and the rules say what is missing. Return what is
    asked then: `asks`, without the actions that a person who stops leaves as they are. Raises what `ask.before` does,
    before anything is asked; and, when the action `may_stop` instead of closing, what `instead.offer` does.
    """
    if not session.interactive:
        return asks
    from brt.service import questions

    ask.before(session, asks, yes)
    stuck = partial(offer, session, indent=2) if may_stop else None
    forms = list(questions.forms(session.desk, asks, pairs, answers, at, whole=whole))
    for count, form in enumerate(forms):
        try:
            about.tell_once(session, form.title, count + 1, len(forms))
            for question in form.questions:
                answers.setdefault(form.number, []).extend(
                    (question.field.name, text) for text in answer(question, stuck)
                )
        except ask.Interrupted:
            if not count:
                raise
            answers.pop(form.number, None)
            return _without(asks, [one.number for one in forms[count:]], count)
    return asks


def _without(asks: "list[Ask]", left: Sequence[int], count: int) -> "list[Ask]":
    """Return `asks` without the actions `left`, when the `count` that are filled in are to be saved.

    Raises Interrupted when they are not.
    """
    from brt.service import work

    question = ngettext("Save the one that is filled in?", "Save the {count} that are filled in?", count)
    try:
        ask.agreed(question.format(count=count))
    except ask.Declined:
        raise ask.Interrupted from None
    tell(_("Left as they were: {numbers}").format(numbers=", ".join(map(str, left))))
    return work.without(asks, left)


def answer(question: "Question", stuck: Callable[[Refused], None] | None = None) -> list[str]:
    """Return the lines that answer a question; none keeps what is set, or leaves an optional field unset.

    `stuck` may offer something else than another answer to what is refused, and raise Declined or Instead.
    """
    names, texts = {name: name for name in question.field.choices or ()}, list[str]()
    if names:
        choices.listed(names, indent=4)

    def read(typed: str) -> str | None:
        if not typed:
            if texts or question.optional or question.default is not None:
                return None
            raise ask.Needed
        text = choices.meant(typed, names) or typed
        try:
            answered = question.read([*texts, text])
        except Refused as problem:
            if stuck is not None:
                _offer(stuck, problem, [*texts, text])
            raise
        choices.understood(typed, "" if text.startswith("@") else answered.said)
        other = _look_at(question, texts, answered)
        return text if other is None else read(other)

    while (text := ask.until(_prompt(question, len(texts)), read, hidden=question.field.secret)) is not None:
        texts.append(text)
        if not question.field.many or text.startswith("@"):
            break
    return texts or list(question.again)


def _offer(stuck: Callable[[Refused], None], problem: Refused, texts: Sequence[str]) -> None:
    try:
        stuck(problem)
    except Instead as instead:
        instead.texts = texts
        raise
    except ask.Declined:
        raise NotKept from None


def _look_at(question: "Question", texts: Sequence[str], answered: "Answered") -> str | None:
    """Tell what there is to tell about an answer after `texts`, and ask whether it stays when it may be a slip.

    Return what is typed in its place. Raises NotKept.
    """
    for said in (*map(words.said, answered.doubts), *answered.warnings):
        tell(f"  {said}")
    if not answered.doubts:
        return None
    try:
        return ask.kept(lambda typed: question.read([*texts, typed]), indent=2)
    except ask.Declined:
        raise NotKept from None


def _prompt(question: "Question", count: int) -> str:
    """Return the words of a question; `count` answers to it were given before."""
    if count:
        return "  " + _("the next (Enter: that is all):") + " "
    hints = [
        _example(question),
        _("it must be {value}").format(value=question.must) if question.must is not None else "",
        _("one a line, or @FILE") if question.field.many else "",
        _("if any") if question.optional else "",
    ]
    said = [text for text in hints if text]
    label = question.field.label + (f" ({' · '.join(said)})" if said else "")
    if question.default is not None:
        label += f" [{question.default}]"
    return "  " + _("{label}:").format(label=label) + " "


def _example(question: "Question") -> str:
    """Return what may be typed, for kinds that do not say it by their name."""
    kind = question.field.kind
    if question.field.choices or kind == "text":
        return ""
    if kind in EXAMPLES:
        return _(EXAMPLES[kind])
    from brt import kinds

    known = kinds.kind(kind)
    return _("e.g. {example}").format(example=known.show(known.parse(known.example)))
