"""What the checks of a workspace found: a line each, and what to do below those that are not well."""

from collections.abc import Iterable, Iterator
from typing import Any

from brt.say import N_, _
from brt.views import words
from brt.views.layout import Block, Line
from brt.views.output import Column, pad, width

COLUMNS = (Column("check", N_("Check")), Column("status", N_("Status")), Column("says", N_("What")))
MARKS = {"ok": "✓", "warn": "!", "fail": "✗"}
CHECKS = {
    "workspace": N_("workspace"),
    "configuration": N_("configuration"),
    "identity": N_("who you are"),
    "templates": N_("templates"),
    "schemas": N_("editors"),
    "database": N_("database"),
    "holidays": N_("public holidays"),
    "mail": N_("mail"),
}


def page(results: Iterable[Any]) -> Iterator[Block]:
    """Yield the results, and at the end how many are not well."""
    found = list(results)
    size = max(width(_(name)) for name in CHECKS.values())
    for one in found:
        first, *more = _said(one)
        yield Line([f"{MARKS[one.status]} {pad(_(CHECKS[one.check]), size)}", first], between="  ")
        yield from (Line([line], indent=2) for line in more)
    counts = {status: sum(one.status == status for one in found) for status in MARKS}
    yield ""
    yield _("{ok} well, {warn} to look at, {fail} failed").format(**counts)


def row(one: Any) -> dict[str, str]:
    """Return a result for programs."""
    return {"check": one.check, "status": one.status, "says": " ".join(_said(one))}


def _said(one: Any) -> list[str]:
    """Return what a check found, and what to do about it, in lines."""
    problem = one.data.get("problem")
    if problem is not None:
        return words.error(problem).splitlines()
    hint = [_(one.hint).format_map(dict(one.data))] if one.hint else []
    return [words.said(one), *hint]
