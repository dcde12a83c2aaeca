"""Plans written short, for the cases that are written by hand, and the days that they speak of."""

from __future__ import annotations

from typing import Any

from tests.engine.oracle import CONDITIONS

MON, TUE, WED, THU, FRI, SAT, SUN = (f"2026-11-{n}" for n in range(23, 30))
MON2, TUE2, WED2, THU2, FRI2, SAT2, SUN2, MON3 = ("2026-11-30", *(f"2026-12-0{n}" for n in range(1, 8)))
FIELDS: dict[str, dict[str, Any]] = {
    "port_date": {"kind": "date"},
    "site_date": {"kind": "date"},
    "vip": {"kind": "boolean"},
    "go": {"kind": "choice", "choices": ["go", "no-go"]},
    "motif": {"kind": "text"},
}
VIP = {"text": "vip"}
CLIENT = {"text": 'customer.kind == "client"'}
CONDITIONS["vip"] = ("name", "vip")
CONDITIONS['customer.kind == "client"'] = ("==", ("name", "customer.kind"), ("value", "client"))


def action(key: str, **rule: Any) -> dict[str, Any]:
    return {"id": key, "name": key, "role": "adv", **rule}


def phase(key: str, *actions: dict[str, Any], **rule: Any) -> dict[str, Any]:
    return {"id": key, "name": key, **rule, "actions": list(actions)}


def refs(*keys: str, how: str = "all") -> dict[str, Any]:
    """An `after`: phases are called p1, p2, …"""
    return {how: [["phase" if key.startswith("p") else "action", key] for key in keys]}


def asks(field: str, at: str = "done", **rule: Any) -> dict[str, Any]:
    return {"field": field, "at": at, **rule}


def sends(*events: str) -> list[dict[str, Any]]:
    """For each event, an email that is called like it."""
    return [{"send": event, "at": event, "to": [["assignee"]]} for event in events]


CANCELLED: dict[str, Any] = {"all": [["cancelled", ""]]}


def plan(*phases: dict[str, Any], on_cancel: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A plan of these phases, with the defaults of `after` filled in; its conditions have no trees."""
    rules: list[dict[str, Any]] = []
    actions: list[dict[str, Any]] = []
    if on_cancel:
        phases = (*phases, {"after": CANCELLED, **on_cancel})
        more["on_cancel"] = on_cancel["id"]
    for given in phases:
        rule = {"after": refs(rules[-1]["id"]) if rules else {"all": []}, **given}
        inside = rule.pop("actions")
        rules.append(rule)
        start = {"all": [["start", rule["id"]]]}
        actions += [{"after": start, **one, "phase": rule["id"]} for one in inside]
    return {"format": 1, "type": "essai", "name": "Essai", "fields": FIELDS, "phases": rules, "actions": actions} | more


def one(**rule: Any) -> dict[str, Any]:
    """A plan with one action, a, in phase p1."""
    return plan(phase("p1", action("a", **rule)))


def chain(*keys: str, **rule: Any) -> dict[str, Any]:
    """A plan whose actions follow one another; the rule is that of the last."""
    rules = [{} if n == 0 else {"after": refs(keys[n - 1])} for n in range(len(keys))]
    rules[-1] |= rule
    return plan(phase("p1", *(action(key, **rule) for key, rule in zip(keys, rules, strict=True))))
