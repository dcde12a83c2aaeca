"""Random installations for property tests: plans, calendars, and commands that two implementations can replay.

A condition is drawn as text, and its meaning is kept beside it in `oracle.CONDITIONS`, so that the oracle never
reads a tree that the product has made. Commands are drawn up front as `Step`s, without looking at any state;
`concrete` turns one into a method and its arguments, from the plan and the statuses of the day alone.
"""

from __future__ import annotations

import copy
import datetime
from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.engine.oracle import CONDITIONS, Condition, Ref

ROLES = ("commercial", "adv", "chef-projet")
MEMBERS = ("ana", "bob", "cyd")
PARTIES = ("customer", "carrier", "supplier", "us")
FIRST_DAY = "2026-11-20"
NEVER = "never_date"  # the field that no command ever sets
FIELDS: dict[str, dict[str, Any]] = {
    "port_date": {"kind": "date", "label": "Date de portabilité"},
    "site_date": {"kind": "date", "label": "Date sur site"},
    NEVER: {"kind": "date", "label": "Date jamais connue"},
    "slot": {"kind": "choice", "label": "Créneau", "choices": ["matin", "soir"]},
    "decision": {"kind": "choice", "label": "Décision", "choices": ["go", "no-go"]},
    "vip": {"kind": "boolean", "label": "VIP"},
    "lines": {"kind": "integer", "label": "Lignes"},
    "motif": {"kind": "text", "label": "Motif"},
}
DATE_FIELDS = ("port_date", "site_date", NEVER)


def day(offset: int) -> str:
    """The day `offset` days after the first."""
    return (datetime.date.fromisoformat(FIRST_DAY) + datetime.timedelta(days=offset)).isoformat()


# Few dates, out of order, on both sides of the holidays: the same value comes back, and dates move both ways.
DATES = st.sampled_from([day(n) for n in (-3, 4, 11, 14, 17, 21, 24, 35, 42, 45, 60, 75)])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "port_date": DATES,
    "site_date": DATES,
    "slot": st.sampled_from(["matin", "soir"]),
    "decision": st.sampled_from(["go", "no-go"]),
    "vip": st.booleans(),
    "lines": st.integers(0, 3),
    "motif": st.sampled_from(["RIO", "absent"]),
}


# --- conditions -------------------------------------------------------------------------------------------


def literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f'"{value}"'


def compared(name: str, op: str, value: Any) -> tuple[str, Condition]:
    text = "[" + ", ".join(literal(v) for v in value) + "]" if isinstance(value, list) else literal(value)
    return f"{name} {op} {text}", (op, ("name", name), ("value", value))


@st.composite
def comparisons(draw: st.DrawFn) -> tuple[str, Condition]:
    equal = st.sampled_from(["==", "!="])
    ordered = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    member = st.sampled_from(["in", "not in"])
    bare = ["vip", "slot", "port_date", NEVER, "lines", "people.adv", "people.chef_projet"]
    shape = draw(st.integers(0, 7))
    if shape == 0:
        name = draw(st.sampled_from(bare))
        return name, ("name", name)
    if shape == 1:
        return compared(
            draw(st.sampled_from(["slot"])), draw(member), draw(st.sampled_from([["matin"], ["matin", "soir"]]))
        )
    if shape == 2:
        return compared("lines", draw(ordered), draw(VALUES["lines"]))
    if shape == 3:
        return compared(draw(st.sampled_from(["port_date", "site_date"])), draw(ordered), draw(DATES))
    if shape == 4:
        left, right = draw(st.sampled_from([DATE_FIELDS[:2], DATE_FIELDS[1::-1], DATE_FIELDS[1:]]))
        op = draw(ordered)
        return f"{left} {op} {right}", (op, ("name", left), ("name", right))
    if shape == 5:
        return compared("customer.kind", draw(equal), draw(st.sampled_from(["prospect", "client"])))
    if shape == 6:
        name = draw(st.sampled_from(["people.adv", "people.chef_projet", "people.commercial"]))
        return compared(name, draw(equal), draw(st.sampled_from(MEMBERS)))
    name = draw(st.sampled_from(["slot", "decision"]))
    return compared(name, draw(equal), draw(VALUES[name]))


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    """A `when` without its tree; what it means is filed in CONDITIONS."""
    text, meaning = draw(comparisons())
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 1, 2]))):
        other, other_meaning = draw(comparisons())
        shape = draw(st.sampled_from(["not", "and", "or", "and (or)", "or and"]))
        if shape == "not":
            text, meaning = f"not ({text})", ("not", meaning)
        elif shape == "and":
            text, meaning = f"({text}) and {other}", ("and", meaning, other_meaning)
        elif shape == "or":
            text, meaning = f"({text}) or {other}", ("or", meaning, other_meaning)
        elif shape == "and (or)":
            text, meaning = f"{other} and ({text} or vip)", ("and", other_meaning, ("or", meaning, ("name", "vip")))
        else:  # `and` binds tighter than `or`, and `not` tighter than both
            text = f"not vip or {other} and ({text})"
            meaning = ("or", ("not", ("name", "vip")), ("and", other_meaning, meaning))
    CONDITIONS[text] = meaning
    return {"text": text}


