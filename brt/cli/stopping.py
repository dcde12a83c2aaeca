"""What the commands share that stop something: `brt hold`, `brt cancel`, `brt dossier lose`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from brt.cli import about, ask
from brt.cli.answer import answer, tell
from brt.cli.session import Session
from brt.say import _
from brt.views import stops as view
from brt.views import words
from brt.views.screen import show

if TYPE_CHECKING:
    from brt.service.stops import Already, Stopping


def planned(
    session: Session,
    plan: "Callable[[str | None], Stopping]",
    reason: str | None,
    yes: bool,
    *,
    is_needed: bool = False,
) -> "Stopping":
    """Return what `plan` makes of the reason; one that is missing is asked for where a person can be asked.

    Enter is an answer unless the reason `is_needed`. Nothing is asked when nothing would stop, or with `yes`.
    Raises what the rules refuse, before anything is asked.
    """
    if reason is not None or not session.interactive or (yes and not is_needed):
        return plan(reason)
    found = plan("?" if is_needed else None)
    if not any(one.decision.facts for one in found.looked):
        return found
    from brt.service import stops

    about.tell_once(session, stops.name(found.key, found.looked[0]))
    return plan(ask.reason() if is_needed else ask.reason_if_any())


def finish(session: Session, command: str, found: "Stopping", style: str, done: str = "") -> None:
    """Save what was planned and say what became of it (`done`: in a sentence), or how it had stopped before."""
    from brt.service import stops

    desk = session.desk
    outcomes = session.save(command, found.asked, found.looked)
    before, of = stops.already(desk, found.key, outcomes[0]), outcomes[0].dossier
    if done and before is None and style == "table":
        show([done.format(dossier=words.dossier(of.ref, of.customer))])
    answer(session, outcomes, style, nothing="")
    if before is not None:
        tell_already(session, before)


def tell_already(session: Session, before: "Already") -> None:
    """Say that something had stopped, or was skipped, before; and what became of the reason that came now."""
    desk = session.desk
    tell(view.already(before.name, before.status, before.stop._asdict(), desk.settings, desk.today))
    kept = _("The new reason is kept as a remark: brt show {ref}")
    tell(kept.format(ref=before.ref) if before.is_kept else _("Nothing to change."))
