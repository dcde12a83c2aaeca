"""A second, brute-force model of how an installation lives, written from the contract alone.

It shares no code with the product: days are counted one by one, dates are computed again until nothing moves,
the forecast plays on a copy. It is slow and obvious on purpose, so that a disagreement with the engine is a
sentence of the contract to settle.

Refs and facts are pairs: ("produced", ""), ("start", PHASE) it opens, ("phase", PHASE) it completes,
("action", KEY) it closes. `log` holds them in the order in which they were recorded.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Ref = tuple[str, str]
Condition = tuple[Any, ...]

# The meaning of a condition, by its text: filled by whoever writes the plan (see `strategies`).
CONDITIONS: dict[str, Condition] = {}


class No(Exception):
    """A command that is refused; `code` says why. It has changed nothing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


# --- days -------------------------------------------------------------------------------------------------


def plus(day: str, n: int) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=n)).isoformat()


class Days:
    """The calendar: which days count, and the N-th of them."""

    def __init__(self, weekend: set[int], off: set[str], holidays: set[str]) -> None:
        self.weekend, self.off, self.holidays = weekend, off, holidays

    def business(self, day: str) -> bool:
        in_weekend = datetime.date.fromisoformat(day).weekday() in self.weekend
        return not in_weekend and day not in self.off and day not in self.holidays

    def working(self, day: str) -> bool:
        return datetime.date.fromisoformat(day).weekday() != 6 and day not in self.holidays

    def nth(self, day: str, n: int, step: int, counts: Callable[[str], bool]) -> str:
        """The n-th day that counts strictly after `day` (before it when step is -1); 0: itself, or the nearest."""
        if n == 0:
            while not counts(day):
                day = plus(day, step)
        while n > 0:
            day = plus(day, step)
            if counts(day):
                n -= 1
        return day

    def add(self, day: str, n: int, unit: str, before: bool = False) -> str:
        step = -1 if before else 1
        if unit == "day":
            return plus(day, step * n)
        if unit == "week":
            return plus(day, step * 7 * n)
        return self.nth(day, n, step, self.business if unit == "business day" else self.working)

    def late(self, due: str, today: str) -> int:
        """The number of business days after `due`, through `today`."""
        count = 0
        while due < today:
            due = plus(due, 1)
            if self.business(due):
                count += 1
        return count


# --- conditions -------------------------------------------------------------------------------------------

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
    "in": lambda a, b: a in b,
    "not in": lambda a, b: a not in b,
}


def holds(condition: Condition, names: Mapping[str, Any]) -> bool:
    """("and"|"or", C, C), ("not", C), ("name", NAME) set and not false, (OPERATOR, OPERAND, OPERAND)
    where OPERAND is ("name", NAME) or ("value", VALUE); comparing with null is false."""
    op = condition[0]
    if op == "and":
        return holds(condition[1], names) and holds(condition[2], names)
    if op == "or":
        return holds(condition[1], names) or holds(condition[2], names)
    if op == "not":
        return not holds(condition[1], names)
    if op == "name":
        value = names.get(condition[1])
        return value is not None and value is not False
    left, right = (names.get(x) if kind == "name" else x for kind, x in condition[1:])
    if left is None or right is None:
        return False
    return COMPARE[op](left, right)


# --- what is remembered -----------------------------------------------------------------------------------


@dataclass
class Phase:
    triggered: bool = False
    sources: list[Ref] = field(default_factory=list)  # what gave the trigger its date
    opens_on: str | None = None
    completed: bool = False
    completed_on: str | None = None
    applies: bool | None = None  # unknown until the first trigger in it