def compile_plan(plan: dict[str, Any]) -> dict[str, Any]:
    """The plan with the product's own trees beside the texts of its conditions."""
    from brt import expr

    compiled = copy.deepcopy(plan)
    fields = {
        name: expr.Field(
            kind=f["kind"], many=False, secret=False, choices=tuple(f["choices"]) if "choices" in f else None
        )
        for name, f in plan["fields"].items()
    }
    for rule in [*compiled["phases"], *compiled["actions"], *compiled.get("checks", [])]:
        if "when" in rule:
            rule["when"]["tree"] = expr.compile(rule["when"]["text"], fields, ROLES)
    return compiled


# --- plans ------------------------------------------------------------------------------------------------

UNITS = ("day", "week", "business day", "working day")


@st.composite
def delays(draw: st.DrawFn) -> list[Any]:
    """Every form of DELAY."""
    form = draw(st.sampled_from(["from", "from", "from", "on", "before", "after"]))
    name = draw(st.sampled_from([*DATE_FIELDS[:2], *DATE_FIELDS]))
    if form == "on":
        return ["on", name]
    unit = draw(st.sampled_from(UNITS))
    amount = [draw(st.integers(0, 2 if unit == "week" else 6)), unit]
    return amount if form == "from" else [*amount, form, name]


@st.composite
def asks(draw: st.DrawFn) -> list[dict[str, Any]]:
    asked = []
    for name in draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=2, unique=True)):
        ask: dict[str, Any] = {"field": name, "at": draw(st.sampled_from(["done", "done", "done", "blocked"]))}
        if draw(st.booleans()):
            ask["optional"] = True
        if name in ("decision", "vip") and draw(st.booleans()):
            ask["must"] = draw(VALUES[name])
        asked.append(ask)
    return asked


def emails(*at: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    to = st.sampled_from([[["role", "adv"]], [["assignee"]], [["contact", "technique"], ["managers"]]])
    one = st.fixed_dictionaries(
        {"send": st.sampled_from(["bienvenue", "rappel", "report"]), "at": st.sampled_from(at), "to": to}
    )
    return st.lists(one, max_size=2, unique_by=lambda email: (email["send"], email["at"]))


def maybe(draw: st.DrawFn, rule: dict[str, Any], key: str, what: st.SearchStrategy[Any], one_in: int) -> None:
    """Draw the key of the rule one time in `one_in`; absent is the default."""
    if draw(st.integers(1, one_in)) == one_in:
        rule[key] = draw(what)


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """A plan as the compiler writes it, but without the trees of its conditions (`compile_plan` adds them)."""
    phases: list[dict[str, Any]] = []
    actions: list[dict[str, Any]] = []
    for p in range(draw(st.integers(1, 5))):
        before = [["phase", phases[-1]["id"]]] if phases else []
        phase: dict[str, Any] = {"id": f"p{p}", "name": f"Phase {p}", "after": {"all": before}}
        maybe(draw, phase, "wait", delays(), 4)
        maybe(draw, phase, "when", conditions(), 5)
        phases.append(phase)
        actions += [draw(plan_actions(f"p{p}", f"a{p}{a}")) for a in range(draw(st.integers(1, 5)))]
    maybe_bills(draw, phases, actions)
    rewire(draw, phases, actions)
    plan: dict[str, Any] = {
        "format": 1,
        "type": "essai",
        "name": "Essai",
        "summary": "Un type tiré au sort.",
        "fields": draw(plan_fields()),
        "phases": phases,
        "actions": actions,
    }
    maybe(draw, plan, "deadline", st.sampled_from(DATE_FIELDS), 2)
    maybe(draw, plan, "emails", emails("produced", "completed", "billed"), 2)
    return plan


@st.composite
def plan_fields(draw: st.DrawFn) -> dict[str, Any]:
    """The same fields for all; some tell people that their value changed."""
    fields = copy.deepcopy(FIELDS)
    for name in draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=2, unique=True)):
        fields[name]["emails"] = [{"send": f"report-{name}", "to": [["role", "adv"]]}]
    return fields


@st.composite
def plan_actions(draw: st.DrawFn, phase: str, key: str) -> dict[str, Any]:
    action: dict[str, Any] = {
        "id": key,
        "phase": phase,
        "name": f"Action {key}",
        "role": draw(st.sampled_from(ROLES)),
        "after": {"all": [["start", phase]]},
    }
    maybe(draw, action, "wait", delays(), 3)
    maybe(draw, action, "due", delays(), 2)
    maybe(draw, action, "when", conditions(), 4)
    maybe(draw, action, "optional", st.just(True), 5)
    maybe(draw, action, "asks", asks(), 3)
    maybe(draw, action, "emails", emails("done", "blocked", "shifted", "available", "skipped"), 3)
    return action


