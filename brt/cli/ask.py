"""Questions to the person at the terminal: on stderr, before anything is changed. Ctrl-C and Ctrl-D change nothing."""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING, TypeVar

from click import get_current_context

from brt.cli import about, choices
from brt.cli.answer import changed, tell, warn
from brt.cli.group import Lacking
from brt.cli.session import Session
from brt.errors import BrtError, Refused
from brt.say import N_, _
from brt.views import words
from brt.views.item import PARTIES
from brt.views.screen import show, wrapped

if TYPE_CHECKING:
    from brt.service.asked import Ask, Outcome
    from brt.service.clearing import Cleared
    from brt.service.picked import Picked
    from brt.typed import Typed

Found = TypeVar("Found")


class Declined(Refused):
    """The person said no."""

    says = N_("Nothing was changed.")


class Interrupted(BrtError):
    """The person went away from a question."""

    exit_code = 130
    says = N_("Nothing was changed.")


class Unsaid(Refused):
    """Something is missing that only a person at a terminal is asked for."""

    says = N_("What is missing: {options}. Nothing was changed.")
    hint = N_("Add: {typed}")


class Unsure(Refused):
    """A file picks many, and nobody says that they are meant."""

    says = N_("A file picks {count}: that needs a yes. Nothing was changed.")
    hint = N_("Add: --yes")


class Needed(Refused):
    """Something must be answered."""

    says = N_("It is needed: type a value, or Ctrl-C to stop.")


ACTIONS, DOSSIERS = ("ref", "number"), ("dossier", "ref")
"""The columns that name things in the CSV of lists: the first that is there."""
FEW = 3
"""So many may be picked by a file without a question."""


def _to_add(option: str) -> str:
    """Return how an option is typed, in the words of people."""
    return {"--reason": '--reason "…"', "--party": f"--party {'|'.join(map(_, PARTIES.values()))}"}[option]


# ── asking ────────────────────────────────────────────────────────────────────────────────────────


def line(question: str, *, hidden: bool = False) -> str:
    """Ask on stderr and return the line that was typed, without blanks around it; `hidden`: it is not shown.

    A question that is longer than the terminal is wide begins on lines of its own.

    Raises Interrupted at Ctrl-C, Ctrl-D and the end of the input.
    """
    if isinstance(sys.stdin, TextIOWrapper) and sys.stdin.errors == "strict":
        sys.stdin.reconfigure(errors="surrogateescape")  # what is no text is refused as a value, not here
    *above, last = wrapped(question.rstrip(), sys.stderr)
    tell("\n".join(above))
    try:
        return _typed(f"{last} ", hidden).strip()
    except (KeyboardInterrupt, EOFError):
        sys.stderr.write("\n")
        raise Interrupted from None


def _typed(question: str, hidden: bool) -> str:
    if hidden:
        from getpass import getpass

        return getpass(question, sys.stderr)
    if sys.stdout.isatty():  # the same terminal: the line can be edited, and former ones brought back
        with suppress(ImportError):
            import readline  # noqa: F401 - `input` uses it once it is there
        return input(question)
    sys.stderr.write(question)
    sys.stderr.flush()
    typed = sys.stdin.readline()
    if not typed:
        raise EOFError
    return typed


def until(question: str, read: Callable[[str], Found], *, hidden: bool = False) -> Found:
    """Ask until `read` takes the line; what it raises is said, and the question asked again."""
    while True:
        typed = line(question, hidden=hidden)
        try:
            return read(typed)
        except Interrupted:  # `read` may ask, too: who goes away there goes away from here
            raise
        except BrtError as problem:
            for row in _wrong(problem).splitlines():
                tell(f"  {row}")


def _wrong(problem: BrtError) -> str:
    """Return what is wrong with an answer; that nothing was saved goes without saying while one asks.

    What the rules refuse comes with what may be done instead.
    """
    inside = problem.data.get("problem")
    if isinstance(problem, Refused):
        return words.error(problem)
    return words.said(inside if isinstance(inside, BrtError) else problem)


def agreed(question: str, *, likely: bool = True) -> None:
    """Ask for a yes, in English or in French; Enter means what is `likely`. Raises Declined."""
    from brt import kinds

    sentence = _("{question} [Y/n]") if likely else _("{question} [y/N]")
    text = sentence.format(question=question) + " "
    if not until(text, lambda typed: bool(kinds.parse("boolean", typed)) if typed else likely):
        raise Declined