@dataclass
class Action:
    state: str = "waiting"  # waiting | open | done | skipped | not_applicable
    sources: list[Ref] = field(default_factory=list)
    base: str | None = None
    available_on: str | None = None
    due: str | None = None
    due_source: str = "none"
    closed_on: str | None = None
    skip_asked: bool = False
    blocked: tuple[str, str, str | None] | None = None
    assignee: str | None = None
    by_hand: bool = False
    early: bool = False

    def closed(self) -> bool:
        return self.state in ("done", "skipped", "not_applicable")

    def scheduled(self, today: str) -> bool:
        return self.state == "open" and (self.available_on is None or self.available_on > today)

    def status(self, today: str) -> str:
        if self.state != "open":
            return self.state
        if self.scheduled(today):
            return "scheduled"
        return "blocked" if self.blocked else "available"


@dataclass
class State:
    phases: dict[str, Phase]
    actions: dict[str, Action]
    people: dict[str, str]
    values: dict[str, Any]
    log: list[Ref] = field(default_factory=list)
    followed: int = 0  # how many facts of the log have been followed
    commands: int = 0
    emails: list[tuple[int, str, str, str | None]] = field(default_factory=list)
    complete: bool = False
    billed_on: str | None = None


def hangs_on(delay: list[Any] | None) -> str | None:
    """The field that a delay counts from, if any."""
    if delay is None:
        return None
    if delay[0] == "on":
        return str(delay[1])
    return str(delay[3]) if len(delay) == 4 else None


def refs(after: dict[str, Any]) -> list[Ref]:
    (listed,) = after.values()
    return [(kind, name) for kind, name in listed] or [("produced", "")]