def maybe_bills(draw: st.DrawFn, phases: list[dict[str, Any]], actions: list[dict[str, Any]]) -> None:
    """At most one action bills; it and its phase are never optional or conditional."""
    if draw(st.booleans()):
        action = actions[draw(st.integers(0, len(actions) - 1))]
        action["bills"] = True
        for rule in (action, next(p for p in phases if p["id"] == action["phase"])):
            rule.pop("when", None)
            rule.pop("optional", None)


def rewire(draw: st.DrawFn, phases: list[dict[str, Any]], actions: list[dict[str, Any]]) -> None:
    """Replace the `after` of some phases and actions, ahead in the file too, but never in a circle."""
    kinds = [("phase", p) for p in phases] + [("action", a) for a in actions]
    graph: dict[Ref, list[Ref]] = {}
    for p in phases:
        inside = [("action", a["id"]) for a in actions if a["phase"] == p["id"]]
        graph["phase", p["id"]] = [("start", p["id"]), *inside]
        graph["start", p["id"]] = listed(p["after"])
    for a in actions:
        graph["action", a["id"]] = listed(a["after"])
    for kind, rule in kinds:
        if draw(st.integers(1, 5)) < 4:
            continue
        node: Ref = ("start" if kind == "phase" else "action", rule["id"])
        graph[node] = []
        possible = [(k, r["id"]) for k, r in kinds if node not in reached(graph, (k, r["id"]))]
        chosen = draw(st.lists(st.sampled_from(possible), max_size=3, unique=True)) if possible else []
        how = draw(st.sampled_from(["all", "any"])) if chosen else "all"
        rule["after"] = {how: [list(ref) for ref in chosen]}
        graph[node] = chosen


def listed(after: dict[str, Any]) -> list[Ref]:
    return [(kind, name) for refs in after.values() for kind, name in refs]


def reached(graph: dict[Ref, list[Ref]], ref: Ref) -> set[Ref]:
    """Everything that `ref` waits for, itself included."""
    found, left = {ref}, [ref]
    while left:
        for before in graph.get(left.pop(), []):
            if before not in found:
                found.add(before)
                left.append(before)
    return found


# --- calendars and dossiers -------------------------------------------------------------------------------


class Closed(NamedTuple):
    """The days that do not count."""

    weekend: set[int]
    off: set[str]
    holidays: set[str]


@st.composite
def calendars(draw: st.DrawFn) -> Closed:
    """Any weekend of up to three days; days off and holidays near the work, and anywhere in 2026 and 2027."""
    weekend = draw(st.sampled_from([{5, 6}, {5, 6}, {6}, set(), {4, 5}, {0, 3, 6}]))
    near = st.integers(-3, 80).map(day)
    anywhere = st.dates(datetime.date(2026, 1, 1), datetime.date(2027, 12, 31)).map(lambda d: d.isoformat())
    days = st.sets(near | near | near | anywhere, max_size=6)
    return Closed(weekend, draw(days), draw(days))


def calendar(closed: Closed) -> Any:
    """The product's own calendar of the same days."""
    from brt.calendar import Calendar

    def holidays(year: int) -> frozenset[str]:
        return frozenset(d for d in closed.holidays if d.startswith(f"{year}-"))

    return Calendar(frozenset(closed.weekend), frozenset(closed.off), holidays)


@st.composite
def fallbacks(draw: st.DrawFn) -> dict[str, str]:
    """Who stands in for a role, without loops."""
    order = draw(st.permutations(ROLES))
    return {order[n]: draw(st.sampled_from(order[:n])) for n in range(1, len(order)) if draw(st.booleans())}


# --- commands ---------------------------------------------------------------------------------------------


class Step(NamedTuple):
    """A command as drawn, without looking at any state."""

    command: str  # done | skip | block | unblock | shift | set | person | assign | bill
    days: int  # that pass before it
    aim: int  # which action, modulo how many there are
    opened: bool = True  # aim among the opened ones, if there are any, instead of among all
    fill: bool = False  # give every field that the action asks for
    values: dict[str, Any] = {}  # what is given (instead of what would be filled in, too)
    offset: int | None = None  # of the date that is typed, in days from today
    flag: bool = False  # early, or only
    role: str = "adv"
    member: str = "ana"
    party: str = "us"