def kept(read: Callable[[str], object], *, indent: int = 0) -> str | None:
    """Ask whether a date that may be a slip stays. Return None, or what was typed in its place, which `read` takes.

    Enter means no. Raises Declined.
    """
    from brt import kinds

    def answer(typed: str) -> bool | str:
        try:
            return bool(kinds.parse("boolean", typed)) if typed else False
        except kinds.Bad:
            read(typed)
            return typed

    said = until(" " * indent + _("Keep it? [y/N, or another date]") + " ", answer)
    if said is False:
        raise Declined
    return None if said is True else str(said)


def choice(
    question: str,
    rows: Mapping[str, str],
    shown: Mapping[str, str] | None = None,
    *,
    may_leave: bool = False,
    named: bool = True,
    indent: int = 2,
) -> str:
    """List `rows` (names, and their labels) and return the name that was chosen; see `choices`.

    Unless they are `named`, a person reads the labels alone. `may_leave`: Enter changes nothing. Raises Declined.
    """
    choices.listed(rows if named else {label: label for label in rows.values()}, shown, indent)
    chosen = until(question, lambda typed: one_of(typed, rows, named=named) if typed or not may_leave else "")
    if not chosen:
        raise Declined
    return chosen


def one_of(typed: str, rows: Mapping[str, str], *, named: bool = True) -> str:
    """Return the name of `rows` that an answer means. Raises Needed for none, and what `choices.chosen` does."""
    if not typed:
        raise Needed
    return choices.chosen(typed, rows, named=named)


def picked(session: Session, words: Sequence[str], yes: bool, question: str) -> Sequence[str]:
    """Return the actions that were typed, those of every @FILE in its place, once it is sure that they are meant.

    See `sure`.
    """
    found = named(words)
    sure(session, found, yes, question)
    return found.names


def named(words: Sequence[str], columns: Sequence[str] = ACTIONS) -> "Picked":
    """Return what was typed, the names of every @FILE in its place; `columns` are those that name them in a CSV."""
    from brt.service import picked as files

    return files.names(words, columns)


def is_many(session: Session, found: "Picked", yes: bool) -> bool:
    """Say whether a file picks so many that a person is to be asked. Raises Unsure where nobody can be."""
    many = found.by_file > FEW and not yes
    if many and not session.interactive:
        raise Unsure(count=found.by_file)
    return many


def sure(session: Session, found: "Picked", yes: bool, question: str, mind: str = "", **said: str) -> None:
    """Show the actions that a file picks, when they are many, tell what to `mind`, and ask.

    `question` is a msgid with {count} and `said`. Raises Unsure where nobody can be asked, Declined, or what is wrong
    with a name.
    """
    if not is_many(session, found, yes):
        return
    from brt.service import picked as files
    from brt.views import picked as view

    rows = files.items(session.desk, found.names)
    show(view.lines(rows, session.settings, session.desk.today), sys.stderr)
    tell(mind)
    session.listed = True
    agreed(_(question).format(count=len(rows), **said))


# ── what is missing ───────────────────────────────────────────────────────────────────────────────


def ready(
    session: Session, options: Mapping[str, str | None], rehearse: "Callable[[], Sequence[Ask]]", yes: bool
) -> None:
    """Look whether what `options` miss may be asked for now, and is worth asking for.

    Raises Unsaid where nobody can be asked, else what `before` does of `rehearse` (which fills in something).
    """
    missing = [name for name, value in options.items() if value is None]
    if missing and not session.interactive:
        raise Unsaid(options=missing, typed=" ".join(map(_to_add, missing)))
    if missing:
        asks = rehearse()
        before(session, asks, yes)
        about.actions(session, asks)


def before(session: Session, asks: "Sequence[Ask]", yes: bool) -> None:
    """Do what comes before the first question: nobody answers for nothing.

    Raises what the rules refuse, but for what is missing; and Declined, when a date that came with the command may be a
    slip and is one.
    """
    from brt.service import questions

    questions.possible(session.desk, asks)
    if not yes:
        _stand_by(session, asks)


def dates(session: Session, asks: "Sequence[Ask]", looked: "list[Outcome]", yes: bool) -> "list[Outcome]":
    """Ask about the dates that came with a command; return what is decided then, in place of `looked`.

    Raises Declined.
    """
    if yes or not session.interactive:
        return looked
    return session.preview(asks) if _stand_by(session, asks) else looked


