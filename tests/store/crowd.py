"""Real processes at work on one workspace: `python -m tests.store.crowd TASK ARGUMENT…` writes JSON.

The processes are forked from one that has imported everything and opened nothing, and begin in the same instant.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from brt import facts, settings
from brt.mail import render  # noqa: F401 - imported before the forks
from brt.mail.sandbox import compile_text  # noqa: F401
from brt.records import OPEN
from brt.service import change, mailing, work
from brt.service.desk import Desk
from brt.store import cache, dossiers
from brt.store import work as rows
from brt.store.database import reading, writing

TEAM = ("amelie", "hugo", "sonia", "leo", "karim", "nadia")


def together(count: int, task: Callable[[int], Any]) -> list[Any]:
    """Run `task(0)`, `task(1)` … each in a process of its own, and return what they returned, in order."""
    ready, go = os.pipe()
    pipes = [_forked(number, task, ready, go) for number in range(count)]
    os.close(ready)
    os.close(go)  # all of them wait for this end
    found = []
    for pid, pipe in pipes:
        with os.fdopen(pipe) as file:
            found.append(json.loads(file.read() or '"killed"'))
        os.waitpid(pid, 0)
    return found


def _forked(number: int, task: Callable[[int], Any], ready: int, go: int) -> tuple[int, int]:
    answer, pipe = os.pipe()
    pid = os.fork()
    if pid:
        os.close(pipe)
        return pid, answer
    os.close(go)
    os.read(ready, 1)
    with os.fdopen(pipe, "w") as file:
        json.dump(task(number), file)
    os._exit(0)


# ── the first command of all ──────────────────────────────────────────────────────────────────────


def first(path: str) -> list[Any]:
    """Eight processes write into a database that is not there yet."""

    def write(number: int) -> list[str]:
        with writing(path) as db:
            cache.put_meta(db, f"key-{number}", str(number))
        with reading(path) as db:
            return [cache.meta(db, f"key-{number}") or "", str(os.path.getsize(path))]

    return together(8, write)


# ── many at work ──────────────────────────────────────────────────────────────────────────────────


class Done(NamedTuple):
    """What a worker was told: the actions it closed, the values it set, what it met that nobody should meet."""

    closed: list[int]
    values: list[str]
    troubles: list[str]

    def hears(self, text: str) -> None:
        """Take a warning for a trouble; an empty text says nothing."""
        if text:
            self.troubles.append(text)


def crowd(root: str, workers: int, turns: int) -> list[Any]:
    """Let `workers` processes do and set what they find on all dossiers, `turns` times each, and deliver the emails."""

    def task(number: int) -> Done:
        chance = random.Random(number)
        told = Done([], [], [])
        for turn in range(turns):
            try:
                _one(_desk(root, number), chance, f"{number}.{turn}", told)
            except Exception as error:
                told.troubles.append(f"{type(error).__name__}: {error}")
        return told

    return together(workers, task)


def _desk(root: str, number: int, at: str = "2026-11-30T09:00") -> Desk:
    place = Path(root)
    return Desk(settings.load(place), {"BRT_TESTING": "1", "BRT_NOW": at, "BRT_USER": TEAM[number % len(TEAM)]})


def _one(desk: Desk, chance: random.Random, mark: str, told: Done) -> None:
    with desk.reading() as db:
        dossier = chance.choice(dossiers.everything(db))
        actions = list(rows.load(db, dossier.id).actions)
    if chance.random() < 0.3:
        asked, looked = work.set_fields(desk, dossier.ref, [("remarque", mark)])
        if any(one.decision.facts for one in change.save(desk, "set", asked, looked)):
            told.values.append(mark)
        return
    outcomes, _ = work.done(desk, [str(chance.choice(actions))])
    told.closed.extend(fact.number for one in outcomes for fact in one.decision.facts if isinstance(fact, facts.Closed))
    mailing.deliver_now(desk, [letter for one in outcomes for letter in one.letters], told.hears)


# ── killed ────────────────────────────────────────────────────────────────────────────────────────


def killed(root: str, times: int) -> list[int]:
    """Kill whoever does one action after the other, at any moment, again and again; return what was told before."""
    chance = random.Random(4)
    told = list[int]()
    patience = 0.05  # seconds; more for those who had not the time for anything, on a machine that is slow now
    for _ in range(times):
        numbers = _open(root)
        pid, answer = _victim(root, numbers)
        time.sleep(chance.uniform(0, patience))
        os.kill(pid, signal.SIGKILL)
        with os.fdopen(answer) as file:
            heard = [int(line) for line in file.read().split()]
        os.waitpid(pid, 0)
        told += heard
        patience *= 0.8 if len(heard) > 1 else 1 if heard else 1.3
    return told


def _open(root: str) -> list[int]:
    desk = _desk(root, 2)
    with desk.reading() as db:
        states = [rows.load(db, dossier.id) for dossier in dossiers.everything(db)]
    return [row.number for state in states for row in state.actions.values() if row.status == OPEN]


def _victim(root: str, numbers: list[int]) -> tuple[int, int]:
    answer, pipe = os.pipe()
    pid = os.fork()
    if pid:
        os.close(pipe)
        return pid, answer
    try:
        for number in numbers:
            desk = _desk(root, 2)
            outcomes, _ = work.done(desk, [str(number)])
            os.write(pipe, f"{number}\n".encode())
            mailing.deliver_now(desk, [letter for one in outcomes for letter in one.letters], lambda _: None)
    finally:
        os._exit(0)


if __name__ == "__main__":
    name, *words = sys.argv[1:]
    tasks = {
        "first": lambda: first(words[0]),
        "crowd": lambda: crowd(words[0], int(words[1]), int(words[2])),
        "killed": lambda: killed(words[0], int(words[1])),
    }
    json.dump(tasks[name](), sys.stdout)