COMMANDS = ["done"] * 10 + ["skip"] * 2 + ["block"] * 2 + ["unblock"] + ["shift"] * 3 + ["set"] * 4
COMMANDS += ["person", "assign", "bill"]
OFFSETS = {  # none: no date is typed
    "done": st.just(None) | st.just(None) | st.integers(-6, 1),
    "block": st.just(None) | st.integers(-1, 9),
    "shift": st.integers(-2, 40),
}


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """Only what the command needs is drawn: it is the number of draws that takes time."""
    command = draw(st.sampled_from(COMMANDS))
    mostly = st.sampled_from([True, True, True, False])
    step = Step(command, draw(st.sampled_from([0, 0, 0, 1, 1, 2, 3, 7, 12])), draw(st.integers(0, 24)))
    if command == "set":
        return step._replace(values=draw(some_values(1)))
    if command in ("person", "assign"):
        return step._replace(role=draw(st.sampled_from(ROLES)), member=draw(st.sampled_from(MEMBERS)))
    step = step._replace(opened=draw(mostly))
    if command in OFFSETS:
        step = step._replace(offset=draw(OFFSETS[command]), flag=not draw(mostly))
    if command == "block":
        step = step._replace(party=draw(st.sampled_from(PARTIES)))
    if command in ("done", "block", "bill"):
        given = {} if draw(mostly) else draw(some_values())
        step = step._replace(fill=draw(mostly), values=given)
    return step


@st.composite
def some_values(draw: st.DrawFn, at_least: int = 0) -> dict[str, Any]:
    """Values for a few fields; now and then none at all, which takes a value back."""
    names = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=at_least, max_size=2, unique=True))
    return {name: None if draw(st.integers(0, 9)) == 9 else draw(VALUES[name]) for name in names}


FILLED = {
    "port_date": day(24),
    "site_date": day(17),
    "slot": "soir",
    "decision": "go",
    "vip": True,
    "lines": 2,
    "motif": "RIO",
}


def concrete(step: Step, plan: dict[str, Any], statuses: dict[str, str], today: str) -> tuple[str, dict[str, Any]]:
    """The method of `Oracle` that the step calls, and its arguments; `statuses` are the actions', of today."""
    keys = [a["id"] for a in plan["actions"]]
    opened = [k for k in keys if statuses[k] in ("scheduled", "available", "blocked")]
    if step.opened and opened:
        keys = opened
    key = keys[step.aim % len(keys)]
    rule = next(a for a in plan["actions"] if a["id"] == key)
    asked = [ask for ask in rule.get("asks", []) if step.fill and not ask.get("optional")]
    at = "blocked" if step.command == "block" else "done"
    values = {ask["field"]: ask.get("must", FILLED[ask["field"]]) for ask in asked if ask["at"] == at}
    values |= step.values
    date = None if step.offset is None else later(today, step.offset)
    arguments: dict[str, dict[str, Any]] = {
        "done": {"key": key, "values": values, "on": date, "early": step.flag, "actor": step.member},
        "skip": {"key": key},
        "block": {"key": key, "reason": "panne", "party": step.party, "until": date, "values": values},
        "unblock": {"key": key},
        "shift": {"key": key, "date": date, "only": step.flag},
        "set": {"values": step.values},
        "person": {"role": step.role, "member": step.member},
        "assign": {"key": key, "member": step.member},
        "bill": {"values": bill_values(plan) if step.fill else {}},
    }
    return step.command, arguments[step.command] | {"today": today}


def bill_values(plan: dict[str, Any]) -> dict[str, Any]:
    asked = [ask for a in plan["actions"] if a.get("bills") for ask in a.get("asks", []) if ask["at"] == "done"]
    return {ask["field"]: ask.get("must", FILLED[ask["field"]]) for ask in asked}


def later(today: str, days: int) -> str:
    return (datetime.date.fromisoformat(today) + datetime.timedelta(days=days)).isoformat()


class Scenario(NamedTuple):
    """All that two implementations need to live the same installation."""

    plan: dict[str, Any]  # without trees: see compile_plan
    produced_on: str
    people: dict[str, str]
    fallbacks: dict[str, str]
    customer_kind: str
    closed: Closed
    values: dict[str, Any]  # given at production
    steps: list[Step]


@st.composite
def scenarios(draw: st.DrawFn, max_steps: int = 30) -> Scenario:
    """Few steps shrink well, many reach the end of an installation."""
    few, many = st.lists(steps(), min_size=1, max_size=8), st.lists(steps(), min_size=12, max_size=max_steps)
    return Scenario(
        plan=draw(plans()),
        produced_on=day(draw(st.integers(0, 14))),
        people=draw(st.dictionaries(st.sampled_from(ROLES), st.sampled_from(MEMBERS), max_size=3)),
        fallbacks=draw(fallbacks()),
        customer_kind=draw(st.sampled_from(["prospect", "client"])),
        closed=draw(calendars()),
        values=draw(some_values()),
        steps=draw(few | many | many),
    )
