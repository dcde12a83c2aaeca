"""Whose actions somebody else worked on: anyone may, and it is said."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from brt import facts
from brt.plan import Plan
from brt.records import OPEN, WAITING, Action
from brt.say import _, ngettext
from brt.settings import Settings
from brt.views import words
from brt.views.layout import Block

if TYPE_CHECKING:
    from brt.engine.course import Day
    from brt.engine.decide import Decision
    from brt.records import Dossier

Decided = tuple["Dossier", "Decision", "Day"]
Staying = tuple[str, str, str, str]
"""The reference of a dossier, a role on it, its holder, and who was given something that it is for."""


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


def unlike(decided: Iterable[Decided], settings: Settings) -> Iterator[str]:
    """Yield which actions were given by hand to whom brt.toml does not give their role, by role and member."""
    given = [pair for _dossier, decision, day in decided for pair in _given(decision, day)]
    found: dict[tuple[str, str], list[int]] = {}
    for action, role in given:
        row = settings.team.get(str(action.assignee))
        if row and role not in row.roles:
            found.setdefault((role, row.id), []).append(action.number)
    for (role, who), numbers in found.items():
        if len(given) == 1:
            said = _("It is for the role {role}, which {member} does not have in brt.toml.")
        else:
            said = ngettext(
                "{actions} is for the role {role}, which {member} does not have in brt.toml.",
                "{actions} are for the role {role}, which {member} does not have in brt.toml.",
                len(numbers),
            )
        named = words.join(map(str, numbers))
        yield said.format(actions=named, role=words.role(settings, role), member=words.member(settings, who))


def staying(decided: Iterable[Decided], settings: Settings) -> Iterator[Block]:
    """Yield with whom the later actions of a role stay when one of them was given away, and how to give those too.

    Of several dossiers each is named.
    """
    found = {
        (dossier.ref, role, str(held.member), str(action.assignee)): dossier
        for dossier, decision, day in decided
        for action, role in _given(decision, day)
        if _goes_on(decision, day, action, role)
        and (held := decision.after.people.get(role))
        and held.member not in (None, action.assignee)
    }
    if len({ref for ref, *_rest in found}) > 1:
        yield from _staying_of_several(found, settings)
        return
    sentence = _("What comes later for {role} stays with {holder}. To give that too: {command}")
    for ref, role, holder, to in sorted(found):
        command = f"brt dossier assign {ref} {role}={to}"
        yield sentence.format(role=words.role(settings, role), holder=words.member(settings, holder), command=command)


def _staying_of_several(found: "Mapping[Staying, Dossier]", settings: Settings) -> Iterator[Block]:
    yield _("What comes later stays with those who hold the roles. To give that too:")
    by_ref: dict[str, list[Staying]] = {}
    for one in sorted(found):
        by_ref.setdefault(one[0], []).append(one)
    for ref, rows in by_ref.items():
        of = words.dossier(ref, found[rows[0]].customer)
        held = (f"{words.role(settings, role)} ({words.member(settings, holder)})" for _ref, role, holder, _to in rows)
        given = " ".join(f"{role}={to}" for _ref, role, _holder, to in rows)
        label, command = f"  {of} · {', '.join(held)}", f"brt dossier assign {ref} {given}"
        yield _("{label}: {value}").format(label=label, value=command)


def _given(decision: "Decision", day: "Day") -> Iterator[tuple[Action, str]]:
    """Yield the actions that were given by hand, with their role."""
    for fact in decision.facts:
        if isinstance(fact, facts.Assigned) and fact.by == "hand":
            action = decision.after.actions[fact.number]
            role = _plan(decision, day, action).actions[action.key].role
            if role:
                yield action, role


def _goes_on(decision: "Decision", day: "Day", action: Action, role: str) -> bool:
    """Say whether more of the installation of `action` waits for `role`."""
    kinds, there = _plan(decision, day, action).actions, decision.after.actions_of(action.installation_id)
    return any(row.status == WAITING and kinds[key].role == role for key, row in there.items())


def _plan(decision: "Decision", day: "Day", action: Action) -> Plan:
    return day.plans[decision.after.installations[action.installation_id].plan_id]


def _worked_on(decision: "Decision") -> Iterator[tuple[Action, Action]]:
    """Yield the open actions that a command was about, as they were and as they are: not those that followed."""
    for fact in decision.facts:
        match fact:
            case facts.Closed(number=number) | facts.Stuck(number=number) | facts.Assigned(number=number, by="hand"):
                before = decision.before.actions.get(number)
                if before and before.status == OPEN:
                    yield before, decision.after.actions[number]
