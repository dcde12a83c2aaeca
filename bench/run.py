"""How long the everyday commands take, as ratios: seconds say more about the machine than about brt.

Whole processes are measured, one after another in rounds, so that whatever else the machine does falls on all alike;
a ratio is the median over the rounds. Every number is printed beside its target; none of them fails the run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

import build

from brt.store.statements import statement

PYTHON = sys.executable
FEW, MANY, RUNNING, MINE = 1_000, 50_000, 2_000, 40

QUERY = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
for row in connection.execute(sys.argv[2], {"member": sys.argv[3]}).fetchall():
    print(*row)
"""
COMMIT = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("pragma synchronous = extra")
connection.execute("begin immediate")
connection.execute("update counter set next = next + 1 where name = 'bench'")
connection.execute("commit")
"""

Argv = list[str]


class Ratio(NamedTuple):
    """One line of the answer: a command against another, and what it should be at most."""

    says: str
    command: str
    against: str
    target: float | None


RATIOS = (
    Ratio("brt todo --me / the same query in a bare interpreter", "todo", "query", 3.0),
    Ratio("brt todo --me, {many} finished dossiers / {few}", "todo-many", "todo", 1.15),
    Ratio("brt overview, {many} finished dossiers / {few}", "overview-many", "overview", 1.15),
    Ratio("brt done, {many} finished dossiers / {few}", "done-many", "done", 1.15),
    Ratio("brt done / a process that makes one commit", "done", "commit", 3.0),
    Ratio("brt --help / python -c pass", "help", "pass", None),
)


def main() -> None:
    options = argparse.ArgumentParser(description="How long the everyday commands take.")
    options.add_argument("--quick", action="store_true", help="fewer rounds, and a tenth of the history")
    quick = options.parse_args().quick
    many, rounds = (MANY // 10, 9) if quick else (MANY, 21)
    with tempfile.TemporaryDirectory(prefix="brt-bench-") as folder:
        print(f"Two workspaces with {FEW:,} and {many:,} finished dossiers, {RUNNING:,} at work …", flush=True)
        small, large = workspaces(Path(folder), many)
        print(f"{rounds} rounds …\n", flush=True)
        commands = dict(all_commands(small, large))
        times = measure(commands, small.environ, rounds)
    report(times, few=f"{FEW:,}", many=f"{many:,}")


def workspaces(folder: Path, many: int) -> tuple[build.Workspace, build.Workspace]:
    """Make the two workspaces, alike but for their history."""
    small = build.build(folder / "small", FEW, RUNNING, MINE)
    shutil.copytree(folder / "small", folder / "large")
    large = small._replace(root=folder / "large")
    build.grow(large, many - FEW)
    return small, large


# ── what is measured ──────────────────────────────────────────────────────────────────────────────


def all_commands(small: build.Workspace, large: build.Workspace) -> Iterator[tuple[str, Callable[[], Argv]]]:
    """Yield every command by name, as a function that gives its words anew: an action is done only once."""
    yield "pass", lambda: [PYTHON, "-c", "pass"]
    yield "help", lambda: brt("--help")
    yield "query", lambda: [PYTHON, "-c", QUERY, str(small.database), statement("lists.open_of"), build.ME]
    yield "commit", lambda: [PYTHON, "-c", COMMIT, str(small.database)]
    for suffix, place in (("", small), ("-many", large)):
        yield f"todo{suffix}", in_place(place, "todo", "--me")
        yield f"overview{suffix}", in_place(place, "overview")
        yield f"done{suffix}", doing(place)


def brt(*words: str) -> Argv:
    return [PYTHON, str(Path(PYTHON).with_name("brt")), *words]


def in_place(place: build.Workspace, *words: str) -> Callable[[], Argv]:
    return lambda: brt("-C", str(place.root), *words)


def doing(place: build.Workspace) -> Callable[[], Argv]:
    numbers = iter(place.ready)
    sets = [word for given in place.given for word in ("--set", given)]
    return lambda: brt("-C", str(place.root), "done", str(next(numbers)), *sets)


# ── measuring ─────────────────────────────────────────────────────────────────────────────────────


def measure(commands: dict[str, Callable[[], Argv]], given: dict[str, str], rounds: int) -> dict[str, list[float]]:
    """Return the seconds that each command took in each round; a first round, which fills caches, is dropped."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "BRT_"))} | given
    times: dict[str, list[float]] = {name: [] for name in commands}
    for count in range(rounds + 1):
        names = list(commands)
        turn = count % len(names)
        for name in names[turn:] + names[:turn]:
            seconds = timed(commands[name](), environ)
            if count:
                times[name].append(seconds)
    return times


def timed(argv: Argv, environ: dict[str, str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(argv, env=environ, capture_output=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(argv)}: exit {done.returncode}\n{done.stderr.decode()}")
    return seconds


def report(times: dict[str, list[float]], **counts: str) -> None:
    print(f"{'':64} {'ratio':>6}  {'target':>6}   {'median':>17}")
    for one in RATIOS:
        ratio = median(a / b for a, b in zip(times[one.command], times[one.against], strict=True))
        wanted = f"≤ {one.target:.2f}" if one.target else ""
        medians = f"{1000 * median(times[one.command]):.0f} / {1000 * median(times[one.against]):.0f} ms"
        print(f"{one.says.format(**counts):64} {ratio:6.2f}  {wanted:>6}   {medians:>17}")


if __name__ == "__main__":
    main()