def _stand_by(session: Session, asks: "Sequence[Ask]") -> bool:
    """Ask about the dates of a command that may be slips, each once; return whether another was typed for one.

    Raises Declined.
    """
    from brt.service import questions

    is_other = False
    while slips := [one for one in questions.slips(session.desk, asks) if one.date not in session.meant]:
        date = slips[0].date
        warn(session, {"warnings": [{"dossier": one.dossier, "text": one.says} for one in slips if one.date == date]})

        def read(typed: str, date: "Typed" = date) -> None:
            choices.understood(typed, words.day(questions.retype(session.desk, asks, date, typed)))

        if kept(read) is None:
            session.meant.add(date)
        else:
            is_other = True
    return is_other


def required(session: Session, given: Found | None, ask: Callable[[], Found], *names: str) -> Found:
    """Return a parameter that the command `asks` for as it was `given`, else as a person answers.

    Raises Lacking where nobody can be asked; `names` are what the help calls it, when it is a part of another one.
    """
    if given is not None:
        return given
    if not session.interactive:
        raise Lacking(get_current_context(), *names)
    return ask()


def reason(*, is_told: bool = False, likely: str = "") -> str:
    """Ask for a reason; Enter gives the `likely` one. `is_told`: emails that leave at once say it."""
    from brt.service import values

    question = _("Reason (emails may say it)?") if is_told else _("Reason?")
    return until(f"{question} [{likely}] " if likely else f"{question} ", lambda typed: values.reason(typed or likely))


def reason_if_any() -> str | None:
    """Ask for a reason; Enter gives none."""
    from brt.service import values

    return until(_("Reason? (optional)") + " ", lambda typed: values.reason(typed) if typed else None)


def party() -> str:
    """Ask whom something is stuck on."""
    return choice(_("On whom?") + " ", {name: _(said) for name, said in PARTIES.items()}, named=False)


def member(session: Session, question: str) -> str:
    """Ask for a member of the team, each shown with the roles that brt.toml gives."""
    team, said = session.settings.team.values(), _("{name} · {roles}")
    roles = {row.id: [words.role(session.settings, role) for role in row.roles] for row in team}
    shown = {row.id: said.format(name=row.name, roles=", ".join(roles[row.id])) for row in team if roles[row.id]}
    names = {row.id: row.name for row in team}
    return choice(f"{question} ", names, names | shown)


# ── plans ─────────────────────────────────────────────────────────────────────────────────────────


def confirm(
    session: Session,
    asks: "Sequence[Ask]",
    looked: "Sequence[Outcome]",
    yes: bool,
    *,
    likely: bool = True,
    plan: bool = True,
) -> None:
    """Ask before something is changed, when a person can be asked and there is a reason to. Raises Declined.

    A reason is that more moves than what was named: another action, or an email that somebody gets. That is shown;
    without a `plan` only what values move counts, for the rest is what the command is for. Two more reasons are that
    something would be done too late then, and a value that is taken back when something hangs on it or somebody was
    told: Enter means no to those, else what is `likely`.
    """
    if yes or not session.interactive:
        return
    from brt.service import clearing
    from brt.views import changes
    from brt.views import moves as moving

    named = {number for one in asks for number in one.numbers}
    found = changed(looked)
    lost, is_risky = list(clearing.cleared(session.desk, looked)), any(one["risk"] for one in found["warnings"])
    if plan:
        moves = bool(found["emails"] or {one["number"] for one in (*found["changed"], *found["opened"])} - named)
    else:
        moves = any(moving.follows(one.decision, one.letters, named) for one in looked)
    if moves or lost or is_risky:
        tell(_("This would change:"))
        show(changes.lines(found, session.desk.settings, session.desk.today), sys.stderr)
        session.planned = changes.gist(found)
    for one in lost:
        _tell_lost(one)
    if moves or lost or is_risky:
        warn(session, found)
        agreed(_("Do it?"), likely=likely and not lost and not is_risky)


def _tell_lost(one: "Cleared") -> None:
    """Say whom it concerns that a value is taken back."""
    if one.actions:
        tell(_("{label} gives the date of: {actions}.").format(label=one.label, actions=", ".join(one.actions)))
    if one.told:
        tell(_("{label} was told to: {people}.").format(label=one.label, people=", ".join(one.told)))


def doubtful(looked: "Sequence[Outcome]") -> bool:
    """Say whether a date that was typed may be a slip, or something is produced that was lost."""
    from brt.views import changes

    return any(one.lost or list(changes.doubts(one.day, one.dates)) for one in looked)