class Oracle:
    """One installation, from its production on."""

    def __init__(
        self,
        plan: dict[str, Any],
        produced_on: str,
        people: dict[str, str],
        fallbacks: dict[str, str],
        customer_kind: str,
        weekend: set[int],
        off: set[str],
        holidays: set[str],
        values: dict[str, Any] | None = None,
    ) -> None:
        self.plan, self.produced_on, self.fallbacks = plan, produced_on, fallbacks
        self.kind_before = customer_kind
        self.days = Days(weekend, off, holidays)
        self.phase_rules: dict[str, dict[str, Any]] = {p["id"]: p for p in plan["phases"]}
        self.rules: dict[str, dict[str, Any]] = {a["id"]: a for a in plan["actions"]}
        self.s = State(
            phases={p: Phase() for p in self.phase_rules},
            actions={a: Action() for a in self.rules},
            people=dict(people),
            values={},
        )
        self.take(dict(values or {}))
        self.send(self.plan, "produced", None)
        self.s.log.append(("produced", ""))
        self.follow(produced_on)
        self.finish()

    # --- commands: all or nothing -------------------------------------------------------------------------

    def command(self, run: Callable[[], None]) -> None:
        before = copy.deepcopy(self.s)
        self.s.commands += 1
        try:
            run()
        except No:
            self.s = before
            raise
        self.finish()

    def done(
        self,
        key: str,
        today: str,
        values: Mapping[str, Any] | None = None,
        on: str | None = None,
        early: bool = False,
        actor: str = "x",
    ) -> None:
        self.command(lambda: self.do_done(key, today, dict(values or {}), on, early))

    def do_done(self, key: str, today: str, values: dict[str, Any], on: str | None, early: bool) -> None:
        action = self.action(key)
        bills = bool(self.rules[key].get("bills"))
        if action.state == "done":
            return
        if action.closed():
            raise No("ended")
        if bills:
            self.check_billable(key)
        ready = action.status(today) in ("available", "blocked")
        if not ready and (bills or not early):
            raise No("not-available")
        self.check_day(action, today, on)
        self.check_asks(key, "done", values)
        self.save(values, today)
        if action.closed():  # the values just saved brought the trigger that closed it
            raise No("ended")
        action.early = not ready
        day = on or today
        self.close(key, "done", day)
        if bills:
            self.billed(day)
        self.follow(today)

    def bill(self, today: str, values: Mapping[str, Any] | None = None) -> None:
        self.command(lambda: self.do_bill(today, dict(values or {})))

    def do_bill(self, today: str, values: dict[str, Any]) -> None:
        if self.s.billed_on:
            return
        for key, rule in self.rules.items():
            if rule.get("bills"):
                self.do_done(key, today, values, None, False)
                return
        if not self.all_required_closed():
            raise No("not-billable")
        self.save(values, today)
        self.billed(today)

    def skip(self, key: str, today: str) -> None:
        self.command(lambda: self.do_skip(key, today))

    def do_skip(self, key: str, today: str) -> None:
        action = self.action(key)
        if action.state == "skipped":
            return
        if action.closed():
            raise No("ended")
        if self.rules[key].get("bills"):
            raise No("bills")
        if action.state == "waiting":
            action.skip_asked = True
            return
        self.close(key, "skipped", today)
        self.follow(today)

    def block(
        self,
        key: str,
        today: str,
        reason: str,
        party: str,
        until: str | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        self.command(lambda: self.do_block(key, today, (reason, party, until), dict(values or {})))

    def do_block(self, key: str, today: str, blocked: tuple[str, str, str | None], values: dict[str, Any]) -> None:
        action = self.action(key)
        if action.status(today) not in ("available", "blocked"):
            raise No("ended" if action.closed() else "not-available")
        until = blocked[2]
        same_until = action.blocked is not None and action.blocked[2] == until
        if until is not None and until <= today and not same_until:
            raise No("past")
        self.check_asks(key, "blocked", values)
        self.save(values, today)
        if action.blocked != blocked:
            action.blocked = blocked
            self.send(self.rules[key], "blocked", key)

    def unblock(self, key: str, today: str) -> None:
        self.command(lambda: self.do_unblock(key))

    def do_unblock(self, key: str) -> None:
        action = self.action(key)
        if action.blocked is None:
            raise No("not-blocked")
        action.blocked = None

    def shift(self, key: str, date: str, today: str, only: bool = False) -> None:
        self.command(lambda: self.do_shift(key, date, today, only))

    def do_shift(self, key: str, date: str, today: str, only: bool) -> None:
        action = self.action(key)
        if action.state == "waiting":
            raise No("waiting")
        if action.closed():
            raise No("ended")
        due = self.rules[key].get("due")
        moves_field = due is not None and due[0] == "on" and not only
        if date < today:
            raise No("past")
        carried = moves_field and action.scheduled(today) and hangs_on(due) in self.waits_on(key)
        if action.available_on is not None and date < action.available_on and not carried:
            raise No("too-soon")
        if due is not None and moves_field:
            by_hand = action.due_source == "manual"
            if self.s.values.get(due[1]) == date and not by_hand:
                return
            self.save({due[1]: date}, today)
            if by_hand:  # shifted alone before: it comes back to the field
                action.due, action.due_source = max(date, action.available_on or date), "field"
        else:
            if action.due_source == "manual" and action.due == date:
                return
            action.due, action.due_source = date, "manual"
        self.send(self.rules[key], "shifted", key)

    def waits_on(self, key: str) -> list[str | None]:
        """The fields that the opening of the action, or of its phase, hangs on."""
        rule = self.rules[key]
        return [hangs_on(r.get("wait")) for r in (rule, self.phase_rules[rule["phase"]])]

    def set(self, values: Mapping[str, Any], today: str) -> None:
        self.command(lambda: self.save(dict(values), today))

    def person(self, role: str, member: str, today: str) -> None:
        self.command(lambda: self.do_person(role, member, today))

    def do_person(self, role: str, member: str, today: str) -> None:
        self.s.people[role] = member
        for key, action in self.s.actions.items():
            holder = self.holder(self.rules[key]["role"])
            if action.state == "open" and not action.by_hand and action.assignee != holder:
                action.assignee = holder

    def assign(self, key: str, member: str, today: str) -> None:
        self.command(lambda: self.do_assign(key, member, today))

    def do_assign(self, key: str, member: str, today: str) -> None:
        action = self.action(key)
        if action.closed():
            raise No("ended")
        if (action.assignee, action.by_hand) != (member, True):
            action.assignee, action.by_hand = member, True

    # --- checks -------------------------------------------------------------------------------------------

    def action(self, key: str) -> Action:
        if key not in self.s.actions:
            raise No("unknown")
        return self.s.actions[key]

    def check_day(self, action: Action, today: str, on: str | None) -> None:
        """Only a day before today is back-dating: `on` today is the same as no `on`."""
        if on is None or on == today:
            return
        if on > today:
            raise No("future")
        if on < (action.base or self.produced_on):
            raise No("before-trigger")

    def check_asks(self, key: str, at: str, given: dict[str, Any]) -> None:
        self.check_fields(given)
        asks = [ask for ask in self.rules[key].get("asks", []) if ask["at"] == at]
        answers = {ask["field"]: given.get(ask["field"], self.s.values.get(ask["field"])) for ask in asks}
        if any(answers[ask["field"]] is None and not ask.get("optional") for ask in asks):
            raise No("missing")
        if any(answers[ask["field"]] not in (None, ask["must"]) for ask in asks if "must" in ask):
            raise No("must")

    def check_fields(self, given: dict[str, Any]) -> None:
        if any(name not in self.plan["fields"] for name in given):
            raise No("unknown")

    def check_billable(self, bills: str) -> None:
        for key in self.rules:
            if key != bills and self.holds_back(key) and not self.comes_after(("action", key), bills):
                raise No("not-billable")

    def comes_after(self, ref: Ref, key: str) -> bool:
        """Whether some path of triggers leads from the action `key` to `ref`."""
        seen, left = {ref}, [ref]
        while left:
            for before in self.before(left.pop()):
                if before not in seen:
                    seen.add(before)
                    left.append(before)
        return ref != ("action", key) and ("action", key) in seen

    def before(self, ref: Ref) -> list[Ref]:
        """What a fact waits for."""
        kind, name = ref
        if kind == "action":
            return refs(self.rules[name]["after"])
        if kind == "start":
            return refs(self.phase_rules[name]["after"])
        if kind == "phase":
            return [("start", name), *(("action", key) for key in self.required_of(name))]
        return []

    def required_of(self, phase: str) -> list[str]:
        return [k for k, rule in self.rules.items() if rule["phase"] == phase and not rule.get("optional")]

    def counts(self, key: str) -> bool:
        """Whether the action still takes part: applicable, and not left waiting in a phase that does not apply."""
        action = self.s.actions[key]
        applies = self.s.phases[self.rules[key]["phase"]].applies
        return action.state != "not_applicable" and not (action.state == "waiting" and applies is False)

    def holds_back(self, key: str) -> bool:
        required = not self.rules[key].get("optional")
        return required and self.counts(key) and not self.s.actions[key].closed()

    def all_required_closed(self) -> bool:
        return not any(self.holds_back(key) for key in self.rules)

    # --- people and emails --------------------------------------------------------------------------------

    def holder(self, role: str) -> str | None:
        seen: list[str] = []
        while role not in seen:
            if self.s.people.get(role):
                return self.s.people[role]
            seen.append(role)
            role = self.fallbacks.get(role, role)
        return None

    def send(self, owner: dict[str, Any], at: str, of: str | None) -> None:
        for email in owner.get("emails", []):
            if email.get("at", "changed") == at:
                self.s.emails.append((self.s.commands, email["send"], at, of))

    # --- conditions ---------------------------------------------------------------------------------------

    def applies(self, rule: dict[str, Any]) -> bool:
        if "when" not in rule:
            return True
        names = dict(self.s.values)
        names["customer.kind"] = self.kind_before
        for role, member in self.s.people.items():
            names["people." + role.replace("-", "_")] = member
        return holds(CONDITIONS[rule["when"]["text"]], names)

    def phase_applies(self, name: str) -> bool:
        """Judged once, at the first trigger of the phase or of any action in it."""
        phase = self.s.phases[name]
        if phase.applies is None:
            phase.applies = self.applies(self.phase_rules[name])
        return phase.applies

    # --- triggers, to a fixed point -----------------------------------------------------------------------

    def follow(self, today: str) -> None:
        """Follow each recorded fact, in order; what it brings is recorded behind."""
        while self.s.followed < len(self.s.log):
            fact = self.s.log[self.s.followed]
            self.s.followed += 1
            for name in self.phase_rules:
                self.follow_phase(name, fact)
            for key in self.rules:
                self.follow_action(key, fact, today)
            for name in self.phase_rules:
                self.follow_inside(name, fact)

    def follow_phase(self, name: str, fact: Ref) -> None:
        phase = self.s.phases[name]
        after = self.phase_rules[name]["after"]
        if not phase.triggered and fact in refs(after):
            sources = self.fired(after)
            if sources is not None:
                self.phase_applies(name)
                phase.triggered, phase.sources = True, sources
                phase.opens_on = self.opening(name)
                self.s.log.append(("start", name))

    def follow_inside(self, name: str, fact: Ref) -> None:
        inside = [("start", name)] + [("action", k) for k, rule in self.rules.items() if rule["phase"] == name]
        if fact in inside:
            self.try_complete(name)

    def try_complete(self, name: str) -> None:
        phase = self.s.phases[name]
        required = self.required_of(name)
        if phase.completed or not phase.triggered or phase.opens_on is None:
            return
        if any(self.holds_back(key) for key in required):
            return
        closings = [self.s.actions[key].closed_on for key in required]
        phase.completed = True
        phase.completed_on = max([phase.opens_on, *(day for day in closings if day is not None)])
        self.s.log.append(("phase", name))

    def follow_action(self, key: str, fact: Ref, today: str) -> None:
        action = self.s.actions[key]
        after = self.rules[key]["after"]
        if action.state != "waiting" or fact not in refs(after):
            return  # triggered already, or closed early: the trigger is ignored
        sources = self.fired(after)
        if sources is None:
            return
        action.sources, action.base = sources, self.base(sources)
        passed_on = action.base or today
        phase_applies = self.phase_applies(self.rules[key]["phase"])
        if not phase_applies or not self.applies(self.rules[key]):
            action.base = passed_on
            self.close(key, "not_applicable", passed_on)
        elif action.skip_asked:
            action.base = passed_on
            self.close(key, "skipped", passed_on)
        else:
            self.open(key, today)

    def fired(self, after: dict[str, Any]) -> list[Ref] | None:
        """The refs that give the trigger its date; None while it has not fired."""
        wanted = refs(after)
        if "any" in after:
            for fact in self.s.log[: self.s.followed]:
                if fact in wanted and not self.not_applicable(fact):
                    return [fact]
            if not all(self.not_applicable(ref) for ref in wanted):
                return None
        return wanted if all(ref in self.s.log for ref in wanted) else None

    def not_applicable(self, ref: Ref) -> bool:
        kind, name = ref
        if kind == "action":
            return self.s.actions[name].state == "not_applicable"
        return kind == "phase" and self.s.phases[name].applies is False

    def base(self, sources: list[Ref]) -> str | None:
        """The latest effective date of the refs; unknown while one of them is."""
        dates = [self.effective(ref) for ref in sources]
        known = [day for day in dates if day is not None]
        return max(known) if len(known) == len(dates) else None

    def effective(self, ref: Ref) -> str | None:
        kind, name = ref
        if kind == "action":
            return self.s.actions[name].closed_on
        if kind == "start":
            return self.s.phases[name].opens_on
        if kind == "phase":
            return self.s.phases[name].completed_on
        return self.produced_on

    def open(self, key: str, today: str) -> None:
        action = self.s.actions[key]
        action.state = "open"
        if not action.by_hand:
            action.assignee = self.holder(self.rules[key]["role"])
        self.date(key, today)
        self.send(self.rules[key], "available", key)

    def close(self, key: str, how: str, day: str) -> None:
        action = self.s.actions[key]
        action.state, action.closed_on, action.blocked = how, day, None
        self.s.log.append(("action", key))
        self.send(self.rules[key], how, key)

    def billed(self, day: str) -> None:
        self.s.billed_on = day
        self.send(self.plan, "billed", None)

    def finish(self) -> None:
        if not self.s.complete and self.all_required_closed():
            self.s.complete = True
            self.send(self.plan, "completed", None)

    # --- dates --------------------------------------------------------------------------------------------

    def from_field(self, delay: list[Any]) -> str | None:
        """The day that a delay names from its field; unknown while the field is unset."""
        value = self.s.values.get(str(hangs_on(delay)))
        if value is None or delay[0] == "on":
            return value
        n, unit, relation, _ = delay
        return self.days.add(value, n, unit, relation == "before")

    def start(self, base: str | None, wait: list[Any] | None) -> str | None:
        if base is None or wait is None:
            return base
        if hangs_on(wait) is None:
            return self.days.add(base, wait[0], wait[1])
        day = self.from_field(wait)
        return None if day is None else max(day, base)

    def opening(self, name: str) -> str | None:
        phase = self.s.phases[name]
        base = self.base(phase.sources)
        if phase.applies is False:
            return base
        return self.start(base, self.phase_rules[name].get("wait"))

    def date(self, key: str, today: str) -> None:
        """Both dates of an action that opens, or is still scheduled."""
        action = self.s.actions[key]
        action.base = self.base(action.sources)
        start = self.start(action.base, self.rules[key].get("wait"))
        action.available_on = None if start is None else max(start, today)
        self.date_due(key, start)

    def date_due(self, key: str, start: str | None) -> None:
        action, rule = self.s.actions[key], self.rules[key]
        if action.due_source == "manual":
            return
        action.due = self.unclamped_due(key, start)
        if action.due is None:
            action.due_source = "none"
            return
        if action.available_on is not None:
            action.due = max(action.due, action.available_on)
        due, wait = hangs_on(rule.get("due")), hangs_on(rule.get("wait"))
        action.due_source = "computed" if due is None and wait is None else "field"

    def unclamped_due(self, key: str, start: str | None) -> str | None:
        due = self.rules[key].get("due")
        if due is None:
            return self.s.actions[key].available_on
        if hangs_on(due) is not None:
            return self.from_field(due)
        return None if start is None else self.days.add(start, due[0], due[1])

    def save(self, values: dict[str, Any], today: str) -> None:
        """Fields change, all at once; then everything that is still to come is dated again, until nothing moves."""
        self.check_fields(values)
        self.take(values)
        while self.moved(today):
            pass
        for name in self.phase_rules:
            self.try_complete(name)
        self.follow(today)

    def take(self, values: dict[str, Any]) -> None:
        """The emails of a field that gets another value leave, to whom another one was told before."""
        for name, value in values.items():
            if value is not None and value != self.s.values.get(name):
                self.send(self.plan["fields"][name], "changed", name)
        self.s.values.update(values)

    def moved(self, today: str) -> bool:
        before = copy.deepcopy((self.s.phases, self.s.actions))
        for name, phase in self.s.phases.items():
            ahead = phase.opens_on is None or phase.opens_on > today
            if phase.triggered and not phase.completed and ahead:
                phase.opens_on = self.opening(name)
        for key, action in self.s.actions.items():
            if action.scheduled(today):
                self.date(key, today)
            elif action.state == "open" and hangs_on(self.rules[key].get("due")) is not None:
                self.date_due(key, None)
        return before != (self.s.phases, self.s.actions)

    # --- forecast -----------------------------------------------------------------------------------------

    def forecast(self, day: str) -> tuple[str | None, bool]:
        """(expected end, at risk), by doing everything on its date, on a copy."""
        play = copy.copy(self)
        play.s = copy.deepcopy(self.s)
        undated = at_risk = False
        while True:
            opened = [key for key, action in play.s.actions.items() if action.state == "open"]
            if not opened:
                break
            key = min(opened, key=lambda k: play.turn(k, day))  # the first of equals is the first in the file
            date = day = play.turn(key, day)
            undated = undated or (play.s.actions[key].due is None and not self.rules[key].get("optional"))
            at_risk = at_risk or play.misses(key, date)
            play.close(key, "done", date)
            play.follow(date)
        return play.verdict(undated, at_risk)

    def turn(self, key: str, day: str) -> str:
        action = self.s.actions[key]
        return max(x for x in (action.due, action.available_on, day) if x is not None)

    def misses(self, key: str, date: str) -> bool:
        due = self.rules[key].get("due")
        name = hangs_on(due)
        if due is None or name is None or self.s.actions[key].due_source == "manual":
            return False
        value, unclamped = self.s.values.get(name), self.from_field(due)
        return value is not None and unclamped is not None and date > max(value, unclamped)

    def verdict(self, undated: bool, at_risk: bool) -> tuple[str | None, bool]:
        closings = [
            action.closed_on
            for key, action in self.s.actions.items()
            if action.state in ("done", "skipped") and not self.rules[key].get("optional")
        ]
        known = [day for day in closings if day is not None]
        if undated or not known or not self.all_required_closed():
            return None, at_risk
        end = max(known)
        deadline = self.s.values.get(self.plan.get("deadline", ""))
        return end, at_risk or (deadline is not None and end > deadline)

    # --- what is seen -------------------------------------------------------------------------------------

    def statuses(self, today: str) -> dict[str, str]:
        return {key: action.status(today) for key, action in self.s.actions.items()}

    def view(self, today: str) -> dict[str, Any]:
        expected_end, at_risk = self.forecast(today)
        late = self.late(today)
        return {
            "status": "complete" if self.s.complete else "running",
            "billed_on": self.s.billed_on,
            "values": {name: value for name, value in self.s.values.items() if value is not None},
            "progress": self.progress(),
            "phases": {name: self.view_phase(name) for name in self.phase_rules},
            "actions": {key: self.view_action(key, today) for key in self.rules},
            "next_action": self.next_action(today),
            "stalled": not self.s.complete and not any(a.state == "open" for a in self.s.actions.values()),
            "late": late,
            "late_days": {key: self.days.late(str(self.s.actions[key].due), today) for key in late},
            "expected_end": expected_end,
            "at_risk": at_risk,
            "emails": list(self.s.emails),
        }

    def view_phase(self, name: str) -> dict[str, Any]:
        phase = self.s.phases[name]
        status = "complete" if phase.completed else "open" if phase.triggered else "waiting"
        return {
            "status": status,
            "opens_on": phase.opens_on,
            "completed_on": phase.completed_on,
            "applies": phase.applies,
        }

    def view_action(self, key: str, today: str) -> dict[str, Any]:
        action = self.s.actions[key]
        return {
            "status": action.status(today),
            "assignee": action.assignee,
            "assigned": "hand" if action.by_hand else "role",
            "available_on": action.available_on,
            "due": action.due,
            "due_source": action.due_source,
            "closed_on": action.closed_on,
            "skip_asked": action.skip_asked,
            "triggered_on": action.base,
            "early": action.early,
            "blocked": action.blocked,
        }

    def progress(self) -> dict[str, int]:
        counted = [self.s.actions[key] for key in self.rules if self.counts(key)]
        closed, total = sum(a.state in ("done", "skipped") for a in counted), len(counted)
        return {"closed": closed, "total": total, "percent": 100 * closed // total if total else 100}

    def next_action(self, today: str) -> str | None:
        for wanted in (("available", "blocked"), ("scheduled",)):
            found = [key for key, action in self.s.actions.items() if action.status(today) in wanted]
            if found:
                return min(found, key=lambda k: self.s.actions[k].due or "9999-99-99")
        return None

    def late(self, today: str) -> list[str]:
        return [
            key
            for key, action in self.s.actions.items()
            if action.status(today) in ("available", "blocked") and action.due is not None and action.due < today
        ]
