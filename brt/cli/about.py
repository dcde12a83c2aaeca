"""What questions are about: it is told above them, once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from brt.cli.answer import tell
from brt.cli.session import Session
from brt.say import _

if TYPE_CHECKING:
    from brt.service.asked import Ask


def tell_once(session: Session, what: str, number: int = 1, count: int = 1) -> None:
    """Say what the questions that follow are about, unless those before were about the same.

    Where each of `count` things is asked about, it is the one with this `number`.
    """
    if count > 1:
        what = _("{what} · {number}/{count}").format(what=what, number=number, count=count)
    if what != session.about:
        tell(what)
    session.about = what


def actions(session: Session, asks: "Sequence[Ask]") -> None:
    """Say which actions the questions that follow are about, unless they were listed before."""
    from brt.service import present

    if session.listed:
        return
    for title in present.titles(session.desk, asks):
        tell_once(session, title)
