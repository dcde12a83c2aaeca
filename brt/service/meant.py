"""What may have been meant where a word names no action: the open actions that it leads to, and whose each is."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from brt.errors import BrtError, NotFound
from brt.say import N_
from brt.service import lists, refs
from brt.service.desk import Desk
from brt.views import words
from brt.views.item import where

ONE = N_("Type its number: {command} {number}")
SOME = N_("Type its number, for example: {command} {number}")
ONE_THERE = N_("Type its number: {command} {number}. To see all of them: brt show {dossier}")
SOME_THERE = N_("Type its number, for example: {command} {number}. To see all of them: brt show {dossier}")
EVER = "9999-12-31"


def actions(desk: Desk, problem: NotFound) -> NotFound:
    """Return what is wrong with a word that names no action, with the actions it leads to: mine first, and theirs.

    The hint has the number of the only one, of mine or of all; else of the first. Where there is none, it is `problem`.
    """
    dossier, name = problem.data.get("dossier"), problem.data["name"]
    if dossier is None and len(name) < refs.FEWEST:
        return problem
    found = lists.todo(desk, lists.Scope(text=dossier or name, until=EVER)).items
    me = _me(desk)
    found = sorted(
        (one for one in found if dossier in (None, one["dossier"])), key=lambda one: me is None or one["assignee"] != me
    )
    if not found:
        return problem
    is_one = len(found) == 1 or [one["assignee"] for one in found].count(me) == 1
    hints = (ONE, SOME) if dossier is None else (ONE_THERE, SOME_THERE)
    data = {key: value for key, value in problem.data.items() if key != "near"}
    lines = [_line(desk, one, dossier) for one in found]
    return type(problem)(hint=hints[not is_one], **{**data, "lines": lines, "number": found[0]["number"]})


def _me(desk: Desk) -> str | None:
    with suppress(BrtError):
        return desk.me.member.id
    return None


def _line(desk: Desk, one: Mapping[str, Any], dossier: str | None) -> str:
    """Return an action in a line: its number, its dossier unless that was named, what it is called, and who has it."""
    at, who = where(one), words.role(desk.settings, one["role"])
    if one["assignee"]:
        who = words.member(desk.settings, one["assignee"])
    return f"{one['number']}  {one['name']}{at.tail if dossier else f' · {at.text}{at.tail}'} · {who}"
