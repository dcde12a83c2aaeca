"""What may be done with an action that an answer does not close: block it, send the work back, or answer otherwise."""

from collections.abc import Sequence

from brt.cli import ask
from brt.cli.answer import tell
from brt.cli.session import Session
from brt.errors import Refused
from brt.say import _
from brt.views import words

BLOCK = "block"


class Instead(Exception):
    """No answer that closes the action is possible: the person blocks it, or sends the work back."""

    def __init__(self, number: int, field: str, to: str | None) -> None:
        """Take the action, the field whose answer it is, and the action to be done again (None: it is blocked)."""
        self.number, self.field, self.to = number, field, to
        self.texts: Sequence[str] = ()  # the answer, when it was typed at a question

    @property
    def at(self) -> str:
        """Return the event that comes in place of the closing."""
        return "blocked" if self.to is None else "rejected"


def offer(session: Session, problem: Refused, *, indent: int = 0) -> None:
    """Offer what may be done with the action that an answer does not close, if that is one of a few.

    Enter means nothing of it: another answer may follow where one asks (`indent`), else nothing is changed.
    Raises Instead, or Declined.
    """
    if problem.data.get("kind") not in ("boolean", "choice"):
        return
    from brt.service import again

    number, field, edge = problem.data["number"], problem.data["field"], " " * indent
    targets = again.targets(session.desk, number)
    tell(edge + words.said(problem))
    if not targets:
        ask.agreed(edge + _("Block it now?"), likely=False)
        raise Instead(number, field, None)
    ways = {key: _("send the work back to {action}").format(action=name) for key, name in targets.items()}
    question = _("What now? (Enter: another answer)") if indent else _("What now? (Enter: change nothing)")
    rows = {BLOCK: _("block it"), **ways}
    way = ask.choice(f"{edge}{question} ", rows, may_leave=True, named=False, indent=indent + 2)
    raise Instead(number, field, None if way == BLOCK else way)
