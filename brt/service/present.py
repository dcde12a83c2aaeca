"""What is told before a question: what it is about."""

from collections.abc import Iterator, Sequence

from brt.records import Action, Dossier
from brt.say import _
from brt.service import refs
from brt.service.asked import Ask
from brt.service.desk import Desk
from brt.service.naming import Names
from brt.service.view import View
from brt.views import words


def titles(desk: Desk, asks: Sequence[Ask]) -> Iterator[str]:
    """Yield what the actions are called that are named in `asks`."""
    for ask in asks:
        with desk.reading() as db:
            view = desk.look(db, ask.dossier)
        for number in ask.numbers:
            yield title(desk, view, view.state.actions[number])


def title(desk: Desk, view: View, action: Action) -> str:
    """Return what the questions about an `action` stand below: its number, name and dossier, and whose else it is."""
    said = f"{action.number}  {Names(desk.settings, view).action(action)}"
    if action.assignee in (None, desk.me.member.id):
        return said
    return _("{action} · {member}'s").format(action=said, member=words.member(desk.settings, action.assignee))


def thing(desk: Desk, target: refs.Target | Dossier) -> str:
    """Return what an action, or a dossier, is called."""
    if isinstance(target, Dossier):
        return words.dossier(target.ref, target.customer)
    with desk.reading() as db:
        view = desk.look(db, target.dossier)
    return title(desk, view, view.state.actions[target.number])
