"""Whose actions somebody else worked on: anyone may, and it is said."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from brt import facts
from brt.records import OPEN, WAITING, Action
from brt.say import _, ngettext
from brt.settings import Settings
from brt.views import words

if TYPE_CHECKING:
    from brt.engine.course import Day
    from brt.engine.decide import Decision
    from brt.records import Dossier


def lines(decisions: "Iterable[Decision]", actor: str, settings: Settings) -> Iterator[str]:
    """Yield whose the actions were that `actor` closed, took, gave or blocked, by holder; whose they are, if still so.

    Nothing is said of actions of the pool, nor of those of `actor`.
    """
    worked = {before.number: (before, after) for one in decisions for before, after in _worked_on(one)}
    found: dict[tuple[str, bool], list[int]] = {}
    for before, after in worked.values():
        if before.assignee not in (None, actor):
            is_still = after.status == OPEN and after.assignee == before.assignee
            found.setdefault((str(before.assignee), is_still), []).append(before.number)
    for (holder, is_still), numbers in found.items():
        who, count = words.member(settings, holder), len(numbers)
        if len(worked) == 1:
            said = _("It is {member}'s.") if is_still else _("It was {member}'s.")
        elif is_still:
            said = ngettext("{actions} is {member}'s.", "{actions} are {member}'s.", count)
        else:
            said = ngettext("{actions} was {member}'s.", "{actions} were {member}'s.", count)
        yield said.format(actions=words.join(map(str, numbers)), member=who)


def staying(decided: "Iterable[tuple[Dossier, Decision, Day]]", settings: Settings) -> Iterator[str]:
    """Yield with whom the later actions of a role stay when one of them was given away, and how to give those too."""
    said = {
        (dossier.ref, role, str(held.member), str(action.assignee))
        for dossier, decision, day in decided
        for action, role in _given(decision, day)
        if (held := decision.after.people.get(role)) and held.member not in (None, action.assignee)
    }
    for ref, role, holder, to in sorted(said):
        sentence = _("What comes later for {role} stays with {holder}. To give that too: {command}")
        command = f"brt dossier assign {ref} {role}={to}"
        yield sentence.format(role=words.role(settings, role), holder=words.member(settings, holder), command=command)


def _given(decision: "Decision", day: "Day") -> Iterator[tuple[Action, str]]:
    """Yield the actions that were given by hand, with their role, where more waits for that role."""
    after = decision.after
    for fact in decision.facts:
        if isinstance(fact, facts.Assigned) and fact.by == "hand":
            action = after.actions[fact.number]
            kinds = day.plans[after.installations[action.installation_id].plan_id].actions
            role, there = kinds[action.key].role, after.actions_of(action.installation_id)
            if role and any(row.status == WAITING and kinds[key].role == role for key, row in there.items()):
                yield action, role


def _worked_on(decision: "Decision") -> Iterator[tuple[Action, Action]]:
    """Yield the open actions that a command was about, as they were and as they are: not those that followed."""
    for fact in decision.facts:
        match fact:
            case facts.Closed(number=number) | facts.Stuck(number=number) | facts.Assigned(number=number, by="hand"):
                before = decision.before.actions.get(number)
                if before and before.status == OPEN:
                    yield before, decision.after.actions[number]
